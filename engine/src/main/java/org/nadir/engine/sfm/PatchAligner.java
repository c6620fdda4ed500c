package org.nadir.engine.sfm;

/// Finds where a small patch of one photo lies in another, to a fraction of a pixel, by least squares on the gray values
/// (Gruen 1985, *Adaptive least squares correlation*) in the inverse compositional form (Baker and Matthews 2004): the
/// derivatives are those of the patch, found once. The patch is distorted beforehand as the geometry says; the shift is
/// solved for, and brightness and contrast drop out by bringing both to mean zero and variance one.
///
/// Holds its results in fields so that nothing is allocated; one instance a thread.
final class PatchAligner {

    /// Samples of a patch along its side.
    static final int SIDE = 17;

    /// Pixels of a template along its side: one more on each edge for derivatives.
    static final int TEMPLATE_SIDE = SIDE + 2;

    static final int TEMPLATE_BYTES = TEMPLATE_SIDE * TEMPLATE_SIDE;

    private static final int COUNT = SIDE * SIDE;
    private static final int MOST_STEPS = 20;

    /// A step shorter than this many samples ends the search.
    private static final double SMALL_STEP = 0.01;

    /// Least standard deviation of gray values, of 255, in a patch that can be found again.
    private static final double LEAST_CONTRAST = 2;

    /// Weights fall off from the middle, so that relief at the edges counts less.
    private static final float[] WEIGHT = weights(0.55 * (SIDE / 2));

    /// Number of equally weighted samples that know as much as the weighted ones.
    private static final double EFFECTIVE = effective();

    /// Where the middle of the template was found, full-size pixels of the other photo.
    double u;

    double v;

    /// Correlation of the gray values there, −1 to 1.
    double correlation;

    /// Standard deviation of the place in the worst direction, samples, from the gray values that do not agree.
    double sd;

    private final float[] template = new float[COUNT];
    private final float[] byColumn = new float[COUNT];
    private final float[] byRow = new float[COUNT];
    private final float[] sample = new float[COUNT];
    private final double[] step = new double[2];
    private double h00;
    private double h01;
    private double h11;
    private double determinant;

    private static float[] weights(double sd) {
        var weights = new float[COUNT];
        double sum = 0;
        for (int k = 0; k < COUNT; k++) {
            double x = k % SIDE - SIDE / 2;
            double y = k / SIDE - SIDE / 2;
            weights[k] = (float) Math.exp(-(x * x + y * y) / (2 * sd * sd));
            sum += weights[k];
        }
        for (int k = 0; k < COUNT; k++) {
            weights[k] /= (float) sum;
        }
        return weights;
    }

    private static double effective() {
        double squares = 0;
        for (float w : WEIGHT) {
            squares += w * w;
        }
        return 1 / squares;
    }

    /// Takes the patch that will be sought. False when it has too little contrast, or along one direction only.
    ///
    /// @param pixels [#TEMPLATE_BYTES] gray values from `at` on
    boolean take(byte[] pixels, int at) {
        for (int k = 0; k < COUNT; k++) {
            int i = at + (k / SIDE + 1) * TEMPLATE_SIDE + k % SIDE + 1;
            template[k] = pixels[i] & 255;
            byColumn[k] = difference(pixels, i, 1, TEMPLATE_SIDE);
            byRow[k] = difference(pixels, i, TEMPLATE_SIDE, 1);
        }
        double deviation = standardise(template);
        if (deviation < LEAST_CONTRAST) {
            return false;
        }
        project(byColumn, deviation);
        project(byRow, deviation);
        h00 = product(byColumn, byColumn);
        h01 = product(byColumn, byRow);
        h11 = product(byRow, byRow);
        determinant = h00 * h11 - h01 * h01;
        return determinant > 1e-6 * h00 * h11;
    }

    /// Derivative across two steps `along`, smoothed `aside` (Sobel): noise in derivatives makes steps too short.
    private static float difference(byte[] pixels, int i, int along, int aside) {
        int near = (pixels[i + along] & 255) - (pixels[i - along] & 255);
        int left = (pixels[i + along - aside] & 255) - (pixels[i - along - aside] & 255);
        int right = (pixels[i + along + aside] & 255) - (pixels[i - along + aside] & 255);
        return 0.125f * (2 * near + left + right);
    }

    /// Brings samples to mean zero and variance one; returns their standard deviation.
    private static double standardise(float[] samples) {
        double mean = 0;
        double squares = 0;
        for (int k = 0; k < COUNT; k++) {
            mean += WEIGHT[k] * samples[k];
            squares += WEIGHT[k] * samples[k] * samples[k];
        }
        double deviation = Math.sqrt(Math.max(squares - mean * mean, 0));
        float scale = (float) (1 / Math.max(deviation, 1e-6));
        for (int k = 0; k < COUNT; k++) {
            samples[k] = scale * (samples[k] - (float) mean);
        }
        return deviation;
    }

    /// Takes out of a derivative what a change of brightness or contrast explains as well.
    private void project(float[] derivative, double deviation) {
        double mean = 0;
        double along = 0;
        for (int k = 0; k < COUNT; k++) {
            mean += WEIGHT[k] * derivative[k];
            along += WEIGHT[k] * derivative[k] * template[k];
        }
        for (int k = 0; k < COUNT; k++) {
            derivative[k] = (float) ((derivative[k] - mean - along * template[k]) / deviation);
        }
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < COUNT; k++) {
            sum += WEIGHT[k] * a[k] * b[k];
        }
        return sum;
    }

    /// Correlation of the template with another photo at a place; −1 outside of it.
    ///
    /// @param a the lattice; see [PhotoPyramid#sample]
    double correlationAt(PhotoPyramid photo, int level, double atU, double atV, double[] a) {
        if (!photo.sample(level, atU, atV, a, SIDE, sample)) {
            return -1;
        }
        standardise(sample);
        return product(sample, template);
    }

    /// Searches from a place. False when the search leaves the photo, goes farther than `reach`, or does not come to rest.
    ///
    /// @param reach farthest distance from the start, full-size pixels
    boolean align(
            PhotoPyramid photo, int level, double fromU, double fromV, double[] a, double reach) {
        u = fromU;
        v = fromV;
        double unit = 1 << level;
        for (int n = 0; n < MOST_STEPS; n++) {
            correlation = correlationAt(photo, level, u, v, a);
            if (!(correlation > 0)) {
                return false;
            }
            solve();
            u -= unit * (a[0] * step[0] + a[1] * step[1]);
            v -= unit * (a[2] * step[0] + a[3] * step[1]);
            if (!(Math.hypot(u - fromU, v - fromV) <= reach)) {
                return false;
            }
            if (Math.hypot(step[0], step[1]) < SMALL_STEP) {
                rate();
                return true;
            }
        }
        return false;
    }

    private void solve() {
        double c = 0;
        double r = 0;
        for (int k = 0; k < COUNT; k++) {
            float e = WEIGHT[k] * (sample[k] - template[k]);
            c += e * byColumn[k];
            r += e * byRow[k];
        }
        step[0] = (h11 * c - h01 * r) / determinant;
        step[1] = (h00 * r - h01 * c) / determinant;
    }

    /// With both patches of variance one, the variance of their difference is `2 (1 − correlation)`.
    private void rate() {
        double variance = 2 * (1 - correlation) / EFFECTIVE;
        double half = 0.5 * (h00 + h11);
        double root = Math.sqrt(0.25 * (h00 - h11) * (h00 - h11) + h01 * h01);
        sd = Math.sqrt(variance / Math.max(half - root, 1e-12));
    }
}
