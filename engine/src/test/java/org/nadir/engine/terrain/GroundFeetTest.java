package org.nadir.engine.terrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Sloping land with a noise of 2 cm and a house on it, whose walls are found to half a metre above the ground as ground.
class GroundFeetTest {

    private static final int COUNT = 40_000;
    private static final double SIDE = 40;

    @Test
    void whatRisesAtTheFootOfAWallIsNoGround() {
        DenseCloud cloud = house();
        BitSet feet = feet(cloud, 2);
        int high = 0;
        int found = 0;
        int wrong = 0;
        for (int i = 0; i < COUNT; i++) {
            boolean ground = cloud.classification()[i] == GroundClassifier.GROUND;
            boolean isHigh = ground && above(cloud, i) > 0.1;
            high += isHigh ? 1 : 0;
            found += isHigh && feet.get(i) ? 1 : 0;
            wrong += feet.get(i) && above(cloud, i) < 0.05 ? 1 : 0;
        }
        assertThat(high).isGreaterThan(200);
        assertThat(found).isGreaterThan(98 * high / 100);
        assertThat(wrong).isZero();
    }

    @Test
    void threadsMakeNoDifference() {
        assertThat(feet(house(), 3)).isEqualTo(feet(house(), 1));
    }

    /// Everything stands near a plant: nothing tells what the ground is but the ground points.
    @Test
    void overgrownGroundStays() {
        DenseCloud cloud = house();
        for (int i = 0; i < COUNT; i += 4) {
            cloud.classification()[i] = GroundClassifier.UNCLASSIFIED;
        }
        assertThat(feet(cloud, 2).cardinality()).isZero();
    }

    private static double above(DenseCloud cloud, int i) {
        return cloud.xyz()[3 * i + 2] - 0.1 * cloud.xyz()[3 * i];
    }

    private static BitSet feet(DenseCloud cloud, int threads) {
        try (var workers = new Workers(threads)) {
            return GroundFeet.find(cloud, Work.silent(workers));
        }
    }

    private static DenseCloud house() {
        var random = new Random(5);
        var xyz = new double[3 * COUNT];
        var classes = new byte[COUNT];
        for (int i = 0; i < COUNT; i++) {
            double x = random.nextDouble(SIDE);
            double y = random.nextDouble(SIDE);
            double inside = Math.min(5 - Math.abs(x - 20), 6 - Math.abs(y - 20));
            double z = 0.02 * random.nextGaussian();
            if (inside > 0.3) {
                z += 6;
            } else if (inside > 0) {
                z += random.nextDouble(0.5);
            }
            xyz[3 * i] = x;
            xyz[3 * i + 1] = y;
            xyz[3 * i + 2] = 0.1 * x + z;
            classes[i] = z > 1 ? GroundClassifier.UNCLASSIFIED : GroundClassifier.GROUND;
        }
        var views = new byte[COUNT];
        Arrays.fill(views, (byte) 4);
        return new DenseCloud(xyz, new float[3 * COUNT], new byte[3 * COUNT], views, classes);
    }
}
