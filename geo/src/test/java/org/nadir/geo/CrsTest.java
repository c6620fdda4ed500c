package org.nadir.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Coordinate systems by code and by text, against positions computed with PROJ 9.
class CrsTest {

    /// The tolerance covers the datum shift: proj4j knows the seven-parameter ones only, PROJ may do better (Swiss
    /// LV95, a metre); for systems on WGS 84 or ETRS 89 it is a millimetre.
    @ParameterizedTest
    @CsvSource({
        "EPSG:3035, 10.0, 52.0, 4321000.0, 3210000.0, 0.001",
        "epsg:3031, 45.0, -75.0, 1158794.7408, 1158794.7408, 0.001",
        "EPSG:26916, -87.1, 41.3, 491628.0951, 4572065.5995, 0.001",
        "EPSG:2056, 7.44, 46.95, 2600104.1095, 1199879.6282, 1.0",
        "EPSG:3857, -91.99, 46.84, -10240279.9581, 5915996.9922, 0.001",
        "wgs84 utm 15n, -91.99, 46.84, 577014.5051, 5187879.3126, 0.001",
        "+proj=utm +zone=15 +datum=WGS84 +units=m +no_defs +type=crs, -91.99, 46.84, 577014.5051, 5187879.3126, 0.001",
        "+proj=utm +zone=15 +ellps=GRS80 +units=m +no_defs, -91.99, 46.84, 577014.5051, 5187879.3126, 0.001",
        "EPSG:4326, -91.99, 46.84, -91.99, 46.84, 0",
    })
    void transformsAsProjDoes(
            String text, double lon, double lat, double x, double y, double tolerance) {
        Crs crs = Crs.parse(text);

        Coordinate found = crs.fromLonLat(lon, lat);
        assertThat(found.x()).isCloseTo(x, within(tolerance));
        assertThat(found.y()).isCloseTo(y, within(tolerance));
        Coordinate back = crs.toLonLat(found.x(), found.y());
        // proj4j iterates its datum shifts to a few millimetres of ground, 1e-8 degrees each.
        assertThat(back.x()).isCloseTo(lon, within(5e-8));
        assertThat(back.y()).isCloseTo(lat, within(5e-8));
    }

    @Test
    void knowsTheCodeOfUtmHoweverItIsWritten() {
        assertThat(Crs.parse("WGS84 UTM 16N").epsg()).isEqualTo(32616);
        assertThat(Crs.parse(" WGS84 UTM 7 S ").epsg()).isEqualTo(32707);
        assertThat(Crs.parse("+proj=utm +zone=16 +south +datum=WGS84").epsg()).isEqualTo(32716);
        assertThat(Crs.parse("EPSG:4326").isGeographic()).isTrue();
        assertThat(Crs.ofEpsg(3035).isGeographic()).isFalse();
        assertThat(Crs.ofEpsg(4258).isGeographic()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EPSG:32633",
                "epsg:32633",
                " Epsg : 32633 ",
                "EPSG::32633",
                "urn:ogc:def:crs:EPSG::32633",
                "WGS84 UTM 33N",
                "WGS84 UTM 33 N",
                "wgs84\tutm\t33n",
                "WGS84UTM33N",
                "WGS 84 / UTM zone 33N",
                "WGS_84 UTM 33 North",
                "+proj=utm +zone=33 +datum=WGS84 +units=m +no_defs",
                "+proj=utm +ellps=WGS84 +zone=33 +no_defs +type=crs",
            })
    void readsEveryWayToNameAZone(String text) {
        assertThat(Crs.parse(text).epsg()).isEqualTo(32633);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "WGS84 UTM 33",
                "WGS84 UTM 33U",
                "WGS84 UTM 0N",
                "EPSG:",
                "EPSG:999999",
                "WGS84 UTM 61N",
                "+proj=utm +zone=99 +datum=WGS84",
                "+proj=nonsense",
                "somewhere",
                "EPSG:32616000000000"
            })
    void refusesOtherTextsByName(String text) {
        assertThatThrownBy(() -> Crs.parse(text))
                .isInstanceOf(UnknownCrsException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("WGS84 UTM 16N");
    }
}
