package org.nadir.engine.bundle;

import java.util.SplittableRandom;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;

/// Small adjustment problems with known truth: shots around the origin, two lenses, points in a ball, noise on demand.
final class RandomProblem {

    static final Camera[] CAMERAS = {
        new Camera("a", 4000, 3000, 0.8, 0.8, 0.003, -0.002, -0.05, 0.02, -0.004, 0.001, -0.0005),
        new Camera("b", 3000, 4000, 0.7, 0.707, -0.001, 0.004, 0.03, -0.01, 0.001, -0.0004, 0.0008)
    };

    final BundleProblem problem;
    final double[] truePoint;
    final Pose[] truePose;

    /// @param error standard deviation of the starting errors: radians of turn, shares of the distance 10
    /// @param noise standard deviation of the pixels
    RandomProblem(int shots, int points, double error, double noise, long seed, boolean spread) {
        var random = new SplittableRandom(seed);
        truePose = new Pose[shots];
        for (int s = 0; s < shots; s++) {
            truePose[s] = poseOn(random, spread ? 4.0 * s : 0);
        }
        truePoint = new double[3 * points];
        var shotOf = new int[points * shots];
        var pixels = new double[2 * points * shots];
        var count = new int[points];
        int observations = 0;
        var c = new double[3];
        var pixel = new double[2];
        for (int p = 0; p < points; p++) {
            truePoint[3 * p] = random.nextDouble(-2, 2) + (spread ? 4.0 * shots * p / points : 0);
            truePoint[3 * p + 1] = random.nextDouble(-2, 2);
            truePoint[3 * p + 2] = random.nextDouble(-2, 2);
            for (int s = 0; s < shots; s++) {
                truePose[s].toCamera(
                        truePoint[3 * p], truePoint[3 * p + 1], truePoint[3 * p + 2], c);
                Camera camera = CAMERAS[s % 2];
                if (!camera.project(c[0], c[1], c[2], pixel)
                        || pixel[0] < 0
                        || pixel[1] < 0
                        || pixel[0] > camera.width()
                        || pixel[1] > camera.height()) {
                    continue;
                }
                shotOf[observations] = s;
                pixels[2 * observations] = pixel[0] + noise * random.nextGaussian();
                pixels[2 * observations + 1] = pixel[1] + noise * random.nextGaussian();
                observations++;
                count[p]++;
            }
        }
        problem = new BundleProblem(shots, 2, points, 0, observations);
        problem.setLens(0, CAMERAS[0]);
        problem.setLens(1, CAMERAS[1]);
        for (int s = 0; s < shots; s++) {
            problem.setShot(s, s % 2, disturbed(truePose[s], error, random), false);
        }
        int at = 0;
        for (int p = 0; p < points; p++) {
            problem.addPoint(
                    truePoint[3 * p] + 10 * error * random.nextGaussian(),
                    truePoint[3 * p + 1] + 10 * error * random.nextGaussian(),
                    truePoint[3 * p + 2] + 10 * error * random.nextGaussian());
            for (int k = 0; k < count[p]; k++, at++) {
                // Some are worth less than others.
                double sd = 1 + 0.25 * (at % 4);
                problem.addObservation(shotOf[at], pixels[2 * at], pixels[2 * at + 1], sd);
            }
        }
    }

    private static Pose poseOn(SplittableRandom random, double x) {
        double angle = random.nextDouble(-0.6, 0.6);
        double tilt = random.nextDouble(-0.6, 0.6);
        double[] look = Rotations.fromAxisAngle(tilt, angle, random.nextDouble(-3, 3) * 0.3);
        double[] r = Rotations.multiply(look, new double[] {1, 0, 0, 0, -1, 0, 0, 0, -1});
        // Ten units back along the optical axis.
        return new Pose(r, new double[] {x - 10 * r[6], -10 * r[7], -10 * r[8]});
    }

    private static Pose disturbed(Pose pose, double error, SplittableRandom random) {
        double[] turn =
                Rotations.fromAxisAngle(
                        error * random.nextGaussian(),
                        error * random.nextGaussian(),
                        error * random.nextGaussian());
        double[] centre = pose.centreInWorld().clone();
        for (int i = 0; i < 3; i++) {
            centre[i] += 10 * error * random.nextGaussian();
        }
        return new Pose(Rotations.multiply(turn, pose.cameraFromWorld()), centre);
    }
}
