package org.nadir.engine.bundle;

import org.nadir.engine.camera.FisheyeRadial;

/// One observation: its residual and derivatives. Holds its results in fields so that nothing is allocated; one instance a
/// thread.
///
/// Derivatives are of the predicted pixel; the residual is measured minus predicted. A shot moves by a left turn ω of its
/// rotation (`R ← exp(ω) R`) and by its centre.
final class ObservationModel {

    /// Squared residual in pixels given to points behind the camera.
    private static final double BEHIND = 1e6;

    private static final int[] FISHEYE = {Lens.K1, Lens.K2, Lens.K3, Lens.K4};

    private final BundleProblem problem;

    /// Residual, pixels.
    double eu;

    double ev;

    /// Squared residual as a multiple of the squared relative standard deviation of the observation, pixels.
    double squared;

    /// 2x6: by turn and centre.
    final double[] byShot = new double[12];

    /// 2x3: by the point.
    final double[] byPoint = new double[6];

    /// 2x9: by the numbers of the lens.
    final double[] byLens = new double[2 * Lens.COUNT];

    private double cameraX;
    private double cameraY;
    private double cameraZ;
    private double x;
    private double y;

    ObservationModel(BundleProblem problem) {
        this.problem = problem;
    }

    /// Computes the residual of observation `i` of `point`. False when the point lies behind the camera.
    boolean residual(BundleState state, int point, int i) {
        int shot = problem.observationShot[i];
        if (!toCamera(state, point, shot, problem.observationV[i])) {
            squared = BEHIND;
            return false;
        }
        int lens = problem.lensOf[shot];
        double[] l = state.lens;
        int o = lens * Lens.COUNT;
        double r2 = x * x + y * y;
        boolean fisheye = problem.fisheye[lens];
        double radial = radial(l, o, r2, fisheye);
        double p1 = fisheye ? 0 : l[o + Lens.P1];
        double p2 = fisheye ? 0 : l[o + Lens.P2];
        double xd = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
        double yd = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
        double size = problem.size[lens];
        double f = l[o + Lens.FOCAL];
        eu = problem.observationU[i] - (problem.halfWidth[lens] + size * (f * xd + l[o + Lens.CX]));
        ev =
                problem.observationV[i]
                        - (problem.halfHeight[lens]
                                + size * (f * l[o + Lens.ASPECT] * yd + l[o + Lens.CY]));
        squared = problem.observationWeight[i] * (eu * eu + ev * ev);
        return true;
    }

    /// As [#residual], and all derivatives.
    boolean linearise(BundleState state, int point, int i) {
        if (!residual(state, point, i)) {
            return false;
        }
        int shot = problem.observationShot[i];
        int lens = problem.lensOf[shot];
        double[] l = state.lens;
        int o = lens * Lens.COUNT;
        boolean fisheye = problem.fisheye[lens];
        double p1 = fisheye ? 0 : l[o + Lens.P1];
        double p2 = fisheye ? 0 : l[o + Lens.P2];
        double size = problem.size[lens];
        double f = size * l[o + Lens.FOCAL];
        double aspect = l[o + Lens.ASPECT];
        double r2 = x * x + y * y;
        double radial = radial(l, o, r2, fisheye);
        double slope = slope(l, o, r2, fisheye);
        lensRows(size, f, aspect, r2, radial, p1, p2);
        if (fisheye) {
            fisheyeRows(f, aspect, r2);
        }
        double cross = f * (x * y * slope + 2 * p1 * x + 2 * p2 * y);
        double uxn = f * (radial + x * x * slope + 2 * p1 * y + 6 * p2 * x);
        double vyn = f * aspect * (radial + y * y * slope + 6 * p1 * y + 2 * p2 * x);
        double z = 1 / cameraZ;
        double ux = uxn * z;
        double uy = cross * z;
        double vx = cross * aspect * z;
        double vy = vyn * z;
        row(state.rotation, 9 * shot, 0, ux, uy, -(ux * x + uy * y));
        row(state.rotation, 9 * shot, 1, vx, vy, -(vx * x + vy * y));
        return true;
    }

    private static double radial(double[] l, int o, double r2, boolean fisheye) {
        double k1 = l[o + Lens.K1];
        double k2 = l[o + Lens.K2];
        double k3 = l[o + Lens.K3];
        return fisheye
                ? FisheyeRadial.factor(r2, k1, k2, k3, l[o + Lens.K4])
                : 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
    }

