package org.nadir.engine.ortho;

import java.util.Arrays;

/// The least-squares problem of one channel's tones.
///
/// In logarithms a gain is a summand, an offset `o` is about `o / value`, and the lens's fall-off is a polynomial in r²:
/// all linear. Unknowns are gain and offset of each photo, then the two coefficients of each lens. The normal equations
/// are solved by conjugate gradients. Priors keep what the overlaps do not determine (the common brightness, unconnected
/// photos) near no change, and at the end the mean change over all samples is taken off, so that the whole keeps its look.
final class ToneEquations {

    private static final double RESIDUAL_SD = 0.06;
    private static final double GAIN_SD = 0.5;
    private static final double OFFSET_SD = 5;

    /// Keeps the sum of the offsets at zero: a common offset would make all differences of logarithms smaller and so pass
    /// for a better fit while it takes the contrast away.
    private static final double COMMON_OFFSET = 100;

    private static final double FALLOFF_SD = 0.15;

    /// Samples are far from independent: a photo's count as this many together.
    private static final double SAMPLES_PER_PHOTO = 300;

    private static final int ROUNDS = 4;
    private static final int STEPS = 200;

    /// Unknowns up to which the normal equations are usually held as a whole.
    static final int DENSE = 2500;

    private final ColourSamples samples;
    private final int photos;
    private final int[] lensOf;
    private final int channel;
    private final int unknowns;
    private final float[] weight;
    private final double[] inverseVariance;

    /// The normal equations, row by row; empty when they would be too large: then products go over the samples.
    private final double[] matrix;

    /// @param lensOf number of the lens of each photo
    /// @param dense unknowns up to which the normal equations are held as a whole
    ToneEquations(ColourSamples samples, int[] lensOf, int channel, int dense) {
        this.samples = samples;
        this.photos = lensOf.length;
        this.lensOf = lensOf;
        this.channel = channel;
        int lenses = Arrays.stream(lensOf).max().orElse(0) + 1;
        this.unknowns = 2 * photos + 2 * lenses;
        this.weight = new float[samples.count()];
        this.matrix = new double[unknowns <= dense ? unknowns * unknowns : 0];
        this.inverseVariance = new double[unknowns];
        for (int i = 0; i < unknowns; i++) {
            double sd = i >= 2 * photos ? FALLOFF_SD : (i & 1) == 0 ? GAIN_SD : OFFSET_SD;
            inverseVariance[i] = 1 / (sd * sd);
        }
    }

    /// The unknowns.
    double[] solve() {
        var x = new double[unknowns];
        for (int round = 0; round < ROUNDS; round++) {
            weigh(x);
            assemble();
            conjugateGradients(x);
        }
        centre(x);
        return x;
    }

    /// Cauchy weights: what moved or glittered between two photos counts little.
    private void weigh(double[] x) {
        double scale = SAMPLES_PER_PHOTO * photos / samples.count() / (RESIDUAL_SD * RESIDUAL_SD);
        scale = Math.min(scale, 1 / (RESIDUAL_SD * RESIDUAL_SD));
        for (int s = 0; s < weight.length; s++) {
            double r = (difference(x, s) + observed(s)) / RESIDUAL_SD;
            weight[s] = (float) (scale / (1 + r * r / 4));
        }
    }

    private double observed(int s) {
        return Math.log(samples.colour(s, 0, channel) / samples.colour(s, 1, channel));
    }

    /// What the unknowns add to the logarithm of the first colour less that of the second.
    private double difference(double[] x, int s) {
        return side(x, s, 0) - side(x, s, 1);
    }

    private double side(double[] x, int s, int side) {
        int i = samples.shot(s, side);
        int lens = 2 * photos + 2 * lensOf[i];
        double r2 = samples.radius2(s, side);
        return x[2 * i]
                + x[2 * i + 1] / samples.colour(s, side, channel)
                + r2 * (x[lens] + r2 * x[lens + 1]);
    }

    private void spread(double value, int s, int side, double[] into) {
        int i = samples.shot(s, side);
        int lens = 2 * photos + 2 * lensOf[i];
        double r2 = samples.radius2(s, side);
        into[2 * i] += value;
        into[2 * i + 1] += value / samples.colour(s, side, channel);
        into[lens] += value * r2;
        into[lens + 1] += value * r2 * r2;
    }

