package org.nadir.engine.geometry;

/// Essential matrices through five matched rays (Nistér 2004, "An efficient solution to the five-point relative pose
/// problem"). Keeps its buffers: one thread at a time.
///
/// The matrices that satisfy the five epipolar constraints are `x E0 + y E1 + z E2 + E3`. The determinant and the trace
/// constraint give ten cubics in x, y and z; elimination leaves a polynomial of degree ten in z.
public final class FivePointSolver {

    public static final int MOST_SOLUTIONS = 10;

    private static final int SAMPLE = 5;
    private static final int CUBICS = 20;
    private static final int EQUATIONS = 10;

    private final double[] epipolar = new double[9 * SAMPLE];
    private final double[] betas = new double[SAMPLE];
    private final double[][] basis = new double[4][9];
    private final double[] linear = new double[9 * 4];
    private final double[] squared = new double[9 * Polynomials.QUADRATIC];
    private final double[] halfTrace = new double[Polynomials.QUADRATIC];
    private final double[] minor = new double[Polynomials.QUADRATIC];
    private final double[] equations = new double[EQUATIONS * CUBICS];
    private final double[][] inZ = new double[9][5];
    private final double[] determinant = new double[11];
    private final double[] roots = new double[MOST_SOLUTIONS];
    private final RealRoots realRoots = new RealRoots(10);

    /// Writes up to ten essential matrices (row-major, unit norm) through the five pairs at `sample` into `solutions` and
    /// returns how many.
    public int solve(RayPairs rays, int[] sample, double[][] solutions) {
        nullSpace(rays, sample);
        constraints();
        if (!eliminate()) {
            return 0;
        }
        polynomialInZ();
        int found = realRoots.find(determinant, roots);
        int count = 0;
        for (int i = 0; i < found; i++) {
            if (essential(roots[i], solutions[count])) {
                count++;
            }
        }
        return count;
    }

    /// The four directions orthogonal to the five constraint rows, by Householder reflections of the 9x5 transpose.
    private void nullSpace(RayPairs rays, int[] sample) {
        for (int i = 0; i < SAMPLE; i++) {
            int s = sample[i];
            double xa = rays.xa()[s];
            double ya = rays.ya()[s];
            double xb = rays.xb()[s];
            double yb = rays.yb()[s];
            int at = 9 * i;
            epipolar[at] = xb * xa;
            epipolar[at + 1] = xb * ya;
            epipolar[at + 2] = xb;
            epipolar[at + 3] = yb * xa;
            epipolar[at + 4] = yb * ya;
            epipolar[at + 5] = yb;
            epipolar[at + 6] = xa;
            epipolar[at + 7] = ya;
            epipolar[at + 8] = 1;
        }
        for (int i = 0; i < SAMPLE; i++) {
            reflector(i);
            for (int j = i + 1; j < SAMPLE; j++) {
                reflect(i, epipolar, 9 * j);
            }
        }
        for (int b = 0; b < 4; b++) {
            java.util.Arrays.fill(basis[b], 0);
            basis[b][SAMPLE + b] = 1;
            for (int i = SAMPLE - 1; i >= 0; i--) {
                reflect(i, basis[b], 0);
            }
        }
    }

    /// Turns row `i` into the vector of the reflection that clears its entries after the i-th.
    private void reflector(int i) {
        int at = 9 * i;
        double squares = 0;
        for (int k = i; k < 9; k++) {
            squares += epipolar[at + k] * epipolar[at + k];
        }
        double head = epipolar[at + i] + Math.copySign(Math.sqrt(squares), epipolar[at + i]);
        double norm = squares - epipolar[at + i] * epipolar[at + i] + head * head;
        epipolar[at + i] = head;
        betas[i] = norm > 0 ? 2 / norm : 0;
    }

    private void reflect(int i, double[] vector, int offset) {
        int at = 9 * i;
        double dot = 0;
        for (int k = i; k < 9; k++) {
            dot += epipolar[at + k] * vector[offset + k];
        }
        double factor = betas[i] * dot;
        for (int k = i; k < 9; k++) {
            vector[offset + k] -= factor * epipolar[at + k];
        }
    }

