package org.nadir.engine.depth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;

/// Chooses, for each shot, the other shots to compare it with and the range of depths to try.
///
/// A tie point votes for a source view with a weight that is full for rays meeting at 5 to 30 degrees. Views are taken one by one,
/// votes counting less for points that the views already taken cover, so that all parts of the photo get a partner.
public final class ViewSelection {

    private static final double LEAST_ANGLE = Math.toRadians(5);
    private static final double MOST_ANGLE = Math.toRadians(30);

    /// Fewer shared points than this make no pair.
    private static final int LEAST_SHARED = 8;

    /// Fewer observed points than this do not give a depth range.
    private static final int LEAST_DEPTHS = 20;

    private final SparseScene scene;
    private final int[] pointStart;
    private final int[] pointsOfShot;

    private ViewSelection(SparseScene scene) {
        this.scene = scene;
        int shots = scene.shots().size();
        this.pointStart = new int[shots + 1];
        for (int shot : scene.observationShot()) {
            pointStart[shot + 1]++;
        }
        for (int i = 0; i < shots; i++) {
            pointStart[i + 1] += pointStart[i];
        }
        this.pointsOfShot = new int[scene.observationCount()];
        int[] fill = pointStart.clone();
        for (int p = 0; p < scene.pointCount(); p++) {
            for (int o = scene.observationStart()[p]; o < scene.observationStart()[p + 1]; o++) {
                pointsOfShot[fill[scene.observationShot()[o]]++] = p;
            }
        }
    }

    /// One plan per shot of the scene, in order.
    ///
    /// @param sources most source views per shot
    public static List<ViewPlan> plan(SparseScene scene, int sources) {
        var selection = new ViewSelection(scene);
        var plans = new ArrayList<ViewPlan>();
        for (int shot = 0; shot < scene.shots().size(); shot++) {
            plans.add(selection.planShot(shot, sources));
        }
        return plans;
    }

    private ViewPlan planShot(int shot, int sources) {
        double[] range = depthRange(shot);
        if (range.length == 0) {
            return new ViewPlan(shot, new int[0], 0, 0);
        }
        int[] chosen = byTiePoints(shot, sources);
        if (chosen.length < Math.min(2, sources)) {
            chosen = withNeighbours(shot, chosen, sources, Math.sqrt(range[0] * range[1]));
        }
        return new ViewPlan(shot, chosen, range[0], range[1]);
    }

    private int[] byTiePoints(int shot, int sources) {
        int shots = scene.shots().size();
        int first = pointStart[shot];
        int count = pointStart[shot + 1] - first;
        var covered = new double[count];
        var taken = new boolean[shots];
        taken[shot] = true;
        var chosen = new int[sources];
        int n = 0;
        while (n < sources) {
            int best = strongest(votes(shot, covered, taken));
            if (best < 0) {
                break;
            }
            taken[best] = true;
            chosen[n++] = best;
            for (int i = 0; i < count; i++) {
                covered[i] += weight(pointsOfShot[first + i], shot, best);
            }
        }
        return Arrays.copyOf(chosen, n);
    }

    private double[] votes(int shot, double[] covered, boolean[] taken) {
        var votes = new double[taken.length];
        var shared = new int[taken.length];
        int first = pointStart[shot];
        for (int i = 0; i < covered.length; i++) {
            int p = pointsOfShot[first + i];
            for (int o = scene.observationStart()[p]; o < scene.observationStart()[p + 1]; o++) {
                int other = scene.observationShot()[o];
                if (!taken[other]) {
                    votes[other] += angleWeight(p, shot, other) / (1 + covered[i]);
                    shared[other]++;
                }
            }
        }
        for (int j = 0; j < votes.length; j++) {
            if (shared[j] < LEAST_SHARED) {
                votes[j] = 0;
            }
        }
        return votes;
    }

    private static int strongest(double[] votes) {
        int best = -1;
        for (int j = 0; j < votes.length; j++) {
            if (votes[j] > (best < 0 ? 0 : votes[best])) {
                best = j;
            }
        }
        return best;
    }

    /// The vote of a point for a pair, 0 when `other` does not observe it.
    private double weight(int point, int shot, int other) {
        for (int o = scene.observationStart()[point];
                o < scene.observationStart()[point + 1];
                o++) {
            if (scene.observationShot()[o] == other) {
                return angleWeight(point, shot, other);
            }
        }
        return 0;
    }

