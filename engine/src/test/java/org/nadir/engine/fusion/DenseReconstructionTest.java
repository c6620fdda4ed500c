package org.nadir.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.depth.DenseQuality;
import org.nadir.engine.depth.DenseSettings;
import org.nadir.engine.depth.SyntheticBlock;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// The whole way from photo files to the cloud, on computed photos with lens distortion, held against the exact surface.
class DenseReconstructionTest {

    private static final DenseSettings SETTINGS =
            new DenseSettings(DenseQuality.ULTRA, true, 5, 0, false, 5);

    /// Ground size of a pixel: 40 m / (0.8 · 400).
    private static final double PIXEL = 0.125;

    @TempDir static Path folder;

    private static SparseScene scene =
            new SparseScene(
                    List.of(), new double[0], new byte[0], new int[1], new int[0], new float[0]);

    private static DenseReconstruction.Result result =
            new DenseReconstruction.Result(
                    new DenseCloud(
                            new double[0], new float[0], new byte[0], new byte[0], new byte[0]),
                    0,
                    List.of());

    @BeforeAll
    static void reconstruct() throws IOException {
        var camera =
                new Camera("c", 400, 300, 0.8, 0.8, 0.002, -0.003, -0.05, 0.02, 0, 0.0005, -0.0003);
        scene = SyntheticBlock.scene(camera, folder);
        result = run(3, folder.resolve("three"));
    }

    private static DenseReconstruction.Result run(int threads, Path work) {
        try (var workers = new Workers(threads)) {
            return DenseReconstruction.run(scene, SETTINGS, work, Work.silent(workers));
        }
    }

    /// A parallax error of a tenth of a pixel against a partner 6 m away is 0.1 · 40 m · 0.125 m / 6 m = 0.083 m of height.
    @Test
    void pointsLieOnTheSurface() {
        DenseCloud cloud = result.cloud();
        var errors = new double[cloud.count()];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = heightError(cloud, i);
        }
        Arrays.sort(errors);
        assertThat(errors[errors.length / 2]).isLessThan(0.03);
        assertThat(errors[(int) (0.95 * errors.length)]).isLessThan(0.083);
        assertThat(errors[(int) (0.995 * errors.length)]).isLessThan(0.5);
    }

    /// Near a box, a pixel sideways is as good as the box's height, so the best height within two pixels counts.
    private static double heightError(DenseCloud cloud, int i) {
        double best = Double.MAX_VALUE;
        for (int dx = -2; dx <= 2; dx += 2) {
            for (int dy = -2; dy <= 2; dy += 2) {
                double x = cloud.xyz()[3 * i] + dx * PIXEL;
                double y = cloud.xyz()[3 * i + 1] + dy * PIXEL;
                double here = SyntheticBlock.surface(x, y);
                best = Math.min(best, Math.abs(cloud.xyz()[3 * i + 2] - here));
            }
        }
        return best;
    }

    @Test
    void theMiddleOfTheBlockIsCovered() {
        var covered = new boolean[40 * 30];
        DenseCloud cloud = result.cloud();
        for (int i = 0; i < cloud.count(); i++) {
            int column = (int) Math.floor(2 * cloud.xyz()[3 * i] + 20);
            int row = (int) Math.floor(2 * cloud.xyz()[3 * i + 1] + 15);
            if (column >= 0 && column < 40 && row >= 0 && row < 30) {
                covered[row * 40 + column] = true;
            }
        }
        int count = 0;
        for (boolean c : covered) {
            count += c ? 1 : 0;
        }
        assertThat(count).isGreaterThan((int) (0.97 * covered.length));
        assertThat(result.spacing()).isBetween(0.6 * PIXEL, 1.1 * PIXEL);
    }

    @Test
    void threadsDoNotChangeAByte() throws IOException {
        DenseReconstruction.Result one = run(1, folder.resolve("one"));
        assertThat(one.cloud().xyz()).isEqualTo(result.cloud().xyz());
        assertThat(one.cloud().rgb()).isEqualTo(result.cloud().rgb());
        assertThat(one.cloud().normal()).isEqualTo(result.cloud().normal());
        for (int i = 0; i < one.depthMaps().size(); i++) {
            assertThat(one.depthMaps().get(i)).hasSameBinaryContentAs(result.depthMaps().get(i));
        }
    }

    @Test
    void aSecondRunKeepsWholeFilesAndRepairsBrokenOnes() throws IOException {
        Path work = folder.resolve("again");
        List<Path> files = run(2, work).depthMaps();
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        }
        byte[] whole = Files.readAllBytes(files.get(2));
        Files.write(files.get(2), Arrays.copyOf(whole, whole.length / 2));
        run(2, work);
        assertThat(files.get(2)).hasBinaryContent(whole);
        for (int i = 0; i < files.size(); i++) {
            boolean old = Files.getLastModifiedTime(files.get(i)).toMillis() == 1_000_000;
            assertThat(old).as("file %d", i).isEqualTo(i != 2);
        }
    }

    @Test
    void withoutOverlapThereIsAProblemThatSaysSo() {
        var alone =
                new SparseScene(
                        scene.shots().subList(0, 1),
                        new double[0],
                        new byte[0],
                        new int[1],
                        new int[0],
                        new float[0]);
        try (var workers = new Workers(1)) {
            Work work = Work.silent(workers);
            Path place = folder.resolve("alone");
            assertThatThrownBy(() -> DenseReconstruction.run(alone, SETTINGS, place, work))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            p -> assertThat(p.code()).isEqualTo(Problem.Code.NO_DEPTH))
                    .hasMessageContaining("too little overlap");
        }
    }
}
