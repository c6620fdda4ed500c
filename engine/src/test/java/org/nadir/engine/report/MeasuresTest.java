package org.nadir.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nadir.engine.terrain.CropPolygon;

/// The report's own measures on a flat block, where they can be worked out by hand.
class MeasuresTest {

    /// Two photos of 40 m width, 24 m apart: the middle quarter of the 64 m lies in both. Cells are 0.4 m.
    @Test
    void overlapCountsThePhotosThatSeeAPlace() {
        var block = new FlatBlock();
        block.shot("a.jpg", 0, 0, false);
        block.shot("b.jpg", 24, 0, false);
        var area = CropPolygon.ofRing(-20, -15, 44, -15, 44, 15, -20, 15);
        OverlapMap full = Objects.requireNonNull(OverlapMap.of(block.shots, plane(0, false), area));
        assertThat(full.shareWith(1)).isEqualTo(1);
        assertThat(full.shareWith(2)).isCloseTo(0.25, within(1e-12));
        assertThat(full.shareWith(3)).isZero();
        assertThat(full.mean()).isCloseTo(1.25, within(1e-12));

        // A gap in the points is bridged.
        OverlapMap holed = Objects.requireNonNull(OverlapMap.of(block.shots, plane(0, true), area));
        assertThat(holed.photos()).isEqualTo(full.photos());

        // On a plateau half as far below, photos are half as wide and high: 20 m x 15 m, apart.
        OverlapMap high =
                Objects.requireNonNull(OverlapMap.of(block.shots, plane(15, false), area));
        assertThat(high.shareWith(2)).isZero();
        assertThat(high.shareWith(1)).isCloseTo(40 * 15 / (64 * 30.0), within(0.01));
    }

    @Test
    void withoutAnAreaOnlyPlacesWithPointsCount() {
        var block = new FlatBlock();
        block.shot("a.jpg", 0, 0, false);
        assertThat(OverlapMap.of(block.shots, new double[0], null)).isNull();
        OverlapMap map = Objects.requireNonNull(OverlapMap.of(block.shots, plane(0, true), null));
        assertThat(map.photos()).contains((short) -1, (short) 0, (short) 1);
    }

