package org.nadir.engine.depth;

import java.util.Arrays;
import java.util.List;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.depth.SemiGlobalMatcher.Smoothness;
import org.nadir.engine.work.Cancellation;

/// Depth of one view from a handful of others, coarse to fine: a sweep over the whole range at a small size, then a few labels
/// around the result at each doubling of the size, edges after each, then photometric refinement and edges once more in turn.
///
/// The small size compares by correlation, which finds its way in foliage better; the finer ones by census, which is
/// sharper at edges.
///
/// Works on one thread and keeps no state between calls. Peak memory is about 110 bytes per pixel of the depth map plus the
/// images, 64 more when the map has but twice the size of the coarsest level.
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

    Estimate estimate(View reference, List<View> sources, double nearDepth, double farDepth) {
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
        return refine(pyramid[0], depth);
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

    /// Decides edges once more, moves depths to where they correlate best, and does both again: planes that are nearer to the truth
    /// tell more pixels beside an edge apart, and an edge moves by but a few pixels at a time.
    private Estimate refine(Level level, FloatImage start) {
        var even = new FloatImage(start.width, start.height);
        Arrays.fill(even.data, 1);
        float jump = (float) (SURFACE / level.pixelsPerInverseDepth);
        FloatImage smooth = LocalPlanes.fit(atEdges(level, start), even, jump).value();
        FloatImage nearer = moved(level, smooth, 0.5f).planes.value();
        return moved(level, atEdges(level, nearer), 0.25f);
    }

    /// @param most how far depths may move, in pixels of their matches
    private Estimate moved(Level level, FloatImage depth, float most) {
        cancellation.check();
        float pixel = (float) (1 / level.pixelsPerInverseDepth);
        var refiner =
                PhotometricRefiner.refine(
                        kernels, level.gray, level.views, depth, most * pixel, 2 * pixel);
        LocalPlanes planes = LocalPlanes.fit(refiner.refined, refiner.score, SURFACE * pixel);
        return new Estimate(planes, refiner.score, pixel);
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
