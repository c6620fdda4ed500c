package org.nadir.engine.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holds working sizes against ones worked out by hand.
class FeatureQualityTest {

    @ParameterizedTest
    @CsvSource({
        "ultra, 4000, 2250, 4000",
        "high, 4000, 2250, 2000",
        "medium, 4000, 2250, 1000",
        "low, 4000, 2250, 500",
        "lowest, 4000, 2250, 320",
        "high, 1600, 900, 1600",
        "ultra, 1600, 900, 1600",
        "medium, 1600, 900, 800",
        "high, 8192, 5460, 2048",
        "ultra, 12000, 9000, 4480",
        "ultra, 8192, 5460, 4096",
        "lowest, 200, 100, 200"
    })
    void workingSizeFollowsTheRule(String quality, int width, int height, int side) {
        assertThat(FeatureQuality.of(quality).workSide(width, height)).isEqualTo(side);
        assertThat(FeatureQuality.of(quality).workSide(height, width)).isEqualTo(side);
    }
}
