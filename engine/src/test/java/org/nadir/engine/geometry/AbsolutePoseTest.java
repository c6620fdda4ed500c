package org.nadir.engine.geometry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;

/// Holds poses found from points against the pose that made the image.
class AbsolutePoseTest {

    @Test
    void threeExactPointsGiveTheTruePoseAmongTheSolutions() {
        var random = new SplittableRandom(11);
        var solver = new AbsolutePoseMinimal();
        var poses = new double[12 * AbsolutePoseMinimal.MAX_SOLUTIONS];
        int found = 0;
        int exact = 0;
        for (int trial = 0; trial < 2000; trial++) {
            var scene = new Scene(3, random, 0);
            int n = solver.solve(scene.unitRays(), scene.xyz, poses);
            double best = Double.POSITIVE_INFINITY;
            for (int s = 0; s < n; s++) {
                best = Math.min(best, scene.distance(poses, 12 * s));
            }
            found += best < 1e-3 ? 1 : 0;
            exact += best < 1e-8 ? 1 : 0;
        }
        // Some random triangles are near a double solution, where the answer loses half the digits.
        assertThat(found).isGreaterThanOrEqualTo(1995);
        assertThat(exact).isGreaterThanOrEqualTo(1950);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.6})
    void findsThePoseAmongWrongPoints(double wrong) {
        for (int seed = 0; seed < 10; seed++) {
            var random = new SplittableRandom(seed);
            double noise = 0.0005;
            var scene = new Scene(200, random, noise);
            scene.spoil(wrong, random);
            var estimate =
                    requireNonNull(
                            AbsolutePose.estimate(scene.xy, scene.xyz, 200, 4 * noise, seed));
            assertThat(estimate.inlierCount()).isGreaterThan((int) (200 * (1 - wrong) * 0.98));
            // At least 80 good points at distance 10 with noise 0.0005: 0.005 / sqrt(80) times a
            // few for the geometry.
            var pose = new double[12];
            System.arraycopy(estimate.pose().cameraFromWorld(), 0, pose, 0, 9);
            System.arraycopy(estimate.pose().centreInWorld(), 0, pose, 9, 3);
            assertThat(scene.distance(pose, 0)).isLessThan(0.01);
        }
    }

    @Test
    void sameSeedSameResult() {
        var scene = new Scene(100, new SplittableRandom(3), 0.001);
        var a = requireNonNull(AbsolutePose.estimate(scene.xy, scene.xyz, 100, 0.003, 9));
        var b = requireNonNull(AbsolutePose.estimate(scene.xy, scene.xyz, 100, 0.003, 9));
        assertThat(a.pose()).isEqualTo(b.pose());
    }

    @Test
    void threePointsAreNotEnoughForARobustPose() {
        var scene = new Scene(3, new SplittableRandom(4), 0);
        assertThat(AbsolutePose.estimate(scene.xy, scene.xyz, 3, 0.01, 1)).isNull();
    }

    private static final class Scene {
        final Pose truth;
        final double[] xy;
        final double[] xyz;

        Scene(int n, SplittableRandom random, double noise) {
            double[] turn =
                    Rotations.fromAxisAngle(
                            random.nextDouble(-2, 2),
                            random.nextDouble(-2, 2),
                            random.nextDouble(-2, 2));
            truth =
                    new Pose(
                            turn,
                            new double[] {
                                random.nextDouble(-9, 9),
                                random.nextDouble(-9, 9),
                                random.nextDouble(-9, 9)
                            });
            xy = new double[2 * n];
            xyz = new double[3 * n];
            var world = new double[3];
            for (int i = 0; i < n; i++) {
                double x = random.nextDouble(-0.6, 0.6);
                double y = random.nextDouble(-0.6, 0.6);
                double z = random.nextDouble(5, 15);
                truth.directionToWorld(x * z, y * z, z, world);
                for (int c = 0; c < 3; c++) {
                    xyz[3 * i + c] = truth.centreInWorld()[c] + world[c];
                }
                xy[2 * i] = x + noise * random.nextGaussian();
                xy[2 * i + 1] = y + noise * random.nextGaussian();
            }
        }

        void spoil(double share, SplittableRandom random) {
            for (int i = 0; i < share * xy.length / 2; i++) {
                xy[2 * i] = random.nextDouble(-0.6, 0.6);
                xy[2 * i + 1] = random.nextDouble(-0.6, 0.6);
            }
        }

        double[] unitRays() {
            var rays = new double[xyz.length];
            for (int i = 0; i < xy.length / 2; i++) {
                double scale =
                        1 / Math.sqrt(1 + xy[2 * i] * xy[2 * i] + xy[2 * i + 1] * xy[2 * i + 1]);
                rays[3 * i] = scale * xy[2 * i];
                rays[3 * i + 1] = scale * xy[2 * i + 1];
                rays[3 * i + 2] = scale;
            }
            return rays;
        }

        double distance(double[] pose, int at) {
            double sum = 0;
            for (int i = 0; i < 9; i++) {
                double d = pose[at + i] - truth.cameraFromWorld()[i];
                sum += d * d;
            }
            for (int i = 0; i < 3; i++) {
                double d = pose[at + 9 + i] - truth.centreInWorld()[i];
                sum += d * d;
            }
            return Math.sqrt(sum);
        }
    }

    @Test
    void rotationsFoundAreRotations() {
        var scene = new Scene(50, new SplittableRandom(8), 0.001);
        var estimate = requireNonNull(AbsolutePose.estimate(scene.xy, scene.xyz, 50, 0.005, 2));
        double[] r = estimate.pose().cameraFromWorld();
        double[] product = Rotations.multiply(r, Rotations.transpose(r));
        for (int i = 0; i < 9; i++) {
            assertThat(product[i]).isCloseTo(i % 4 == 0 ? 1 : 0, within(1e-9));
        }
    }
}
