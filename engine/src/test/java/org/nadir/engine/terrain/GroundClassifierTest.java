package org.nadir.engine.terrain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Classes of a cloud whose ground is known in closed form.
class GroundClassifierTest {

    @Test
    void removesTheBuildingAndKeepsTheTerrain() {
        DenseCloud cloud = TerrainScene.cloud(60_000, 0, 1);
        classify(cloud, 2);
        int ground = 0;
        int open = 0;
        int roof = 0;
        for (int i = 0; i < cloud.count(); i++) {
            double x = cloud.xyz()[3 * i];
            double y = cloud.xyz()[3 * i + 1];
            boolean isGround = cloud.classification()[i] == GroundClassifier.GROUND;
            if (TerrainScene.onBuilding(x, y, 0)) {
                roof++;
                assertThat(isGround).isFalse();
            } else {
                open++;
                ground += isGround ? 1 : 0;
            }
        }
        assertThat(roof).isGreaterThan(1000);
        assertThat(ground / (double) open).isGreaterThan(0.995);
    }

    @Test
    void callsPointsFarBelowTheGroundNoise() {
        DenseCloud cloud = TerrainScene.cloud(60_000, 10, 2);
        GroundClassifier.Counts counts = classify(cloud, 2);
        int below = 0;
        int found = 0;
        int highGround = 0;
        for (int i = 0; i < cloud.count(); i++) {
            double x = cloud.xyz()[3 * i];
            double y = cloud.xyz()[3 * i + 1];
            double d = cloud.xyz()[3 * i + 2] - TerrainScene.ground(x, y);
            if (d < -4) {
                below++;
                found += cloud.classification()[i] == GroundClassifier.NOISE ? 1 : 0;
            }
            highGround += d > 2 && cloud.classification()[i] == GroundClassifier.GROUND ? 1 : 0;
        }
        assertThat(below).isGreaterThan(200);
        assertThat(found / (double) below).isGreaterThan(0.97);
        assertThat(highGround).isZero();
        assertThat(counts.ground() + counts.unclassified() + counts.noise())
                .isEqualTo(cloud.count());
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() {
        DenseCloud one = TerrainScene.cloud(30_000, 5, 3);
        DenseCloud three = TerrainScene.cloud(30_000, 5, 3);
        classify(one, 1);
        classify(three, 3);
        assertThat(three.classification()).isEqualTo(one.classification());
    }

    private static GroundClassifier.Counts classify(DenseCloud cloud, int threads) {
        try (var workers = new Workers(threads)) {
            return GroundClassifier.classify(cloud, SmrfSettings.DEFAULT, Work.silent(workers));
        }
    }

    @Test
    void openingsAreThoseOfTheDefinition() {
        var random = new java.util.Random(4);
        int w = 23;
        int h = 17;
        var z = new float[w * h];
        for (int i = 0; i < z.length; i++) {
            z[i] = random.nextFloat();
        }
        try (var workers = new Workers(2)) {
            for (int radius : new int[] {1, 2, 5}) {
                float[] eroded = new Morphology(workers, w, h).eroded(z, radius);
                for (int i = 0; i < z.length; i++) {
                    assertThat(eroded[i]).isEqualTo(slowMinimum(z, w, h, i % w, i / w, radius));
                }
            }
        }
    }

    private static float slowMinimum(float[] z, int w, int h, int column, int row, int radius) {
        float least = Float.POSITIVE_INFINITY;
        for (int r = 0; r < h; r++) {
            for (int c = 0; c < w; c++) {
                int d2 = (r - row) * (r - row) + (c - column) * (c - column);
                if (d2 <= (radius + 0.5) * (radius + 0.5)) {
                    least = Math.min(least, z[r * w + c]);
                }
            }
        }
        return least;
    }
}
