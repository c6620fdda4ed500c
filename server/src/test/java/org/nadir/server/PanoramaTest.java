package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nadir.server.TestServer.task;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.RgbImage;
import org.nadir.server.Client.FilePart;

/// Cube tiles of a panorama whose colours are directions: red to the right, green up, blue ahead.
@Timeout(90)
class PanoramaTest {

    private static final int WIDTH = 7000;
    private static final int SIDE = 8 * 278; // 7000 / (8 pi) = 278.5

    @TempDir static Path data;
    static TestServer server;
    static Client admin;
    static long project;
    static long id;
    static String media;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, null);
        admin = server.admin();
        project = server.project(admin, "Panoramas");
        id =
                server.newTask(admin, project, Map.of("auto_processing_node", "false"))
                        .path("id")
                        .asLong();
        media = task(project, id) + "media/";
        admin.form(
                        media + "upload",
                        Map.of(),
                        new FilePart("f", "pano.jpg", directions()),
                        new FilePart("f", "photo.jpg", MediaSamples.photo(40, 30, "")),
                        new FilePart("f", "tiny.jpg", MediaSamples.photo(20, 10, "")))
                .expect(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static byte[] directions() {
        var image = new RgbImage(WIDTH, WIDTH / 2);
        for (int row = 0; row < image.height(); row++) {
            double latitude = Math.PI * (0.5 - (row + 0.5) / image.height());
            for (int column = 0; column < WIDTH; column++) {
                double longitude = 2 * Math.PI * ((column + 0.5) / WIDTH - 0.5);
                int at = 3 * (row * WIDTH + column);
                image.rgb()[at] = colour(Math.sin(longitude) * Math.cos(latitude));
                image.rgb()[at + 1] = colour(Math.sin(latitude));
                image.rgb()[at + 2] = colour(Math.cos(longitude) * Math.cos(latitude));
            }
        }
        return ImageEncoder.jpeg(image, 0.97);
    }

    private static byte colour(double share) {
        return (byte) Math.round(127.5 + 127.5 * share);
    }

    private static BufferedImage tile(String address) throws IOException {
        Client.Reply reply = admin.get(media + "panorama/pano.jpg/tiles/" + address).expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("image/jpeg");
        return ImageIO.read(new ByteArrayInputStream(reply.bytes()));
    }

    /// Rows: the face, then where its middle, the middle of its right edge and the middle of its lower edge look.
    @ParameterizedTest
    @CsvSource({
        "f, 0 0 1, 1 0 1, 0 -1 1",
        "b, 0 0 -1, -1 0 -1, 0 -1 -1",
        "l, -1 0 0, -1 0 1, -1 -1 0",
        "r, 1 0 0, 1 0 -1, 1 -1 0",
        "u, 0 1 0, 1 1 0, 0 1 1",
        "d, 0 -1 0, 1 -1 0, 0 -1 -1",
    })
    void everyFaceLooksItsWay(String face, String middle, String right, String lower)
            throws IOException {
        BufferedImage tile = tile("1/" + face + "/0/0.jpg");
        int side = SIDE / 2;
        assertThat(tile.getWidth()).isEqualTo(side);
        assertThat(tile.getHeight()).isEqualTo(side);
        double[] centre = vector(middle);
        double[] across = minus(vector(right), centre);
        double[] down = minus(vector(lower), centre);
        for (int y = 5; y < side; y += 61) {
            for (int x = 5; x < side; x += 61) {
                double u = 2 * (x + 0.5) / side - 1;
                double v = 2 * (y + 0.5) / side - 1;
                double[] seen = new double[3];
                for (int i = 0; i < 3; i++) {
                    seen[i] = centre[i] + u * across[i] + v * down[i];
                }
                double length = Math.hypot(Math.hypot(seen[0], seen[1]), seen[2]);
                for (int i = 0; i < 3; i++) {
                    int found = tile.getRGB(x, y) >> 16 - 8 * i & 255;
                    assertThat((double) found)
                            .as("face %s at %d, %d, channel %d", face, x, y, i)
                            .isCloseTo(127.5 + 127.5 * seen[i] / length, within(4.0));
                }
            }
        }
    }

    private static double[] vector(String text) {
        return Stream.of(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    /// The finest level has one whole tile and narrow ones at the right and below.
    @Test
    void theFinestLevelIsCutIntoTiles() throws IOException {
        BufferedImage corner = tile("2/f/1/1.jpg");
        assertThat(corner.getWidth()).isEqualTo(SIDE - 2048);
        assertThat(corner.getHeight()).isEqualTo(SIDE - 2048);
        BufferedImage upper = tile("2/r/0/1.jpg");
        assertThat(upper.getWidth()).isEqualTo(SIDE - 2048);
        assertThat(upper.getHeight()).isEqualTo(2048);
        // The last pixel of the front looks to (1, -1, 1).
        int last = corner.getRGB(corner.getWidth() - 1, corner.getHeight() - 1);
        assertThat(last >> 16 & 255).isCloseTo((int) (127.5 + 127.5 / Math.sqrt(3)), within(4));
        assertThat(last >> 8 & 255).isCloseTo((int) (127.5 - 127.5 / Math.sqrt(3)), within(4));
        assertThat(last & 255).isCloseTo((int) (127.5 + 127.5 / Math.sqrt(3)), within(4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pano.jpg/tiles/0/f/0/0.jpg",
                "pano.jpg/tiles/3/f/0/0.jpg",
                "pano.jpg/tiles/1/x/0/0.jpg",
                "pano.jpg/tiles/1/front/0/0.jpg",
                "pano.jpg/tiles/1/f/1/0.jpg",
                "pano.jpg/tiles/2/f/0/2.jpg",
                "pano.jpg/tiles/1/f/-1/0.jpg",
                "pano.jpg/tiles/1/f/0/0.png",
                "pano.jpg/tiles/99999999999/f/0/0.jpg",
                "photo.jpg/tiles/1/f/0/0.jpg",
                "tiny.jpg/tiles/1/f/0/0.jpg",
                "none.jpg/tiles/1/f/0/0.jpg"
            })
    void anythingElseIsNotFound(String address) {
        admin.get(media + "panorama/" + address).expect(404);
    }

    @Test
    void tilesAreKeptUntilThePanoramaGoes() throws IOException {
        admin.form(
                        media + "upload",
                        Map.of(),
                        new FilePart("f", "gone.jpg", MediaSamples.photo(200, 100, "")))
                .expect(200);
        byte[] tile = admin.get(media + "panorama/gone.jpg/tiles/1/u/0/0.jpg").expect(200).bytes();
        Path kept = data.resolve("cache/task-" + id + "/media/gone.jpg");
        try (Stream<Path> files = Files.walk(kept)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(1)
                    .allSatisfy(file -> assertThat(file).hasBinaryContent(tile));
        }
        assertThat(admin.get(media + "panorama/gone.jpg/tiles/1/u/0/0.jpg").bytes())
                .isEqualTo(tile);
        admin.delete(media + "manage/gone.jpg").expect(200);
        assertThat(kept).doesNotExist();
        admin.get(media + "panorama/gone.jpg/tiles/1/u/0/0.jpg").expect(404);
    }
}