    private static double[] plane(double z, boolean hole) {
        var xyz = new ArrayList<Double>();
        for (double x = -19.9; x < 44; x += 0.1) {
            for (double y = -14.9; y < 15; y += 0.1) {
                if (!hole || x < 4 || x > 7) {
                    xyz.addAll(List.of(x, y, z));
                }
            }
        }
        return xyz.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// Photos 0 and 2 see the point one pixel, which is one centimetre, farther east than 1 and 3, which stand at the same two
    /// places: the two intersections differ by that, each is wrong by half.
    @Test
    void tiePointErrorsAreHalfTheDifferenceOfTwoIntersections() {
        var block = new FlatBlock();
        for (double x : new double[] {-10, -10, 10, 10}) {
            block.shot("p" + block.shots.size(), x, 0, false);
        }
        block.point(1, 2, 1, 0, 1, 2, 3);
        block.point(3, -4, 1, 0, 1, 2, 3);
        block.point(3, -4, 9, 0, 1, 2);
        var errors = Objects.requireNonNull(TiePointErrors.of(block.scene()));
        assertThat(errors.mean().get(0)).isCloseTo(0.005, within(1e-6));
        assertThat(errors.rms().get(0)).isCloseTo(0.005, within(1e-6));
        assertThat(errors.rms().get(1)).isCloseTo(0, within(1e-6));
        assertThat(errors.rms().get(2)).isCloseTo(0, within(1e-6));
        assertThat(errors.average()).isCloseTo(0.005, within(1e-6));
        assertThat(errors.ce90()).isCloseTo(0.005, within(1e-6));
        assertThat(errors.le90()).isCloseTo(0, within(1e-6));
    }

    @Test
    void halvesWithoutAnAngleSayNothing() {
        var block = new FlatBlock();
        for (double x : new double[] {0, 0, 0.1, 0.1}) {
            block.shot("p" + block.shots.size(), x, 0, false);
        }
        block.point(1, 2, 1, 0, 1, 2, 3);
        assertThat(TiePointErrors.of(block.scene())).isNull();
    }

    @Test
    void frameGridAveragesResidualsWhereTheyLie() {
        var block = new FlatBlock();
        block.shot("a.jpg", 0, 0, false);
        block.shot("b.jpg", 0, 0, false);
        // Twelve points in the upper left quarter of the frame: west and north.
        for (int k = 0; k < 12; k++) {
            block.point(-12 + 0.1 * k, 7, 2, 0, 1);
        }
        FrameGrid grid = FrameGrid.of(block.scene(), FlatBlock.CAMERA.id(), 2);
        assertThat(grid.columns()).isEqualTo(2);
        assertThat(grid.rows()).isEqualTo(2);
        assertThat(grid.count()).containsExactly(24, 0, 0, 0);
        assertThat(grid.meanU()[0]).isCloseTo(1, within(1e-3));
        assertThat(grid.meanV()[0]).isCloseTo(0, within(1e-3));
        assertThat(grid.longest()).isCloseTo(1, within(1e-3));
        assertThat(grid.rms()).isCloseTo(Math.sqrt(2), within(1e-3));
    }

    @Test
    void matchGraphCountsCommonPoints() {
        var block = new FlatBlock();
        for (int k = 0; k < 3; k++) {
            block.shot("p" + k, 5 * k, 0, false);
        }
        block.point(1, 1, 0, 0, 1);
        block.point(1, 2, 0, 2, 1, 0);
        block.point(1, 3, 0, 1, 2);
        block.point(1, 4, 0, 1, 0);
        assertThat(MatchGraph.of(block.scene()).links())
                .containsExactly(
                        new MatchGraph.Link(0, 2, 1),
                        new MatchGraph.Link(1, 2, 2),
                        new MatchGraph.Link(0, 1, 3));
    }

    @Test
    void ellipseFollowsTheCovariance() {
        // Half axes 2 and 1, turned by 30 degrees: R diag(4, 1) Rᵀ.
        double cos = Math.cos(Math.toRadians(30));
        double sin = Math.sin(Math.toRadians(30));
        ErrorEllipse ellipse =
                ErrorEllipse.of(
                        List.of(
                                4 * cos * cos + sin * sin,
                                3 * sin * cos,
                                0.1,
                                4 * sin * sin + cos * cos,
                                0.1,
                                9.0));
        assertThat(ellipse.major()).isCloseTo(2, within(1e-12));
        assertThat(ellipse.minor()).isCloseTo(1, within(1e-12));
        assertThat(Math.toDegrees(ellipse.angle())).isCloseTo(30, within(1e-9));
        assertThat(ellipse.vertical()).isEqualTo(3);
    }

    @Test
    void lengthsAndAreasFollowTheUnit() {
        ReportUnits metres = ReportUnits.of("m");
        ReportUnits feet = ReportUnits.of("ft");
        ReportUnits survey = ReportUnits.of("US survey foot");
        assertThat(metres.length(12.34)).isEqualTo("12.3 m");
        assertThat(feet.number(0.3048)).isEqualTo("1.000");
        assertThat(survey.number(1200)).isEqualTo("3,937.000");
        assertThat(metres.number(-0.0001)).isEqualTo("0.000");
        assertThat(metres.number(Double.NaN)).isEqualTo("–");
        assertThat(metres.area(9360)).isEqualTo("9,360 m²");
        assertThat(metres.area(45_000)).isEqualTo("4.50 ha (45,000 m²)");
        // An acre is 4046.856 m².
        assertThat(feet.area(40_468.564)).isEqualTo("10.00 acres");
        assertThat(metres.groundSampling(0.0404)).isEqualTo("4.04 cm/px");
        assertThat(feet.groundSampling(0.0254)).isEqualTo("1.00 in/px");
    }

    @Test
    void roundNumbersAreOneTwoOrFive() {
        assertThat(RoundNumbers.below(0.99)).isCloseTo(0.5, within(1e-12));
        assertThat(RoundNumbers.below(1)).isCloseTo(1, within(1e-12));
        assertThat(RoundNumbers.below(4.9)).isCloseTo(2, within(1e-12));
        assertThat(RoundNumbers.below(5000)).isCloseTo(5000, within(1e-9));
    }
}
