package org.nadir.engine.ortho;

import java.util.Arrays;

/// Finds the [PhotoTone] of every photo from places that several photos show, by robust least squares.
///
/// In logarithms a gain is a summand, an offset `o` is about `o / value`, and the lens's fall-off is a polynomial in r²:
/// all linear. The normal equations are solved by conjugate gradients straight from the samples. Priors keep what the
/// overlaps do not determine (the common brightness, unconnected photos) near no change, and at the end the mean change
/// over all samples is taken off, so that the whole keeps its look.
final class ColourBalance {

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

    private final ColourSamples samples;
    private final int photos;
    private final int[] lensOf;
    private final int unknowns;
    private final float[] weight;
    private final double[] inverseVariance;

    /// @param lensOf number of the lens of each photo; photos of one lens share the fall-off
    ColourBalance(ColourSamples samples, int[] lensOf) {
        this.samples = samples;
        this.photos = lensOf.length;
        this.lensOf = lensOf.clone();
        int lenses = Arrays.stream(lensOf).max().orElse(0) + 1;
        this.unknowns = 2 * photos + 2 * lenses;
        this.weight = new float[samples.count()];
        this.inverseVariance = new double[unknowns];
        for (int i = 0; i < unknowns; i++) {
            double sd = i >= 2 * photos ? FALLOFF_SD : (i & 1) == 0 ? GAIN_SD : OFFSET_SD;
            inverseVariance[i] = 1 / (sd * sd);
        }
    }

    PhotoTone[] solve() {
        var tones = new PhotoTone[photos];
        Arrays.setAll(tones, i -> PhotoTone.neutral());
        for (int channel = 0; channel < 3 && samples.count() > 0; channel++) {
            double[] x = solve(channel);
            centre(x, channel);
            for (int i = 0; i < photos; i++) {
                int lens = 2 * photos + 2 * lensOf[i];
                tones[i].gain()[channel] = (float) Math.exp(x[2 * i]);
                tones[i].offset()[channel] = (float) x[2 * i + 1];
                tones[i].falloff()[2 * channel] = (float) x[lens];
                tones[i].falloff()[2 * channel + 1] = (float) x[lens + 1];
            }
        }
        return tones;
    }

    private double[] solve(int channel) {
        var x = new double[unknowns];
        for (int round = 0; round < ROUNDS; round++) {
            weigh(x, channel);
            conjugateGradients(x, channel);
        }
        return x;
    }

    /// Cauchy weights: what moved or glittered between two photos counts little.
    private void weigh(double[] x, int channel) {
        double scale = SAMPLES_PER_PHOTO * photos / samples.count() / (RESIDUAL_SD * RESIDUAL_SD);
        scale = Math.min(scale, 1 / (RESIDUAL_SD * RESIDUAL_SD));
        for (int s = 0; s < weight.length; s++) {
            double r = (difference(x, s, channel) + observed(s, channel)) / RESIDUAL_SD;
            weight[s] = (float) (scale / (1 + r * r / 4));
        }
    }

    private double observed(int s, int channel) {
        return Math.log(samples.colour(s, 0, channel) / samples.colour(s, 1, channel));
    }

    /// What the unknowns add to the logarithm of the first colour less that of the second.
    private double difference(double[] x, int s, int channel) {
        return side(x, s, 0, channel) - side(x, s, 1, channel);
    }

    private double side(double[] x, int s, int side, int channel) {
        int i = samples.shot(s, side);
        int lens = 2 * photos + 2 * lensOf[i];
        double r2 = samples.radius2(s, side);
        return x[2 * i]
                + x[2 * i + 1] / samples.colour(s, side, channel)
                + r2 * (x[lens] + r2 * x[lens + 1]);
    }

    private void spread(double value, int s, int side, int channel, double[] into) {
        int i = samples.shot(s, side);
        int lens = 2 * photos + 2 * lensOf[i];
        double r2 = samples.radius2(s, side);
        into[2 * i] += value;
        into[2 * i + 1] += value / samples.colour(s, side, channel);
        into[lens] += value * r2;
        into[lens + 1] += value * r2 * r2;
    }

    /// Jacobi-preconditioned conjugate gradients on `(AᵀWA + P) x = −AᵀWy`, starting from `x`.
    private void conjugateGradients(double[] x, int channel) {
        double[] diagonal = diagonal(channel);
        double[] residual = multiply(x, channel);
        for (int i = 0; i < unknowns; i++) {
            residual[i] = -residual[i];
        }
        for (int s = 0; s < weight.length; s++) {
            double value = -weight[s] * observed(s, channel);
            spread(value, s, 0, channel, residual);
            spread(-value, s, 1, channel, residual);
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
            double[] image = multiply(direction, channel);
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

    private double[] multiply(double[] x, int channel) {
        var out = new double[unknowns];
        for (int s = 0; s < weight.length; s++) {
            double value = weight[s] * difference(x, s, channel);
            spread(value, s, 0, channel, out);
            spread(-value, s, 1, channel, out);
        }
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

    private double[] diagonal(int channel) {
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

    private void centre(double[] x, int channel) {
        double sum = 0;
        for (int s = 0; s < samples.count(); s++) {
            sum += side(x, s, 0, channel) + side(x, s, 1, channel);
        }
        double mean = sum / (2.0 * samples.count());
        for (int i = 0; i < photos; i++) {
            x[2 * i] -= mean;
        }
    }
}
