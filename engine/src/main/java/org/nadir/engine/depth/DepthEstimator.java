package org.nadir.engine.depth;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.depth.SemiGlobalMatcher.Smoothness;
import org.nadir.engine.work.Cancellation;

/// Depth of one view from a handful of others, coarse to fine: a sweep over the whole range at a small size, then a few labels
/// around the result at each doubling of the size, then photometric refinement.
///
/// The small size compares by correlation, which finds its way in foliage better; the finer ones by census, which is
/// sharper at edges.
///
/// Works on one thread and keeps no state between calls. Peak memory is about 110 bytes per pixel of the depth map plus the
/// images, 64 more when the map has but twice the size of the coarsest level; 180 when it is refined at twice its size: eleven
/// numbers of each pixel there (depths, two sets of planes, scores).
final class DepthEstimator {

    /// Labels are this many source pixels apart.
    private static final double COARSE_STEP = 0.7;

    private static final double FINE_STEP = 0.5;
    private static final int FINE_LABELS = 16;

    /// Of them, those on the far side of the coarser level's surface.
    private static final int LABELS_BEYOND = FINE_LABELS / 2;

    /// Labels of the level after the coarsest, the additional ones nearer to the camera. Windows of the coarsest level are as wide
    /// as a crown and then show the ground beside it: on rendered streets 4 to 14 of 100 pixels in the middle of crowns.
    /// What such a window, 14 pixels of this level wide, can miss moves by no more than the 12 pixels to which these labels
    /// reach, unless it is more than twice as high as wide: rays meet at 20° or so.
    private static final int FIRST_LABELS = 32;

    private static final int MOST_LABELS = 256;

    /// Neighbours whose matches differ by no more pixels, plus what a slope adds, lie on one surface.
    private static final float SURFACE = 1.5f;

    /// Of a depth that no view confirms, beside others.
    private static final float LEAST_WEIGHT = 0.001f;

    private final StereoKernels kernels;
    private final Cancellation cancellation;

    DepthEstimator(StereoKernels kernels, Cancellation cancellation) {
        this.kernels = kernels;
        this.cancellation = cancellation;
    }

    /// What [#estimate] finds.
    ///
    /// @param planes inverse depth with slopes
    /// @param score how well each pixel correlates, 0 to 1
    /// @param pixel change of inverse depth that moves the matches by one pixel
    record Estimate(LocalPlanes planes, FloatImage score, float pixel) {}

    /// A view to match: its image, camera and pose.
    record View(FloatImage gray, Pinhole camera, Pose pose) {

        View halved() {
            return new View(gray.halved(), camera.halved(), pose);
        }
    }

    /// The same views at twice the size, in which edges are decided and depths refined.
    record Finer(View reference, List<View> sources) {}

    Estimate estimate(View reference, List<View> sources, double nearDepth, double farDepth) {
        return estimate(reference, sources, null, nearDepth, farDepth);
    }

    Estimate estimate(
            View reference,
            List<View> sources,
            @Nullable Finer finer,
            double nearDepth,
            double farDepth) {
        int levels = 0;
        while (Math.max(reference.camera.width(), reference.camera.height()) >> levels
                > DenseQuality.SMALLEST_SIDE) {
            levels++;
        }
        var pyramid = new Level[levels + 1];
        pyramid[0] = new Level(reference, sources, nearDepth, farDepth);
        for (int i = 1; i <= levels; i++) {
            pyramid[i] = pyramid[i - 1].halved();
        }
        FloatImage depth = sweepRange(pyramid[levels], nearDepth, farDepth);
        for (int i = levels - 1; i >= 0; i--) {
            int labels = i == levels - 1 ? FIRST_LABELS : FINE_LABELS;
            depth = sweepAround(pyramid[i], pyramid[i + 1], depth, labels);
        }
        if (finer != null) {
            cancellation.check();
            var fine = new Level(finer.reference, finer.sources, nearDepth, farDepth);
            return refineFiner(pyramid[0], fine, depth);
        }
        if (levels == 0) {
            depth = atEdges(pyramid[0], depth);
        }
        return refine(pyramid[0], depth);
    }

    /// Decides and refines at twice the size, where windows span half as much of a scene: edges lie half as many of its pixels off,
    /// and heights are averaged over less of what is rough.
    private Estimate refineFiner(Level level, Level fine, FloatImage depth) {
        float step = (float) (FINE_STEP / fine.pixelsPerInverseDepth);
        FloatImage start = DepthUpsampler.upsample(depth, level.gray, fine.gray, 3 * step);
        FloatImage decided = EdgeRefiner.refine(fine.gray, fine.views, start, 4 * step);
        return halved(refine(fine, decided), depth, 4 * step);
    }

    /// Brings an estimate back to the usual size: each pixel is the mean of those of its four that lie on the surface which most of
    /// them show, or which it showed before when they are divided. They count as far as they correlate.
    ///
    /// @param jump difference of inverse depth that separates surfaces
    private static Estimate halved(Estimate fine, FloatImage before, float jump) {
        float[] value = fine.planes.value().data;
        float[] score = fine.score.data;
        int stride = fine.score.stride;
        var depth = new FloatImage(before.width, before.height);
        var trust = new FloatImage(before.width, before.height);
        for (int y = 0; y < before.height; y++) {
            for (int x = 0; x < before.width; x++) {
                int i = before.row(y) + x;
                int j = fine.score.row(2 * y) + 2 * x;
                float middle = middle(value, j, stride, jump);
                boolean upper = isUpper(value, j, stride, middle, before.data[i]);
                float weights = 0;
                float sum = 0;
                int count = 0;
                for (int k = 0; k < 4; k++) {
                    int at = j + (k & 1) + (k >> 1) * stride;
                    if (value[at] > middle == upper) {
                        float weight = Math.max(score[at], LEAST_WEIGHT);
                        weights += weight;
                        sum += weight * value[at];
                        count++;
                    }
                }
                depth.data[i] = sum / weights;
                trust.data[i] = weights / count;
            }
        }
        depth.repeatEdges();
        trust.repeatEdges();
        float pixel = 2 * fine.pixel;
        return new Estimate(LocalPlanes.fit(depth, trust, SURFACE * pixel), trust, pixel);
    }

