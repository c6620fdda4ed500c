package org.nadir.imaging.webp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Pictures of many kinds and sizes, read back by another library's decoder: every pixel comes back.
class WebpWriterTest {

    enum Kind {
        FLAT,
        TRANSPARENT,
        NOISE,
        TWO_COLOURS,
        GRADIENT,
        PHOTO,
        HALF_COVERED,
        STRIPES,
        RARE_VALUES,
        FAR_REPEATS;

        int argb(int x, int y, Random random) {
            return switch (this) {
                case FLAT -> 0xFF336699;
                case TRANSPARENT -> 0;
                case NOISE -> random.nextInt();
                case TWO_COLOURS -> (x / 5 + y / 3) % 2 == 0 ? 0xFFFF0000 : 0xFF00FF00;
                case GRADIENT -> 0xFF000000 | (x & 255) << 16 | (y & 255) << 8 | x + y & 255;
                case PHOTO -> photo(x, y, random);
                case HALF_COVERED -> x > y ? photo(x, y, random) : 0;
                case STRIPES -> x % 7 == 0 ? 0x80FFFFFF : 0xFF000000 | y * 9 & 255;
                case RARE_VALUES -> fibonacci(random);
                case FAR_REPEATS -> 0xFF000000 | (x * 31 + y % 40 * 977) * 2654435;
            };
        }

        private static int photo(int x, int y, Random random) {
            int noise = random.nextInt(9);
            int base = (int) (120 + 60 * Math.sin(x / 9.0) + 50 * Math.cos(y / 13.0 + x / 40.0));
            return 0xFF000000
                    | Math.clamp(base + noise, 0, 255) << 16
                    | Math.clamp(base + 10 + noise / 2, 0, 255) << 8
                    | Math.clamp(base - 20 + noise, 0, 255);
        }

        /// Frequencies that halve from value to value make the longest codes.
        private static int fibonacci(Random random) {
            int value = Integer.numberOfTrailingZeros(random.nextInt() | 1 << 30);
            return 0xFF000000 | value * 8 << 8;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyPixelComesBack(Kind kind) throws IOException {
        for (int[] size :
                new int[][] {{1, 1}, {2, 3}, {16, 16}, {17, 1}, {1, 40}, {100, 77}, {256, 256}}) {
            check(kind, size[0], size[1]);
        }
    }

    @ParameterizedTest
    @CsvSource({"RARE_VALUES, 700, 900", "PHOTO, 1024, 300", "TRANSPARENT, 2048, 2048"})
    void largePicturesToo(Kind kind, int width, int height) throws IOException {
        check(kind, width, height);
    }

    private static void check(Kind kind, int width, int height) throws IOException {
        var random = new Random(31L * width + height);
        int[] argb =
                IntStream.range(0, width * height)
                        .map(i -> kind.argb(i % width, i / width, random))
                        .toArray();
        BufferedImage back = decode(WebpWriter.encode(rgba(argb), width, height));
        assertThat(back.getWidth()).isEqualTo(width);
        assertThat(back.getHeight()).isEqualTo(height);
        for (int i = 0; i < argb.length; i++) {
            int found = back.getRGB(i % width, i / width);
            if (found != argb[i] && (argb[i] >>> 24 != 0 || found >>> 24 != 0)) {
                throw new AssertionError(
                        "%s %d x %d, pixel %d: %08x instead of %08x"
                                .formatted(kind, width, height, i, found, argb[i]));
            }
        }
    }

    private static BufferedImage decode(byte[] webp) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(webp));
        assertThat(image).as("read by the decoder").isNotNull();
        return image;
    }

    private static byte[] rgba(int[] argb) {
        byte[] bytes = new byte[4 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            bytes[4 * i] = (byte) (argb[i] >> 16);
            bytes[4 * i + 1] = (byte) (argb[i] >> 8);
            bytes[4 * i + 2] = (byte) argb[i];
            bytes[4 * i + 3] = (byte) (argb[i] >>> 24);
        }
        return bytes;
    }

    @Test
    void emptyTilesAreTiny() {
        assertThat(WebpWriter.encode(new byte[4 * 256 * 256], 256, 256)).hasSizeLessThan(120);
    }

    @Test
    void refusesImpossibleSizes() {
        assertThatThrownBy(() -> WebpWriter.encode(new byte[4], 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebpWriter.encode(new byte[5], 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
