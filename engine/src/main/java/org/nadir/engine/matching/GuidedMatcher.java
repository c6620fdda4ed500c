package org.nadir.engine.matching;

import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.geometry.RelativePoseEstimate;
import org.nadir.engine.matching.PairVerifier.View;

/// Matches the features of two photos whose relative pose is known: each only with those that lie near the stretch of its
/// epipolar line on which points between the least and the largest known depth appear. Look-alikes elsewhere, as in crop rows
/// or pavings, do not stand in the way.
final class GuidedMatcher {

    /// The depths that may be found lie beyond those that are known by this share of their range.
    private static final double MARGIN = 0.25;

    /// A point nearer to the plane of the second camera than this many units for each unit of depth is not looked for.
    private static final double LEAST_DEPTH = 0.05;

    private GuidedMatcher() {}

    /// The matches, ordered from the most to the least distinctive.
    ///
    /// @param known pose of B from A
    /// @param band largest distance from the line in the plane `Z = 1` of B
    /// @param mostRatio distance of the match over that of the next-best candidate on either side
    /// @param farthest largest squared distance of matched descriptors
    static TentativeMatches match(
            View a,
            View b,
            RelativePoseEstimate known,
            double band,
            double mostRatio,
            int farthest) {
        Rays inA = Rays.of(a);
        Rays inB = Rays.of(b);
        var grid = new RayGrid(inB.x, inB.y);
        short[] valuesA = ShortDescriptors.of(a.features().descriptors()).values();
        short[] valuesB = ShortDescriptors.of(b.features().descriptors()).values();
        var forA = new TopTwo(a.features().count());
        var forB = new TopTwo(b.features().count());
        var candidates = new int[b.features().count()];
        var stretch = new Stretch(known);
        for (int i = 0; i < inA.x.length; i++) {
            if (!stretch.of(inA.x[i], inA.y[i])) {
                continue;
            }
            int n = grid.near(stretch.x0, stretch.y0, stretch.x1, stretch.y1, band, candidates);
            for (int k = 0; k < n; k++) {
                int j = candidates[k];
                short score = ScalarScoreKernel.score(valuesA, i, valuesB, j);
                forA.offer(i, score, j);
                forB.offer(j, score, i);
            }
        }
        return DescriptorMatcher.mutual(
                a.features(), b.features(), forA, forB, mostRatio, farthest);
    }

    private record Rays(double[] x, double[] y) {

        static Rays of(View view) {
            FeatureSet features = view.features();
            var rays = new Rays(new double[features.count()], new double[features.count()]);
            var ray = new double[2];
            for (int i = 0; i < features.count(); i++) {
                view.camera().unproject(features.u()[i], features.v()[i], ray);
                rays.x[i] = ray[0];
                rays.y[i] = ray[1];
            }
            return rays;
        }
    }

    /// Where the points of a ray of A appear in B.
    private static final class Stretch {
        private final double[] r;
        private final double[] t;
        private final double nearest;
        private final double farthest;
        private double x0;
        private double y0;
        private double x1;
        private double y1;

        Stretch(RelativePoseEstimate known) {
            r = known.pose().rotation();
            t = known.pose().translation();
            double margin = MARGIN * (known.mostNearness() - known.leastNearness());
            nearest = known.mostNearness() + margin;
            farthest = Math.max(0, known.leastNearness() - margin);
        }

        /// False when the points lie beside or behind B.
        boolean of(double x, double y) {
            double px = r[0] * x + r[1] * y + r[2];
            double py = r[3] * x + r[4] * y + r[5];
            double pz = r[6] * x + r[7] * y + r[8];
            double z0 = pz + nearest * t[2];
            double z1 = pz + farthest * t[2];
            x0 = (px + nearest * t[0]) / z0;
            y0 = (py + nearest * t[1]) / z0;
            x1 = (px + farthest * t[0]) / z1;
            y1 = (py + farthest * t[1]) / z1;
            return z0 > LEAST_DEPTH && z1 > LEAST_DEPTH;
        }
    }
}