    private double angleWeight(int point, int shot, int other) {
        double[] xyz = scene.pointXyz();
        double[] a = scene.shots().get(shot).pose().centreInWorld();
        double[] b = scene.shots().get(other).pose().centreInWorld();
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int k = 0; k < 3; k++) {
            double p = xyz[3 * point + k] - a[k];
            double q = xyz[3 * point + k] - b[k];
            dot += p * q;
            aa += p * p;
            bb += q * q;
        }
        double angle = Math.acos(Math.clamp(dot / Math.sqrt(aa * bb), -1, 1));
        double angleWeight =
                angle < LEAST_ANGLE
                        ? square(angle / LEAST_ANGLE)
                        : angle > MOST_ANGLE ? square(MOST_ANGLE / angle) : 1;
        // Views from very different distances show the surface at different sizes.
        double ratio = Math.min(aa, bb) / Math.max(aa, bb);
        return angleWeight * ratio;
    }

    private static double square(double x) {
        return x * x;
    }

    /// Adds the nearest cameras that look the same way, when tie points say too little.
    private int[] withNeighbours(int shot, int[] chosen, int sources, double depth) {
        Shot reference = scene.shots().get(shot);
        var distances = new double[scene.shots().size()];
        for (int j = 0; j < distances.length; j++) {
            distances[j] = neighbourDistance(reference, scene.shots().get(j), depth);
        }
        distances[shot] = Double.NaN;
        for (int j : chosen) {
            distances[j] = Double.NaN;
        }
        int[] result = Arrays.copyOf(chosen, sources);
        int n = chosen.length;
        while (n < sources) {
            int best = -1;
            for (int j = 0; j < distances.length; j++) {
                if (distances[j] < (best < 0 ? Double.POSITIVE_INFINITY : distances[best])) {
                    best = j;
                }
            }
            if (best < 0) {
                break;
            }
            distances[best] = Double.NaN;
            result[n++] = best;
        }
        return Arrays.copyOf(result, n);
    }

    /// Distance between two cameras; NaN when they cannot be a stereo pair at this depth.
    private static double neighbourDistance(Shot a, Shot b, double depth) {
        double[] p = a.pose().centreInWorld();
        double[] q = b.pose().centreInWorld();
        double distance =
                Math.sqrt(square(p[0] - q[0]) + square(p[1] - q[1]) + square(p[2] - q[2]));
        double[] r = a.pose().cameraFromWorld();
        double[] s = b.pose().cameraFromWorld();
        double cosine = r[6] * s[6] + r[7] * s[7] + r[8] * s[8];
        boolean usable = distance > 0.02 * depth && distance < depth && cosine > 0.7;
        return usable ? distance : Double.NaN;
    }

    /// Nearest and farthest depth worth trying; empty when nothing is known.
    private double[] depthRange(int shot) {
        double[] depths = observedDepths(shot);
        if (depths.length < LEAST_DEPTHS) {
            depths = projectedDepths(shot);
        }
        if (depths.length < 3) {
            return new double[0];
        }
        Arrays.sort(depths);
        double near = depths[(int) (0.01 * (depths.length - 1))];
        double far = depths[(int) Math.ceil(0.99 * (depths.length - 1))];
        // Roofs and tree tops have few tie points, so there is more room towards the camera.
        double extent = far - near;
        double nearer = Math.max(0.3 * near, near - Math.max(0.4 * near, 0.5 * extent));
        return new double[] {nearer, far + Math.max(0.08 * far, 0.25 * extent)};
    }

    private double[] observedDepths(int shot) {
        var depths = new double[pointStart[shot + 1] - pointStart[shot]];
        int n = 0;
        for (int i = pointStart[shot]; i < pointStart[shot + 1]; i++) {
            double z = depth(pointsOfShot[i], shot);
            if (z > 0) {
                depths[n++] = z;
            }
        }
        return Arrays.copyOf(depths, n);
    }

    private double[] projectedDepths(int shotIndex) {
        Shot shot = scene.shots().get(shotIndex);
        var depths = new double[scene.pointCount()];
        var scratch = new double[3];
        var pixel = new double[2];
        double[] xyz = scene.pointXyz();
        int n = 0;
        for (int p = 0; p < scene.pointCount(); p++) {
            if (shot.project(xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2], scratch, pixel)
                    && pixel[0] >= 0
                    && pixel[0] < shot.camera().width()
                    && pixel[1] >= 0
                    && pixel[1] < shot.camera().height()) {
                depths[n++] = scratch[2];
            }
        }
        return Arrays.copyOf(depths, n);
    }

    private double depth(int point, int shot) {
        var inCamera = new double[3];
        double[] xyz = scene.pointXyz();
        scene.shots()
                .get(shot)
                .pose()
                .toCamera(xyz[3 * point], xyz[3 * point + 1], xyz[3 * point + 2], inCamera);
        return inCamera[2];
    }
}
