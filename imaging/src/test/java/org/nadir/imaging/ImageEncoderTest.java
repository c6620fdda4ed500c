package org.nadir.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our PNG files read by the JDK's reader; JPEG files against the picture that went in.
class ImageEncoderTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 6", "3, 9", "4, 1", "4, 6"})
    void writesPngsThatOthersReadExactly(int channels, int level) throws IOException {
        int width = 211;
        int height = 187;
        var random = new Random(channels);
        byte[] pixels = new byte[width * height * channels];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / channels % width;
            int y = i / channels / width;
            pixels[i] = (byte) (y < 90 ? x + 2 * y + 40 * (i % channels) : random.nextInt(256));
        }
        byte[] png = ImageEncoder.png(pixels, width, height, channels, level);

        BufferedImage found = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(found.getRaster().getNumBands()).isEqualTo(channels);
        int[] all = found.getRaster().getPixels(0, 0, width, height, (int[]) null);
        for (int i = 0; i < all.length; i++) {
            assertThat(all[i]).isEqualTo(pixels[i] & 0xFF);
        }
    }

    @Test
    void writesPngsInPortions() throws IOException {
        RgbImage image = ImageDecoderTest.noise(300, 200);
        var out = new ByteArrayOutputStream();
        try (var writer = new PngWriter(out, 300, 200, 3, 6)) {
            for (int row = 0; row < 200; row += 50) {
                writer.writeRows(image.rgb(), row * 900, 50);
            }
            writer.finish();
        }

        assertThat(out.toByteArray()).isEqualTo(ImageEncoder.png(image));
        assertThat(ImageDecoder.decodeRgb(Path.of("x.png"), out.toByteArray())).isEqualTo(image);
    }

    @Test
    void refusesTooFewAndTooManyRows() throws IOException {
        try (var writer = new PngWriter(new ByteArrayOutputStream(), 4, 4, 1, 6)) {
            writer.writeRows(new byte[8], 0, 2);
            assertThatThrownBy(writer::finish).hasMessageContaining("2 of 4");
            assertThatThrownBy(() -> writer.writeRows(new byte[12], 0, 3))
                    .hasMessageContaining("3 rows after 2 of 4");
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void writesJpegsCloseToThePicture(boolean progressive) throws IOException {
        var image = new RgbImage(120, 80);
        for (int i = 0; i < image.rgb().length; i++) {
            int pixel = i / 3;
            image.rgb()[i] = (byte) (i % 3 == 0 ? pixel % 120 * 2 : pixel / 120 * 3);
        }
        byte[] jpeg = ImageEncoder.jpeg(image, 0.95, progressive);
        RgbImage found = ImageDecoder.decodeRgb(Path.of("x.jpg"), jpeg);

        for (int i = 0; i < image.rgb().length; i++) {
            assertThat(found.rgb()[i] & 0xFF).isCloseTo(image.rgb()[i] & 0xFF, within(10));
        }
        assertThat(containsMarker(jpeg, 0xC2)).isEqualTo(progressive);
        assertThat(ImageEncoder.jpeg(image, 0.3)).hasSizeLessThan(jpeg.length);
    }

    @Test
    void carriesTagsOver() throws IOException {
        byte[] tagged =
                new TaggedJpeg()
                        .ifd0(0x10F, "DJI")
                        .ifd0(0x110, "FC300S")
                        .xmp("drone-dji:Latitude", "12.5")
                        .xmp("drone-dji:Longitude", "-7.25")
                        .bytes();
        byte[] small = ImageEncoder.jpeg(ImageDecoderTest.noise(20, 10), 0.8);
        Path file = Files.write(folder.resolve("small.jpg"), JpegTags.copied(tagged, small));

        PhotoTags tags = PhotoTagReader.read(file);
        assertThat(tags.width()).isEqualTo(20);
        assertThat(tags.model()).isEqualTo("FC300S");
        assertThat(tags.position())
                .isEqualTo(new PhotoTags.Position(-7.25, 12.5, null, null, null, false));
        assertThat(ImageDecoder.decodeRgb(file))
                .isEqualTo(ImageDecoder.decodeRgb(Path.of("x"), small));
    }

    /// A picture of six pixels, turned by hand.
    @ParameterizedTest
    @CsvSource({
        "1, 3, 123456", "2, 3, 321654", "3, 3, 654321", "4, 3, 456123",
        "5, 2, 142536", "6, 2, 415263", "7, 2, 635241", "8, 2, 362514",
    })
    void turnsThumbnailsUpright(int orientation, int width, String expected) {
        var image = new RgbImage(3, 2);
        for (int i = 0; i < 6; i++) {
            image.rgb()[3 * i] = (byte) (i + 1);
        }

        RgbImage turned = Thumbnail.upright(image, orientation);
        assertThat(turned.width()).isEqualTo(width);
        var found = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            found.append(turned.rgb()[3 * i]);
        }
        assertThat(found.toString()).isEqualTo(expected);
    }

    @Test
    void makesThumbnailsOfPhotos() throws IOException {
        Path file =
                new TaggedJpeg().size(400, 300).ifd0(0x112, 6).write(folder.resolve("photo.jpg"));

        RgbImage small = Thumbnail.of(file, 100);
        assertThat(small.width()).isEqualTo(75);
        assertThat(small.height()).isEqualTo(100);
    }

    private static boolean containsMarker(byte[] jpeg, int marker) {
        for (int i = 0; i + 1 < jpeg.length; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == marker) {
                return true;
            }
        }
        return false;
    }
}
