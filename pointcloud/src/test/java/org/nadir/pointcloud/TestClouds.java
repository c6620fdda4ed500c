package org.nadir.pointcloud;

import java.util.Random;

/// Synthetic points for tests.
final class TestClouds {

    private TestClouds() {}

    /// A cloud in flat arrays, in UTM-like coordinates with millimetres.
    record Cloud(double[] xyz, byte[] rgb, float[] normals, byte[] classes, byte[] views) {

        int count() {
            return classes.length;
        }

        PointSource source() {
            return new ArrayPointSource(xyz, rgb, normals, classes, views, 0, 0);
        }
    }

    /// Points along the rows of a hilly surface, with smooth colours and a few outliers.
    static Cloud terrain(int count, long seed) {
        var random = new Random(seed);
        var cloud = empty(count);
        for (int i = 0; i < count; i++) {
            double x = (i % 400) * 0.05 + random.nextGaussian() * 0.01;
            double y = (i / 400) * 0.05 + random.nextGaussian() * 0.01;
            double z = 100 + 3 * Math.sin(x) + random.nextGaussian() * 0.02;
            if (random.nextInt(500) == 0) {
                z += random.nextInt(1000);
            }
            set(cloud, i, 576_000 + x, 5_188_000 + y, z);
            int grey = (int) (120 + 60 * Math.sin(x + y));
            cloud.rgb()[3 * i] = (byte) (grey + random.nextInt(20));
            cloud.rgb()[3 * i + 1] = (byte) (grey + 10);
            cloud.rgb()[3 * i + 2] = (byte) (i % 7 == 0 ? grey : random.nextInt(256));
            cloud.classes()[i] = (byte) (random.nextInt(10) == 0 ? 2 : 1);
            cloud.views()[i] = (byte) (2 + random.nextInt(9));
            cloud.normals()[3 * i + 2] = 1;
        }
        return cloud;
    }

    /// Every field at random over its whole range, to reach the rare branches.
    static Cloud noise(int count, long seed) {
        var random = new Random(seed);
        var cloud = empty(count);
        for (int i = 0; i < count; i++) {
            set(cloud, i, wide(random), wide(random), wide(random));
        }
        random.nextBytes(cloud.rgb());
        random.nextBytes(cloud.classes());
        random.nextBytes(cloud.views());
        return cloud;
    }

    /// Coordinates of all magnitudes up to the largest that fits an int in millimetres.
    private static double wide(Random random) {
        return (random.nextInt() >> random.nextInt(32)) / 1000.0;
    }

    private static Cloud empty(int n) {
        return new Cloud(
                new double[3 * n], new byte[3 * n], new float[3 * n], new byte[n], new byte[n]);
    }

    private static void set(Cloud cloud, int i, double x, double y, double z) {
        cloud.xyz()[3 * i] = Math.rint(x * 1000) / 1000;
        cloud.xyz()[3 * i + 1] = Math.rint(y * 1000) / 1000;
        cloud.xyz()[3 * i + 2] = Math.rint(z * 1000) / 1000;
    }
}
