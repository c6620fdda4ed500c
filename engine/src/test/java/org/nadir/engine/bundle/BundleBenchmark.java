package org.nadir.engine.bundle;

import java.util.Locale;
import java.util.SplittableRandom;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Time of one iteration of the adjustment on a made-up nadir block. Not a test. Arguments: rows, columns, points a photo,
/// threads. `13 13 1070 2` has about 580,000 observations.
public final class BundleBenchmark {

    private static final Camera CAMERA = Camera.perspective("lens", 4000, 3000, 0.8);

    private BundleBenchmark() {}

    public static void main(String[] arguments) {
        int rows = Integer.parseInt(arguments[0]);
        int columns = Integer.parseInt(arguments[1]);
        int points = rows * columns * Integer.parseInt(arguments[2]);
        int threads = Integer.parseInt(arguments[3]);
        for (int repeat = 0; repeat < 3; repeat++) {
            BundleProblem problem = problem(rows, columns, points);
            try (var workers = new Workers(threads)) {
                long start = System.nanoTime();
                long startBusy = processor();
                BundleSummary summary =
                        BundleAdjuster.adjust(
                                problem,
                                BundleOptions.defaults().withIterations(8, 0),
                                Work.silent(workers));
                double seconds = (System.nanoTime() - start) * 1e-9;
                double busy = (processor() - startBusy) * 1e-9;
                System.out.printf(
                        Locale.ROOT,
                        "%d shots, %d points, %d observations, %d threads: %.3f s an iteration (%.3f s of processor), %s%n",
                        problem.shots,
                        problem.points,
                        problem.observationShot.length,
                        threads,
                        seconds / summary.iterations(),
                        busy / summary.iterations(),
                        summary);
            }
        }
    }

    private static long processor() {
        var bean = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return bean instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private static BundleProblem problem(int rows, int columns, int points) {
        var random = new SplittableRandom(1);
        int shots = rows * columns;
        var poses = new Pose[shots];
        double[] down = {1, 0, 0, 0, -1, 0, 0, 0, -1};
        for (int s = 0; s < shots; s++) {
            poses[s] =
                    new Pose(down, new double[] {45.0 * (s % columns), 45.0 * (s / columns), 100});
        }
        var xyz = new double[3 * points];
        var shotOf = new int[points * 12];
        var pixels = new float[2 * points * 12];
        var start = new int[points + 1];
        var c = new double[3];
        var pixel = new double[2];
        int n = 0;
        int strips = rows * 4;
        for (int p = 0; p < points; p++) {
            // Point after point roughly along the flight, as tracks are numbered in practice.
            int strip = (int) ((long) p * strips / points);
            double along = (p - (double) strip * points / strips) * strips / points;
            xyz[3 * p] = -30 + (45 * columns + 15) * along;
            xyz[3 * p + 1] = -20 + (45.0 * rows - 5) * (strip + random.nextDouble()) / strips;
            xyz[3 * p + 2] = random.nextDouble(-5, 5);
            int column = (int) (xyz[3 * p] / 45);
            int row = (int) (xyz[3 * p + 1] / 45);
            for (int r = Math.max(0, row - 2); r < Math.min(rows, row + 3); r++) {
                for (int k = Math.max(0, column - 2); k < Math.min(columns, column + 3); k++) {
                    poses[r * columns + k].toCamera(xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2], c);
                    if (CAMERA.project(c[0], c[1], c[2], pixel)
                            && pixel[0] > 0
                            && pixel[1] > 0
                            && pixel[0] < 4000
                            && pixel[1] < 3000) {
                        shotOf[n] = r * columns + k;
                        pixels[2 * n] = (float) (pixel[0] + 0.5 * random.nextGaussian());
                        pixels[2 * n + 1] = (float) (pixel[1] + 0.5 * random.nextGaussian());
                        n++;
                    }
                }
            }
            start[p + 1] = n;
        }
        var problem = new BundleProblem(shots, 1, points, 0, n);
        problem.setLens(0, CAMERA);
        for (int i = 0; i < Lens.ASPECT; i++) {
            problem.freeLens(0, i, i == 0 ? 0.8 : 0, 0.01);
        }
        for (int s = 0; s < shots; s++) {
            double[] at = poses[s].centreInWorld();
            problem.setShot(
                    s,
                    0,
                    new Pose(
                            down,
                            new double[] {
                                at[0] + 0.2 * random.nextGaussian(),
                                at[1] + 0.2 * random.nextGaussian(),
                                at[2] + 0.2 * random.nextGaussian()
                            }),
                    false);
            problem.setGps(s, at[0], at[1], at[2], 5, 5);
        }
        for (int p = 0; p < points; p++) {
            problem.addPoint(xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2]);
            for (int i = start[p]; i < start[p + 1]; i++) {
                problem.addObservation(shotOf[i], pixels[2 * i], pixels[2 * i + 1]);
            }
        }
        return problem;
    }
}