    /// Jacobi-preconditioned conjugate gradients on `(AᵀWA + P) x = −AᵀWy`, starting from `x`.
    private void conjugateGradients(double[] x) {
        double[] diagonal = diagonal();
        double[] residual = multiply(x);
        for (int i = 0; i < unknowns; i++) {
            residual[i] = -residual[i];
        }
        for (int s = 0; s < weight.length; s++) {
            double value = -weight[s] * observed(s);
            spread(value, s, 0, residual);
            spread(-value, s, 1, residual);
        }
        var direction = new double[unknowns];
        double previous = 0;
        double first = 0;
        for (int step = 0; step < STEPS; step++) {
            double product = 0;
            for (int i = 0; i < unknowns; i++) {
                product += residual[i] * residual[i] / diagonal[i];
            }
            first = step == 0 ? product : first;
            if (product <= 1e-14 * first || product == 0) {
                return;
            }
            for (int i = 0; i < unknowns; i++) {
                double keep = step == 0 ? 0 : product / previous;
                direction[i] = residual[i] / diagonal[i] + keep * direction[i];
            }
            double[] image = multiply(direction);
            double curvature = 0;
            for (int i = 0; i < unknowns; i++) {
                curvature += direction[i] * image[i];
            }
            for (int i = 0; i < unknowns; i++) {
                x[i] += product / curvature * direction[i];
                residual[i] -= product / curvature * image[i];
            }
            previous = product;
        }
    }

    /// Sums up the matrix of the samples alone, if it is held.
    private void assemble() {
        if (matrix.length == 0) {
            return;
        }
        Arrays.fill(matrix, 0);
        var index = new int[8];
        var slope = new double[8];
        for (int s = 0; s < weight.length; s++) {
            for (int side = 0; side < 2; side++) {
                int i = samples.shot(s, side);
                int lens = 2 * photos + 2 * lensOf[i];
                double sign = side == 0 ? 1 : -1;
                double r2 = samples.radius2(s, side);
                int at = 4 * side;
                index[at] = 2 * i;
                slope[at] = sign;
                index[at + 1] = 2 * i + 1;
                slope[at + 1] = sign / samples.colour(s, side, channel);
                index[at + 2] = lens;
                slope[at + 2] = sign * r2;
                index[at + 3] = lens + 1;
                slope[at + 3] = sign * r2 * r2;
            }
            for (int j = 0; j < 8; j++) {
                double product = weight[s] * slope[j];
                int row = index[j] * unknowns;
                for (int k = 0; k < 8; k++) {
                    matrix[row + index[k]] += product * slope[k];
                }
            }
        }
    }

    private double[] multiply(double[] x) {
        double[] out = matrix.length > 0 ? matrixTimes(x) : samplesTimes(x);
        double offsets = 0;
        for (int i = 0; i < photos; i++) {
            offsets += x[2 * i + 1];
        }
        for (int i = 0; i < unknowns; i++) {
            out[i] += inverseVariance[i] * x[i];
            out[i] += i < 2 * photos && (i & 1) == 1 ? COMMON_OFFSET * offsets : 0;
        }
        return out;
    }

    private double[] matrixTimes(double[] x) {
        var out = new double[unknowns];
        for (int i = 0; i < unknowns; i++) {
            double sum = 0;
            for (int k = 0; k < unknowns; k++) {
                sum += matrix[i * unknowns + k] * x[k];
            }
            out[i] = sum;
        }
        return out;
    }

    private double[] samplesTimes(double[] x) {
        var out = new double[unknowns];
        for (int s = 0; s < weight.length; s++) {
            double value = weight[s] * difference(x, s);
            spread(value, s, 0, out);
            spread(-value, s, 1, out);
        }
        return out;
    }

    private double[] diagonal() {
        double[] out = inverseVariance.clone();
        for (int i = 0; i < photos; i++) {
            out[2 * i + 1] += COMMON_OFFSET;
        }
        for (int s = 0; s < weight.length; s++) {
            for (int side = 0; side < 2; side++) {
                int i = samples.shot(s, side);
                int lens = 2 * photos + 2 * lensOf[i];
                double r2 = samples.radius2(s, side);
                double inverse = 1 / samples.colour(s, side, channel);
                out[2 * i] += weight[s];
                out[2 * i + 1] += weight[s] * inverse * inverse;
                out[lens] += weight[s] * r2 * r2;
                out[lens + 1] += weight[s] * r2 * r2 * r2 * r2;
            }
        }
        return out;
    }

    private void centre(double[] x) {
        double sum = 0;
        for (int s = 0; s < samples.count(); s++) {
            sum += side(x, s, 0) + side(x, s, 1);
        }
        double mean = sum / (2.0 * samples.count());
        for (int i = 0; i < photos; i++) {
            x[2 * i] -= mean;
        }
    }
}
