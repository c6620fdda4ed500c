package org.nadir.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Scaling and sampling against slow, obvious versions.
class RgbImageTest {

    /// The witness cuts each source pixel into a fine grid whose cells fall wholly into one new pixel.
    @ParameterizedTest
    @CsvSource({"30, 20, 10, 5", "31, 17, 7, 4", "13, 9, 12, 8", "9, 9, 1, 1", "16, 4, 16, 2"})
    void shrinksToTheMeanOfTheArea(int width, int height, int newWidth, int newHeight) {
        RgbImage image = ImageDecoderTest.noise(width, height);
        RgbImage small = image.resized(newWidth, newHeight);

        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    for (int fineY = 0; fineY < height; fineY++) {
                        for (int fineX = 0; fineX < width; fineX++) {
                            int sourceX = (x * width + fineX) / newWidth;
                            int sourceY = (y * height + fineY) / newHeight;
                            sum += image.at(sourceX, sourceY, c);
                        }
                    }
                    double mean = sum / ((double) width * height);
                    assertThat((double) small.at(x, y, c)).isCloseTo(mean, within(0.501));
                }
            }
        }
        GrayImage gray = image.gray();
        assertThat(gray.resized(newWidth, newHeight).width()).isEqualTo(newWidth);
    }

    @Test
    void growsLinearlyBetweenPixelCentres() {
        var image = new RgbImage(4, 3);
        for (int i = 0; i < image.rgb().length; i++) {
            image.rgb()[i] = (byte) (20 * (i / 3 % 4) + 40 * (i / 12));
        }
        RgbImage large = image.resized(16, 12);

        for (int y = 2; y < 10; y++) {
            for (int x = 2; x < 14; x++) {
                double expected = 20 * ((x + 0.5) / 4 - 0.5) + 40 * ((y + 0.5) / 4 - 0.5);
                assertThat((double) large.at(x, y, 1)).isCloseTo(expected, within(0.501));
                assertThat(image.bilinear((x + 0.5) / 4, (y + 0.5) / 4, 1))
                        .isCloseTo(expected, within(1e-9));
            }
        }
    }

    @Test
    void samplesPixelCentresExactlyAndHoldsTheEdge() {
        RgbImage image = ImageDecoderTest.noise(7, 5);
        GrayImage gray = image.gray();
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 7; x++) {
                int packed = image.at(x, y, 0) << 16 | image.at(x, y, 1) << 8 | image.at(x, y, 2);
                assertThat(image.bilinear(x + 0.5, y + 0.5)).isEqualTo(packed);
                assertThat(gray.bilinear(x + 0.5, y + 0.5)).isEqualTo(gray.at(x, y));
            }
        }
        assertThat(gray.bilinear(-3, 2.5)).isEqualTo(gray.at(0, 2));
        assertThat(gray.bilinear(99, 99)).isEqualTo(gray.at(6, 4));
        assertThat(new GrayImage(1, 1, new byte[] {9}).bilinear(0.2, 0.9)).isEqualTo(9);
        assertThat(new RgbImage(1, 1, new byte[] {9, 8, 7}).bilinear(0.2, 0.9)).isEqualTo(0x090807);
    }

    @Test
    void weighsLumaByTheStandard() {
        RgbImage image = ImageDecoderTest.noise(50, 40);
        GrayImage gray = image.gray();
        for (int i = 0; i < gray.gray().length; i++) {
            int x = i % 50;
            int y = i / 50;
            double luma =
                    0.299 * image.at(x, y, 0)
                            + 0.587 * image.at(x, y, 1)
                            + 0.114 * image.at(x, y, 2);
            assertThat((double) gray.at(x, y)).isCloseTo(luma, within(0.51));
        }
        assertThat(gray.toFloats()[7]).isEqualTo(gray.at(7, 0));
    }

    @Test
    void keepsProportionsWithinASide() {
        RgbImage image = new RgbImage(400, 100);

        assertThat(image.within(100))
                .extracting(RgbImage::width, RgbImage::height)
                .containsExactly(100, 25);
        assertThat(image.within(400)).isSameAs(image);
        assertThatThrownBy(() -> new RgbImage(2, 2, new byte[11])).hasMessageContaining("11");
        assertThatThrownBy(() -> image.resized(0, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
