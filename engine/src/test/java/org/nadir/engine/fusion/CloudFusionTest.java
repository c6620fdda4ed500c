package org.nadir.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.depth.DenseQuality;
import org.nadir.engine.depth.DenseSettings;
import org.nadir.engine.depth.DepthMap;
import org.nadir.engine.depth.DepthMapFile;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Depth maps of level ground at height 0, seen from 40 m, with known noise and planted errors.
class CloudFusionTest {

    private static final int WIDTH = 120;
    private static final int HEIGHT = 90;
    private static final double NOISE = 0.05;
    private static final Camera CAMERA = Camera.perspective("p", WIDTH, HEIGHT, 0.8);

    @TempDir Path folder;

    /// Maps from `count` places 3 m apart; every `planted`-th pixel of each map is several metres wrong.
    private List<Path> maps(int count, int planted) throws IOException {
        var random = new Random(9);
        var files = new ArrayList<Path>();
        for (int m = 0; m < count; m++) {
            var depth = new float[WIDTH * HEIGHT];
            var normal = new float[3 * depth.length];
            var rgb = new byte[3 * depth.length];
            Arrays.fill(rgb, (byte) (100 + 10 * m));
            for (int i = 0; i < depth.length; i++) {
                depth[i] = (float) (40 + NOISE * random.nextGaussian());
                normal[3 * i + 2] = 1;
                if (planted > 0 && i % planted == m) {
                    depth[i] += i % 2 == 0 ? -5 : 5;
                }
            }
            var pose =
                    new Pose(
                            new double[] {1, 0, 0, 0, -1, 0, 0, 0, -1},
                            new double[] {3 * m, 0, 40});
            Path file = folder.resolve("d" + m);
            DepthMapFile.write(file, new DepthMap(m, CAMERA, pose, depth, normal, rgb), 0);
            files.add(file);
        }
        return files;
    }

    private static DenseCloud fuse(List<Path> files, boolean skipGeometric, int threads) {
        var neighbours = new ArrayList<int[]>();
        for (int i = 0; i < files.size(); i++) {
            int self = i;
            neighbours.add(
                    java.util.stream.IntStream.range(0, files.size())
                            .filter(j -> j != self)
                            .toArray());
        }
        var settings = new DenseSettings(DenseQuality.MEDIUM, true, 0, 0, skipGeometric, 5);
        try (var workers = new Workers(threads)) {
            int[] all = java.util.stream.IntStream.range(0, files.size()).toArray();
            return CloudFusion.of(files, neighbours, settings, Work.silent(workers))
                    .merge(all, new int[0], Work.silent(workers))
                    .cloud();
        }
    }

    @Test
    void plantedErrorsAreGoneAndTheGroundStays() throws IOException {
        DenseCloud cloud = fuse(maps(4, 50), false, 2);
        for (int i = 0; i < cloud.count(); i++) {
            assertThat(cloud.xyz()[3 * i + 2]).isCloseTo(0, within(1.0));
        }
        // One point per ground cell: a map covers 50 m x 37.5 m with 120 x 90 pixels, four maps 59
        // m x 37.5 m; the outermost 3 m
        // on each side are seen by one map alone.
        double pixel = 50.0 / WIDTH;
        double cells = 53 * 37.5 / (pixel * pixel);
        assertThat(cloud.count()).isBetween((int) (0.9 * cells), (int) (1.1 * cells));
    }

    @Test
    void withoutTheGeometricTestEverythingStays() throws IOException {
        DenseCloud cloud = fuse(maps(4, 50), true, 2);
        int wrong = 0;
        for (int i = 0; i < cloud.count(); i++) {
            wrong += Math.abs(cloud.xyz()[3 * i + 2]) > 1 ? 1 : 0;
        }
        assertThat(wrong).isGreaterThan(4 * WIDTH * HEIGHT / 60);
    }

