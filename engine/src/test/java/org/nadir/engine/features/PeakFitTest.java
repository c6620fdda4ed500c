package org.nadir.engine.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Holds fitted peaks against polynomials of degree four, which the fit must meet exactly, and against the lack of a peak.
class PeakFitTest {

    @Test
    void findsThePeakOfAPolynomialOfDegreeFourExactly() {
        for (double[] centre : new double[][] {{0, 0}, {0.4, -0.3}, {-0.55, 0.5}}) {
            var fit = new PeakFit();
            for (int i = 0; i < 25; i++) {
                double x = i % 5 - 2 - centre[0];
                double y = i / 5 - 2 - centre[1];
                fit.samples[i] =
                        3
                                - x * x
                                - 0.8 * y * y
                                + 0.3 * x * y
                                + 0.05 * x * x * x
                                + 0.02 * x * x * y * y;
            }
            assertThat(fit.fit()).isTrue();
            assertThat(fit.x).isEqualTo(centre[0], within(1e-6));
            assertThat(fit.y).isEqualTo(centre[1], within(1e-6));
        }
    }

    @Test
    void refusesSlopesAndSaddles() {
        var slope = new PeakFit();
        var saddle = new PeakFit();
        for (int i = 0; i < 25; i++) {
            double x = i % 5 - 2;
            double y = i / 5 - 2;
            slope.samples[i] = x * x + y * y + 20 * x;
            saddle.samples[i] = x * x - y * y;
        }
        assertThat(slope.fit()).isFalse();
        assertThat(saddle.fit()).isFalse();
    }
}
