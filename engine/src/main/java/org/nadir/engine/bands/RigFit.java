package org.nadir.engine.bands;

import java.util.Arrays;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.math.Median;
import org.nadir.engine.math.SmallSolver;

/// Finds lens and place of a band's camera on its rig from where its photos show known points: damped least squares with
/// Cauchy weights, eleven unknowns at most. A rotation and a shift of the principal point look nearly the same over small
/// angles, as do an offset and a rotation over flat ground; weak beliefs keep such pairs where the photos say nothing.
final class RigFit {

    /// Rotation (3), centre (3), logarithm of the focal length, principal point (2), k1, k2.
    private static final int ALL = 11;

    private static final int ITERATIONS = 25;

    /// Standard deviation of a matched place in pixels, against which the beliefs are weighed.
    private static final double PIXEL_SD = 0.5;

    /// The Cauchy scale with 95 % efficiency for normal errors (Holland and Welsch 1977), in standard deviations.
    private static final double CAUCHY = 2.385;

    private static final double STEP = 1e-6;

    private final RigMeasurements data;
    private final double[] sd;
    private final int free;
    private final double depth;

    /// What was found.
    ///
    /// @param sd robust standard deviation of the residuals per axis, pixels
    record Result(Camera camera, Pose bandFromPrimary, double sd) {}

    private RigFit(RigMeasurements data, double[] sd, int free) {
        this.data = data;
        this.sd = sd;
        this.free = free;
        this.depth = data.medianDepth();
    }

    /// Lens and place of a rig's camera.
    static Result rig(RigMeasurements data, Camera camera, Pose start) {
        // Cameras of a rig stand some centimetres apart and are flown some tens of metres high;
        // lenses of a maker agree to
        // some per cent.
        double offset = 0.002 * data.medianDepth();
        double[] sd = {0.2, 0.2, 0.2, offset, offset, offset, 0.02, 0.01, 0.01, 0.05, 0.05};
        return new RigFit(data, sd, ALL).solve(camera, start);
    }

    /// A rotation alone.
    ///
    /// @param sd standard deviation that rotations are believed to have, radians
    static Result turn(RigMeasurements data, Camera camera, Pose start, double sd) {
        return new RigFit(data, new double[] {sd, sd, sd}, 3).solve(camera, start);
    }

    private Result solve(Camera camera, Pose start) {
        var x = new double[ALL];
        double damping = 1e-6;
        double scale = scale(x, camera, start);
        double cost = cost(x, camera, start, scale);
        for (int i = 0; i < ITERATIONS; i++) {
            double[] next = step(x, camera, start, scale, damping);
            double nextCost = cost(next, camera, start, scale);
            if (!(nextCost < cost)) {
                damping *= 10;
                if (damping > 1e6) {
                    break;
                }
                continue;
            }
            x = next;
            damping = Math.max(1e-9, damping / 10);
            scale = scale(x, camera, start);
            cost = cost(x, camera, start, scale);
        }
        return new Result(camera(x, camera), pose(x, start), scale(x, camera, start));
    }

    private static Camera camera(double[] x, Camera c) {
        double zoom = Math.exp(x[6]);
        return new Camera(
                c.model(),
                c.id(),
                c.width(),
                c.height(),
                c.focalX() * zoom,
                c.focalY() * zoom,
                c.cX() + x[7],
                c.cY() + x[8],
                c.k1() + x[9],
                c.k2() + x[10],
                c.k3(),
                c.p1(),
                c.p2(),
                c.k4());
    }

    private static Pose pose(double[] x, Pose start) {
        double[] centre = start.centreInWorld();
        return new Pose(
                Rotations.multiply(
                        Rotations.fromAxisAngle(x[0], x[1], x[2]), start.cameraFromWorld()),
                new double[] {centre[0] + x[3], centre[1] + x[4], centre[2] + x[5]});
    }

    /// Residuals in pixels, two a point; NaN behind the camera.
    private double[] residuals(double[] x, Camera camera, Pose start) {
        return residuals(data, camera(x, camera), pose(x, start));
    }

    /// Residuals of a camera in pixels, two a point; NaN behind the camera.
    static double[] residuals(RigMeasurements data, Camera lens, Pose pose) {
        var r = new double[2 * data.count()];
        var inCamera = new double[3];
        var pixel = new double[2];
        for (int i = 0; i < data.count(); i++) {
            pose.toCamera(data.point(i, 0), data.point(i, 1), data.point(i, 2), inCamera);
            boolean front = lens.project(inCamera[0], inCamera[1], inCamera[2], pixel);
            r[2 * i] = front ? data.pixel(i, 0) - pixel[0] : Double.NaN;
            r[2 * i + 1] = front ? data.pixel(i, 1) - pixel[1] : Double.NaN;
        }
        return r;
    }

    /// 1.4826 times the median absolute residual, which for normal errors is their standard deviation.
    private double scale(double[] x, Camera camera, Pose start) {
        return robustSd(residuals(x, camera, start));
    }

    static double robustSd(double[] residuals) {
        double[] known = Arrays.stream(residuals).filter(r -> r == r).toArray();
        return known.length == 0 ? 0 : Math.max(1e-3, Median.deviation(known, known.length, 0));
    }

    private double cost(double[] x, Camera camera, Pose start, double scale) {
        double[] r = residuals(x, camera, start);
        double c2 = CAUCHY * CAUCHY * scale * scale;
        double sum = 0;
        for (int i = 0; i < r.length; i += 2) {
            double square = r[i] * r[i] + r[i + 1] * r[i + 1];
            sum += square == square ? c2 * Math.log1p(square / c2) : 0;
        }
        for (int k = 0; k < free; k++) {
            sum += PIXEL_SD * PIXEL_SD * x[k] * x[k] / (sd[k] * sd[k]);
        }
        return sum;
    }

    private double[] step(double[] x, Camera camera, Pose start, double scale, double damping) {
        double[] r = residuals(x, camera, start);
        double[][] slopes = slopes(x, camera, start, r);
        double c2 = CAUCHY * CAUCHY * scale * scale;
        var a = new double[free * free];
        var b = new double[free];
        for (int i = 0; i < r.length; i++) {
            int pair = i & ~1;
            double square = r[pair] * r[pair] + r[pair + 1] * r[pair + 1];
            if (square != square) {
                continue;
            }
            double weight = 1 / (1 + square / c2);
            for (int k = 0; k < free; k++) {
                b[k] += weight * slopes[k][i] * r[i];
                for (int l = 0; l <= k; l++) {
                    a[k * free + l] += weight * slopes[k][i] * slopes[l][i];
                }
            }
        }
        for (int k = 0; k < free; k++) {
            double belief = PIXEL_SD * PIXEL_SD / (sd[k] * sd[k]);
            a[k * free + k] += belief;
            a[k * free + k] *= 1 + damping;
            b[k] -= belief * x[k];
        }
        double[] next = x.clone();
        if (SmallSolver.solve(a, b, free)) {
            for (int k = 0; k < free; k++) {
                next[k] += b[k];
            }
        }
        return next;
    }

    /// How the projected pixels change with each unknown, by differences.
    private double[][] slopes(double[] x, Camera camera, Pose start, double[] at) {
        var slopes = new double[free][];
        for (int k = 0; k < free; k++) {
            double[] moved = x.clone();
            double step = STEP * Math.max(1, k >= 3 && k < 6 ? depth : 1);
            moved[k] += step;
            double[] r = residuals(moved, camera, start);
            for (int i = 0; i < r.length; i++) {
                r[i] = (at[i] - r[i]) / step;
            }
            slopes[k] = r;
        }
        return slopes;
    }
}
