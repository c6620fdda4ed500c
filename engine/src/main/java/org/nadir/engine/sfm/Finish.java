package org.nadir.engine.sfm;

import java.util.Locale;
import org.nadir.engine.work.Work;

/// Brings a grown block into its final frame and adjusts it with all knowledge: positions or control points, lenses with all
/// their numbers, and several rounds of taking away what does not fit; then refines what is left and adjusts once more.
final class Finish {

    private static final int ROUNDS = 3;
    private static final int LEAST_OBSERVATIONS = 10;

    /// Each decides on one control point, or on some marks.
    private static final int MOST_JUDGEMENTS = 16;

    /// Observations farther off than this many times the mean are taken away.
    private static final double TIMES_MEAN = 3;

    /// Half a pixel at 4,000 is the least limit.
    private static final double LEAST_LIMIT = 0.000125;

    private final Reconstruction block;
    private final SfmSettings settings;
    private final Work work;
    private final PointMaker points;
    private final Adjustment adjustment;

    Finish(Reconstruction block, SfmSettings settings, Work work) {
        this.block = block;
        this.settings = settings;
        this.work = work;
        this.points = new PointMaker(block, work.workers(), settings.minAngle());
        this.adjustment = new Adjustment(block, settings, work);
    }

    /// Returns the ground control as it was used.
    Control run() {
        var alignment = new Alignment(block, settings);
        Alignment.Kind kind = alignment.align();
        var control = new Control(block, settings, work);
        control.align();
        if (block.georeferenced && !control.holdsFrame()) {
            judge(kind, alignment.tiltOfHeights());
        }
        settle(control);
        if (settings.refined()) {
            ObservationRefinement.run(block, work.part(0.4, 0.9));
            adjust(control, 15, 1e-5);
            points.keepWhatFits(limit());
            removeWeakPhotos();
        }
        control.judge(false);
        adjust(control, 40, 1e-7);
        points.keepWhatFits(limit());
        for (int k = 0; k < MOST_JUDGEMENTS && control.judge(k < MOST_JUDGEMENTS - 2); k++) {
            adjust(control, 40, 1e-7);
            points.keepWhatFits(limit());
        }
        if (!block.georeferenced) {
            FreeFrame.apply(block);
        }
        return control;
    }

    /// Covariances of the positions after [#run], six numbers a photo in square metres; NaN all over without a georeference.
    double[] positionCovariance(Control control) {
        if (!block.georeferenced) {
            var none = new double[6 * block.photos.size()];
            java.util.Arrays.fill(none, Double.NaN);
            return none;
        }
        return adjustment.positionCovariance(control.use());
    }

    private void judge(Alignment.Kind kind, double tiltOfHeights) {
        if (kind == Alignment.Kind.TILT_BELIEVED) {
            adjustment.setDown(DownDirections.of(block));
            work.console().warning(whyBelieved(tiltOfHeights));
        }
        StrayStations.find(block, work.console());
    }

    private String whyBelieved(double tiltOfHeights) {
        String source = "from the attitudes, or from the belief that the cameras look down";
        return tiltOfHeights == 0
                ? "The measured positions do not fix the tilt of the block: it is taken " + source
                : String.format(
                        Locale.ROOT,
                        "The measured heights of the photos would tilt the block by %.0f° and scatter by"
                                + " %.0f m: they count little, and the tilt is taken %s",
                        Math.toDegrees(tiltOfHeights),
                        block.leastVerticalSd,
                        source);
    }

    private void adjust(Control control, int iterations, double tolerance) {
        ControlUse use = control.use();
        adjustment.all(Adjustment.Freedom.ALL, iterations, tolerance, use);
        control.take(use);
    }

    /// Rounds of adjusting, taking away what does not fit, and trying again what did not fit before.
    private void settle(Control control) {
        for (int round = 0; round < ROUNDS; round++) {
            adjust(control, 15, 1e-5);
            double limit = limit();
            points.keepWhatFits(limit);
            if (round < ROUNDS - 1) {
                points.triangulateAll(limit);
                points.keepWhatFits(limit);
            }
            removeWeakPhotos();
            work.progress().fraction(0.4 * (round + 1) / ROUNDS);
        }
    }

    /// The largest residual that is kept, of a usual observation, as a share of the longer side.
    private double limit() {
        var scratch = new double[3];
        double sum = 0;
        int n = 0;
        for (int i = 0; i < block.active.length; i++) {
            if (block.active[i]) {
                double size = block.cameraOf(block.tracks.photo(i)).size();
                sum += Math.sqrt(block.squaredResidual(i, scratch)) / (size * block.sd[i]);
                n++;
            }
        }
        double mean = n == 0 ? 0 : sum / n;
        return Math.min(settings.outlierError(), Math.max(LEAST_LIMIT, TIMES_MEAN * mean));
    }

    private void removeWeakPhotos() {
        boolean removed = false;
        for (int p = 0; p < block.photos.size(); p++) {
            if (block.placed[p] && observations(p) < LEAST_OBSERVATIONS) {
                block.remove(p);
                removed = true;
            }
        }
        if (removed) {
            points.keepWhatFits(settings.outlierError());
        }
    }

    private int observations(int photo) {
        int n = 0;
        for (int k = block.tracks.photoStart(photo); k < block.tracks.photoStart(photo + 1); k++) {
            n += block.active[block.tracks.ofPhoto(k)] ? 1 : 0;
        }
        return n;
    }
}
