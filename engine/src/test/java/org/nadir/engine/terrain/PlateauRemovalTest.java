package org.nadir.engine.terrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Sloping land of 140 by 140 metres, points every half metre, of which everything counts as ground at first.
class PlateauRemovalTest {

    private static final int SIDE = 280;

    @Test
    void theRoofOfAHallIsNoGround() {
        DenseCloud cloud = cloud((x, y) -> isHall(x, y) ? 9 + 0.05 * x : 0.08 * x);
        int removed = remove(cloud, 2);
        int roof = 0;
        int wrong = 0;
        for (int i = 0; i < cloud.count(); i++) {
            double x = cloud.xyz()[3 * i];
            double y = cloud.xyz()[3 * i + 1];
            boolean ground = cloud.classification()[i] == GroundClassifier.GROUND;
            // Cells of four times the spacing, two metres, hold both at the walls.
            boolean nearWall = isHall(x, y) != isHall(x, y, 2) || isHall(x, y) != isHall(x, y, -2);
            wrong += !nearWall && ground == isHall(x, y) ? 1 : 0;
            roof += isHall(x, y) ? 1 : 0;
        }
        assertThat(wrong).isZero();
        assertThat((double) removed).isBetween(0.93 * roof, 1.07 * roof);
    }

    /// A hill with sides of 40 per cent has no step; of the land above a cliff, a ramp leads down.
    @Test
    void hillsAndTerracesStay() {
        DenseCloud hill = cloud((x, y) -> Math.max(0, 12 - 0.4 * Math.hypot(x - 70, y - 70)));
        assertThat(remove(hill, 1)).isZero();
        DenseCloud terrace =
                cloud((x, y) -> {
                    boolean up = Math.abs(x - 70) < 25 && y > 40;
                    return up ? Math.min(8, 0.3 * Math.max(0, 140 - y)) : 0;
                });
        assertThat(remove(terrace, 1)).isZero();
    }

    @Test
    void aHallAtTheEdgeOfTheCloudStaysWhenMostOfItsBorderIsNotSeen() {
        DenseCloud cloud = cloud((x, y) -> x < 30 && y < 30 ? 9 : 0);
        assertThat(remove(cloud, 1)).isZero();
    }

    @Test
    void threadsMakeNoDifference() {
        DenseCloud one = cloud((x, y) -> isHall(x, y) ? 9 : 0);
        DenseCloud three = cloud((x, y) -> isHall(x, y) ? 9 : 0);
        remove(one, 1);
        remove(three, 3);
        assertThat(three.classification()).isEqualTo(one.classification());
    }

    private static boolean isHall(double x, double y) {
        return isHall(x, y, 0);
    }

    private static boolean isHall(double x, double y, double wider) {
        return Math.abs(x - 70) < 30 + wider && Math.abs(y - 60) < 22 + wider;
    }

    private static int remove(DenseCloud cloud, int threads) {
        try (var workers = new Workers(threads)) {
            return PlateauRemoval.remove(cloud, Work.silent(workers));
        }
    }

    private static DenseCloud cloud(DoubleBinaryOperator height) {
        int n = SIDE * SIDE;
        var random = new Random(11);
        var cloud =
                new DenseCloud(
                        new double[3 * n],
                        new float[3 * n],
                        new byte[3 * n],
                        new byte[n],
                        new byte[n]);
        for (int i = 0; i < n; i++) {
            double x = (i % SIDE + random.nextDouble()) / 2;
            double y = (i / SIDE + random.nextDouble()) / 2;
            cloud.xyz()[3 * i] = x;
            cloud.xyz()[3 * i + 1] = y;
            cloud.xyz()[3 * i + 2] = height.applyAsDouble(x, y) + 0.05 * random.nextGaussian();
        }
        Arrays.fill(cloud.classification(), GroundClassifier.GROUND);
        return cloud;
    }
}
