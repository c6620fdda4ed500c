package org.nadir.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our JPEGs as the JDK's decoder shows them.
class JpegWriterTest {

    @ParameterizedTest
    @CsvSource({"1,1", "7,9", "8,8", "16,3", "257,130"})
    void smoothPicturesComeBackAlmostTheSame(int width, int height) throws IOException {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            rgb[3 * i] = (byte) (255.0 * (i % width) / width);
            rgb[3 * i + 1] = (byte) (255.0 * (i / width) / height);
            rgb[3 * i + 2] = (byte) (120 + 100 * Math.sin(i % width / 20.0));
        }
        assertThat(error(rgb, width, height, 0.95)).isLessThan(2.5);
    }

    @ParameterizedTest
    @CsvSource({"0,70", "0.5,45", "0.9,12", "1,1.2"})
    void noiseIsKeptAsTheQualitySays(double quality, double most) throws IOException {
        byte[] rgb = new byte[3 * 100 * 61];
        new Random(5).nextBytes(rgb);
        assertThat(error(rgb, 100, 61, quality)).isLessThan(most);
    }

    @ParameterizedTest
    @CsvSource({"0", "255"})
    void flatPicturesStayFlat(int value) throws IOException {
        byte[] rgb = new byte[3 * 20 * 20];
        java.util.Arrays.fill(rgb, (byte) value);
        assertThat(error(rgb, 20, 20, 0.75)).isLessThan(0.5);
    }

    /// The mean difference of all samples.
    private static double error(byte[] rgb, int width, int height, double quality)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = new JpegWriter(bytes, width, height, quality);
        int done = 0;
        for (int rows = 1; done < height; rows += 2) {
            int count = Math.min(rows, height - done);
            writer.writeRows(rgb, 3 * width * done, count);
            done += count;
        }
        writer.finish();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        double sum = 0;
        for (int i = 0; i < width * height; i++) {
            int pixel = image.getRGB(i % width, i / width);
            for (int c = 0; c < 3; c++) {
                sum += Math.abs((pixel >> 16 - 8 * c & 255) - (rgb[3 * i + c] & 255));
            }
        }
        return sum / rgb.length;
    }
}
