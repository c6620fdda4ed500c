package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.work.Cancellation;
import org.nadir.testkit.SyntheticSurvey;

/// Photos with a magenta leg of the craft at the same place of each, which masks cover: nothing magenta comes out.
class MaskRunTest {

    private static final SyntheticSurvey.Plan PLAN =
            new SyntheticSurvey.Plan(2, 4, 40, 800, 600, 0.1, 5);

    @TempDir Path temp;

    @Test
    void maskedPixelsAreInNoProduct() throws Exception {
        var project = new ProjectFolder(temp.resolve("out"), temp.resolve("photos"));
        SyntheticSurvey.of(PLAN).writePhotos(project.images(), PLAN);
        List<Path> photos;
        try (Stream<Path> files = Files.list(project.images())) {
            photos = files.sorted().toList();
        }
        for (Path photo : photos) {
            addLeg(photo);
        }
        Engine.run(
                project,
                Options.of(
                        OptionCatalog.load(),
                        Map.of(
                                "mesh-size",
                                "20000",
                                "orthophoto-png",
                                "true",
                                "min-num-features",
                                "2000")),
                new RunListener() {
                    @Override
                    public void progress(
                            Stage stage, double inStage, double percent, long left, String title) {}

                    @Override
                    public void line(Level level, String text) {}
                },
                Cancellation.never());
        assertThat(
                        magenta(
                                ImageIO.read(
                                        project.file("odm_orthophoto/odm_orthophoto.png")
                                                .toFile())))
                .isZero();
        assertThat(magentaOfFaces(project.file("odm_texturing"))).isZero();
        DenseCloud cloud = CloudFile.read(project.filteredCloud());
        int count = 0;
        for (int i = 0; i < cloud.count(); i++) {
            int red = cloud.rgb()[3 * i] & 255;
            int green = cloud.rgb()[3 * i + 1] & 255;
            int blue = cloud.rgb()[3 * i + 2] & 255;
            count += isMagenta(red, green, blue) ? 1 : 0;
        }
        assertThat(count).isZero();
        var images = new ObjectMapper().readTree(project.file("images.json").toFile());
        assertThat(images.path(0).path("mask").asText()).isEqualTo("SYN_0001_mask.png");
    }

    /// Speckled, so that there is something to match, and in a corner of the middle.
    private static void addLeg(Path photo) throws IOException {
        byte[] old = Files.readAllBytes(photo);
        int length = 2 + ((old[4] & 255) << 8 | old[5] & 255);
        byte[] tags = Arrays.copyOfRange(old, 2, 2 + length);
        BufferedImage image = ImageIO.read(photo.toFile());
        var random = new Random(1);
        for (int y = 330; y < 430; y++) {
            for (int x = 420; x < 560; x++) {
                int bright = 190 + random.nextInt(60);
                image.setRGB(x, y, bright << 16 | random.nextInt(40) << 8 | bright);
            }
        }
        var encoded = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", encoded);
        var whole = new ByteArrayOutputStream();
        whole.write(encoded.toByteArray(), 0, 2);
        whole.write(tags);
        whole.write(encoded.toByteArray(), 2, encoded.size() - 2);
        Files.write(photo, whole.toByteArray());
        // Wider than the leg by one block of the JPEG compression, over which colours spread.
        var mask = new BufferedImage(800, 600, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = mask.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, 800, 600);
        pen.setColor(Color.BLACK);
        pen.fillRect(404, 314, 172, 132);
        pen.dispose();
        String name = photo.getFileName().toString().replace(".JPG", "_mask.png");
        ImageIO.write(mask, "png", photo.resolveSibling(name).toFile());
    }

    /// Texels inside faces: what lies between charts is not part of the model.
    private static int magentaOfFaces(Path folder) throws IOException {
        var u = new ArrayList<Double>();
        var v = new ArrayList<Double>();
        BufferedImage page = null;
        int count = 0;
        int faces = 0;
        for (String line : Files.readAllLines(folder.resolve("odm_textured_model_geo.obj"))) {
            String[] words = line.split("\\s+");
            switch (words[0]) {
                case "vt" -> {
                    u.add(Double.valueOf(words[1]));
                    v.add(Double.valueOf(words[2]));
                }
                case "usemtl" -> {
                    Path file =
                            folder.resolve("odm_textured_model_geo_" + words[1] + "_map_Kd.png");
                    page = Files.exists(file) ? ImageIO.read(file.toFile()) : null;
                }
                case "f" -> {
                    if (page == null) {
                        continue;
                    }
                    faces++;
                    for (double[] w : new double[][] {{1, 1, 1}, {8, 1, 1}, {1, 8, 1}, {1, 1, 8}}) {
                        double x = 0;
                        double y = 0;
                        for (int k = 0; k < 3; k++) {
                            int i = Integer.parseInt(words[k + 1].split("/")[1]) - 1;
                            double share = w[k] / (w[0] + w[1] + w[2]);
                            x += share * u.get(i);
                            y += share * v.get(i);
                        }
                        int rgb =
                                page.getRGB(
                                        Math.min(page.getWidth() - 1, (int) (x * page.getWidth())),
                                        Math.min(
                                                page.getHeight() - 1,
                                                (int) ((1 - y) * page.getHeight())));
                        count += isMagenta(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255) ? 1 : 0;
                    }
                }
                default -> {}
            }
        }
        assertThat(faces).isGreaterThan(1000);
        return count;
    }

    private static int magenta(BufferedImage image) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                count += isMagenta(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255) ? 1 : 0;
            }
        }
        return count;
    }

    /// Half way to the leg is already too much: the land is nowhere near it.
    private static boolean isMagenta(int red, int green, int blue) {
        return Math.min(red, blue) > green + 60;
    }
}
