package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nadir.server.TestServer.task;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.jcodec.api.SequenceEncoder;
import org.jcodec.common.Codec;
import org.jcodec.common.Format;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Rational;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.Client.FilePart;

/// The picture of a video at one second: a film in which a bright bar walks along tells its time. (The test's encoder is rough:
/// positions survive it better than shades.)
@Timeout(120)
class VideoThumbnailTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static TestServer server;
    static Client admin;
    static String media;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(data, null);
        admin = server.admin();
        long project = server.project(admin, "Films");
        long id =
                server.newTask(admin, project, Map.of("auto_processing_node", "false"))
                        .path("id")
                        .asLong();
        media = task(project, id) + "media/";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void upload(String name, byte[] content) {
        admin.form(media + "upload", Map.of(), new FilePart("f", name, content)).expect(200);
    }

    /// Frame `i` of ten a second is dark with a bright bar over the columns from 16 i on.
    private static byte[] film(int frames) throws IOException {
        Path file = Files.createTempFile(scratch, "film", ".mp4");
        try (var channel = NIOUtils.writableChannel(file.toFile())) {
            var encoder =
                    new SequenceEncoder(channel, Rational.R(10, 1), Format.MOV, Codec.H264, null);
            for (int i = 0; i < frames; i++) {
                Picture picture = Picture.create(320, 192, ColorSpace.RGB);
                byte[] rgb = picture.getPlaneData(0);
                for (int at = 0; at < rgb.length; at++) {
                    rgb[at] = (byte) ((at / 3 % 320 / 16 == i ? 220 : 40) - 128);
                }
                encoder.encodeNativeFrame(picture);
            }
            encoder.finish();
        }
        return Files.readAllBytes(file);
    }

    @Test
    void showsTheFrameAtOneSecond() throws IOException {
        upload("film.mp4", film(20));
        Client.Reply reply = admin.get(media + "thumbnail/film.mp4?size=160").expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("image/jpeg");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(reply.bytes()));
        assertThat(picture.getWidth()).isEqualTo(160);
        assertThat(picture.getHeight()).isEqualTo(96);
        for (int block = 0; block < 20; block++) {
            int blue = picture.getRGB(8 * block + 4, 48) & 255;
            if (block == 10) {
                assertThat(blue).isGreaterThan(190);
            } else {
                assertThat(blue).as("block %d", block).isLessThan(70);
            }
        }
    }

    /// Recorded by a browser (its own encoder: H.264 Baseline, BT.709, full range) from a canvas whose ground was
    /// `rgb(40 + 60 s, half of that, 20)` at second s, with a blue square.
    @Test
    void showsAFilmOfAnotherEncoder() throws IOException {
        try (var film = VideoThumbnailTest.class.getResourceAsStream("/canvas.mp4")) {
            upload("canvas.mp4", java.util.Objects.requireNonNull(film).readAllBytes());
        }
        Client.Reply reply = admin.get(media + "thumbnail/canvas.mp4?size=640").expect(200);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(reply.bytes()));
        int ground = picture.getRGB(100, 100);
        int red = ground >> 16 & 255;
        assertThat(red).isBetween(90, 110);
        assertThat(ground >> 8 & 255).isCloseTo(red / 2, within(4));
        assertThat(ground & 255).isCloseTo(20, within(5));
        int square = picture.getRGB(500, 200);
        assertThat(square & 255).isGreaterThan(245);
        assertThat(square >> 16 & 255).isLessThan(10);
        assertThat(square >> 8 & 255).isLessThan(10);
    }

    @Test
    void shortFilmsShowTheirBegin() throws IOException {
        upload("short.mov", film(3));
        Client.Reply reply = admin.get(media + "thumbnail/short.mov").expect(200);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(reply.bytes()));
        assertThat(picture.getRGB(4, 60) & 255).isGreaterThan(190);
        assertThat(picture.getRGB(60, 60) & 255).isLessThan(70);
    }

    @Test
    void damagedFilmsHaveNone() throws IOException {
        byte[] film = film(12);
        upload("cut.mp4", Arrays.copyOf(film, film.length / 2));
        upload("words.avi", "no film".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var noise = new byte[100_000];
        new Random(9).nextBytes(noise);
        upload("noise.mkv", noise);
        for (String name : new String[] {"cut.mp4", "words.avi", "noise.mkv"}) {
            admin.get(media + "thumbnail/" + name).expect(400);
            admin.get(media + "thumbnail/" + name).expect(400);
        }
        assertThat(admin.get(media).expect(200).json()).isNotEmpty();
    }
}
