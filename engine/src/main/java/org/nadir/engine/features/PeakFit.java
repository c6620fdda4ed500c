package org.nadir.engine.features;

/// Places a peak between 5x5 samples: the stationary point of the polynomial of degree four in x and in y that goes through
/// all of them, by Newton's method. Keeps its buffers: one thread at a time.
///
/// A quadratic through 3x3 samples errs by some hundredths of a sample when the peak is not symmetric, and differently for
/// each position of the grid; that would show as noise between photos.
final class PeakFit {

    static final int REACH = 2;

    private static final int SIDE = 2 * REACH + 1;
    private static final int STEPS = 4;
    private static final double FARTHEST = 1;

    /// The samples, row by row, to be filled in before [#fit].
    final double[] samples = new double[SIDE * SIDE];

    double x;
    double y;

    private final double[] valueX = new double[SIDE];
    private final double[] slopeX = new double[SIDE];
    private final double[] bendX = new double[SIDE];
    private final double[] valueY = new double[SIDE];
    private final double[] slopeY = new double[SIDE];
    private final double[] bendY = new double[SIDE];

    /// Moves `x` and `y`, which say where to start from the middle sample, to the peak; false when there is none within a
    /// sample's distance of the middle.
    boolean fit() {
        for (int step = 0; step < STEPS; step++) {
            basis(x, valueX, slopeX, bendX);
            basis(y, valueY, slopeY, bendY);
            double gx = 0;
            double gy = 0;
            double hxx = 0;
            double hxy = 0;
            double hyy = 0;
            for (int j = 0; j < SIDE; j++) {
                double value = 0;
                double slope = 0;
                double bend = 0;
                for (int i = 0; i < SIDE; i++) {
                    double sample = samples[j * SIDE + i];
                    value += valueX[i] * sample;
                    slope += slopeX[i] * sample;
                    bend += bendX[i] * sample;
                }
                gx += valueY[j] * slope;
                gy += slopeY[j] * value;
                hxx += valueY[j] * bend;
                hxy += slopeY[j] * slope;
                hyy += bendY[j] * value;
            }
            double determinant = hxx * hyy - hxy * hxy;
            if (!(determinant > 0)) {
                return false;
            }
            x += (hxy * gy - hyy * gx) / determinant;
            y += (hxy * gx - hxx * gy) / determinant;
            if (!(Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST)) {
                return false;
            }
        }
        return true;
    }

    /// Lagrange's polynomials for the nodes -2 to 2, with first and second derivatives.
    private static void basis(double t, double[] value, double[] slope, double[] bend) {
        double t2 = t * t;
        double t3 = t2 * t;
        double t4 = t2 * t2;
        value[0] = (t4 - 2 * t3 - t2 + 2 * t) / 24;
        value[1] = -(t4 - t3 - 4 * t2 + 4 * t) / 6;
        value[2] = (t4 - 5 * t2 + 4) / 4;
        value[3] = -(t4 + t3 - 4 * t2 - 4 * t) / 6;
        value[4] = (t4 + 2 * t3 - t2 - 2 * t) / 24;
        slope[0] = (4 * t3 - 6 * t2 - 2 * t + 2) / 24;
        slope[1] = -(4 * t3 - 3 * t2 - 8 * t + 4) / 6;
        slope[2] = (4 * t3 - 10 * t) / 4;
        slope[3] = -(4 * t3 + 3 * t2 - 8 * t - 4) / 6;
        slope[4] = (4 * t3 + 6 * t2 - 2 * t - 2) / 24;
        bend[0] = (12 * t2 - 12 * t - 2) / 24;
        bend[1] = -(12 * t2 - 6 * t - 8) / 6;
        bend[2] = (12 * t2 - 10) / 4;
        bend[3] = -(12 * t2 + 6 * t - 8) / 6;
        bend[4] = (12 * t2 + 12 * t - 2) / 24;
    }
}
