package org.nadir.engine.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holds positions, descriptors and scales of features in a turned and scaled view of a texture against those in the plain
/// view, through the known map between both.
class SiftWarpTest {

    private static final int SIZE = 480;

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.7",
        "30, 1, 0.6",
        "90, 1, 0.7",
        "180, 1, 0.7",
        "-65, 1.3, 0.5",
        "12, 0.75, 0.5"
    })
    void featuresFollowTheImage(double degrees, double zoom, double leastFound) {
        var field = new Textures.Field(SIZE, SIZE, 11);
        double cos = Math.cos(Math.toRadians(degrees)) / zoom;
        double sin = Math.sin(Math.toRadians(degrees)) / zoom;
        LumaImage plain = Textures.soft(SIZE, SIZE, 11);
        LumaImage turned = turned(field, cos, sin);
        var extractor = new SiftExtractor(FeatureSettings.defaults());
        FeatureSet a = extractor.extract(plain);
        FeatureSet b = extractor.extract(turned);
        var errors = new double[b.count()];
        int inside = 0;
        int found = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < b.count(); i++) {
            double x = SIZE / 2.0 + cos * (b.u()[i] - SIZE / 2.0) - sin * (b.v()[i] - SIZE / 2.0);
            double y = SIZE / 2.0 + sin * (b.u()[i] - SIZE / 2.0) + cos * (b.v()[i] - SIZE / 2.0);
            double margin = 30;
            // In the plain view the feature must be large enough to be found there as well.
            if (Math.min(x, y) < margin
                    || Math.max(x, y) > SIZE - margin
                    || b.scale()[i] / zoom < 2
                    || b.scale()[i] < 2) {
                continue;
            }
            inside++;
            int match = mostAlike(b, i, a);
            double ex = a.u()[match] - x;
            double ey = a.v()[match] - y;
            double ratio = a.scale()[match] / (b.scale()[i] / zoom);
            if (Math.hypot(ex, ey) < 1.5 && Math.abs(Math.log(ratio)) < 0.3) {
                errors[found++] = Math.hypot(ex, ey);
                sumX += ex;
                sumY += ey;
            }
        }
        Arrays.sort(errors, 0, found);
        assertThat(inside).isGreaterThan(200);
        assertThat(found).isGreaterThan((int) (leastFound * inside));
        // Peaks are fitted to other samples in either view; what remains is the rounding of scales
        // to a third of an octave.
        assertThat(errors[found / 2]).isLessThan(0.06);
        assertThat(Math.abs(sumX / found)).isLessThan(0.02);
        assertThat(Math.abs(sumY / found)).isLessThan(0.02);
    }

    private static LumaImage turned(Textures.Field field, double cos, double sin) {
        var pixels = new float[SIZE * SIZE];
        for (int j = 0; j < SIZE; j++) {
            for (int i = 0; i < SIZE; i++) {
                double du = i + 0.5 - SIZE / 2.0;
                double dv = j + 0.5 - SIZE / 2.0;
                pixels[j * SIZE + i] =
                        field.at(
                                SIZE / 2.0 + cos * du - sin * dv, SIZE / 2.0 + sin * du + cos * dv);
            }
        }
        return new LumaImage(SIZE, SIZE, pixels);
    }

    private static int mostAlike(FeatureSet of, int i, FeatureSet among) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int j = 0; j < among.count(); j++) {
            int sum = 0;
            for (int k = 0; k < FeatureSet.DESCRIPTOR_LENGTH; k++) {
                int d =
                        (of.descriptors()[i * FeatureSet.DESCRIPTOR_LENGTH + k] & 255)
                                - (among.descriptors()[j * FeatureSet.DESCRIPTOR_LENGTH + k] & 255);
                sum += d * d;
            }
            if (sum < least) {
                least = sum;
                best = j;
            }
        }
        return best;
    }
}
