package org.nadir.engine.sfm;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.math.Median;
import org.nadir.engine.math.SymmetricEigen;
import org.nadir.engine.scene.Photo;

/// Brings a reconstruction into the world frame by the measured positions of its photos.
///
/// Heights are trusted less than plan positions: they may drift by tens of metres within a flight. Where the positions lie
/// near a line they do not say how the block rolls about it; then the attitudes of the photos decide, or the belief that the
/// cameras look down.
final class Alignment {

    /// How the frame was found.
    enum Kind {
        /// Too few positions: not aligned.
        NONE,
        /// By positions alone.
        FIRM,
        /// The tilt comes from attitudes or from the belief that the cameras look down.
        TILT_BELIEVED
    }

    /// No position is believed better than this, metres.
    static final double LEAST_SD = 0.01;

    private static final int ROUNDS = 300;

    /// Second extent over first below which positions count as a line.
    private static final double NEAR_LINE = 0.08;

    /// Cameras that all look the same way are no nadir block when they look this far from down.
    private static final double SLANT = Math.toRadians(30);

    /// No gimbal is off by so much: then its tags are wrong, not the heights.
    private static final double WRONG_TAGS = Math.toRadians(60);

    /// Median absolute deviation to standard deviation.
    private static final double NORMAL = 1.4826;

    private final Reconstruction block;
    private final SfmSettings settings;
    private double tiltOfHeights;

    Alignment(Reconstruction block, SfmSettings settings) {
        this.block = block;
        this.settings = settings;
    }

    /// Aligns when the positions alone fix the frame; leaves the block alone otherwise.
    void alignFirm() {
        Stations stations = Stations.of(block);
        if (stations.count() >= 5 && !stations.nearLine()) {
            Similarity similarity = robust(stations);
            if (similarity != null
                    && inliers(similarity, stations) >= 0.6 * stations.count()
                    && !isTilted(similarity, stations)) {
                block.transform(similarity);
                block.georeferenced = true;
            }
        }
    }

    /// Aligns as well as the positions allow.
    Kind align() {
        if (!settings.useGps()) {
            return Kind.NONE;
        }
        Stations stations = Stations.of(block);
        if (stations.count() < 2) {
            return Kind.NONE;
        }
        Kind kind = Kind.FIRM;
        Similarity similarity =
                stations.count() >= 3 && !stations.nearLine() ? robust(stations) : null;
        if (similarity == null || isTilted(similarity, stations)) {
            kind = Kind.TILT_BELIEVED;
            tiltOfHeights = similarity == null ? 0 : tilt(similarity);
            similarity = believed(stations);
        }
        if (similarity == null) {
            return Kind.NONE;
        }
        if (kind == Kind.TILT_BELIEVED) {
            block.leastVerticalSd = Math.max(LEAST_SD, stations.heightScatter(similarity));
        }
        block.transform(similarity);
        block.georeferenced = true;
        return kind;
    }

    /// The tilt that measured heights would have given to a block whose tilt is believed, radians; 0 where they give none.
    double tiltOfHeights() {
        return tiltOfHeights;
    }

    private double tilt(Similarity similarity) {
        DownDirections down = DownDirections.of(block);
        return down == null ? 0 : down.tilt(similarity);
    }

    /// RANSAC over three stations, then reweighted least squares over all.
    private @Nullable Similarity robust(Stations s) {
        var random = new SplittableRandom(settings.seed());
        int n = s.count();
        Similarity best = null;
        double bestCost = Double.POSITIVE_INFINITY;
        var from = new double[9];
        var to = new double[9];
        double[] equal = {1, 1, 1};
        for (int round = 0; round < ROUNDS; round++) {
            for (int k = 0; k < 3; k++) {
                int i = random.nextInt(n);
                System.arraycopy(s.from, 3 * i, from, 3 * k, 3);
                System.arraycopy(s.to, 3 * i, to, 3 * k, 3);
            }
            Similarity candidate = Similarity.fit(from, to, equal);
            double cost =
                    candidate == null ? Double.POSITIVE_INFINITY : s.cost(candidate, bestCost);
            if (cost < bestCost) {
                bestCost = cost;
                best = candidate;
            }
        }
        for (int round = 0; round < 10 && best != null; round++) {
            Similarity better = Similarity.fit(s.from, s.to, s.weights(best));
            best = better == null ? best : better;
        }
        return best;
    }

    private int inliers(Similarity similarity, Stations s) {
        int n = 0;
        for (double weight : s.weights(similarity)) {
            n += weight > 0.1 ? 1 : 0;
        }
        return n;
    }

