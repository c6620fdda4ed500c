package org.nadir.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Holds reconstructions from photos whose rows were read one after the other, on the move, against the block that made the
/// pixels.
class RollingShutterBlockTest {

    /// A metre from the first row to the last: 15 m/s and 64 ms. It moves first and last row by 16 pixels.
    private static SyntheticBlock block() {
        var shooting =
                new SyntheticBlock.Shooting(
                        SyntheticBlock.TRUE_CAMERA, SyntheticBlock.GIVEN_CAMERA, 1);
        return SyntheticBlock.nadir(5, 6, 0.02, 11, shooting).withGps(0.03, 0.05);
    }

    @Test
    void knownMovementIsTakenOutAndUnknownMovementBiasesHeightsAndAngles() {
        var settings = SfmSettings.defaults().withRefined(false);
        SyntheticBlock block = block();
        SfmResult blind = SyntheticBlock.reconstruct(block, settings);
        SyntheticBlock told = block().withMotion();
        SfmResult known = SyntheticBlock.reconstruct(told, settings);
        assertThat(known.statistics().unplaced()).isEmpty();
        // As of a block that stands still: the noise of 0.5 a coordinate gives 0.63 less the
        // freedom
        // of the points.
        assertThat(known.statistics().reprojection().meanPixels()).isBetween(0.4, 0.65);
        assertThat(blind.statistics().reprojection().meanPixels())
                .isGreaterThan(1.2 * known.statistics().reprojection().meanPixels());
        // A pixel covers 3 cm. Lenses are known to 0.5 % of 100 m, which the positions of 3 and 5
        // cm
        // bring down to centimetres.
        assertThat(medianHeightError(known)).isLessThan(0.1);
        assertThat(medianHeightError(blind)).isGreaterThan(2 * medianHeightError(known));
        var knownTruth = new Comparison(told, known);
        var blindTruth = new Comparison(block, blind);
        assertThat(knownTruth.rmsAfterSimilarity).isLessThan(0.06);
        // Left over is the principal point, 8 pixels or 0.14 degrees at most.
        assertThat(knownTruth.worstTurn).isLessThan(0.15);
        assertThat(blindTruth.worstTurn).isGreaterThan(2 * knownTruth.worstTurn);
    }

    /// Of tie points against the hills; the median, since a wrong match or two may make a point.
    private static double medianHeightError(SfmResult result) {
        double[] xyz = result.scene().pointXyz();
        var errors = new double[xyz.length / 3];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(xyz[3 * i + 2] - SyntheticBlock.hills(xyz[3 * i], xyz[3 * i + 1]));
        }
        Arrays.sort(errors);
        return errors[errors.length / 2];
    }
}
