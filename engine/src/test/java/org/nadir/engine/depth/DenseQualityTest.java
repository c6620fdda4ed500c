package org.nadir.engine.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Held against the option's table: shares of the long side, doubled under 6 MP, halved over 42 MP, at least 320 pixels.
class DenseQualityTest {

    @Test
    void followsTheTable() {
        assertThat(DenseQuality.ULTRA.longSide(4000, 2250)).isEqualTo(2000);
        assertThat(DenseQuality.HIGH.longSide(2250, 4000)).isEqualTo(1000);
        assertThat(DenseQuality.MEDIUM.longSide(4000, 2250)).isEqualTo(500);
        assertThat(DenseQuality.LOWEST.longSide(4000, 2250)).isEqualTo(320);
        assertThat(DenseQuality.MEDIUM.longSide(2000, 1500)).isEqualTo(500);
        assertThat(DenseQuality.HIGH.longSide(8192, 5464)).isEqualTo(1024);
    }

    @Test
    void isNeverLargerThanThePhoto() {
        assertThat(DenseQuality.ULTRA.longSide(1600, 1200)).isEqualTo(1600);
        assertThat(DenseQuality.LOW.longSide(200, 100)).isEqualTo(200);
    }

    @Test
    void knowsTheOptionsValues() {
        assertThat(DenseQuality.ofOption("medium")).isEqualTo(DenseQuality.MEDIUM);
        assertThatThrownBy(() -> DenseQuality.ofOption("best")).hasMessageContaining("best");
    }
}
