package org.nadir.engine.depth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;

/// Held against what the geometry of a made-up flight leaves as the only sensible choice.
class ViewSelectionTest {

    private static final Camera CAMERA = Camera.perspective("p", 640, 480, 0.8);

    private static Shot shot(double x, double y, double z) {
        var pose = new Pose(new double[] {1, 0, 0, 0, -1, 0, 0, 0, -1}, new double[] {x, y, z});
        return new Shot(new Photo("s" + x, Path.of("none"), CAMERA, null, null, 0), CAMERA, pose);
    }

    private static SparseScene block() {
        var shots = new ArrayList<Shot>();
        for (Pose pose : SyntheticBlock.poses()) {
            shots.add(
                    new Shot(new Photo("p", Path.of("none"), CAMERA, null, null, 0), CAMERA, pose));
        }
        return SyntheticBlock.withTiePoints(shots);
    }

    @Test
    void choosesDistinctOthersAndARangeAroundTheScene() {
        for (ViewPlan plan : ViewSelection.plan(block(), 4)) {
            assertThat(plan.sources()).hasSize(4).doesNotHaveDuplicates();
            assertThat(plan.sources()).doesNotContain(plan.shot());
            // The highest roof is 35 m below the lower cameras, the lowest ground in view about 42
            // m.
            assertThat(plan.nearDepth()).isBetween(20.0, 35.0);
            assertThat(plan.farDepth()).isBetween(42.0, 55.0);
        }
    }

    @Test
    void prefersAUsefulAngleToATwinOfTheSamePlace() {
        List<Shot> shots =
                List.of(shot(0, 0, 40), shot(0.2, 0, 40), shot(9, 0, 40), shot(-0.3, 0.1, 40));
        ViewPlan plan = ViewSelection.plan(SyntheticBlock.withTiePoints(shots), 1).get(0);
        assertThat(plan.sources()).containsExactly(2);
    }

    @Test
    void takesPartnersOnBothSidesBeforeASecondOnTheSameSide() {
        List<Shot> shots =
                List.of(shot(0, 0, 40), shot(20, 0, 40), shot(21, 0, 40), shot(-20, 0, 40));
        ViewPlan plan = ViewSelection.plan(SyntheticBlock.withTiePoints(shots), 2).get(0);
        int[] sources = plan.sources().clone();
        Arrays.sort(sources);
        assertThat(sources[1]).isEqualTo(3);
    }

    @Test
    void fallsBackToNearbyCamerasWhenTiePointsAreNotShared() {
        SparseScene full = block();
        // Every point observed by the first shot alone.
        int points = full.pointCount();
        var start = new int[points + 1];
        Arrays.setAll(start, i -> i);
        var lonely =
                new SparseScene(
                        full.shots(),
                        full.pointXyz(),
                        full.pointRgb(),
                        start,
                        new int[points],
                        new float[2 * points]);
        for (ViewPlan plan : ViewSelection.plan(lonely, 4)) {
            assertThat(plan.sources()).hasSize(4);
            assertThat(plan.nearDepth()).isLessThan(35);
            assertThat(plan.farDepth()).isGreaterThan(40);
        }
    }

    @Test
    void aShotThatSeesNothingHasNoPlan() {
        List<Shot> shots = List.of(shot(0, 0, 40), shot(6, 0, 40), shot(9000, 0, 40));
        List<ViewPlan> plans = ViewSelection.plan(SyntheticBlock.withTiePoints(shots), 4);
        assertThat(plans.get(0).isUsable()).isTrue();
        assertThat(plans.get(2).isUsable()).isFalse();
    }
}
