package org.nadir.engine.sfm;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.geometry.RayPairs;
import org.nadir.engine.geometry.RelativePose;
import org.nadir.engine.geometry.RelativePoseEstimator;
import org.nadir.engine.matching.MatchedPair;
import org.nadir.engine.work.Work;

/// Finds the photos of a block that stand to each other as their matches show.
///
/// The matches of a verified pair agree with one relative pose. In a block whose photos stand rightly to each other it is that of
/// the block, and nearly all matches agree. Where a block is folded, points of one part fit among themselves, and so do those of
/// the other, but the pairs across the fold do not: no residual of a point tells, since such matches make no points.
final class PairAgreement {

    /// A pair agrees with the block when this share of its matches does. In synthetic blocks and in a real one all pairs of photos
    /// that stand rightly did, at limits from 0.001 to 0.03. It does not tell a shift along the base of a pair.
    private static final double LEAST_SHARE = 0.5;

    private final Reconstruction block;
    private final List<FeatureSet> features;
    private final List<MatchedPair> pairs;

    PairAgreement(Reconstruction block, List<FeatureSet> features, List<MatchedPair> pairs) {
        this.block = block;
        this.features = features;
        this.pairs = pairs;
    }

    /// Keeps the largest part of the block whose photos are linked by agreeing pairs, and removes the others.
    ///
    /// @param limit largest distance of a match from its epipolar line, share of the longer side
    void removeStrangers(double limit, Work work) {
        List<MatchedPair> among =
                pairs.stream()
                        .filter(pair -> block.placed[pair.photoA()] && block.placed[pair.photoB()])
                        .toList();
        List<Boolean> agree =
                work.workers()
                        .map(
                                among.size(),
                                k -> {
                                    work.cancellation().check();
                                    return agrees(among.get(k), limit);
                                });
        keepLargest(among, agree);
    }

    private void keepLargest(List<MatchedPair> among, List<Boolean> agree) {
        var parts = new Parts(block.photos.size());
        for (int k = 0; k < among.size(); k++) {
            int a = among.get(k).photoA();
            int b = among.get(k).photoB();
            if (agree.get(k) && block.placed[a] && block.placed[b]) {
                parts.join(a, b);
            }
        }
        var size = new int[block.photos.size()];
        int largest = 0;
        for (int p = 0; p < size.length; p++) {
            size[parts.of(p)] += block.placed[p] ? 1 : 0;
        }
        for (int p = 1; p < size.length; p++) {
            largest = size[p] > size[largest] ? p : largest;
        }
        for (int p = 0; p < size.length; p++) {
            if (block.placed[p] && parts.of(p) != largest) {
                block.remove(p);
            }
        }
    }

    /// Photos in parts, each named by its first one.
    private static final class Parts {

        private final int[] part;

        Parts(int n) {
            part = IntStream.range(0, n).toArray();
        }

        int of(int p) {
            int root = p;
            while (part[root] != root) {
                part[root] = part[part[root]];
                root = part[root];
            }
            return root;
        }

        void join(int a, int b) {
            int first = Math.min(of(a), of(b));
            part[of(a)] = first;
            part[of(b)] = first;
        }
    }

    private boolean agrees(MatchedPair pair, double limit) {
        int a = pair.photoA();
        int b = pair.photoB();
        RayPairs rays =
                StartPair.rays(
                        block.cameraOf(a),
                        features.get(a),
                        block.cameraOf(b),
                        features.get(b),
                        pair);
        double threshold =
                0.5 * limit * (1 / block.cameraOf(a).focalX() + 1 / block.cameraOf(b).focalX());
        boolean[] agreeing = new RelativePoseEstimator().agreeing(relative(a, b), rays, threshold);
        int n = 0;
        for (boolean one : agreeing) {
            n += one ? 1 : 0;
        }
        return n >= LEAST_SHARE * agreeing.length;
    }

    private RelativePose relative(int a, int b) {
        double[] ofA = Arrays.copyOfRange(block.rotation, 9 * a, 9 * a + 9);
        double[] ofB = Arrays.copyOfRange(block.rotation, 9 * b, 9 * b + 9);
        var base = new double[3];
        double squares = 0;
        for (int c = 0; c < 3; c++) {
            base[c] = block.centre[3 * a + c] - block.centre[3 * b + c];
            squares += base[c] * base[c];
        }
        var inB = new double[3];
        if (squares == 0) {
            // From one place every direction of the base is as good.
            inB[2] = 1;
            return new RelativePose(Rotations.multiply(ofB, Rotations.transpose(ofA)), inB);
        }
        double length = Math.sqrt(squares);
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                inB[r] += ofB[3 * r + c] * base[c] / length;
            }
        }
        return new RelativePose(Rotations.multiply(ofB, Rotations.transpose(ofA)), inB);
    }
}
