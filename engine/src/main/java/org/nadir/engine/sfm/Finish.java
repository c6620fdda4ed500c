package org.nadir.engine.sfm;

import java.util.ArrayList;
import java.util.List;
import org.nadir.engine.work.Work;

/// Brings a grown block into its final frame and adjusts it with all knowledge: positions or control points, lenses with all
/// their numbers, and several rounds of taking away what does not fit; then refines what is left and adjusts once more.
final class Finish {

    private static final int ROUNDS = 3;
    private static final int LEAST_OBSERVATIONS = 10;

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

    /// Returns whether control points were used.
    boolean run() {
        Alignment.Kind kind = new Alignment(block, settings).align();
        List<ControlPoint> control = alignToControl() ? settings.controlPoints() : List.of();
        adjustment.setLooksDown(kind == Alignment.Kind.TILT_BELIEVED && control.isEmpty());
        if (kind == Alignment.Kind.TILT_BELIEVED && control.isEmpty()) {
            work.console()
                    .warning(
                            "The measured positions do not fix the tilt of the block: it is taken"
                                    + " from the attitudes, or from the belief that the cameras look"
                                    + " down");
        }
        settle(control);
        if (settings.refined()) {
            ObservationRefinement.run(block, work.part(0.4, 0.9));
            adjustment.all(Adjustment.Freedom.ALL, 15, 1e-5, control);
            points.keepWhatFits(limit());
            removeWeakPhotos();
        }
        adjustment.all(Adjustment.Freedom.ALL, 40, 1e-7, control);
        points.keepWhatFits(limit());
        if (!block.georeferenced) {
            FreeFrame.apply(block);
        }
        return !control.isEmpty();
    }

    /// Rounds of adjusting, taking away what does not fit, and trying again what did not fit before.
    private void settle(List<ControlPoint> control) {
        for (int round = 0; round < ROUNDS; round++) {
            adjustment.all(Adjustment.Freedom.ALL, 15, 1e-5, control);
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

    /// Moves the block onto the control points when at least three of them are seen twice and agree.
    private boolean alignToControl() {
        var from = new ArrayList<double[]>();
        var to = new ArrayList<double[]>();
        for (ControlPoint point : settings.controlPoints()) {
            double[] found = MarkedPoint.triangulate(block, point, settings);
            if (found != null) {
                from.add(found);
                to.add(new double[] {point.x(), point.y(), point.z()});
            }
        }
        if (from.size() < 3) {
            if (!settings.controlPoints().isEmpty()) {
                work.console()
                        .warning(
                                "Only "
                                        + from.size()
                                        + " ground control points are seen in two placed photos;"
                                        + " at least 3 are needed. They are not used");
            }
            return false;
        }
        double[] target = flat(to);
        double near = Math.max(0.02 * extent(target), 0.5);
        Similarity similarity = Components.robust(flat(from), target, near, settings.seed());
        if (similarity == null) {
            work.console()
                    .warning(
                            "The ground control points do not agree with each other. They are not"
                                    + " used");
            return false;
        }
        block.transform(similarity);
        block.georeferenced = true;
        return true;
    }

    private static double[] flat(List<double[]> points) {
        var flat = new double[3 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            System.arraycopy(points.get(i), 0, flat, 3 * i, 3);
        }
        return flat;
    }

    private static double extent(double[] xyz) {
        double extent = 0;
        for (int i = 3; i < xyz.length; i += 3) {
            extent = Math.max(extent, Math.hypot(xyz[i] - xyz[0], xyz[i + 1] - xyz[1]));
        }
        return extent;
    }
}
