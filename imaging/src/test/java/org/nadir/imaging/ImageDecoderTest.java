package org.nadir.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of GDAL and of the JDK whose pixels follow closed forms; damaged files.
class ImageDecoderTest {

    @TempDir private Path folder;

    /// JPEG at quality 95 with halved chroma on a linear pattern stays within a few grey values.
    @ParameterizedTest
    @CsvSource({"rgb.png, 0", "rgb.tif, 0", "progressive.jpg, 12"})
    void decodesColours(String name, int tolerance) throws IOException {
        RgbImage image = ImageDecoder.decodeRgb(Resources.copy(name, folder));

        assertThat(image.width()).isEqualTo(33);
        assertThat(image.height()).isEqualTo(20);
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 33; x++) {
                assertThat(image.at(x, y, 0)).isCloseTo(7 * x, within(tolerance));
                assertThat(image.at(x, y, 1)).isCloseTo(12 * y, within(tolerance));
                assertThat(image.at(x, y, 2)).isCloseTo(255 - 3 * x - 5 * y, within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray16.png", "gray16.tif"})
    void keepsTheUpperHalfOfSixteenBits(String name) throws IOException {
        Path file = Resources.copy(name, folder);
        GrayImage gray = ImageDecoder.decodeGray(file);
        RgbImage colour = ImageDecoder.decodeRgb(file);

        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 33; x++) {
                int expected = (1000 * x + 1700 * y) >> 8;
                assertThat(gray.at(x, y)).isEqualTo(expected);
                assertThat(colour.at(x, y, 2)).isEqualTo(expected);
            }
        }
    }

