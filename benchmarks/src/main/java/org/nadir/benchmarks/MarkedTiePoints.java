package org.nadir.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;
import org.nadir.testkit.SyntheticControl;

/// Ground control made from a reconstruction that is known to be good: tie points near the nodes of a grid, marked as people
/// do in the photos that show them, with two marks 800 pixels off and one point with coordinates 4 m off.
///
/// @param control what the control file holds
/// @param check true places between them
/// @param utmZone number of the zone, north
record MarkedTiePoints(
        List<SyntheticControl.Point> control, List<SyntheticControl.Point> check, int utmZone) {

    private static final int LEAST_SEEN = 4;
    private static final int MOST_MARKS = 6;
    private static final double MARK_SD = 0.5;
    private static final double SLIP = 800;
    private static final double WRONG_METRES = 4;
    private static final int COLUMNS = 4;
    private static final int ROWS = 3;

    /// @param offset east and north of the scene's origin in UTM
    /// @param lens through which the marked photos are taken; their poses are those of the scene
    static MarkedTiePoints of(SparseScene scene, double[] offset, int zone, Camera lens) {
        var random = new Random(11);
        double[] box = box(scene);
        var control = new ArrayList<SyntheticControl.Point>();
        var check = new ArrayList<SyntheticControl.Point>();
        for (int r = 0; r < 2 * ROWS - 1; r++) {
            for (int c = 0; c < 2 * COLUMNS - 1; c++) {
                boolean given = r % 2 == 0 && c % 2 == 0;
                if (!given && (r % 2 == 0 || c % 2 == 0)) {
                    continue;
                }
                double x = box[0] + (box[1] - box[0]) * c / (2 * COLUMNS - 2);
                double y = box[2] + (box[3] - box[2]) * r / (2 * ROWS - 2);
                int p = nearest(scene, x, y);
                List<SyntheticControl.Mark> marks = marks(scene, p, lens, random);
                List<SyntheticControl.Point> to = given ? control : check;
                String name = (given ? "gcp" : "check") + (to.size() + 1);
                to.add(
                        new SyntheticControl.Point(
                                name,
                                scene.pointXyz()[3 * p] + offset[0],
                                scene.pointXyz()[3 * p + 1] + offset[1],
                                scene.pointXyz()[3 * p + 2],
                                marks));
            }
        }
        spoil(control, random);
        return new MarkedTiePoints(List.copyOf(control), List.copyOf(check), zone);
    }

    /// West, east, south, north of the cameras.
    private static double[] box(SparseScene scene) {
        double[] box = {
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        for (Shot shot : scene.shots()) {
            double[] at = shot.pose().centreInWorld();
            box[0] = Math.min(box[0], at[0]);
            box[1] = Math.max(box[1], at[0]);
            box[2] = Math.min(box[2], at[1]);
            box[3] = Math.max(box[3], at[1]);
        }
        return box;
    }

    private static int nearest(SparseScene scene, double x, double y) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int p = 0; p < scene.pointCount(); p++) {
            double distance =
                    Math.hypot(scene.pointXyz()[3 * p] - x, scene.pointXyz()[3 * p + 1] - y);
            int seen = scene.observationStart()[p + 1] - scene.observationStart()[p];
            if (seen >= LEAST_SEEN && distance < least) {
                least = distance;
                best = p;
            }
        }
        return best;
    }

    private static List<SyntheticControl.Mark> marks(
            SparseScene scene, int p, Camera lens, Random random) {
        var marks = new ArrayList<SyntheticControl.Mark>();
        var inCamera = new double[3];
        var pixel = new double[2];
        double[] xyz = scene.pointXyz();
        for (Shot shot : scene.shots()) {
            shot.pose().toCamera(xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2], inCamera);
            if (lens.project(inCamera[0], inCamera[1], inCamera[2], pixel)
                    && pixel[0] > 10
                    && pixel[1] > 10
                    && pixel[0] < lens.width() - 10
                    && pixel[1] < lens.height() - 10) {
                marks.add(
                        new SyntheticControl.Mark(
                                shot.name(),
                                pixel[0],
                                pixel[1],
                                pixel[0] + MARK_SD * random.nextGaussian(),
                                pixel[1] + MARK_SD * random.nextGaussian(),
                                false));
            }
        }
        marks.sort(
                Comparator.comparingDouble(m ->
                        Math.hypot(
                                m.trueU() - lens.width() / 2.0, m.trueV() - lens.height() / 2.0)));
        return List.copyOf(marks.subList(0, Math.min(MOST_MARKS, marks.size())));
    }

    private static void spoil(List<SyntheticControl.Point> control, Random random) {
        for (int slip = 0; slip < 2; slip++) {
            int k = 1 + 4 * slip;
            SyntheticControl.Point point = control.get(k);
            var marks = new ArrayList<>(point.marks());
            SyntheticControl.Mark mark = marks.getFirst();
            double angle = random.nextDouble(2 * Math.PI);
            marks.set(
                    0,
                    new SyntheticControl.Mark(
                            mark.photo(),
                            mark.trueU(),
                            mark.trueV(),
                            Math.max(1, mark.u() + SLIP * Math.cos(angle)),
                            Math.max(1, mark.v() + SLIP * Math.sin(angle)),
                            true));
            control.set(
                    k,
                    new SyntheticControl.Point(
                            point.name(), point.x(), point.y(), point.z(), marks));
        }
        int off = 6;
        SyntheticControl.Point point = control.get(off);
        control.set(
                off,
                new SyntheticControl.Point(
                        point.name(),
                        point.x() + WRONG_METRES,
                        point.y(),
                        point.z(),
                        point.marks()));
    }

    /// The control file.
    ///
    /// @param heights whether it tells heights, or 0 in all lines
    String file(boolean heights) {
        var text = new StringBuilder("WGS84 UTM " + utmZone + "N\n");
        for (SyntheticControl.Point point : control) {
            for (SyntheticControl.Mark mark : point.marks()) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%.3f %.3f %.3f %.2f %.2f %s %s%n",
                                point.x(),
                                point.y(),
                                heights ? point.z() : 0,
                                mark.u(),
                                mark.v(),
                                mark.photo(),
                                point.name()));
            }
        }
        return text.toString();
    }
}
