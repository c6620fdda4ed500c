package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Views of source photos and of orthophotos: every parameter at and beyond its bounds. Photos are made and read by the JDK.
@Timeout(60)
class ThumbnailTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static String path;

    @BeforeAll
    static void start() throws IOException {
        node = new FakeNode(Results.zip(Results.files(scratch)));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        long project = server.project(admin, "Thumbnails");
        var photo = new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 800 * 600; i++) {
            photo.setRGB(i % 800, i / 800, i % 800 < 400 ? 0xC80000 : 0x0000C8);
        }
        // Uses 1000 to 5000 of 65536 levels, as multispectral cameras do.
        var deep = new BufferedImage(400, 10, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 4000; i++) {
            deep.getRaster().setSample(i % 400, i / 400, 0, 1000 + i % 400 * 4000 / 399);
        }
        long id =
                admin.form(
                                tasks(project),
                                Map.of("name", "Photos"),
                                new Client.FilePart("images", "p.jpg", bytes(photo, "jpg")),
                                new Client.FilePart("images", "deep.png", bytes(deep, "png")),
                                Client.FilePart.image("broken.jpg"))
                        .expect(201)
                        .json()
                        .path("id")
                        .asLong();
        path = task(project, id);
        server.awaitStatus(admin, path, 40);
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private static byte[] bytes(BufferedImage image, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static BufferedImage view(String query) throws IOException {
        Client.Reply reply = admin.get(path + "images/thumbnail/p.jpg" + query).expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("image/jpeg");
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(reply.bytes())));
    }

    @ParameterizedTest
    @CsvSource({
        "'',512,384",
        "?size=1,1,1",
        "?size=200,200,150",
        "?size=100000,800,600",
        "?size=400&zoom=4&center_x=0.3&center_y=0.4,400,300",
        "?size=400&zoom=10,400,300",
        "?size=400&zoom=0.1,400,300",
        "?quality=0,512,384",
        "?quality=100&size=64,64,48",
        "?center_x=-0.5&center_y=1.5,512,384",
    })
    void theViewHasTheSizeAndShapeThatWasAskedFor(String query, int width, int height)
            throws IOException {
        BufferedImage image = view(query);
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size=0",
                "size=-5",
                "size=big",
                "size=NaN",
                "quality=-1",
                "quality=100.5",
                "quality=x",
                "center_x=-0.51",
                "center_x=1.51",
                "center_y=2",
                "zoom=0.09",
                "zoom=10.1",
                "zoom=NaN",
                "draw_point=0.5",
                "draw_point=0.5,0.5,0.5",
                "draw_point=1.1,0.5",
                "draw_point=0.5,-0.1",
                "draw_point=NaN,0.5",
                "point_color=red",
                "point_color=12345",
                "point_radius=-1",
                "point_radius=101"
            })
    void whatIsOutOfRangeIsRefused(String query) {
        // Colours and radii count only with a point to draw.
        String point = query.startsWith("point_") ? "&draw_point=0.5,0.5" : "";
        admin.get(path + "images/thumbnail/p.jpg?" + query + point).expect(400);
    }

    @Test
    void pointsAreDrawnWhereTheyAre() throws IOException {
        BufferedImage image =
                view(
                        "?size=800&quality=100&draw_point=0.25,0.5&draw_point=0.75,0.5&point_color=00FF00&point_radius=5");
        for (int centre : new int[] {200, 600}) {
            int ring = image.getRGB(centre + 34, 300);
            assertThat(ring >> 8 & 255).isGreaterThan(150);
            assertThat(image.getRGB(centre, 300) >> 8 & 255).isLessThan(60);
            assertThat(image.getRGB(centre, 350) >> 8 & 255).isLessThan(60);
        }
    }

    @Test
    void zoomingShowsAPart() throws IOException {
        // Zoom 3 shows a quarter of the sides, from 0 to 200 of 800: all of it red.
        BufferedImage image = view("?size=400&zoom=3&center_x=0.125&center_y=0.5");
        for (int x = 20; x < 400; x += 20) {
            assertThat(image.getRGB(x, 150) >> 16 & 255).isGreaterThan(170);
            assertThat(image.getRGB(x, 150) & 255).isLessThan(60);
        }
    }

    @Test
    void deepPicturesFillTheRange() throws IOException {
        Client.Reply reply = admin.get(path + "images/thumbnail/deep.png?size=400").expect(200);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(reply.bytes()));
        for (int x = 8; x < 392; x += 16) {
            assertThat(image.getRGB(x, 5) & 255).isCloseTo(255 * x / 399, within(6));
        }
    }

    @Test
    void picturesThatCannotBeReadAreRefusedAndAbsentOnesAreAbsent() {
        admin.get(path + "images/thumbnail/broken.jpg").expect(400);
        admin.get(path + "images/thumbnail/none.jpg").expect(404);
        admin.get(path + "images/thumbnail/..%2fdata%2fconsole_output.txt").expect(404);
    }

    @ParameterizedTest
    @CsvSource({"'',256", "?size=1,1", "?size=0,1", "?size=-7,1", "?size=5000,1024", "?size=x,256"})
    void orthophotosAreSquare(String query, int side) throws IOException {
        Client.Reply reply = admin.get(path + "thumbnail" + query).expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("image/png");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(reply.bytes()));
        assertThat(image.getWidth()).isEqualTo(side);
        assertThat(image.getHeight()).isEqualTo(side);
    }
}
