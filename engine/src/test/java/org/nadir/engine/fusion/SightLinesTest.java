package org.nadir.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.depth.DepthMap;
import org.nadir.engine.depth.DepthMapFile;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Maps that look straight down from 40 m, 3 m apart, onto level ground at height 0.
class SightLinesTest {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 900;

    /// A pixel covers 50 m / 1200 = 4 cm of the ground.
    private static final Camera CAMERA = Camera.perspective("p", WIDTH, HEIGHT, 0.8);

    private final List<Path> files = new ArrayList<>();
    private final List<Shot> shots = new ArrayList<>();

    @TempDir Path folder;

    /// A map of ground at a height, without the pixels at the places where the ground is not known.
    private void add(double height, int... unknown) throws IOException {
        int index = files.size();
        var depth = new float[WIDTH * HEIGHT];
        Arrays.fill(depth, (float) (40 - height));
        for (int pixel : unknown) {
            depth[pixel] = 0;
        }
        var pose =
                new Pose(
                        new double[] {1, 0, 0, 0, -1, 0, 0, 0, -1},
                        new double[] {3 * index, 0, 40});
        Path file = folder.resolve("d" + index);
        var none = new float[3 * depth.length];
        DepthMapFile.write(
                file, new DepthMap(index, CAMERA, pose, depth, none, new byte[none.length]), 0);
        files.add(file);
        shots.add(new Shot(new Photo("p" + index, file, CAMERA, null, null, 0), CAMERA, pose));
    }

    private SightLines lines(List<Shot> theShots, double scale) {
        try (var workers = new Workers(2)) {
            return SightLines.of(files, theShots, scale, Work.silent(workers));
        }
    }

    private SightLines lines() {
        return lines(shots, 1);
    }

    /// Depths that differ by 1 % are the same: 40 cm at the ground.
    @Test
    void whatTwoMapsLookThroughIsEmpty() throws IOException {
        add(0);
        assertThat(lines().holds(2, 1, 5)).isFalse();
        add(0);
        assertThat(lines().holds(2, 1, 5)).isTrue();
        assertThat(lines().holds(2, 1, 0.45)).isTrue();
        assertThat(lines().holds(2, 1, 0.35)).isFalse();
        assertThat(lines().holds(2, 1, -3)).isFalse();
    }

    @Test
    void nothingIsKnownOutsideThePicturesAndBehindTheCameras() throws IOException {
        add(0);
        add(0);
        assertThat(lines().holds(-24, 0, 3)).isFalse();
        assertThat(lines().holds(2, 19.5, 3)).isFalse();
        assertThat(lines().holds(2, 1, 45)).isFalse();
    }

    @Test
    void asManyMapsThatSeeASurfaceThereHoldAgainstIt() throws IOException {
        add(0);
        add(0);
        add(5);
        assertThat(lines().holds(2, 1, 5)).isTrue();
        add(5);
        assertThat(lines().holds(2, 1, 5)).isFalse();
    }

    /// Pixel (600, 450) of the first map shows the ground at (0.02, −0.02).
    @Test
    void aRayThroughAPixelWithoutDepthSaysNothing() throws IOException {
        add(0, 450 * WIDTH + 600);
        add(0);
        assertThat(lines().holds(0.02, -0.02, 0.5)).isFalse();
        assertThat(lines().holds(0.5, -0.02, 0.5)).isTrue();
    }

    @Test
    void theMapsAroundABallSayTheSameOfIt() throws IOException {
        for (int i = 0; i < 9; i++) {
            add(i % 3);
        }
        SightLines all = lines();
        for (double x = -30; x < 50; x += 4) {
            for (double z = -6; z < 45; z += 3) {
                SightLines near = all.within(x, 2, z, 4);
                for (double d = -2; d <= 2; d++) {
                    assertThat(near.holds(x + d, 2 - d, z + d))
                            .isEqualTo(all.holds(x + d, 2 - d, z + d));
                }
            }
        }
    }

    /// The present poses and the scale count where the block was moved after the maps were made.
    @Test
    void followsTheShotsIntoAnotherFrame() throws IOException {
        add(0);
        add(0);
        List<Shot> moved =
                shots.stream()
                        .map(shot -> {
                            double[] c = shot.pose().centreInWorld();
                            double[] to = {2 * c[0] + 100, 2 * c[1], 2 * c[2] + 7};
                            var pose = new Pose(shot.pose().cameraFromWorld(), to);
                            return new Shot(shot.photo(), CAMERA, pose);
                        })
                        .toList();
        assertThat(lines(moved, 2).holds(104, 2, 7 + 0.9)).isTrue();
        assertThat(lines(moved, 2).holds(104, 2, 7 + 0.7)).isFalse();
    }
}
