package org.nadir.engine.ortho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.engine.work.Workers;

/// Recovers tones that were put in.
class ColourBalanceTest {

    private static final int PHOTOS = 6;

    @Test
    void bringsPhotosOfKnownGainAndFalloffToTheSameBrightness() {
        var random = new Random(11);
        double[] gain = {0.8, 0.9, 1.0, 1.1, 1.2, 1.3};
        var samples = new ColourSamples();
        for (int s = 0; s < 20_000; s++) {
            int a = random.nextInt(PHOTOS);
            int b = (a + 1 + random.nextInt(PHOTOS - 1)) % PHOTOS;
            float ra = random.nextFloat();
            float rb = random.nextFloat();
            double truth = random.nextDouble(40, 150);
            boolean moved = random.nextInt(20) == 0;
            samples.add(
                    a,
                    seen(truth * gain[a], ra, random),
                    ra,
                    b,
                    seen((moved ? 0.4 : 1) * truth * gain[b], rb, random),
                    rb);
        }
        PhotoTone[] tones = solve(samples);
        double first = corrected(tones[0], 100 * gain[0], 0);
        for (int i = 0; i < PHOTOS; i++) {
            for (float r2 : new float[] {0, 0.4f, 0.9f}) {
                double value = corrected(tones[i], 100 * gain[i] * falloff(r2), r2);
                assertThat(value).isCloseTo(first, within(0.02 * first));
            }
        }
        // The whole keeps its look: the photos' mean brightness is 1.05 of the truth, less the mean
        // fall-off.
        assertThat(first).isBetween(90.0, 112.0);
    }

    private static PhotoTone[] solve(ColourSamples samples) {
        try (var workers = new Workers(2)) {
            return new ColourBalance(samples, new int[PHOTOS]).solve(workers);
        }
    }

    /// Corners are a fifth darker.
    private static double falloff(double r2) {
        return 1 - 0.2 * r2;
    }

    private static float[] seen(double value, float r2, Random random) {
        double dark = value * falloff(r2);
        var rgb = new float[3];
        for (int k = 0; k < 3; k++) {
            rgb[k] = (float) (dark * (1 + 0.05 * random.nextGaussian()));
        }
        return rgb;
    }

    private static double corrected(PhotoTone tone, double value, float r2) {
        float[] rgb = {(float) value, (float) value, (float) value};
        tone.apply(rgb, 0, r2);
        return rgb[1];
    }

    @Test
    void theEquationsGiveTheSameHeldAsAWholeOrNot() {
        var random = new Random(13);
        var samples = new ColourSamples();
        for (int s = 0; s < 3000; s++) {
            int a = random.nextInt(PHOTOS);
            int b = (a + 1) % PHOTOS;
            double truth = random.nextDouble(30, 200);
            samples.add(
                    a,
                    noisy(truth, random),
                    random.nextFloat(),
                    b,
                    noisy(truth, random),
                    random.nextFloat());
        }
        int[] lenses = {0, 0, 0, 1, 1, 1};
        double[] whole = new ToneEquations(samples, lenses, 1, 1000).solve();
        double[] bySamples = new ToneEquations(samples, lenses, 1, 0).solve();
        assertThat(whole).hasSize(16);
        for (int i = 0; i < whole.length; i++) {
            assertThat(bySamples[i]).isCloseTo(whole[i], within(1e-5));
        }
    }

    @Test
    void doesNotTakeAwayContrastWhenPhotosDisagree() {
        var random = new Random(12);
        var samples = new ColourSamples();
        for (int s = 0; s < 20_000; s++) {
            int a = random.nextInt(PHOTOS);
            int b = (a + 1 + random.nextInt(PHOTOS - 1)) % PHOTOS;
            double truth = random.nextDouble(20, 220);
            samples.add(a, noisy(truth, random), 0.5f, b, noisy(truth, random), 0.5f);
        }
        PhotoTone[] tones = solve(samples);
        for (PhotoTone tone : tones) {
            double span = corrected(tone, 200, 0.5f) - corrected(tone, 30, 0.5f);
            assertThat(span).isCloseTo(170, within(5.0));
        }
    }

    private static float[] noisy(double value, Random random) {
        float v = (float) (value * Math.exp(0.3 * random.nextGaussian()));
        return new float[] {v, v, v};
    }
}
