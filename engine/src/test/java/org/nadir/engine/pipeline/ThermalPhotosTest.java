package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.testkit.ExifJpeg;
import org.nadir.testkit.ExifTags;

/// Thermal photos of DJI, which only DJI's programs can read, are told from its other photos and from those of others.
class ThermalPhotosTest {

    private static final int APP3 = 0xE3;
    private static final int APP4 = 0xE4;

    @TempDir private Path folder;
    private final List<String> lines = new ArrayList<>();

    /// A picture with bytes in segments of the kinds given.
    private Path photo(String name, String make, int... markers) throws IOException {
        Path file = folder.resolve(name);
        var image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        ExifJpeg.write(file, image, new ExifTags().camera(make, "ZH20T"));
        byte[] jpeg = Files.readAllBytes(file);
        int exif = 4 + ((jpeg[4] & 0xFF) << 8 | jpeg[5] & 0xFF);
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, exif);
        for (int marker : markers) {
            out.writeBytes(new byte[] {(byte) 0xFF, (byte) marker, (byte) 0xEA, 2});
            out.writeBytes(new byte[0xEA00]);
        }
        out.write(jpeg, exif, jpeg.length - exif);
        return Files.write(file, out.toByteArray());
    }

    private void read(Path... files) throws IOException {
        var thermal = new ThermalPhotos();
        for (Path file : files) {
            assertThat(thermal.tags(file, (level, text) -> lines.add(level + " " + text)).channels())
                    .isEqualTo(3);
        }
        thermal.tell((level, text) -> lines.add(level + " " + text));
    }

    @Test
    void oneWarningForAll() throws Exception {
        read(
                photo("DJI_0001_T.JPG", "DJI", APP3, APP3, APP4),
                photo("DJI_0001_W.JPG", "DJI"),
                photo("DJI_0002_T.JPG", "DJI", APP3, APP4));
        assertThat(lines)
                .containsExactly(
                        "WARNING 2 thermal photos of DJI (DJI_0001_T.JPG and others): the temperatures are not read, the"
                                + " pictures are used. DJI's tools convert them to TIFF, which is read.");
    }

    @Test
    void otherPhotosPassInSilence() throws Exception {
        read(
                photo("a.jpg", "DJI", APP4),
                photo("b.jpg", "DJI", APP3),
                photo("c.jpg", "Other", APP3, APP4));
        assertThat(lines).isEmpty();
    }
}
