package org.nadir.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Web Mercator against closed forms and tile addresses worked out by the usual formula with tangent and secant.
class TileMatrixTest {

    @Test
    void coversTheSquareWorldAtZoomZero() {
        Bounds world = new TileMatrix.Tile(0, 0, 0).bounds();

        assertThat(world.maxX()).isCloseTo(20037508.342789244, within(1e-6));
        assertThat(world.minX()).isEqualTo(-world.maxX());
        assertThat(world.minY()).isEqualTo(world.minX());
        assertThat(TileMatrix.MAX_LATITUDE).isCloseTo(85.0511287798066, within(1e-12));
        assertThat(TileMatrix.resolution(0)).isCloseTo(156543.03392804097, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "-91.99, 46.84, 19",
        "0, 0, 5",
        "13.4, 52.5, 22",
        "-0.001, -33.9, 12",
        "179, 85, 8"
    })
    void findsTheTileByTheSecantFormula(double lon, double lat, int zoom) {
        double phi = Math.toRadians(lat);
        double side = Math.pow(2, zoom);
        int x = (int) Math.floor((lon + 180) / 360 * side);
        double merc = Math.log(Math.tan(phi) + 1 / Math.cos(phi));
        int y = (int) Math.floor((1 - merc / Math.PI) / 2 * side);

        TileMatrix.Tile tile = TileMatrix.tileAt(lon, lat, zoom);
        assertThat(tile).isEqualTo(new TileMatrix.Tile(zoom, x, y));
        Coordinate metres = TileMatrix.mercator(lon, lat);
        assertThat(tile.bounds().contains(metres.x(), metres.y())).isTrue();
        Coordinate back = TileMatrix.lonLat(metres.x(), metres.y());
        assertThat(back.x()).isCloseTo(lon, within(1e-12));
        assertThat(back.y()).isCloseTo(lat, within(1e-12));
    }

    @Test
    void countsTmsRowsFromTheSouth() {
        TileMatrix.Tile tile = new TileMatrix.Tile(3, 2, 1);

        assertThat(tile.flipped()).isEqualTo(new TileMatrix.Tile(3, 2, 6));
        assertThat(tile.flipped().flipped()).isEqualTo(tile);
    }

    @Test
    void choosesTheNearestZoom() {
        assertThat(TileMatrix.nearestZoom(TileMatrix.resolution(17))).isEqualTo(17);
        assertThat(TileMatrix.nearestZoom(TileMatrix.resolution(17) * 1.4)).isEqualTo(17);
        assertThat(TileMatrix.nearestZoom(TileMatrix.resolution(17) * 1.42)).isEqualTo(16);
        assertThat(TileMatrix.nearestZoom(1e9)).isZero();
    }

    @Test
    void knowsWhichAddressesExist() {
        assertThat(new TileMatrix.Tile(2, 3, 3).exists()).isTrue();
        assertThat(new TileMatrix.Tile(2, 4, 3).exists()).isFalse();
        assertThat(new TileMatrix.Tile(2, 0, -1).exists()).isFalse();
        assertThatThrownBy(() -> new TileMatrix.Tile(31, 0, 0)).hasMessageContaining("31");
    }
}
