package org.nadir.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GeocentricTest {

    @Test
    void polesAndEquatorLieAtTheHalfAxes() {
        assertThat(Geocentric.of(0, 0, 10).x()).isCloseTo(6_378_147, within(1e-6));
        assertThat(Geocentric.of(90, 0, 0).y()).isCloseTo(6_378_137, within(1e-6));
        assertThat(Geocentric.of(17, 90, 5).z()).isCloseTo(6_356_752.314245 + 5, within(1e-5));
    }

    /// The example of IOGP guidance note 7-2, section 4.1.1: 53°48'33.820"N 2°07'46.380"E, 73.0 m.
    @Test
    void agreesWithThePublishedExample() {
        var place = Geocentric.of(2 + 7 / 60.0 + 46.38 / 3600, 53 + 48 / 60.0 + 33.82 / 3600, 73.0);
        assertThat(place.x()).isCloseTo(3_771_793.968, within(1e-3));
        assertThat(place.y()).isCloseTo(140_253.342, within(1e-3));
        assertThat(place.z()).isCloseTo(5_124_304.349, within(1e-3));
    }

    @Test
    void axesPointWhereSmallStepsLead() {
        double[] axes = Geocentric.axes(11.5, 48.1);
        Geocentric here = Geocentric.of(11.5, 48.1, 500);
        check(axes, 0, here, Geocentric.of(11.50001, 48.1, 500));
        check(axes, 1, here, Geocentric.of(11.5, 48.10001, 500));
        check(axes, 2, here, Geocentric.of(11.5, 48.1, 501));
    }

    private static void check(double[] axes, int axis, Geocentric from, Geocentric to) {
        double dx = to.x() - from.x();
        double dy = to.y() - from.y();
        double dz = to.z() - from.z();
        double length = Math.sqrt(dx * dx + dy * dy + dz * dz);
        double along = dx * axes[3 * axis] + dy * axes[3 * axis + 1] + dz * axes[3 * axis + 2];
        assertThat(along / length).isCloseTo(1, within(1e-9));
    }
}
