package org.nadir.engine.sfm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;

/// Holds fitted similarities against the one that made the points.
class SimilarityTest {

    private final SplittableRandom random = new SplittableRandom(5);
    private final Similarity truth =
            new Similarity(2.5, Rotations.fromAxisAngle(0.4, -1.1, 2), new double[] {100, -20, 3});

    private double[] points(int n) {
        var xyz = new double[3 * n];
        for (int i = 0; i < xyz.length; i++) {
            xyz[i] = random.nextDouble(-10, 10);
        }
        return xyz;
    }

    private double[] moved(double[] from) {
        double[] to = from.clone();
        for (int i = 0; i < to.length; i += 3) {
            truth.apply(to, i);
        }
        return to;
    }

    private void expectTruth(@Nullable Similarity fitted, double tolerance) {
        Similarity found = requireNonNull(fitted);
        assertThat(found.scale()).isCloseTo(truth.scale(), within(tolerance));
        for (int i = 0; i < 9; i++) {
            assertThat(found.rotation()[i]).isCloseTo(truth.rotation()[i], within(tolerance));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(found.shift()[i]).isCloseTo(truth.shift()[i], within(100 * tolerance));
        }
    }

    @Test
    void findsAnExactSimilarityFromThreePoints() {
        double[] from = points(3);
        expectTruth(Similarity.fit(from, moved(from), new double[] {1, 1, 1}), 1e-9);
    }

    @Test
    void weighsPoints() {
        double[] from = points(10);
        double[] to = moved(from);
        to[0] += 1000;
        var weight = new double[10];
        Arrays.fill(weight, 1);
        weight[0] = 0;
        expectTruth(Similarity.fit(from, to, weight), 1e-9);
    }

    @Test
    void refusesPointsOnALine() {
        double[] from = {0, 0, 0, 1, 0, 0, 2, 0, 0, 5, 0, 0};
        assertThat(Similarity.fit(from, moved(from), new double[] {1, 1, 1, 1})).isNull();
    }

    @Test
    void robustFitLeavesOutWrongPoints() {
        double[] from = points(30);
        double[] to = moved(from);
        for (int i = 0; i < 12; i++) {
            to[3 * i] += random.nextDouble(50, 90);
        }
        expectTruth(Components.robust(from, to, 0.1, 1), 1e-9);
    }

    @Test
    void aMovedPoseSeesMovedPointsAtTheSamePlace() {
        var pose = new Pose(Rotations.fromAxisAngle(0.1, 0.2, 0.3), new double[] {1, 2, 3});
        Pose moved = truth.apply(pose);
        double[] point = {4, -1, 9};
        var before = new double[3];
        pose.toCamera(point[0], point[1], point[2], before);
        truth.apply(point, 0);
        var after = new double[3];
        moved.toCamera(point[0], point[1], point[2], after);
        for (int i = 0; i < 3; i++) {
            assertThat(after[i]).isCloseTo(truth.scale() * before[i], within(1e-9));
        }
    }
}
