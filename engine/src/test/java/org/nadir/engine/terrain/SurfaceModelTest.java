package org.nadir.engine.terrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Rasters against the closed form of the scene.
class SurfaceModelTest {

    private static final DemSettings QUARTER_METRE = new DemSettings(0.25, 3);

    @Test
    void theSurfaceIsTrueToCentimetresAndRoofEdgesStayWithinACell() {
        HeightGrid dsm = surface(TerrainScene.cloud(120_000, 2, 1), QUARTER_METRE, 2);
        double squares = 0;
        int count = 0;
        int wrong = 0;
        for (int row = 0; row < dsm.height(); row++) {
            for (int column = 0; column < dsm.width(); column++) {
                double x = dsm.centreX(column);
                double y = dsm.centreY(row);
                assertThat(Float.isNaN(dsm.at(column, row)))
                        .isEqualTo(!TerrainScene.crop().contains(x, y));
                boolean edge =
                        TerrainScene.onBuilding(x, y, 0.3) && !TerrainScene.onBuilding(x, y, -0.3);
                if (Float.isNaN(dsm.at(column, row)) || edge) {
                    continue;
                }
                double d = dsm.at(column, row) - TerrainScene.surface(x, y);
                wrong += Math.abs(d) > 0.5 ? 1 : 0;
                squares += d * d;
                count++;
            }
        }
        // Beyond 0.3 m from the walls no cell is on the wrong storey, spikes are gone, noise is
        // averaged down.
        assertThat(wrong).isZero();
        assertThat(Math.sqrt(squares / count)).isLessThan(TerrainScene.NOISE);
    }

    @Test
    void holesInTheCloudAreFilledFromAround() {
        DenseCloud full = TerrainScene.cloud(120_000, 0, 2);
        DenseCloud holed = without(full, 40, 50, 40, 50);
        HeightGrid dsm = surface(holed, QUARTER_METRE, 2);
        for (double x = 41; x < 50; x += 1) {
            for (double y = 41; y < 50; y += 1) {
                // The ground bends by 1.5 / 14² per metre and direction: over 5 m the filling may
                // miss 0.4 m.
                assertThat(dsm.heightAt(x, y)).isCloseTo(TerrainScene.ground(x, y), within(0.4));
            }
        }
        HeightGrid open = surface(holed, new DemSettings(0.25, 0), 2);
        assertThat(open.heightAt(45, 45)).isNaN();
    }

    @Test
    void specksOfLeavesAreNoSurfaceButCarsAre() {
        DenseCloud cloud = TerrainScene.cloud(400_000, 0, 5);
        for (int i = 0; i < cloud.count(); i++) {
            double x = cloud.xyz()[3 * i];
            double y = cloud.xyz()[3 * i + 1];
            boolean speck = Math.hypot(x - 45, y - 12) < 0.2;
            boolean car = x > 48 && x < 52 && y > 11 && y < 12.8;
            cloud.xyz()[3 * i + 2] += speck ? 6 : car ? 1.5 : 0;
        }
        HeightGrid dsm = surface(cloud, new DemSettings(0.1, 3), 2);
        assertThat(dsm.heightAt(45, 12)).isCloseTo(TerrainScene.ground(45, 12), within(0.1));
        for (double x = 48.2; x < 51.9; x += 0.3) {
            assertThat(dsm.heightAt(x, 11.9))
                    .isCloseTo(TerrainScene.ground(x, 11.9) + 1.5, within(0.1));
        }
    }

    @Test
    void theTerrainGoesOnUnderTheBuilding() {
        DenseCloud cloud = TerrainScene.cloud(120_000, 1, 3);
        try (var workers = new Workers(2)) {
            Work work = Work.silent(workers);
            GroundClassifier.classify(cloud, SmrfSettings.DEFAULT, work);
            HeightGrid dtm = SurfaceModel.terrain(cloud, TerrainScene.crop(), QUARTER_METRE, work);
            for (int row = 0; row < dtm.height(); row++) {
                for (int column = 0; column < dtm.width(); column++) {
                    double x = dtm.centreX(column);
                    double y = dtm.centreY(row);
                    if (Float.isNaN(dtm.at(column, row))) {
                        continue;
                    }
                    boolean under = TerrainScene.onBuilding(x, y, 1);
                    // Under 14 by 10 m of roof the terrain is a guess; the building is 7 m high.
                    assertThat((double) dtm.at(column, row))
                            .isCloseTo(TerrainScene.ground(x, y), within(under ? 0.6 : 0.15));
                }
            }
        }
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() {
        DenseCloud cloud = TerrainScene.cloud(20_000, 3, 4);
        var fine = new DemSettings(0.1, 3);
        assertThat(surface(cloud, fine, 3).z()).isEqualTo(surface(cloud, fine, 1).z());
    }

    @Test
    void medianFilterIsTheMedian() {
        var frame = new GridFrame(0, 5, 1, 5, 5);
        var z = new float[25];
        for (int i = 0; i < 25; i++) {
            z[i] = (i * 7) % 25;
        }
        try (var workers = new Workers(1)) {
            HeightGrid out = new MedianFilter(workers).apply(frame.withHeights(z), 1);
            var around = new ArrayList<Float>();
            for (int row = 1; row <= 3; row++) {
                for (int column = 1; column <= 3; column++) {
                    around.add(z[row * 5 + column]);
                }
            }
            around.sort(null);
            assertThat(out.at(2, 2)).isEqualTo(around.get(4));
        }
    }

    private static HeightGrid surface(DenseCloud cloud, DemSettings settings, int threads) {
        try (var workers = new Workers(threads)) {
            return SurfaceModel.surface(cloud, TerrainScene.crop(), settings, Work.silent(workers));
        }
    }

    private static DenseCloud without(
            DenseCloud cloud, double x0, double x1, double y0, double y1) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < cloud.count(); i++) {
            double x = cloud.xyz()[3 * i];
            double y = cloud.xyz()[3 * i + 1];
            if (x < x0 || x > x1 || y < y0 || y > y1) {
                kept.add(i);
            }
        }
        int n = kept.size();
        var xyz = new double[3 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(cloud.xyz(), 3 * kept.get(i), xyz, 3 * i, 3);
        }
        return new DenseCloud(xyz, new float[3 * n], new byte[3 * n], new byte[n], new byte[n]);
    }
}