    /// Tilt from attitudes or downward looks; heading, scale and shift from the plan positions.
    private @Nullable Similarity believed(Stations s) {
        double[] level = levelling();
        if (level == null) {
            return null;
        }
        double[] turned = s.from.clone();
        var turn = new Similarity(1, level, new double[3]);
        for (int i = 0; i < s.count(); i++) {
            turn.apply(turned, 3 * i);
        }
        double[] weight = s.planWeights();
        Similarity plan = planFit(turned, s.to, weight);
        for (int round = 0; round < 10 && plan != null; round++) {
            weight = s.planWeights(plan, turned);
            plan = planFit(turned, s.to, weight);
        }
        if (plan == null) {
            return null;
        }
        double[] shift = plan.shift().clone();
        shift[2] = s.medianHeightShift(plan, turned);
        return new Similarity(plan.scale(), Rotations.multiply(plan.rotation(), level), shift);
    }

    /// Whether positions, three numbers each, are too few or too near one line in the plan to fix a frame.
    static boolean nearLine(double[] xyz) {
        int n = xyz.length / 3;
        if (n < 3) {
            return true;
        }
        var equal = new double[n];
        Arrays.fill(equal, 1);
        double[] mean = Similarity.mean(xyz, equal);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double x = xyz[3 * i] - mean[0];
            double y = xyz[3 * i + 1] - mean[1];
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        var values = new double[2];
        SymmetricEigen.decompose(new double[] {xx, xy, xy, yy}, 2, values, new double[4]);
        return values[0] <= NEAR_LINE * NEAR_LINE * values[1];
    }

    /// Heading, scale and shift between points in the plan.
    static @Nullable Similarity planFit(double[] from, double[] to, double[] weight) {
        double[] a = Similarity.mean(from, weight);
        double[] b = Similarity.mean(to, weight);
        double cosine = 0;
        double sine = 0;
        double spread = 0;
        for (int i = 0; i < weight.length; i++) {
            double x = from[3 * i] - a[0];
            double y = from[3 * i + 1] - a[1];
            double u = to[3 * i] - b[0];
            double v = to[3 * i + 1] - b[1];
            cosine += weight[i] * (x * u + y * v);
            sine += weight[i] * (x * v - y * u);
            spread += weight[i] * (x * x + y * y);
        }
        double length = Math.hypot(cosine, sine);
        if (!(length > 0) || !(spread > 0)) {
            return null;
        }
        double c = cosine / length;
        double s = sine / length;
        double[] rotation = {c, -s, 0, s, c, 0, 0, 0, 1};
        double scale = length / spread;
        return new Similarity(scale, rotation, Similarity.shiftFor(scale, rotation, a, b));
    }

    /// A rotation that sets the block upright: by attitudes where at least half of the photos have one, else by tags of
    /// gimbals, else by [Upright].
    private double @Nullable [] levelling() {
        var covariance = new double[9];
        int known = 0;
        for (int p = 0; p < block.photos.size(); p++) {
            double[] attitude = block.photos.get(p).attitude();
            if (block.placed[p] && attitude != null) {
                known++;
                // world ← camera of the tags, times camera ← block: rows of both rotations paired.
                for (int k = 0; k < 3; k++) {
                    for (int r = 0; r < 3; r++) {
                        for (int c = 0; c < 3; c++) {
                            covariance[3 * r + c] +=
                                    block.rotation[9 * p + 3 * k + r] * attitude[3 * k + c];
                        }
                    }
                }
            }
        }
        if (2 * known >= block.placedCount() && known >= 2) {
            return Similarity.rotationFrom(covariance);
        }
        DownDirections down = DownDirections.of(block);
        return down != null && down.measured() ? Upright.toZ(down.up()) : Upright.rotation(block);
    }

    /// Whether `similarity` tilts the block by so much that its heights must be wrong: against the tags of gimbals, or where
    /// the cameras all look the same way, nearly down. At a larger slant than that the plan decides: heights that are wrong
    /// by as much foreshorten it.
    private boolean isTilted(Similarity similarity, Stations stations) {
        DownDirections down = DownDirections.of(block);
        if (down == null) {
            return false;
        }
        double tilt = down.tilt(similarity);
        if (tilt <= down.limit(stations.tiltOfHeights())) {
            return false;
        }
        if (down.measured() ? tilt < WRONG_TAGS : tilt < SLANT) {
            return true;
        }
        Similarity level = believed(stations);
        return level != null && 2 * stations.planScatter(level) < stations.planScatter(similarity);
    }

    /// Camera centres with measured positions.
    private static final class Stations {

        final double[] from;
        final double[] to;
        final double[] horizontalSd;
        final double[] verticalSd;

        private Stations(int n) {
            from = new double[3 * n];
            to = new double[3 * n];
            horizontalSd = new double[n];
            verticalSd = new double[n];
        }

