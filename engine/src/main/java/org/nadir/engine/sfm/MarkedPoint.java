package org.nadir.engine.sfm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.geometry.Triangulation;
import org.nadir.engine.math.SymmetricEigen;

/// A control point in a block: its marks, which of them are believed, and what became of it.
final class MarkedPoint {

    /// More pixels than good marks are ever apart.
    private static final double FAR = 1000;

    final ControlPoint given;

    /// Where the last adjustment left the point; before the first one where its marks meet.
    final double[] position = new double[3];

    /// Marks that are not believed.
    final boolean[] wrong;

    SfmStatistics.ControlState state;

    /// Left out for one adjustment to see how far off it is when it cannot pull.
    boolean suspect;

    /// Was a suspect and came back.
    boolean cleared;

    private final Reconstruction block;
    private final double minAngle;

    /// Number of the photo of each mark, −1 when it is not among the photos.
    private final int[] photo;

    MarkedPoint(
            ControlPoint given,
            Reconstruction block,
            Map<String, Integer> photoByName,
            double minAngle) {
        this.given = given;
        this.block = block;
        this.minAngle = minAngle;
        photo = new int[given.marks().size()];
        wrong = new boolean[photo.length];
        for (int m = 0; m < photo.length; m++) {
            photo[m] = photoByName.getOrDefault(given.marks().get(m).photoName(), -1);
        }
        state = given.check() ? SfmStatistics.ControlState.CHECK : SfmStatistics.ControlState.USED;
    }

    int marks() {
        return photo.length;
    }

    /// Whether the photo of a mark has its place.
    boolean isSeen(int mark) {
        return photo[mark] >= 0 && block.placed[photo[mark]];
    }

    boolean isGood(int mark) {
        return isSeen(mark) && !wrong[mark];
    }

    int seenMarks() {
        int n = 0;
        for (int m = 0; m < photo.length; m++) {
            n += isSeen(m) ? 1 : 0;
        }
        return n;
    }

    int goodMarks() {
        int n = 0;
        for (int m = 0; m < photo.length; m++) {
            n += isGood(m) ? 1 : 0;
        }
        return n;
    }

    /// Whether the adjustment may use the point.
    boolean isUsable() {
        return state == SfmStatistics.ControlState.USED && !suspect && goodMarks() >= 2;
    }

    /// The point with its good marks only, and with the height of `position` where none is given.
    ControlPoint forAdjustment() {
        List<ControlPoint.Mark> good = new ArrayList<>();
        for (int m = 0; m < photo.length; m++) {
            if (isGood(m)) {
                good.add(given.marks().get(m));
            }
        }
        ControlPoint point = given.withMarks(good);
        return given.hasHeight() ? point : point.withGuessedHeight(position[2]);
    }

    /// Where all seen marks meet that agree to `allowed` pixels; the others become wrong. Null, and nothing changes, when
    /// fewer than two agree.
    double @Nullable [] sortOut(double allowed) {
        Triangulation rays = rays(allowed, false);
        if (!rays.solve()) {
            return null;
        }
        int k = 0;
        for (int m = 0; m < photo.length; m++) {
            wrong[m] = isSeen(m) && !rays.isInlier(k++);
        }
        return rays.point().clone();
    }

    /// Where the good marks meet; null when fewer than two do.
    double @Nullable [] meeting() {
        Triangulation rays = rays(FAR, true);
        return rays.solve() ? rays.point().clone() : null;
    }

    private Triangulation rays(double allowed, boolean goodOnly) {
        var rays = new Triangulation(minAngle);
        rays.clear();
        var xy = new double[2];
        var centre = new double[3];
        for (int m = 0; m < photo.length; m++) {
            if (!isSeen(m) || goodOnly && wrong[m]) {
                continue;
            }
            Camera camera = block.cameraOf(photo[m]);
            camera.unproject(given.marks().get(m).u(), given.marks().get(m).v(), xy);
            block.centreAt(photo[m], given.marks().get(m).v(), centre);
            rays.add(
                    block.rotation,
                    9 * photo[m],
                    centre,
                    0,
                    xy[0],
                    xy[1],
                    allowed / camera.focalPixels());
        }
        return rays;
    }

    /// Projects a point into the photo of a seen mark. False when it lies behind the camera.
    boolean project(int mark, double[] xyz, double[] pixel) {
        var inCamera = new double[3];
        var centre = new double[3];
        block.centreAt(photo[mark], given.marks().get(mark).v(), centre);
        var pose = new Pose(block.pose(photo[mark]).cameraFromWorld(), centre);
        pose.toCamera(xyz[0], xyz[1], xyz[2], inCamera);
        return block.cameraOf(photo[mark]).project(inCamera[0], inCamera[1], inCamera[2], pixel);
    }

    /// Pixels between a seen mark and the projection of a point; infinite when that lies behind the camera.
    double distance(int mark, double[] xyz) {
        var pixel = new double[2];
        if (!project(mark, xyz, pixel)) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.hypot(
                pixel[0] - given.marks().get(mark).u(), pixel[1] - given.marks().get(mark).v());
    }

    /// World units that a pixel of a mark's photo covers at a point.
    double unitsPerPixel(int mark, double[] xyz) {
        var inCamera = new double[3];
        block.pose(photo[mark]).toCamera(xyz[0], xyz[1], xyz[2], inCamera);
        return Math.abs(inCamera[2]) / block.cameraOf(photo[mark]).focalPixels();
    }

    /// Standard deviations of [#meeting] in the plan (of the worse direction) and in height, for good marks with a standard
    /// deviation of `markSd` pixels: from the inverse of the normal matrix of the marks, lens distortion left aside.
    double[] deviation(double[] xyz, double markSd) {
        var normal = new double[9];
        var inCamera = new double[3];
        for (int m = 0; m < photo.length; m++) {
            if (!isGood(m)) {
                continue;
            }
            block.pose(photo[m]).toCamera(xyz[0], xyz[1], xyz[2], inCamera);
            double scale = block.cameraOf(photo[m]).focalPixels() / inCamera[2];
            for (int row = 0; row < 2; row++) {
                addRow(normal, 9 * photo[m], row, inCamera[row] / inCamera[2], scale / markSd);
            }
        }
        var values = new double[3];
        var vectors = new double[9];
        SymmetricEigen.decompose(normal, 3, values, vectors);
        var variance = new double[3];
        for (int k = 0; k < 3; k++) {
            for (int c = 0; c < 3; c++) {
                variance[c] +=
                        vectors[3 * k + c]
                                * vectors[3 * k + c]
                                / Math.max(values[k], 1e-12 * values[2]);
            }
        }
        return new double[] {Math.sqrt(Math.max(variance[0], variance[1])), Math.sqrt(variance[2])};
    }

    private void addRow(double[] normal, int rotation, int row, double slope, double scale) {
        var j = new double[3];
        for (int c = 0; c < 3; c++) {
            j[c] =
                    scale
                            * (block.rotation[rotation + 3 * row + c]
                                    - slope * block.rotation[rotation + 6 + c]);
        }
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                normal[3 * r + c] += j[r] * j[c];
            }
        }
    }
}
