package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.sfm.ControlPoint;
import org.nadir.engine.survey.GroundControlFile;
import org.nadir.engine.survey.PhotoNames;
import org.nadir.engine.work.Console;
import org.nadir.imaging.PhotoTags;
import org.nadir.testkit.ExifJpeg;
import org.nadir.testkit.ExifTags;
import org.nadir.testkit.FlirJpeg;

/// Thermal photos of DJI, which only DJI's programs can read, are told from its other photos and from those of others.
class ThermalPhotosTest {

    private static final int APP3 = 0xE3;
    private static final int APP4 = 0xE4;

    @TempDir private Path folder;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

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
            assertThat(
                            thermal.tags(file, (level, text) -> lines.add(level + " " + text))
                                    .channels())
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

    /// People mark points in the picture, which here has 2.5 times the columns and rows of the thermal image.
    @Test
    void marksInThePictureAreBroughtToTheThermalImage() throws Exception {
        Path file = folder.resolve("heat.jpg");
        ExifJpeg.write(
                file, new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB), new ExifTags());
        byte[] bytes =
                FlirJpeg.with(
                        Files.readAllBytes(file),
                        64,
                        new short[64 * 48],
                        FlirJpeg.Camera.handheld(),
                        FlirJpeg.Layout.USUAL);
        Files.write(file, bytes);
        PhotoTags tags = new ThermalPhotos().tags(file, Console.none());
        Path list = folder.resolve("gcp_list.txt");
        Files.writeString(
                list,
                """
                WGS84 UTM 32N
                500000 5300000 200 100 30 heat.jpg
                500010 5300000 200 150 120 heat.jpg
                500010 5300020 200 161 60 heat.jpg
                """);
        Camera camera = Camera.perspective("heat", tags.width(), tags.height(), 1);
        var photo = new Photo("heat.jpg", file, camera, null, null, 0);
        var control =
                new GroundControl(
                        GroundControlFile.read(list, new PhotoNames(List.of("heat.jpg"))),
                        (level, text) -> lines.add(text));
        List<ControlPoint> points = control.points(control.reference(), List.of(photo));
        assertThat(points.get(0).marks())
                .containsExactly(new ControlPoint.Mark("heat.jpg", 40, 12));
        assertThat(points.get(1).marks())
                .containsExactly(new ControlPoint.Mark("heat.jpg", 60, 48));
        assertThat(points.get(2).marks()).isEmpty();
        assertThat(lines).anyMatch(line -> line.contains("161.0, 60.0 lies outside heat.jpg"));
    }
}
