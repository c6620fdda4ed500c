package org.nadir.engine.terrain;

import java.util.Arrays;
import java.util.Random;
import org.nadir.engine.fusion.DenseCloud;

/// A noisy cloud of rolling ground with a building, heights in closed form.
final class TerrainScene {

    static final double SIZE = 60;
    static final double[] BUILDING = {20, 34, 24, 34, 7};
    static final double NOISE = 0.03;

    private TerrainScene() {}

    static double ground(double x, double y) {
        return 100 + 0.08 * x + 1.5 * Math.sin(x / 14) * Math.cos(y / 17);
    }

    static boolean onBuilding(double x, double y, double margin) {
        return x > BUILDING[0] - margin
                && x < BUILDING[1] + margin
                && y > BUILDING[2] - margin
                && y < BUILDING[3] + margin;
    }

    /// Roof height: flat, above the ground at the building's corner.
    static double roof() {
        return ground(BUILDING[0], BUILDING[2]) + BUILDING[4];
    }

    static double surface(double x, double y) {
        return onBuilding(x, y, 0) ? roof() : ground(x, y);
    }

    /// `count` points at random places, plus `outliers` per mille far too high or too low.
    static DenseCloud cloud(int count, int outliers, long seed) {
        var random = new Random(seed);
        var xyz = new double[3 * count];
        for (int i = 0; i < count; i++) {
            double x = random.nextDouble(SIZE);
            double y = random.nextDouble(SIZE);
            double z = surface(x, y) + NOISE * random.nextGaussian();
            if (random.nextInt(1000) < outliers) {
                z += random.nextBoolean() ? random.nextDouble(3, 20) : -random.nextDouble(3, 20);
            }
            xyz[3 * i] = x;
            xyz[3 * i + 1] = y;
            xyz[3 * i + 2] = z;
        }
        var views = new byte[count];
        Arrays.fill(views, (byte) 4);
        return new DenseCloud(
                xyz, new float[3 * count], new byte[3 * count], views, new byte[count]);
    }

    static CropPolygon crop() {
        return CropPolygon.ofRing(2, 2, SIZE - 2, 2, SIZE - 2, SIZE - 2, 2, SIZE - 2);
    }
}
