package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Problem;
import org.nadir.testkit.SyntheticSurvey;

/// Folders as people really hand them in: each gets a result or a sentence that says what to do, and a log.
class BadInputTest {

    private final List<String> console = Collections.synchronizedList(new ArrayList<>());

    @TempDir Path temp;

    @Test
    void onePhotoIsNotEnough() throws Exception {
        writeNoise(folder("photos").resolve("a.jpg"), 1);
        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessage("At least two overlapping images are needed; 1 could be used.")
                .extracting(e -> ((Problem) e).code())
                .isEqualTo(Problem.Code.TOO_FEW_IMAGES);
        var log = new ObjectMapper().readTree(temp.resolve("out/log.json").toFile());
        assertThat(log.path("success").asBoolean()).isFalse();
        assertThat(log.path("error").path("message").asText()).contains("At least two");
    }

    @Test
    void aClusterIsRefusedByName() throws Exception {
        writeNoise(folder("photos").resolve("a.jpg"), 1);
        assertThatThrownBy(() -> run(Map.of("sm-cluster", "http://cluster:3000")))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("sm-cluster is not supported")
                .extracting(e -> ((Problem) e).code())
                .isEqualTo(Problem.Code.BAD_OPTION);
    }

    @Test
    void aFolderWithoutPhotosIsNamed() throws Exception {
        Files.writeString(folder("photos").resolve("notes.txt"), "nothing here");
        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("No usable images found in photos");
    }

    @Test
    void photosThatShowDifferentThingsCannotBeAligned() throws Exception {
        writeNoise(folder("photos").resolve("a.jpg"), 1);
        writeNoise(folder("photos").resolve("b.jpg"), 2);
        writeNoise(folder("photos").resolve("c.jpg"), 3);
        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("could not be aligned")
                .asInstanceOf(type(Problem.class))
                .extracting(Problem::code)
                .isEqualTo(Problem.Code.NOT_ALIGNED);
        assertThat(console).contains("0 partial reconstructions in total");
    }

    /// Ten good photos without any tags, a text file under a photo's name and half a photo.
    @Test
    void badFilesAreLeftOutAndPhotosWithoutPositionsStillMakeACloudAndAModel() throws Exception {
        var plan = new SyntheticSurvey.Plan(2, 5, 40, 800, 600, 1, 3);
        Path tagged = folder("tagged");
        SyntheticSurvey.of(plan).writePhotos(tagged, plan);
        Path photos = folder("photos");
        try (var files = Files.list(tagged)) {
            for (Path file : files.toList()) {
                // Written anew, so all tags are gone.
                ImageIO.write(
                        ImageIO.read(file.toFile()),
                        "jpg",
                        photos.resolve(file.getFileName()).toFile());
            }
        }
        Files.writeString(photos.resolve("letter.jpg"), "Dear reader, this is no picture.");
        byte[] whole = Files.readAllBytes(photos.resolve("SYN_0001.JPG"));
        Files.write(photos.resolve("half.jpg"), Arrays.copyOf(whole, whole.length / 2));
        RunSummary summary =
                run(Map.of("dsm", "true", "orthophoto-png", "true", "pc-quality", "low"));
        assertThat(summary.placed()).isEqualTo(10);
        assertThat(console)
                .anyMatch(l -> l.startsWith("letter.jpg seems corrupted and will not be used."))
                .anyMatch(l -> l.startsWith("half.jpg seems corrupted and will not be used."))
                .contains("No position data: results have no real scale or location.");
        assertThat(temp.resolve("out/odm_georeferencing/odm_georeferenced_model.laz"))
                .isNotEmptyFile();
        assertThat(temp.resolve("out/odm_texturing/odm_textured_model_geo.obj")).isNotEmptyFile();
        assertThat(temp.resolve("out/odm_orthophoto/odm_orthophoto.png")).isNotEmptyFile();
        assertThat(temp.resolve("out/odm_orthophoto/odm_orthophoto.tif")).doesNotExist();
        assertThat(temp.resolve("out/odm_dem/dsm.tif")).doesNotExist();
    }

    @Test
    void aFullDiskIsRefusedWithNumbers() {
        assertThatThrownBy(() -> DiskSpace.require(temp, Long.MAX_VALUE / 2))
                .isInstanceOf(Problem.class)
                .hasMessageMatching(
                        "Not enough disk space: [\\d.]+ GB free, about [\\d.]+ GB needed.*");
    }

    @Test
    void aCancelledRunStopsAndSaysSo() throws Exception {
        writeNoise(folder("photos").resolve("a.jpg"), 1);
        writeNoise(folder("photos").resolve("b.jpg"), 2);
        assertThatThrownBy(() -> run(Map.of(), () -> true))
                .isInstanceOf(CancellationException.class);
        assertThat(
                        new ObjectMapper()
                                .readTree(temp.resolve("out/log.json").toFile())
                                .path("success")
                                .asBoolean())
                .isFalse();
    }

    private RunSummary run(Map<String, String> options) throws Exception {
        return run(options, Cancellation.never());
    }

    private RunSummary run(Map<String, String> options, Cancellation cancellation)
            throws Exception {
        var listener =
                new RunListener() {
                    @Override
                    public void progress(
                            Stage stage, double inStage, double percent, long left, String title) {}

                    @Override
                    public synchronized void line(Level level, String text) {
                        console.add(text);
                    }
                };
        var project = new ProjectFolder(temp.resolve("out"), temp.resolve("photos"));
        return Engine.run(
                project, Options.of(OptionCatalog.load(), options), listener, cancellation);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name));
    }

    /// A picture of blurred noise that nothing else looks like.
    private static void writeNoise(Path file, long seed) throws IOException {
        var random = new Random(seed);
        var small = new BufferedImage(100, 75, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 75; y++) {
            for (int x = 0; x < 100; x++) {
                small.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        var image = new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(
                java.awt.RenderingHints.KEY_INTERPOLATION,
                java.awt.RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(small, 0, 0, 800, 600, null);
        graphics.dispose();
        ImageIO.write(image, "jpg", file.toFile());
    }
}