        static Stations of(Reconstruction block) {
            int n = 0;
            for (int p = 0; p < block.photos.size(); p++) {
                n += block.placed[p] && block.photos.get(p).position() != null ? 1 : 0;
            }
            var stations = new Stations(n);
            int k = 0;
            for (int p = 0; p < block.photos.size(); p++) {
                Photo.Position at = block.photos.get(p).position();
                if (block.placed[p] && at != null) {
                    System.arraycopy(block.centre, 3 * p, stations.from, 3 * k, 3);
                    stations.to[3 * k] = at.x();
                    stations.to[3 * k + 1] = at.y();
                    stations.to[3 * k + 2] = at.z();
                    stations.horizontalSd[k] = Math.max(at.horizontalSd(), LEAST_SD);
                    stations.verticalSd[k] = Math.max(at.verticalSd(), LEAST_SD);
                    k++;
                }
            }
            return stations;
        }

        int count() {
            return horizontalSd.length;
        }

        boolean nearLine() {
            return Alignment.nearLine(to);
        }

        double cost(Similarity similarity, double giveUpAt) {
            var moved = new double[3];
            double sum = 0;
            for (int i = 0; i < count() && sum < giveUpAt; i++) {
                sum += Math.min(25, squared(similarity, i, moved));
            }
            return sum;
        }

        /// Squared residual in standard deviations.
        private double squared(Similarity similarity, int i, double[] moved) {
            System.arraycopy(from, 3 * i, moved, 0, 3);
            similarity.apply(moved, 0);
            double x = (moved[0] - to[3 * i]) / horizontalSd[i];
            double y = (moved[1] - to[3 * i + 1]) / horizontalSd[i];
            double z = (moved[2] - to[3 * i + 2]) / verticalSd[i];
            return x * x + y * y + z * z;
        }

        /// Cauchy weights of all stations.
        double[] weights(Similarity similarity) {
            var weight = new double[count()];
            var moved = new double[3];
            for (int i = 0; i < weight.length; i++) {
                weight[i] = 1 / (1 + squared(similarity, i, moved) / 6);
            }
            return weight;
        }

        double[] planWeights() {
            var weight = new double[count()];
            for (int i = 0; i < weight.length; i++) {
                weight[i] = 1 / (horizontalSd[i] * horizontalSd[i]);
            }
            return weight;
        }

        double[] planWeights(Similarity similarity, double[] start) {
            double[] weight = planWeights();
            var moved = new double[3];
            for (int i = 0; i < weight.length; i++) {
                System.arraycopy(start, 3 * i, moved, 0, 3);
                similarity.apply(moved, 0);
                double x = moved[0] - to[3 * i];
                double y = moved[1] - to[3 * i + 1];
                weight[i] /= 1 + weight[i] * (x * x + y * y) / 4;
            }
            return weight;
        }

        /// Standard deviation of the tilt, radians, when heights drift by one of theirs from end to end.
        double tiltOfHeights() {
            double[] box = {
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            };
            for (int i = 0; i < count(); i++) {
                box[0] = Math.min(box[0], to[3 * i]);
                box[1] = Math.min(box[1], to[3 * i + 1]);
                box[2] = Math.max(box[2], to[3 * i]);
                box[3] = Math.max(box[3], to[3 * i + 1]);
            }
            return Math.atan2(
                    Median.of(verticalSd.clone()), Math.hypot(box[2] - box[0], box[3] - box[1]));
        }

        /// Median distance in the plan.
        double planScatter(Similarity similarity) {
            return medianMiss(similarity, (x, y, z) -> Math.hypot(x, y));
        }

        /// Standard deviation of heights, by the median of their distances, which few wrong ones do not move.
        double heightScatter(Similarity similarity) {
            return NORMAL * medianMiss(similarity, (x, y, z) -> Math.abs(z));
        }

        /// What counts of how far a station is missed.
        private interface Miss {
            double of(double x, double y, double z);
        }

        private double medianMiss(Similarity similarity, Miss miss) {
            var moved = new double[3];
            var missed = new double[count()];
            for (int i = 0; i < missed.length; i++) {
                System.arraycopy(from, 3 * i, moved, 0, 3);
                similarity.apply(moved, 0);
                missed[i] =
                        miss.of(
                                moved[0] - to[3 * i],
                                moved[1] - to[3 * i + 1],
                                moved[2] - to[3 * i + 2]);
            }
            return Median.of(missed);
        }

        double medianHeightShift(Similarity similarity, double[] start) {
            var shift = new double[count()];
            for (int i = 0; i < shift.length; i++) {
                shift[i] = to[3 * i + 2] - similarity.scale() * start[3 * i + 2];
            }
            return Median.of(shift);
        }
    }
}
