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
            wrong += feet.get(i) && inside(cloud, i) < 0 ? 1 : 0;
        }
        assertThat(high).isGreaterThan(200);
        assertThat(found).isGreaterThan(98 * high / 100);
        // Of the 1,200 points within a metre of the house one in 370 deviates by chance by three
        // deviations, and a few more since the ground made from others deviates as well.
        assertThat(wrong).isLessThan(20);
    }

    /// Beside a wall, where photos see little, some points lie too deep.
    @Test
    void whatLiesBelowTheGroundIsNone() {
        DenseCloud cloud = house();
        var deep = new BitSet();
        for (int i = 0; i < COUNT; i++) {
            double inside = inside(cloud, i);
            if (inside > -0.5 && inside < 0 && cloud.xyz()[3 * i] > 20) {
                cloud.xyz()[3 * i + 2] -= 0.3;
                deep.set(i);
            }
        }
        BitSet feet = feet(cloud, 2);
        assertThat(deep.cardinality()).isGreaterThan(200);
        deep.andNot(feet);
        assertThat(deep.cardinality()).isLessThan(5);
    }

    /// Whatever a point under a roof is, nobody has seen the ground there: here points that lie where the ground may be.
    @Test
    void thereIsNoGroundUnderARoof() {
        DenseCloud cloud = house();
        var under = new BitSet();
        for (int i = 0; i < COUNT; i += 10) {
            if (inside(cloud, i) > 1) {
                cloud.xyz()[3 * i + 2] = 0.1 * cloud.xyz()[3 * i];
                cloud.classification()[i] = GroundClassifier.GROUND;
                under.set(i);
            }
        }
        BitSet feet = feet(cloud, 2);
        assertThat(under.cardinality()).isGreaterThan(150);
        int all = under.cardinality();
        under.andNot(feet);
        // Points lie at random: in a few cells they are as many as those of the roof.
        assertThat(under.cardinality()).isLessThan(all / 10);
    }

    /// Distance from the walls, positive inside the house.
    private static double inside(DenseCloud cloud, int i) {
        return inside(cloud.xyz()[3 * i], cloud.xyz()[3 * i + 1]);
    }

    private static double inside(double x, double y) {
        return Math.min(5 - Math.abs(x - 20), 6 - Math.abs(y - 20));
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
            double inside = inside(x, y);
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