    /// Luma of a JPEG is its first component; rounding of three channels may move it by a few steps where colours are cut
    /// to 0..255.
    @Test
    void takesLumaOfJpegsAsStored() throws IOException {
        Path file = Resources.copy("progressive.jpg", folder);
        GrayImage luma = ImageDecoder.decodeGray(file);
        GrayImage computed = ImageDecoder.decodeRgb(file).gray();

        double sum = 0;
        for (int i = 0; i < luma.gray().length; i++) {
            sum += Math.abs((luma.gray()[i] & 0xFF) - (computed.gray()[i] & 0xFF));
        }
        assertThat(sum / luma.gray().length).isLessThan(1);
        assertThat(luma.at(16, 10))
                .isCloseTo((int) (0.299 * 112 + 0.587 * 120 + 0.114 * 157), within(4));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY
            })
    void decodesEveryKindOfPng(int type) throws IOException {
        var image = new BufferedImage(5, 4, type);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 5; x++) {
                int gray = (x + y) % 2 * 255;
                image.setRGB(x, y, 0xFF000000 | gray << 16 | gray << 8 | gray);
            }
        }
        Path file = folder.resolve("some.png");
        ImageIO.write(image, "png", file.toFile());

        RgbImage found = ImageDecoder.decodeRgb(file);
        GrayImage gray = ImageDecoder.decodeGray(file);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 5; x++) {
                int expected = (x + y) % 2 * 255;
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(found.at(x, y, channel)).isEqualTo(expected);
                }
                assertThat(gray.at(x, y)).isEqualTo(expected);
            }
        }
    }

    @Test
    void noticesEveryJpegThatIsCutShort() throws IOException {
        byte[] whole = Files.readAllBytes(Resources.copy("progressive.jpg", folder));
        for (int length = 3; length < whole.length; length += 41) {
            Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ImageDecoder.decodeRgb(cut))
                    .isInstanceOf(UnreadableImageException.class)
                    .hasMessageStartingWith("cut.jpg: ");
        }
    }

    @Test
    void noticesAHoleInAJpegWhoseEndIsThere() throws IOException {
        byte[] whole = ImageEncoder.jpeg(noise(200, 150), 0.9);
        byte[] holed = new byte[whole.length - 4000];
        System.arraycopy(whole, 0, holed, 0, 6000);
        System.arraycopy(whole, 10_000, holed, 6000, holed.length - 6000);
        Path file = Files.write(folder.resolve("hole.jpg"), holed);

        assertThatThrownBy(() -> ImageDecoder.decodeRgb(file))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("hole.jpg: ");
    }

    @Test
    void acceptsJpegsWithSomethingAfterTheirEnd() throws IOException {
        byte[] whole = ImageEncoder.jpeg(noise(64, 48), 0.9);
        Path file =
                Files.write(folder.resolve("more.jpg"), Arrays.copyOf(whole, whole.length + 999));

        assertThat(ImageDecoder.decodeRgb(file).width()).isEqualTo(64);
    }

    @Test
    void explainsPrintingColours() throws IOException {
        Path file = Resources.copy("cmyk.jpg", folder);

        assertThatThrownBy(() -> ImageDecoder.decodeRgb(file))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("cmyk.jpg")
                .hasMessageContaining("CMYK");
    }

    @Test
    void refusesOtherFilesByName() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.png"), "no picture");
        byte[] png = Files.readAllBytes(Resources.copy("rgb.png", folder));
        Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(png, png.length / 2));

        assertThatThrownBy(() -> ImageDecoder.decodeRgb(text))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageStartingWith("notes.png: ");
        assertThatThrownBy(() -> ImageDecoder.decodeGray(cut))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageStartingWith("cut.png: ");
        assertThatThrownBy(() -> ImageDecoder.decodeRgb(folder.resolve("absent.png")))
                .isInstanceOf(UnreadableImageException.class);
    }

    static RgbImage noise(int width, int height) {
        var image = new RgbImage(width, height);
        new java.util.Random(4).nextBytes(image.rgb());
        return image;
    }

    /// 1000 x + 1700 y runs from 0 to 64300.
    @ParameterizedTest
    @ValueSource(strings = {"gray16.png", "gray16.tif"})
    void stretchesSixteenBitsForDisplay(String name) throws IOException {
        RgbImage image = ImageDecoder.decodeForDisplay(Resources.copy(name, folder), 1 << 20);
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 33; x++) {
                int expected = (int) Math.round((1000 * x + 1700 * y) * 255.0 / 64300);
                assertThat(image.at(x, y, 1)).isEqualTo(expected);
            }
        }
    }

    @Test
    void leavesOutRowsAndColumnsOfLargePicturesForDisplay() throws IOException {
        RgbImage image =
                ImageDecoder.decodeForDisplay(Resources.copy("progressive.jpg", folder), 100);
        assertThat(image.width()).isEqualTo(11);
        assertThat(image.height()).isEqualTo(7);
        assertThat(image.at(5, 3, 0)).isCloseTo(7 * 15, within(12));
    }

    /// With Adobe's marker the values are light, and GDAL shows (10, 32, 54); without it they are ink.
    @Test
    void showsPrintingColours() throws IOException {
        Path plain = Resources.copy("cmyk.jpg", folder);
        byte[] jpeg = Files.readAllBytes(plain);
        byte[] adobe = {
            (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
        };
        byte[] marked =
                java.nio.ByteBuffer.allocate(jpeg.length + adobe.length)
                        .put(jpeg, 0, 2)
                        .put(adobe)
                        .put(jpeg, 2, jpeg.length - 2)
                        .array();
        RgbImage light =
                ImageDecoder.decodeForDisplay(
                        Files.write(folder.resolve("a.jpg"), marked), 1 << 20);
        RgbImage ink = ImageDecoder.decodeForDisplay(plain, 1 << 20);
        for (int c = 0; c < 3; c++) {
            assertThat(light.at(7, 7, c)).isCloseTo(new int[] {10, 32, 54}[c], within(1));
            assertThat(ink.at(7, 7, c)).isCloseTo(new int[] {106, 88, 70}[c], within(1));
        }
    }

    /// A header that promises more pixels than there is memory for.
    @Test
    void refusesPicturesBeyondMemory() throws IOException {
        byte[] jpeg = Files.readAllBytes(Resources.copy("progressive.jpg", folder));
        for (int i = 0; i + 8 < jpeg.length; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC2) {
                jpeg[i + 5] = jpeg[i + 7] = (byte) 0xFF;
            }
        }
        Path file = Files.write(folder.resolve("huge.jpg"), jpeg);
        assertThatThrownBy(() -> ImageDecoder.decodeForDisplay(file, 1 << 20))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("too many");
    }
}
