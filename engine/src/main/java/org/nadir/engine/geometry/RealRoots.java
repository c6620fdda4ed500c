package org.nadir.engine.geometry;

/// Real roots of polynomials, each between two neighbouring extrema, which are the roots of the derivative: from the
/// linear derivative up. Keeps its buffers: one thread at a time.
final class RealRoots {

    private static final int MOST_STEPS = 80;

    private final int most;
    private final double[][] derivatives;
    private final double[][] roots;

    RealRoots(int mostDegree) {
        most = mostDegree;
        derivatives = new double[mostDegree + 1][];
        roots = new double[mostDegree + 1][];
        for (int d = 0; d <= mostDegree; d++) {
            derivatives[d] = new double[d + 1];
            roots[d] = new double[d];
        }
    }

    /// Writes the real roots of `c[0] + c[1] z + … + c[degree] z^degree`, ascending, and returns how many. A root where the
    /// polynomial touches zero without crossing it may be missed.
    int find(double[] c, double[] out) {
        int degree = most;
        while (degree > 0 && !(Math.abs(c[degree]) > 0)) {
            degree--;
        }
        if (degree == 0 || !Double.isFinite(c[degree])) {
            return 0;
        }
        System.arraycopy(c, 0, derivatives[degree], 0, degree + 1);
        for (int d = degree; d > 1; d--) {
            for (int i = 1; i <= d; i++) {
                derivatives[d - 1][i - 1] = i * derivatives[d][i];
            }
        }
        double bound = bound(c, degree);
        roots[1][0] = -derivatives[1][0] / derivatives[1][1];
        int count = 1;
        for (int d = 2; d <= degree; d++) {
            count = between(derivatives[d], d, roots[d - 1], count, bound, roots[d]);
        }
        System.arraycopy(roots[degree], 0, out, 0, count);
        return count;
    }

    /// Fujiwara's bound on the size of all roots; those of the derivatives lie within it as well (Gauss-Lucas).
    private static double bound(double[] c, int degree) {
        double most = 0;
        for (int k = 1; k <= degree; k++) {
            most = Math.max(most, Math.pow(Math.abs(c[degree - k] / c[degree]), 1.0 / k));
        }
        return 2 * most * (1 + 1e-9) + 1e-300;
    }

    private static int between(
            double[] c,
            int degree,
            double[] extrema,
            int extremumCount,
            double bound,
            double[] out) {
        int count = 0;
        double left = -bound;
        double atLeft = value(c, degree, left);
        for (int i = 0; i <= extremumCount; i++) {
            double right = i < extremumCount ? extrema[i] : bound;
            double atRight = value(c, degree, right);
            if (atRight == 0 && i < extremumCount) {
                out[count++] = right;
            } else if (atLeft != 0 && atLeft < 0 != atRight < 0) {
                out[count++] = root(c, degree, left, right, atLeft < 0);
            }
            left = right;
            atLeft = atRight;
        }
        return count;
    }

    private static double value(double[] c, int degree, double z) {
        double sum = c[degree];
        for (int i = degree - 1; i >= 0; i--) {
            sum = sum * z + c[i];
        }
        return sum;
    }

    /// Newton's method within a bracket, with bisection whenever Newton leaves it or does not halve its step.
    private static double root(double[] c, int degree, double from, double to, boolean rising) {
        double low = from;
        double high = to;
        double z = 0.5 * (low + high);
        double lastStep = high - low;
        for (int step = 0; step < MOST_STEPS; step++) {
            double value = c[degree];
            double slope = 0;
            for (int i = degree - 1; i >= 0; i--) {
                slope = slope * z + value;
                value = value * z + c[i];
            }
            if (value == 0) {
                return z;
            }
            if (value < 0 == rising) {
                low = z;
            } else {
                high = z;
            }
            double newton = z - value / slope;
            boolean useful =
                    newton > low && newton < high && Math.abs(newton - z) <= 0.5 * lastStep;
            double next = useful ? newton : 0.5 * (low + high);
            lastStep = Math.abs(next - z);
            if (lastStep <= 1e-15 * Math.abs(next)) {
                return next;
            }
            z = next;
        }
        return z;
    }
}
