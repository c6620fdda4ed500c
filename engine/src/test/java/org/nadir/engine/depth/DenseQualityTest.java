package org.nadir.engine.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Held against the option's table: shares of the long side (1/2, 1/4, 1/8, 0.0675, 0.03375), doubled under 6 MP, halved over 42 MP,
/// at least 320 pixels. Fine depth maps have twice that size, up to 2048 pixels; those of `lowest` have it as it is.
class DenseQualityTest {

    @Test
    void hasTheSizeOfTheTable() {
        assertThat(DenseQuality.HIGH.longSide(2250, 4000)).isEqualTo(1000);
        assertThat(DenseQuality.MEDIUM.longSide(4000, 2250)).isEqualTo(500);
        assertThat(DenseQuality.MEDIUM.longSide(2000, 1500)).isEqualTo(500);
        assertThat(DenseQuality.MEDIUM.longSide(8192, 5464)).isEqualTo(512);
        assertThat(DenseQuality.LOW.longSide(4000, 2250)).isEqualTo(320);
        assertThat(DenseQuality.LOWEST.longSide(9600, 4000)).isEqualTo(324);
    }

    @Test
    void isTwiceAsFine() {
        assertThat(DenseQuality.HIGH.fineSide(2250, 4000)).isEqualTo(2000);
        assertThat(DenseQuality.MEDIUM.fineSide(4000, 2250)).isEqualTo(1000);
        assertThat(DenseQuality.MEDIUM.fineSide(2000, 1500)).isEqualTo(1000);
        assertThat(DenseQuality.MEDIUM.fineSide(8192, 5464)).isEqualTo(1024);
        assertThat(DenseQuality.LOW.fineSide(4000, 2250)).isEqualTo(640);
    }

    @Test
    void isNoFinerWhereTwiceWouldBeTooMuch() {
        assertThat(DenseQuality.HIGH.fineSide(8192, 5464)).isEqualTo(2048);
        assertThat(DenseQuality.HIGH.fineSide(5472, 3648)).isEqualTo(2048);
        assertThat(DenseQuality.ULTRA.fineSide(5472, 3648)).isEqualTo(2736);
        assertThat(DenseQuality.LOWEST.fineSide(4000, 2250)).isEqualTo(320);
        assertThat(DenseQuality.LOWEST.fineSide(9600, 4000)).isEqualTo(324);
    }

    @Test
    void isNeverLargerThanThePhoto() {
        assertThat(DenseQuality.ULTRA.longSide(1600, 1200)).isEqualTo(1600);
        assertThat(DenseQuality.ULTRA.fineSide(1600, 1200)).isEqualTo(1600);
        assertThat(DenseQuality.LOW.fineSide(200, 100)).isEqualTo(200);
    }

    @Test
    void knowsTheOptionsValues() {
        assertThat(DenseQuality.ofOption("medium")).isEqualTo(DenseQuality.MEDIUM);
        assertThatThrownBy(() -> DenseQuality.ofOption("best")).hasMessageContaining("best");
    }
}