    /// Where four maps of independent noise meet, interpolation and the mean leave at most half of it.
    @Test
    void theMeanOfFourMapsIsQuieterThanOne() throws IOException {
        DenseCloud cloud = fuse(maps(4, 0), false, 1);
        double squares = 0;
        int n = 0;
        for (int i = 0; i < cloud.count(); i++) {
            if (cloud.views()[i] == 4) {
                squares += cloud.xyz()[3 * i + 2] * cloud.xyz()[3 * i + 2];
                assertThat(cloud.rgb()[3 * i]).isEqualTo((byte) 115);
                assertThat(cloud.normal()[3 * i + 2]).isCloseTo(1, within(1e-5f));
                n++;
            }
        }
        assertThat(n).isGreaterThan(5000);
        assertThat(Math.sqrt(squares / n)).isLessThan(NOISE / 2);
    }

    @Test
    void aPairConfirmsEachOther() throws IOException {
        DenseCloud cloud = fuse(maps(2, 0), false, 1);
        double pixel = 50.0 / WIDTH;
        assertThat(cloud.count()).isGreaterThan((int) (0.9 * 47 * 37.5 / (pixel * pixel)));
        assertThat(cloud.views()).containsOnly(2);
    }

    /// A map that looks along the ground at 14° has a sample for every four of one that looks down. Its depths between its samples are
    /// right, but it does not hold what the other shows there: half of a step, 12 cm, in its direction of sight is twice what a pixel
    /// covers, so about half of the other's samples must stay.
    @Test
    void aMapThatLooksAlongASurfaceTakesNoSamplesFromOneThatFacesIt() throws IOException {
        Camera camera = Camera.perspective("fine", 800, 60, 0.8);
        double pixel = 40.0 / camera.focalPixels();
        double rise = Math.atan(0.25);
        double sin = Math.sin(rise);
        double cos = Math.cos(rise);
        double[] along = {0, -1, 0, -sin, 0, -cos, cos, 0, -sin};
        double[] straightDown = {1, 0, 0, 0, -1, 0, 0, 0, -1};
        List<Path> files =
                List.of(
                        groundMap(
                                0, camera, new Pose(along, new double[] {-40 * cos, 0, 40 * sin})),
                        groundMap(1, camera, new Pose(straightDown, new double[] {0, 0, 40})),
                        groundMap(2, camera, new Pose(straightDown, new double[] {1, 0, 40})));
        DenseCloud cloud = fuse(files, false, 2);
        int inside = 0;
        for (int i = 0; i < cloud.count(); i++) {
            boolean isInside =
                    Math.abs(cloud.xyz()[3 * i]) < 6 && Math.abs(cloud.xyz()[3 * i + 1]) < 1.5;
            inside += isInside ? 1 : 0;
        }
        double facing = 12 * 3 / (pixel * pixel);
        assertThat(inside).isBetween((int) (0.6 * facing), (int) (1.1 * facing));
    }

    /// The map of a camera that sees nothing but the ground.
    private Path groundMap(int index, Camera camera, Pose pose) throws IOException {
        var depth = new float[camera.width() * camera.height()];
        var normal = new float[3 * depth.length];
        var ray = new double[3];
        for (int i = 0; i < depth.length; i++) {
            double u = (i % camera.width() + 0.5 - 0.5 * camera.width()) / camera.focalPixels();
            double v = (i / camera.width() + 0.5 - 0.5 * camera.height()) / camera.focalPixels();
            pose.directionToWorld(u, v, 1, ray);
            depth[i] = (float) (-pose.centreInWorld()[2] / ray[2]);
            normal[3 * i + 2] = 1;
        }
        Path file = folder.resolve("ground" + index);
        DepthMapFile.write(
                file, new DepthMap(index, camera, pose, depth, normal, new byte[normal.length]), 0);
        return file;
    }

    @Test
    void threadsDoNotChangeTheResult() throws IOException {
        List<Path> files = maps(4, 20);
        DenseCloud one = fuse(files, false, 1);
        DenseCloud three = fuse(files, false, 3);
        assertThat(three.xyz()).isEqualTo(one.xyz());
        assertThat(three.rgb()).isEqualTo(one.rgb());
        assertThat(three.normal()).isEqualTo(one.normal());
    }
}
