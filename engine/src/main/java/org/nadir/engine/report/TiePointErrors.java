package org.nadir.engine.report;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.math.SmallSolver;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.sfm.SfmStatistics;

/// How well a tie point is known relative to its neighbours, measured on the block itself: a point that four or more photos
/// see is intersected twice, from every second of its photos and from the others. The two differ by the error of each, so half
/// the difference is the error of the point from all of its photos. What bends or shifts the block as a whole does not show.
public final class TiePointErrors {

    /// Halves whose rays meet at less than this angle say nothing of the depth.
    private static final double LEAST_ANGLE = Math.toRadians(5);

    private final SparseScene scene;
    private final double[] direction = new double[3];
    private final double[] ray = new double[2];
    private double[] directions = new double[30];

    private TiePointErrors(SparseScene scene) {
        this.scene = scene;
    }

    /// Mean, spread and quantiles in units of the world; null when no point is seen often enough.
    public static SfmStatistics.@Nullable AxisErrors of(SparseScene scene) {
        return SfmStatistics.AxisErrors.of(new TiePointErrors(scene).errors());
    }

    private double[] errors() {
        var errors = new double[3 * scene.pointCount()];
        int n = 0;
        var even = new double[3];
        var odd = new double[3];
        for (int p = 0; p < scene.pointCount(); p++) {
            if (scene.observationStart()[p + 1] - scene.observationStart()[p] >= 4
                    && intersect(p, 0, even)
                    && intersect(p, 1, odd)) {
                for (int c = 0; c < 3; c++) {
                    errors[3 * n + c] = (even[c] - odd[c]) / 2;
                }
                n++;
            }
        }
        return Arrays.copyOf(errors, 3 * n);
    }

    /// The point nearest to every second ray of point `p`: the solution of `Σ (I − d dᵀ) x = Σ (I − d dᵀ) c`.
    private boolean intersect(int p, int first, double[] point) {
        var matrix = new double[9];
        int rays = 0;
        Arrays.fill(point, 0);
        for (int i = scene.observationStart()[p] + first;
                i < scene.observationStart()[p + 1];
                i += 2) {
            double[] centre = look(i);
            remember(rays++);
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) {
                    double entry = (r == c ? 1 : 0) - direction[r] * direction[c];
                    matrix[3 * r + c] += entry;
                    point[r] += entry * centre[c];
                }
            }
        }
        return widestAngle(rays) >= LEAST_ANGLE && SmallSolver.solve(matrix, point, 3);
    }

    /// The viewing direction of an observation, of length 1, into `direction`; returns the centre.
    private double[] look(int observation) {
        Shot shot = scene.shots().get(scene.observationShot()[observation]);
        shot.camera()
                .unproject(
                        scene.observationPixel()[2 * observation],
                        scene.observationPixel()[2 * observation + 1],
                        ray);
        Pose pose = shot.pose();
        double length = Math.sqrt(ray[0] * ray[0] + ray[1] * ray[1] + 1);
        pose.directionToWorld(ray[0] / length, ray[1] / length, 1 / length, direction);
        return pose.centreInWorld();
    }

    private void remember(int at) {
        if (directions.length < 3 * at + 3) {
            directions = Arrays.copyOf(directions, 6 * at + 6);
        }
        System.arraycopy(direction, 0, directions, 3 * at, 3);
    }

    private double widestAngle(int rays) {
        double least = 1;
        for (int a = 0; a < rays; a++) {
            for (int b = 0; b < a; b++) {
                double cosine = 0;
                for (int c = 0; c < 3; c++) {
                    cosine += directions[3 * a + c] * directions[3 * b + c];
                }
                least = Math.min(least, cosine);
            }
        }
        return Math.acos(Math.max(-1, least));
    }
}
