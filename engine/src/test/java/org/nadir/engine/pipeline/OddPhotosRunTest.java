package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.work.Cancellation;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.imaging.PhotoTags;
import org.nadir.testkit.ExifJpeg;
import org.nadir.testkit.ExifTags;
import org.nadir.testkit.PlacedPhotos;
import org.nadir.testkit.SyntheticSurvey;

/// A folder as people hand it in: the first photo's receiver believed to be on another continent, a program has turned three
/// photos upright and made one smaller, one is there twice, and two files are no photos. Against the true cameras.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddPhotosRunTest {

    private static final double GPS_SD = 0.3;
    private static final SyntheticSurvey.Plan PLAN =
            new SyntheticSurvey.Plan(3, 5, 40, 800, 600, GPS_SD, 9);

    private final SyntheticSurvey survey = SyntheticSurvey.of(PLAN);
    private final List<String> console = Collections.synchronizedList(new ArrayList<>());
    private ProjectFolder project;

    @BeforeAll
    void run(@TempDir Path folder) throws Exception {
        project = new ProjectFolder(folder.resolve("out"), folder.resolve("photos"));
        survey.writePhotos(project.images(), PLAN);
        rewrite(1, null, 71);
        for (int upright : new int[] {3, 8, 13}) {
            rewrite(upright, turn(photo(upright)), 0);
        }
        rewrite(6, scaled(photo(6)), 0);
        Files.copy(file(10), project.images().resolve("SYN_0010 copy.JPG"));
        Files.write(project.images().resolve("EMPTY.JPG"), new byte[0]);
        var noise = new byte[5000];
        new Random(1).nextBytes(noise);
        Files.write(project.images().resolve("NOISE.JPG"), noise);
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
        Map<String, String> options = Map.of("end-with", "opensfm", "min-num-features", "2000");
        Engine.run(
                project, Options.of(OptionCatalog.load(), options), listener, Cancellation.never());
    }

    private Path file(int number) {
        return project.images().resolve("SYN_%04d.JPG".formatted(number));
    }

    private BufferedImage photo(int number) throws IOException {
        return ImageIO.read(file(number).toFile());
    }

    /// @param pixels in the place of the photo's own
    /// @param east degrees by which its position is off
    private void rewrite(int number, @Nullable BufferedImage pixels, double east)
            throws IOException {
        PhotoTags own = PhotoTagReader.read(file(number));
        PhotoTags.Position at = Objects.requireNonNull(own.position());
        var tags =
                new ExifTags()
                        .camera("Synthetic", "Drone One")
                        .film(36 * own.focal().ratio())
                        .position(
                                at.longitude() + east,
                                at.latitude(),
                                Objects.requireNonNull(at.altitude()));
        byte[] jpeg =
                pixels == null ? Files.readAllBytes(file(number)) : ExifJpeg.encode(pixels, 0.93f);
        ExifJpeg.write(file(number), jpeg, tags, "");
    }

    private static BufferedImage turn(BufferedImage image) {
        var result =
                new BufferedImage(image.getHeight(), image.getWidth(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                result.setRGB(image.getHeight() - 1 - y, x, image.getRGB(x, y));
            }
        }
        return result;
    }

    private static BufferedImage scaled(BufferedImage image) {
        var result = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, 640, 480, null);
        graphics.dispose();
        return result;
    }

    private PlacedPhotos placed() throws IOException {
        return PlacedPhotos.read(
                project.root().resolve("odm_report/shots.geojson"),
                project.root().resolve("cameras.json"));
    }

    @Test
    void allPhotosFindTheirPlace() throws IOException {
        PlacedPhotos.Difference difference = placed().differenceTo(PlacedPhotos.truth(survey));
        assertThat(placed().shots()).hasSize(survey.cameras().size() + 1);
        assertThat(difference.photos()).isEqualTo(survey.cameras().size());
        // Positions of 0.3 m and heights of 0.45 m fix the block of 14: four standard deviations of
        // their
        // means, and of the tilt over some 20 m.
        assertThat(difference.plain()).isLessThan(4 * 1.5 * GPS_SD / Math.sqrt(14) * Math.sqrt(3));
    }

    @Test
    void lensesOfTurnedAndReducedPhotosAreThatOfTheOthers() throws IOException {
        assertThat(placed().lenses()).hasSize(3);
        assertThat(placed().lenses().values())
                .allSatisfy(lens ->
                        assertThat(lens.focalX() / PLAN.lens().focal()).isBetween(0.98, 1.02));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(console)
                .anyMatch(line -> line.startsWith("The position of SYN_0001.JPG is 5,"))
                .anyMatch(line -> line.equals("GPS position not available for SYN_0001.JPG."))
                .contains(
                        "The same photo is there under several names: SYN_0010 copy.JPG = SYN_0010.JPG.")
                .anyMatch(line -> line.startsWith("EMPTY.JPG seems corrupted"))
                .anyMatch(line -> line.startsWith("NOISE.JPG seems corrupted"));
    }
}