    /// Twice the derivative of the radial factor by `r²`.
    private static double slope(double[] l, int o, double r2, boolean fisheye) {
        double k1 = l[o + Lens.K1];
        double k2 = l[o + Lens.K2];
        double k3 = l[o + Lens.K3];
        return fisheye
                ? 2 * FisheyeRadial.slope(r2, k1, k2, k3, l[o + Lens.K4])
                : 2 * (k1 + r2 * (2 * k2 + 3 * r2 * k3));
    }

    /// The camera stands where it is when row `v` is read: known beforehand, since it is the row of the observation.
    private boolean toCamera(BundleState state, int point, int shot, double v) {
        double[] r = state.rotation;
        double[] motion = problem.motion;
        int o = 9 * shot;
        int c = 3 * shot;
        double share = 0.5 * v / problem.halfHeight[problem.lensOf[shot]] - 0.5;
        double dx = state.point[3 * point] - state.centre[c] - share * motion[c];
        double dy = state.point[3 * point + 1] - state.centre[c + 1] - share * motion[c + 1];
        double dz = state.point[3 * point + 2] - state.centre[c + 2] - share * motion[c + 2];
        cameraX = r[o] * dx + r[o + 1] * dy + r[o + 2] * dz;
        cameraY = r[o + 3] * dx + r[o + 4] * dy + r[o + 5] * dz;
        cameraZ = r[o + 6] * dx + r[o + 7] * dy + r[o + 8] * dz;
        if (!(cameraZ > 0)) {
            return false;
        }
        x = cameraX / cameraZ;
        y = cameraY / cameraZ;
        return true;
    }

    private void lensRows(
            double size, double f, double aspect, double r2, double radial, double p1, double p2) {
        double xd = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
        double yd = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
        double g = f * aspect;
        double[] j = byLens;
        int v = Lens.COUNT;
        j[Lens.FOCAL] = size * xd;
        j[v + Lens.FOCAL] = size * aspect * yd;
        j[Lens.CX] = size;
        j[v + Lens.CY] = size;
        j[Lens.K1] = f * x * r2;
        j[v + Lens.K1] = g * y * r2;
        j[Lens.K2] = f * x * r2 * r2;
        j[v + Lens.K2] = g * y * r2 * r2;
        j[Lens.K3] = f * x * r2 * r2 * r2;
        j[v + Lens.K3] = g * y * r2 * r2 * r2;
        j[Lens.P1] = f * 2 * x * y;
        j[v + Lens.P1] = g * (r2 + 2 * y * y);
        j[Lens.P2] = f * (r2 + 2 * x * x);
        j[v + Lens.P2] = g * 2 * x * y;
        j[v + Lens.ASPECT] = f * yd;
    }

    /// The rows of k1 to k4 of a fisheye lens: each goes with an odd power of the angle, over the tangent.
    private void fisheyeRows(double f, double aspect, double r2) {
        double r = Math.sqrt(r2);
        double angle = Math.atan(r);
        double a2 = angle * angle;
        double power = r2 < 1e-8 ? a2 : a2 * angle / r;
        for (int number : FISHEYE) {
            byLens[number] = f * x * power;
            byLens[Lens.COUNT + number] = f * aspect * y * power;
            power *= a2;
        }
        byLens[Lens.P2] = 0;
        byLens[Lens.COUNT + Lens.P2] = 0;
    }

    /// Derivatives of one image coordinate from those by the point in the camera frame.
    private void row(double[] r, int o, int k, double a, double b, double c) {
        double px = a * r[o] + b * r[o + 3] + c * r[o + 6];
        double py = a * r[o + 1] + b * r[o + 4] + c * r[o + 7];
        double pz = a * r[o + 2] + b * r[o + 5] + c * r[o + 8];
        byPoint[3 * k] = px;
        byPoint[3 * k + 1] = py;
        byPoint[3 * k + 2] = pz;
        byShot[6 * k] = c * cameraY - b * cameraZ;
        byShot[6 * k + 1] = a * cameraZ - c * cameraX;
        byShot[6 * k + 2] = b * cameraX - a * cameraY;
        byShot[6 * k + 3] = -px;
        byShot[6 * k + 4] = -py;
        byShot[6 * k + 5] = -pz;
    }
}
