package org.nadir.engine.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Progress;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Holds the features of image files against those of their pixels, and runs with one and with three threads against each
/// other.
class FeatureExtractionTest {

    private static final int WIDTH = 500;
    private static final int HEIGHT = 380;
    private static final FeatureSettings SETTINGS = FeatureSettings.of(300, FeatureQuality.HIGH);

    @TempDir Path folder;

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final List<Photo> photos = new ArrayList<>();

    @BeforeEach
    void writePhotos() throws IOException {
        for (int i = 0; i < 4; i++) {
            LumaImage luma = Textures.soft(WIDTH, HEIGHT, 100 + i);
            var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < WIDTH * HEIGHT; p++) {
                int gray = Math.clamp(Math.round(255 * luma.pixels()[p]), 0, 255);
                // Left half reddish.
                int colour =
                        p % WIDTH < WIDTH / 2
                                ? gray << 16 | gray / 2 << 8 | gray / 2
                                : gray * 0x10101;
                image.setRGB(p % WIDTH, p / WIDTH, colour);
            }
            Path file = folder.resolve("p%d.png".formatted(i));
            ImageIO.write(image, "png", file.toFile());
            photos.add(photo(file));
        }
    }

    private static Photo photo(Path file) {
        Camera camera = Camera.perspective("test", WIDTH, HEIGHT, 0.8);
        return new Photo(file.getFileName().toString(), file, camera, null, null, 0);
    }

    @Test
    void resultDoesNotDependOnThreadsAndIsKept() {
        List<FeatureSet> one = extract(1, "one");
        List<FeatureSet> three = extract(3, "three");
        assertThat(one).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(one.get(i).count()).isGreaterThan(250);
            assertThat(three.get(i).u()).isEqualTo(one.get(i).u());
            assertThat(three.get(i).descriptors()).isEqualTo(one.get(i).descriptors());
        }
        assertThat(lines).anyMatch(l -> l.matches("p2\\.png: \\d+ features"));
        lines.clear();
        List<FeatureSet> again = extract(2, "one");
        assertThat(lines).hasSize(4).allMatch(l -> l.endsWith("(kept from before)"));
        assertThat(again.get(3).descriptors()).isEqualTo(one.get(3).descriptors());
    }

    @Test
    void coloursAreThoseUnderTheFeatures() {
        FeatureSet features = extract(1, "colours").getFirst();
        int checked = 0;
        for (int i = 0; i < features.count(); i++) {
            int red = features.rgb()[3 * i] & 255;
            int blue = features.rgb()[3 * i + 2] & 255;
            boolean left = features.u()[i] < WIDTH / 2;
            assertThat(blue).isEqualTo(left ? red / 2 : red);
            checked++;
        }
        assertThat(checked).isPositive();
    }

    @Test
    void masksKeepFeaturesOut() throws IOException {
        var mask = new BufferedImage(50, 38, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 38; y++) {
            for (int x = 25; x < 50; x++) {
                mask.setRGB(x, y, 0xffffff);
            }
        }
        ImageIO.write(mask, "png", folder.resolve("p0_mask.png").toFile());
        FeatureSet features = extract(1, "masks").getFirst();
        assertThat(features.count()).isGreaterThan(100);
        for (float u : features.u()) {
            assertThat(u).isGreaterThanOrEqualTo(250);
        }
    }

    @Test
    void unreadablePhotosAreReportedAndHaveNoFeatures() throws IOException {
        Path broken = folder.resolve("broken.jpg");
        Files.write(broken, new byte[] {1, 2, 3});
        photos.set(1, photo(broken));
        List<FeatureSet> features = extract(2, "broken");
        assertThat(features.get(1).count()).isZero();
        assertThat(features.get(2).count()).isPositive();
        assertThat(lines)
                .anyMatch(l -> l.startsWith("broken.jpg seems corrupted and will not be used."));
    }

    @Test
    void poorPhotosAreSearchedAtTwiceTheSize() {
        FeatureSet usual = extract(1, "usual").getFirst();
        FeatureSettings greedy = FeatureSettings.of(4000, FeatureQuality.HIGH);
        FeatureSet more;
        try (var workers = new Workers(1)) {
            more =
                    FeatureExtraction.extractAll(
                                    photos, greedy, folder.resolve("more"), work(workers))
                            .getFirst();
        }
        float smallest = Float.MAX_VALUE;
        for (float scale : more.scale()) {
            smallest = Math.min(smallest, scale);
        }
        assertThat(more.count()).isGreaterThan(usual.count());
        assertThat(smallest).isLessThan(1.6f);
    }

    private List<FeatureSet> extract(int threads, String cache) {
        try (var workers = new Workers(threads)) {
            return FeatureExtraction.extractAll(
                    photos, SETTINGS, folder.resolve(cache), work(workers));
        }
    }

    private Work work(Workers workers) {
        Console console = (level, text) -> lines.add(text);
        return new Work(workers, Progress.none(), Cancellation.never(), console);
    }
}
