package org.nadir.engine.sfm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.sfm.SfmStatistics.AxisErrors;
import org.nadir.engine.sfm.SfmStatistics.ControlPointResult;
import org.nadir.engine.sfm.SfmStatistics.ControlState;
import org.nadir.engine.sfm.SfmStatistics.MarkResult;
import org.nadir.engine.sfm.SfmStatistics.ShotSummary;

/// Brings a finished reconstruction into another frame. What was measured from outside (positions in tags, ground control)
/// stays where it was, so errors against it are those of the moved reconstruction.
public final class FrameChange {

    private final Similarity change;
    private final Map<String, Shot> shots = new HashMap<>();
    private final double ground;

    private FrameChange(Similarity change, double ground) {
        this.change = change;
        this.ground = ground;
    }

    public static SfmResult of(SfmResult result, Similarity change) {
        var frame = new FrameChange(change, meanHeight(result.scene().pointXyz()));
        SparseScene scene = frame.scene(result.scene());
        scene.shots().forEach(shot -> frame.shots.put(shot.name(), shot));
        return new SfmResult(scene, frame.statistics(result.statistics(), scene.shots()));
    }

    private static double meanHeight(double[] xyz) {
        double sum = 0;
        for (int i = 2; i < xyz.length; i += 3) {
            sum += xyz[i];
        }
        return xyz.length == 0 ? 0 : sum / (xyz.length / 3.0);
    }

    private SparseScene scene(SparseScene scene) {
        double[] xyz = scene.pointXyz().clone();
        for (int i = 0; i < xyz.length; i += 3) {
            change.apply(xyz, i);
        }
        return new SparseScene(
                scene.shots().stream().map(this::shot).toList(),
                xyz,
                scene.pointRgb(),
                scene.observationStart(),
                scene.observationShot(),
                scene.observationPixel());
    }

    private Shot shot(Shot shot) {
        Photo photo = shot.photo();
        Photo.Motion motion = photo.motion();
        if (motion != null) {
            double[] way = {motion.x(), motion.y(), motion.z()};
            turn(way);
            photo = photo.withMotion(new Photo.Motion(way[0], way[1], way[2]));
        }
        return new Shot(photo, shot.camera(), change.apply(shot.pose()));
    }

    /// Turns and scales a direction.
    private void turn(double[] way) {
        new Similarity(change.scale(), change.rotation(), new double[3]).apply(way, 0);
    }

    private SfmStatistics statistics(SfmStatistics before, List<Shot> moved) {
        List<ControlPointResult> control =
                before.controlPoints().stream().map(this::controlPoint).toList();
        return new SfmStatistics(
                before.components(),
                before.tracks(),
                before.reprojection(),
                before.cameras(),
                before.shots().stream().map(this::summary).toList(),
                before.unplaced(),
                before.gps() == null ? null : gpsErrors(moved),
                before.control() == null ? null : errors(control, ControlState.USED),
                before.check() == null ? null : errors(control, ControlState.CHECK),
                control);
    }

    private ShotSummary summary(ShotSummary shot) {
        return new ShotSummary(
                shot.name(),
                shot.detected(),
                shot.observations(),
                shot.meanPixels(),
                covariance(shot.covariance()));
    }

    /// The covariance turned: xx, xy, xz, yy, yz, zz.
    private List<Double> covariance(List<Double> c) {
        if (c.isEmpty()) {
            return c;
        }
        double[] full = {
            c.get(0), c.get(1), c.get(2), c.get(1), c.get(3), c.get(4), c.get(2), c.get(4), c.get(5)
        };
        double[] r = change.rotation();
        double[] turned = Rotations.multiply(Rotations.multiply(r, full), Rotations.transpose(r));
        double square = change.scale() * change.scale();
        return List.of(
                square * turned[0],
                square * turned[1],
                square * turned[2],
                square * turned[4],
                square * turned[5],
                square * turned[8]);
    }

    private static @Nullable AxisErrors gpsErrors(List<Shot> moved) {
        var errors = new ArrayList<Double>();
        for (Shot shot : moved) {
            Photo.Position at = shot.photo().position();
            if (at != null) {
                double[] centre = shot.pose().centreInWorld();
                errors.addAll(List.of(centre[0] - at.x(), centre[1] - at.y(), centre[2] - at.z()));
            }
        }
        return AxisErrors.of(errors.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static @Nullable AxisErrors errors(
            List<ControlPointResult> points, ControlState state) {
        return StatisticsMaker.axisErrors(points, state);
    }

    /// A point without a height of its own keeps its errors in plan, of which a tilt changes a little by the height
    /// that is not known: the mean height of the tie points is taken.
    private ControlPointResult controlPoint(ControlPointResult point) {
        List<Double> given = point.given();
        boolean hasHeight = !given.get(2).isNaN();
        List<Double> error = point.error();
        if (!error.isEmpty()) {
            double[] found = {
                given.get(0) + error.get(0),
                given.get(1) + error.get(1),
                hasHeight ? given.get(2) + error.get(2) : ground
            };
            change.apply(found, 0);
            error =
                    List.of(
                            found[0] - given.get(0),
                            found[1] - given.get(1),
                            hasHeight ? found[2] - given.get(2) : Double.NaN);
        }
        List<MarkResult> marks = point.marks().stream().map(mark -> mark(mark, given)).toList();
        return new ControlPointResult(
                point.name(), point.state(), given, error, meanPixels(marks), marks);
    }

    private static double meanPixels(List<MarkResult> marks) {
        return marks.stream()
                .filter(mark -> !mark.wrong() && !Double.isNaN(mark.reprojectedU()))
                .mapToDouble(mark ->
                        Math.hypot(mark.u() - mark.reprojectedU(), mark.v() - mark.reprojectedV()))
                .average()
                .orElse(Double.NaN);
    }

    private MarkResult mark(MarkResult mark, List<Double> given) {
        Shot shot = shots.get(mark.photo());
        var pixel = new double[2];
        boolean seen =
                shot != null
                        && !given.get(2).isNaN()
                        && shot.project(
                                given.get(0), given.get(1), given.get(2), new double[3], pixel);
        return new MarkResult(
                mark.photo(),
                mark.u(),
                mark.v(),
                seen ? pixel[0] : Double.NaN,
                seen ? pixel[1] : Double.NaN,
                mark.wrong());
    }
}
