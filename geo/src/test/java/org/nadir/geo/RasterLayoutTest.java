package org.nadir.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RasterLayoutTest {

    @Test
    void tellsPixelsAndPlacesApart() {
        RasterLayout layout = new RasterLayout(100, 200, 0.5, 0.25, 40, 80);

        assertThat(layout.bounds()).isEqualTo(new Bounds(100, 180, 120, 200));
        assertThat(layout.x(0.5)).isEqualTo(100.25);
        assertThat(layout.y(0.5)).isEqualTo(199.875);
        assertThat(layout.column(layout.x(7.25))).isEqualTo(7.25);
        assertThat(layout.row(layout.y(3.75))).isEqualTo(3.75);
        assertThat(layout.window(10, 20, 4, 8).bounds()).isEqualTo(new Bounds(105, 193, 107, 195));
    }

    @Test
    void coversABoxWithWholePixels() {
        RasterLayout layout = RasterLayout.covering(new Bounds(10, 20, 13.3, 21), 0.5);

        assertThat(layout).isEqualTo(RasterLayout.of(10, 21, 0.5, 7, 2));
    }

    @Test
    void countsMorePixelsThanAnIntHolds() {
        assertThat(RasterLayout.of(0, 0, 1, 60_000, 60_000).pixels()).isEqualTo(3_600_000_000L);
    }

    @Test
    void refusesImpossibleGrids() {
        assertThatThrownBy(() -> RasterLayout.of(0, 0, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RasterLayout.of(Double.NaN, 0, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bounds(1, 0, 0, 1)).hasMessageContaining("out of order");
    }
}
