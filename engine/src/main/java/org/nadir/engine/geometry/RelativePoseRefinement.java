package org.nadir.engine.geometry;

import org.nadir.engine.camera.Rotations;

/// Improves a relative pose by iteratively reweighted Gauss-Newton on Sampson's distance, with Tukey's biweight so that
/// pairs beyond the threshold do not count. Keeps its buffers: one thread at a time.
final class RelativePoseRefinement {

    private static final int UNKNOWNS = 5;
    private static final int MOST_STEPS = 10;
    private static final int MOST_TRIES = 6;

    private final double[] normal = new double[UNKNOWNS * UNKNOWNS];
    private final double[] gradient = new double[UNKNOWNS];
    private final double[] step = new double[UNKNOWNS];
    private final double[] damped = new double[UNKNOWNS * UNKNOWNS];

    /// The refined pose; `limit` is the squared distance beyond which pairs do not count.
    RelativePose refine(RelativePose start, RayPairs rays, double limit) {
        RelativePose pose = start;
        double cost = cost(pose, rays, limit);
        double damping = 1e-4;
        for (int i = 0; i < MOST_STEPS; i++) {
            double[][] tangent = tangent(pose.translation());
            build(pose, tangent, rays, limit);
            boolean better = false;
            double before = cost;
            for (int tries = 0; tries < MOST_TRIES && !better; tries++) {
                if (solve(damping)) {
                    RelativePose next = moved(pose, tangent);
                    double nextCost = cost(next, rays, limit);
                    better = nextCost < cost;
                    if (better) {
                        pose = next;
                        cost = nextCost;
                    }
                }
                damping = better ? 0.1 * damping : 10 * damping;
            }
            if (!better || before - cost < 1e-6 * before) {
                break;
            }
        }
        return pose;
    }

    /// Tukey's loss, scaled so that a pair beyond the limit costs 1.
    private static double cost(RelativePose pose, RayPairs rays, double limit) {
        double[] e = pose.essential();
        double sum = 0;
        for (int i = 0; i < rays.count(); i++) {
            double d =
                    EpipolarError.squared(
                            e, rays.xa()[i], rays.ya()[i], rays.xb()[i], rays.yb()[i]);
            double rest = d < limit ? 1 - d / limit : 0;
            sum += 1 - rest * rest * rest;
        }
        return sum;
    }

    private static double[][] tangent(double[] t) {
        int smallest = 0;
        for (int i = 1; i < 3; i++) {
            smallest = Math.abs(t[i]) < Math.abs(t[smallest]) ? i : smallest;
        }
        var axis = new double[3];
        axis[smallest] = 1;
        double[] first = cross(t, axis);
        double norm = Math.sqrt(first[0] * first[0] + first[1] * first[1] + first[2] * first[2]);
        for (int i = 0; i < 3; i++) {
            first[i] /= norm;
        }
        return new double[][] {first, cross(t, first)};
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {
            a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
        };
    }

    /// The normal equations of `n = rayB · (t × R rayA)` over Sampson's denominator, which is held fixed for the step. With
    /// p = R rayA and m = rayB × t: dn/dω = p × m for a rotation ω on the left, and dn/dt = p × rayB.
    private void build(RelativePose pose, double[][] tangent, RayPairs rays, double limit) {
        java.util.Arrays.fill(normal, 0);
        java.util.Arrays.fill(gradient, 0);
        double[] e = pose.essential();
        double[] r = pose.rotation();
        double[] t = pose.translation();
        var j = new double[UNKNOWNS];
        for (int i = 0; i < rays.count(); i++) {
            double xa = rays.xa()[i];
            double ya = rays.ya()[i];
            double xb = rays.xb()[i];
            double yb = rays.yb()[i];
            double la = e[0] * xa + e[1] * ya + e[2];
            double lb = e[3] * xa + e[4] * ya + e[5];
            double lc = e[6] * xa + e[7] * ya + e[8];
            double ma = e[0] * xb + e[3] * yb + e[6];
            double mb = e[1] * xb + e[4] * yb + e[7];
            double denominator = la * la + lb * lb + ma * ma + mb * mb;
            double n = xb * la + yb * lb + lc;
            double distance = n * n / denominator;
            if (!(distance < limit)) {
                continue;
            }
            double rest = 1 - distance / limit;
            double weight = rest * rest / denominator;
            double px = r[0] * xa + r[1] * ya + r[2];
            double py = r[3] * xa + r[4] * ya + r[5];
            double pz = r[6] * xa + r[7] * ya + r[8];
            double mx = yb * t[2] - t[1];
            double my = t[0] - xb * t[2];
            double mz = xb * t[1] - yb * t[0];
            j[0] = py * mz - pz * my;
            j[1] = pz * mx - px * mz;
            j[2] = px * my - py * mx;
            double tx = py - pz * yb;
            double ty = pz * xb - px;
            double tz = px * yb - py * xb;
            j[3] = tangent[0][0] * tx + tangent[0][1] * ty + tangent[0][2] * tz;
            j[4] = tangent[1][0] * tx + tangent[1][1] * ty + tangent[1][2] * tz;
            for (int a = 0; a < UNKNOWNS; a++) {
                double scaled = weight * j[a];
                gradient[a] -= scaled * n;
                for (int b = a; b < UNKNOWNS; b++) {
                    normal[UNKNOWNS * a + b] += scaled * j[b];
                }
            }
        }
    }

    /// Cholesky of the damped normal equations.
    private boolean solve(double damping) {
        double mean = 0;
        for (int a = 0; a < UNKNOWNS; a++) {
            mean += normal[UNKNOWNS * a + a] / UNKNOWNS;
        }
        for (int a = 0; a < UNKNOWNS; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = normal[UNKNOWNS * b + a];
                sum += a == b ? damping * (sum + 1e-3 * mean) : 0;
                for (int k = 0; k < b; k++) {
                    sum -= damped[UNKNOWNS * a + k] * damped[UNKNOWNS * b + k];
                }
                if (a == b) {
                    if (!(sum > 0)) {
                        return false;
                    }
                    damped[UNKNOWNS * a + a] = Math.sqrt(sum);
                } else {
                    damped[UNKNOWNS * a + b] = sum / damped[UNKNOWNS * b + b];
                }
            }
        }
        for (int a = 0; a < UNKNOWNS; a++) {
            double sum = gradient[a];
            for (int k = 0; k < a; k++) {
                sum -= damped[UNKNOWNS * a + k] * step[k];
            }
            step[a] = sum / damped[UNKNOWNS * a + a];
        }
        for (int a = UNKNOWNS - 1; a >= 0; a--) {
            double sum = step[a];
            for (int k = a + 1; k < UNKNOWNS; k++) {
                sum -= damped[UNKNOWNS * k + a] * step[k];
            }
            step[a] = sum / damped[UNKNOWNS * a + a];
        }
        return true;
    }

    private RelativePose moved(RelativePose pose, double[][] tangent) {
        double[] turn = Rotations.fromAxisAngle(step[0], step[1], step[2]);
        var t = new double[3];
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            t[i] = pose.translation()[i] + step[3] * tangent[0][i] + step[4] * tangent[1][i];
            squares += t[i] * t[i];
        }
        double norm = Math.sqrt(squares);
        return new RelativePose(
                Rotations.multiply(turn, pose.rotation()),
                new double[] {t[0] / norm, t[1] / norm, t[2] / norm});
    }
}
