package org.nadir.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.imaging.GrayImage;

/// Holds the places that patches are found at against a scene in closed form, a sum of plane waves, drawn twice: as it is,
/// and turned, stretched, shifted by fractions of a pixel, darker and with more contrast.
class PatchAlignerTest {

    private static final int SIZE = 200;
    private static final int TRIALS = 60;

    private final Random random = new Random(5);
    private final byte[] template = new byte[PatchAligner.TEMPLATE_BYTES];
    private final PatchAligner aligner = new PatchAligner();

    @Test
    void findsTurnedAndStretchedPatchesToAFewHundredthsOfAPixel() {
        double squares = 0;
        double worst = 0;
        for (int n = 0; n < TRIALS; n++) {
            Trial trial = new Trial(0, 0);
            assertThat(trial.find(0)).isTrue();
            worst = Math.max(worst, trial.error());
            squares += trial.error() * trial.error() / TRIALS;
            assertThat(aligner.correlation).isGreaterThan(0.99);
        }
        // Waves of at least 6 pixels: cubic convolution errs by some per cent of a gray step there.
        assertThat(Math.sqrt(squares)).isLessThan(0.02);
        assertThat(worst).isLessThan(0.06);
    }

    /// Coarse levels are means over blocks of pixels, and their lattice is where theory puts it.
    @Test
    void coarserLevelsAreNotBiased() {
        double sumU = 0;
        double sumV = 0;
        for (int n = 0; n < TRIALS; n++) {
            Trial trial = new Trial(0, 2);
            if (trial.find(1)) {
                sumU += (aligner.u - trial.trueU) / TRIALS;
                sumV += (aligner.v - trial.trueV) / TRIALS;
            }
        }
        assertThat(sumU).isCloseTo(0, within(0.03));
        assertThat(sumV).isCloseTo(0, within(0.03));
    }

    /// The standard deviation that comes with a place is that of its errors. It leaves out the noise of the derivatives, 1.3
    /// gray values a pixel against 4 of the waves, which is worth 6 %; 60 trials of two coordinates tell a standard deviation
    /// to 6.5 %, three times that is allowed.
    @Test
    void knowsHowExactAPlaceIs() {
        double squares = 0;
        double told = 0;
        int found = 0;
        for (int n = 0; n < TRIALS; n++) {
            Trial trial = new Trial(3, 0);
            if (trial.find(0)) {
                squares += trial.error() * trial.error() / 2;
                told += aligner.sd * aligner.sd;
                found++;
            }
        }
        assertThat(found).isEqualTo(TRIALS);
        assertThat(Math.sqrt(squares / told)).isBetween(0.8, 1.3);
    }

    @Test
    void refusesFlatPatchesAndPlainEdges() {
        assertThat(aligner.take(template, 0)).isFalse();
        for (int k = 0; k < template.length; k++) {
            template[k] = (byte) (k % PatchAligner.TEMPLATE_SIDE < 9 ? 40 : 200);
        }
        assertThat(aligner.take(template, 0)).isFalse();
    }

    @Test
    void goesNoFartherThanItMay() {
        Trial trial = new Trial(0, 0);
        aligner.take(template, 0);
        assertThat(aligner.align(trial.other, 0, trial.trueU + 1.5, trial.trueV, trial.lattice, 1))
                .isFalse();
    }

    /// A pair of pictures whose true relation is known.
    private final class Trial {
        private final double[] lattice = new double[4];
        private final double[] wave = new double[4 * 12];
        private final PhotoPyramid first;
        private final PhotoPyramid other;
        private double trueU;
        private double trueV;

        Trial(double noise, double longer) {
            for (int w = 0; w < 12; w++) {
                double length = random.nextDouble(6 + 6 * longer, 30 + 6 * longer);
                double direction = random.nextDouble(2 * Math.PI);
                wave[4 * w] = 2 * Math.PI / length * Math.cos(direction);
                wave[4 * w + 1] = 2 * Math.PI / length * Math.sin(direction);
                wave[4 * w + 2] = random.nextDouble(2 * Math.PI);
                wave[4 * w + 3] = random.nextDouble(4, 10);
            }
            double turn = random.nextDouble(2 * Math.PI);
            double stretch = random.nextDouble(0.9, 1.1);
            lattice[0] = stretch * Math.cos(turn);
            lattice[1] = -Math.sin(turn);
            lattice[2] = stretch * Math.sin(turn);
            lattice[3] = Math.cos(turn);
            trueU = random.nextDouble(95, 105);
            trueV = random.nextDouble(95, 105);
            first = draw(noise, false);
            other = draw(noise, true);
        }

        private PhotoPyramid draw(double noise, boolean second) {
            var gray = new byte[SIZE * SIZE];
            double determinant = lattice[0] * lattice[3] - lattice[1] * lattice[2];
            for (int k = 0; k < gray.length; k++) {
                double x = k % SIZE + 0.5;
                double y = k / SIZE + 0.5;
                double value = 128;
                if (second) {
                    double dx = x - trueU;
                    double dy = y - trueV;
                    x = MIDDLE + (lattice[3] * dx - lattice[1] * dy) / determinant;
                    y = MIDDLE + (lattice[0] * dy - lattice[2] * dx) / determinant;
                    value = 100;
                }
                double contrast = second ? 1.2 : 1;
                for (int w = 0; w < 12; w++) {
                    value +=
                            contrast
                                    * wave[4 * w + 3]
                                    * Math.sin(
                                            wave[4 * w] * x
                                                    + wave[4 * w + 1] * y
                                                    + wave[4 * w + 2]);
                }
                gray[k] =
                        (byte)
                                Math.clamp(
                                        Math.round(value + noise * random.nextGaussian()), 0, 255);
            }
            return new PhotoPyramid(new GrayImage(SIZE, SIZE, gray));
        }

        /// Starts up to a pixel off.
        boolean find(int level) {
            int side = PatchAligner.TEMPLATE_SIDE;
            assertThat(first.copySquare(level, MIDDLE, MIDDLE, side, template, 0)).isTrue();
            assertThat(aligner.take(template, 0)).isTrue();
            if (level > 0) {
                // The middle pixel of a level covers several: its centre is where the template's
                // is.
                double unit = 1 << level;
                double off = (Math.floor(MIDDLE / unit) + 0.5) * unit - MIDDLE;
                trueU += (lattice[0] + lattice[1]) * off;
                trueV += (lattice[2] + lattice[3]) * off;
            }
            return aligner.align(
                    other,
                    level,
                    trueU + random.nextDouble(-0.7, 0.7),
                    trueV + random.nextDouble(-0.7, 0.7),
                    lattice,
                    3);
        }

        double error() {
            return Math.hypot(aligner.u - trueU, aligner.v - trueV);
        }
    }

    /// Centre of a pixel near the middle of the first picture.
    private static final double MIDDLE = SIZE / 2 + 0.5;
}
