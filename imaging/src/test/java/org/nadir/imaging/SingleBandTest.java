package org.nadir.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures of one channel and many bits, as cameras for single bands and for heat write them.
class SingleBandTest {

    @TempDir private Path folder;

    private Path write(int type, int width, int height, double[] values) throws IOException {
        var model =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_GRAY),
                        false,
                        false,
                        java.awt.Transparency.OPAQUE,
                        type);
        WritableRaster raster = model.createCompatibleWritableRaster(width, height);
        raster.setPixels(0, 0, width, height, values);
        Path file = folder.resolve("band.tif");
        assertThat(
                        ImageIO.write(
                                new BufferedImage(model, raster, false, null),
                                "tiff",
                                file.toFile()))
                .isTrue();
        return file;
    }

    @ParameterizedTest
    @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT, DataBuffer.TYPE_FLOAT})
    void numbersComeAsStored(int type) throws IOException {
        double[] values = {0, 1, 2, 200, 255, 17};
        if (type == DataBuffer.TYPE_USHORT) {
            values[4] = 65535;
        } else if (type == DataBuffer.TYPE_FLOAT) {
            values[4] = -12.25;
        }
        Path file = write(type, 3, 2, values);
        Plane plane = ImageDecoder.decodePlane(file, 0);
        assertThat(plane.width()).isEqualTo(3);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) plane.values()[i]).isEqualTo(values[i]);
        }
        PhotoTags tags = PhotoTagReader.read(file);
        assertThat(tags.channels()).isEqualTo(1);
        assertThat(tags.bitsPerSample())
                .isEqualTo(
                        type == DataBuffer.TYPE_BYTE
                                ? 8
                                : type == DataBuffer.TYPE_USHORT ? 16 : 32);
        assertThatThrownBy(() -> ImageDecoder.decodePlane(file, 1))
                .isInstanceOf(UnreadableImageException.class);
    }

    /// A scene between 3000 and 5000 of 65535, a dead and a hot pixel.
    @Test
    void contrastIsNotLostToAFewPixels() throws IOException {
        var random = new Random(3);
        var values = new double[100 * 80];
        for (int i = 0; i < values.length; i++) {
            values[i] = 3000 + 2000 * random.nextDouble();
        }
        values[77] = 0;
        values[4000] = 65535;
        Path file = write(DataBuffer.TYPE_USHORT, 100, 80, values);
        GrayImage gray = ImageDecoder.decodePhotoGray(file);
        RgbImage colour = ImageDecoder.decodePhoto(file);
        for (int i = 0; i < values.length; i++) {
            double expected = Math.clamp((values[i] - 3010) / 1980 * 255, 0, 255);
            assertThat((double) (gray.gray()[i] & 255)).isCloseTo(expected, within(2.0));
            assertThat(colour.rgb()[3 * i + 1]).isEqualTo(gray.gray()[i]);
        }
    }

    @Test
    void nothingToSeeIsNoError() throws IOException {
        Path file = write(DataBuffer.TYPE_USHORT, 2, 2, new double[] {9, 9, 9, 9});
        assertThat(ImageDecoder.decodePhotoGray(file).gray()).containsOnly(0);
    }

    @Test
    void smallerPlanesHoldMeans() {
        var plane = new Plane(4, 2, new float[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(plane.reduced(2, 1).values()).containsExactly(3.5f, 5.5f);
        assertThat(plane.reduced(3, 2).at(1, 0)).isCloseTo(2.5f, within(1e-6f));
        assertThat(plane.reduced(4, 2)).isSameAs(plane);
    }
}