    /// The middle between four values that fall apart; below all when they do not.
    private static float middle(float[] values, int at, int stride, float jump) {
        float a = values[at];
        float b = values[at + 1];
        float c = values[at + stride];
        float d = values[at + stride + 1];
        float low = Math.min(Math.min(a, b), Math.min(c, d));
        float high = Math.max(Math.max(a, b), Math.max(c, d));
        return high - low > jump ? (low + high) / 2 : Float.NEGATIVE_INFINITY;
    }

    private static boolean isUpper(float[] values, int at, int stride, float middle, float before) {
        int above = 0;
        for (int k = 0; k < 4; k++) {
            above += values[at + (k & 1) + (k >> 1) * stride] > middle ? 1 : 0;
        }
        return above == 2 ? before > middle : above > 2;
    }

    private FloatImage sweepRange(Level level, double nearDepth, double farDepth) {
        double nearest = 1 / nearDepth;
        double farthest = 1 / farDepth;
        double wanted = (nearest - farthest) * level.pixelsPerInverseDepth / COARSE_STEP;
        int labels = (int) Math.clamp(Math.ceil((wanted + 1) / 16) * 16, 16, MOST_LABELS);
        float step = (float) ((nearest - farthest) / (labels - 1));
        var base = new FloatImage(level.gray.width, level.gray.height);
        java.util.Arrays.fill(base.data, (float) farthest);
        var similarity = new CorrelationSimilarity(kernels, level.gray);
        return match(level, similarity, Smoothness.COARSE, base, step, labels);
    }

    private FloatImage sweepAround(Level level, Level coarser, FloatImage coarse, int labels) {
        float step = (float) (FINE_STEP / level.pixelsPerInverseDepth);
        FloatImage base = DepthUpsampler.upsample(coarse, coarser.gray, level.gray, 3 * step);
        float least = (float) (0.5 / level.farDepth);
        for (int i = 0; i < base.data.length; i++) {
            base.data[i] = Math.max(least, base.data[i] - LABELS_BEYOND * step);
        }
        var similarity = new CensusSimilarity(kernels, level.gray);
        FloatImage depth = match(level, similarity, Smoothness.FINE, base, step, labels);
        return atEdges(level, depth);
    }

    private static FloatImage atEdges(Level level, FloatImage depth) {
        float step = (float) (FINE_STEP / level.pixelsPerInverseDepth);
        return EdgeRefiner.refine(level.gray, level.views, depth, 4 * step);
    }

    private FloatImage match(
            Level level,
            Similarity similarity,
            Smoothness smoothness,
            FloatImage base,
            float step,
            int labels) {
        var volume =
                CostVolume.sweep(
                        kernels, similarity, level.views, base, step, labels, cancellation);
        cancellation.check();
        short[] sum = SemiGlobalMatcher.aggregate(kernels, volume, level.gray, smoothness);
        return SemiGlobalMatcher.cheapest(volume, sum);
    }

    private Estimate refine(Level level, FloatImage start) {
        float pixel = (float) (1 / level.pixelsPerInverseDepth);
        var trust = new FloatImage(start.width, start.height);
        java.util.Arrays.fill(trust.data, 1);
        LocalPlanes planes = LocalPlanes.fit(start, trust, SURFACE * pixel);
        for (float share : new float[] {0.5f, 0.25f}) {
            cancellation.check();
            var refiner =
                    PhotometricRefiner.refine(
                            kernels,
                            level.gray,
                            level.views,
                            planes.value(),
                            share * pixel,
                            2 * pixel);
            trust = refiner.score;
            planes = LocalPlanes.fit(refiner.refined, trust, SURFACE * pixel);
        }
        return new Estimate(planes, trust, pixel);
    }

    /// The images and geometry at one size.
    private static final class Level {
        final View reference;
        final List<View> sources;
        final FloatImage gray;
        final StereoView[] views;
        final double nearDepth;
        final double farDepth;

        /// Mean speed of the matches in the source views, at this size.
        final double pixelsPerInverseDepth;

        Level(View reference, List<View> sources, double nearDepth, double farDepth) {
            this.reference = reference;
            this.sources = sources;
            this.nearDepth = nearDepth;
            this.farDepth = farDepth;
            this.gray = reference.gray;
            this.views = new StereoView[sources.size()];
            double total = 0;
            int count = 0;
            double middle = 0.5 * (1 / nearDepth + 1 / farDepth);
            for (int i = 0; i < views.length; i++) {
                View source = sources.get(i);
                var transfer =
                        PlaneTransfer.between(
                                reference.camera, reference.pose, source.camera, source.pose);
                views[i] = new StereoView(source.gray, transfer);
                double speed =
                        transfer.pixelsPerInverseDepth(0.5 * gray.width, 0.5 * gray.height, middle);
                total += speed;
                count += speed > 0 ? 1 : 0;
            }
            this.pixelsPerInverseDepth = count == 0 ? 1 : total / count;
        }

        Level halved() {
            return new Level(
                    reference.halved(),
                    sources.stream().map(View::halved).toList(),
                    nearDepth,
                    farDepth);
        }
    }
}