    /// The ten cubics: `det E = 0` and `E E' E - trace(E E') E / 2 = 0`.
    private void constraints() {
        java.util.Arrays.fill(equations, 0);
        for (int e = 0; e < 9; e++) {
            for (int b = 0; b < 4; b++) {
                linear[4 * e + b] = basis[b][e];
            }
        }
        for (int c = 0; c < 3; c++) {
            int next = (c + 1) % 3;
            int last = (c + 2) % 3;
            java.util.Arrays.fill(minor, 0);
            Polynomials.addProduct(linear, 4 * (3 + next), linear, 4 * (6 + last), 1, minor, 0);
            Polynomials.addProduct(linear, 4 * (3 + last), linear, 4 * (6 + next), -1, minor, 0);
            Polynomials.addCubic(minor, 0, linear, 4 * c, equations, 0);
        }
        squares();
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                int row = CUBICS * (1 + 3 * r + c);
                for (int k = 0; k < 3; k++) {
                    Polynomials.addCubic(
                            squared,
                            Polynomials.QUADRATIC * (3 * r + k),
                            linear,
                            4 * (3 * k + c),
                            equations,
                            row);
                }
            }
        }
    }

    /// `E E' - trace(E E') / 2` as nine quadratics.
    private void squares() {
        java.util.Arrays.fill(squared, 0);
        java.util.Arrays.fill(halfTrace, 0);
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                for (int k = 0; k < 3; k++) {
                    Polynomials.addProduct(
                            linear,
                            4 * (3 * r + k),
                            linear,
                            4 * (3 * c + k),
                            1,
                            squared,
                            Polynomials.QUADRATIC * (3 * r + c));
                }
            }
        }
        for (int i = 0; i < Polynomials.QUADRATIC; i++) {
            for (int d = 0; d < 9; d += 4) {
                halfTrace[i] += 0.5 * squared[Polynomials.QUADRATIC * d + i];
            }
        }
        for (int i = 0; i < Polynomials.QUADRATIC; i++) {
            for (int d = 0; d < 9; d += 4) {
                squared[Polynomials.QUADRATIC * d + i] -= halfTrace[i];
            }
        }
    }

    /// Gauss-Jordan with row pivoting over the first ten monomials.
    private boolean eliminate() {
        for (int p = 0; p < EQUATIONS; p++) {
            int pivot = p;
            for (int r = p + 1; r < EQUATIONS; r++) {
                if (Math.abs(equations[r * CUBICS + p]) > Math.abs(equations[pivot * CUBICS + p])) {
                    pivot = r;
                }
            }
            double value = equations[pivot * CUBICS + p];
            if (!(Math.abs(value) > 1e-14)) {
                return false;
            }
            for (int c = p; c < CUBICS; c++) {
                double scaled = equations[pivot * CUBICS + c] / value;
                equations[pivot * CUBICS + c] = equations[p * CUBICS + c];
                equations[p * CUBICS + c] = scaled;
            }
            for (int r = 0; r < EQUATIONS; r++) {
                double factor = equations[r * CUBICS + p];
                // The first four rows are not read again, so they need no clearing upwards.
                if (r == p || factor == 0 || (r < p && r < 4)) {
                    continue;
                }
                for (int c = p; c < CUBICS; c++) {
                    equations[r * CUBICS + c] -= factor * equations[p * CUBICS + c];
                }
            }
        }
        return true;
    }

    /// Rows for `x²z - z·x²`, `y²z - z·y²` and `xyz - z·xy`, each `x p(z) + y q(z) + r(z) = 0`; their determinant.
    private void polynomialInZ() {
        for (int row = 0; row < 3; row++) {
            int upper = CUBICS * (4 + 2 * row);
            int lower = upper + CUBICS;
            for (int column = 0; column < 3; column++) {
                int degree = column < 2 ? 2 : 3;
                int first = 10 + 3 * column;
                double[] p = inZ[3 * row + column];
                java.util.Arrays.fill(p, 0);
                for (int k = 0; k <= degree; k++) {
                    p[degree - k] += equations[upper + first + k];
                    p[degree - k + 1] -= equations[lower + first + k];
                }
            }
        }
        java.util.Arrays.fill(determinant, 0);
        for (int c = 0; c < 3; c++) {
            addTriple(inZ[c], inZ[3 + (c + 1) % 3], inZ[6 + (c + 2) % 3], 1);
            addTriple(inZ[c], inZ[3 + (c + 2) % 3], inZ[6 + (c + 1) % 3], -1);
        }
    }

    private void addTriple(double[] p, double[] q, double[] r, double sign) {
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5 && p[i] != 0; j++) {
                double product = sign * p[i] * q[j];
                for (int k = 0; k < 5 && product != 0; k++) {
                    if (i + j + k < determinant.length) {
                        determinant[i + j + k] += product * r[k];
                    }
                }
            }
        }
    }

    /// The matrix that belongs to a root: x and y from the two of the three rows that determine them best.
    private boolean essential(double z, double[] out) {
        double bestThird = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < 3; i++) {
            int a = 3 * i;
            int b = 3 * ((i + 1) % 3);
            double a0 = at(inZ[a], z);
            double a1 = at(inZ[a + 1], z);
            double a2 = at(inZ[a + 2], z);
            double b0 = at(inZ[b], z);
            double b1 = at(inZ[b + 1], z);
            double b2 = at(inZ[b + 2], z);
            double third = a0 * b1 - a1 * b0;
            if (Math.abs(third) > Math.abs(bestThird)) {
                bestThird = third;
                x = (a1 * b2 - a2 * b1) / third;
                y = (a2 * b0 - a0 * b2) / third;
            }
        }
        double squares = 0;
        for (int e = 0; e < 9; e++) {
            out[e] = x * basis[0][e] + y * basis[1][e] + z * basis[2][e] + basis[3][e];
            squares += out[e] * out[e];
        }
        if (bestThird == 0 || !(squares > 0) || !Double.isFinite(squares)) {
            return false;
        }
        double scale = 1 / Math.sqrt(squares);
        for (int e = 0; e < 9; e++) {
            out[e] *= scale;
        }
        return true;
    }

    private static double at(double[] c, double z) {
        return c[0] + z * (c[1] + z * (c[2] + z * (c[3] + z * c[4])));
    }
}
