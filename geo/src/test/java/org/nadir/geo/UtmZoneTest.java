package org.nadir.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.proj4j.BasicCoordinateTransform;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.ProjCoordinate;

/// The series against positions computed with PROJ 9, against proj4j, and forward against inverse.
class UtmZoneTest {
    private static final double HALF_MICROMETRE_PRINTED = 0.6e-6;

    @ParameterizedTest
    @CsvSource({
        "-87.1, 41.3, 32616, 491628.095067, 4572065.599612",
        "9.0, 0.0, 32632, 500000.000000, 0.000000",
        "15.0, 69.9, 32633, 500000.000000, 7754721.458725",
        "-69.5, -33.25, 32719, 453424.016333, 6320886.046524",
        "178.9, -45.123456, 32760, 649427.053814, 5001579.036508",
        "-179.99, 84.0, 32601, 465121.890016, 9328999.118181",
        "3.0, -80.0, 32731, 500000.000000, 1118414.184012",
        "6.0, 60.0, 32632, 332705.178876, 6655205.483635",
        "-91.99, 46.84, 32615, 577014.505088, 5187879.312553",
    })
    void agreesWithProj(double lon, double lat, int epsg, double east, double north) {
        UtmZone zone = UtmZone.of(lon, lat);

        assertThat(zone.epsg()).isEqualTo(epsg);
        Coordinate found = zone.forward(lon, lat);
        assertThat(found.x()).isCloseTo(east, within(HALF_MICROMETRE_PRINTED));
        assertThat(found.y()).isCloseTo(north, within(HALF_MICROMETRE_PRINTED));
    }

    @Test
    void agreesWithProj4jWithinATenthOfAMillimetre() {
        var random = new Random(11);
        var factory = new CRSFactory();
        for (int i = 0; i < 200; i++) {
            double lon = random.nextDouble() * 360 - 180;
            double lat = random.nextDouble() * 160 - 80;
            UtmZone zone = UtmZone.of(lon, lat);
            var witness = new ProjCoordinate();
            new BasicCoordinateTransform(
                            factory.createFromName("EPSG:4326"),
                            factory.createFromName("EPSG:" + zone.epsg()))
                    .transform(new ProjCoordinate(lon, lat), witness);

            Coordinate found = zone.forward(lon, lat);
            assertThat(found.x()).isCloseTo(witness.x, within(1e-4));
            assertThat(found.y()).isCloseTo(witness.y, within(1e-4));
        }
    }

    /// A tenth of a micrometre of ground is 1e-12 degrees; rounding of metres as doubles allows about 1e-9 m.
    @Test
    void returnsWhereItCameFromEvenTenDegreesOutsideTheZone() {
        var random = new Random(12);
        for (int i = 0; i < 2000; i++) {
            UtmZone zone = new UtmZone(1 + random.nextInt(60), random.nextBoolean());
            double lon = zone.centralMeridian() + random.nextDouble() * 26 - 13;
            double lat = random.nextDouble() * 176 - 88;
            Coordinate metres = zone.forward(lon, lat);
            Coordinate back = zone.inverse(metres.x(), metres.y());

            assertThat(Math.IEEEremainder(back.x() - lon, 360) * Math.cos(Math.toRadians(lat)))
                    .isCloseTo(0, within(2e-13));
            assertThat(back.y()).isCloseTo(lat, within(2e-13));
        }
    }

    @Test
    void keepsThePoles() {
        Coordinate pole = new UtmZone(31, true).forward(3, 90);

        assertThat(pole.x()).isCloseTo(500_000, within(1e-6));
        assertThat(new UtmZone(31, true).inverse(pole.x(), pole.y()).y())
                .isCloseTo(90, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"-180, 1", "179.999, 60", "180, 1", "-174.0001, 1", "-174, 2", "0, 31", "-0.1, 30"})
    void choosesTheZoneBySixDegreesFromTheDateLine(double lon, int zone) {
        assertThat(UtmZone.of(lon, 10).number()).isEqualTo(zone);
    }

    @Test
    void namesItself() {
        UtmZone zone = UtmZone.ofEpsg(32716);

        assertThat(zone).isEqualTo(new UtmZone(16, false));
        assertThat(zone.label()).isEqualTo("WGS84 UTM 16S");
        assertThat(zone.proj()).startsWith("+proj=utm +zone=16 +south +datum=WGS84");
        assertThat(zone.wkt())
                .startsWith("PROJCS[\"WGS 84 / UTM zone 16S\",GEOGCS[")
                .contains("PARAMETER[\"central_meridian\",-87]")
                .contains("PARAMETER[\"false_northing\",10000000]")
                .endsWith("AUTHORITY[\"EPSG\",\"32716\"]]");
    }

    @Test
    void refusesWhatIsNoZone() {
        assertThatThrownBy(() -> new UtmZone(61, true)).hasMessageContaining("61");
        assertThatThrownBy(() -> UtmZone.ofEpsg(32661)).hasMessageContaining("32661");
        assertThatThrownBy(() -> UtmZone.of(Double.NaN, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> UtmZone.of(0, 91)).hasMessageContaining("91");
    }
}
