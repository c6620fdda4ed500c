package org.nadir.engine.bands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.imaging.HeatModel;
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.JpegTags;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.imaging.PhotoTags;
import org.nadir.imaging.Plane;
import org.nadir.imaging.RadiometricTags;
import org.nadir.imaging.ThermalJpeg;
import org.nadir.testkit.ExifJpeg;
import org.nadir.testkit.ExifTags;
import org.nadir.testkit.FlirJpeg;

/// Radiometric JPEG files of FLIR: the files of [FlirJpeg], whose notes name the programs that read them too, and the
/// temperatures that programs of FLIR give.
class RadiometricJpegTest {

    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;
    private static final FlirJpeg.Camera CAMERA = FlirJpeg.Camera.handheld();

    @TempDir private Path folder;
    private byte[] picture = {};
    private final short[] numbers = new short[WIDTH * HEIGHT];

    /// From −20 to 60 °C, with a gradient across and a step.
    private static double celsius(int i) {
        double across = (i % WIDTH) / (WIDTH - 1.0);
        return -20 + 60 * across + (i / WIDTH > HEIGHT / 2 ? 20 : 0);
    }

    @BeforeEach
    void photo() throws IOException {
        Path file = folder.resolve("picture.jpg");
        ExifJpeg.write(
                file,
                new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB),
                new ExifTags().camera("FLIR", "Vue Pro R").time("2026:05:01 10:00:00"));
        picture = Files.readAllBytes(file);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (short) Math.round(CAMERA.number(celsius(i)));
        }
        String keep = System.getProperty("nadir.test.keep");
        if (keep != null) {
            for (String name : new String[] {"png true", "png false", "raw true", "raw false"}) {
                var layout = layout(name.startsWith("png"), name.endsWith("true"), false, 3000);
                Files.write(Path.of(keep, name.replace(' ', '_') + ".jpg"), file(layout));
            }
        }
    }

    private static FlirJpeg.Layout layout(boolean png, boolean swapped, boolean big, int chunk) {
        return new FlirJpeg.Layout(
                png, swapped, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, chunk);
    }

    private byte[] file(FlirJpeg.Layout layout) throws IOException {
        return FlirJpeg.with(picture, WIDTH, numbers, CAMERA, layout);
    }

    private Path written(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("photo.jpg"), bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, false, 65000",
        "true, false, true, 65000",
        "true, true, true, 700",
        "false, true, false, 700",
        "false, false, true, 65000"
    })
    void temperaturesComeBack(boolean png, boolean swapped, boolean big, int chunk)
            throws Exception {
        Path file = written(file(layout(png, swapped, big, chunk)));
        Plane plane = ImageDecoder.decodePlane(file, 0);
        assertThat(plane.width()).isEqualTo(WIDTH);
        assertThat(plane.height()).isEqualTo(HEIGHT);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(plane.values()[i]).isEqualTo(numbers[i] & 0xFFFF);
        }
        HeatModel model = Objects.requireNonNull(RadiometricTags.read(file).heat());
        Objects.requireNonNull(PlanckTemperature.of(model)).apply(plane);
        for (int i = 0; i < numbers.length; i++) {
            double step = 1 / (CAMERA.number(celsius(i) + 1) - CAMERA.number(celsius(i)));
            // Half a count of the sensor, and the constants' 24 bits.
            assertThat((double) plane.values()[i])
                    .isCloseTo(celsius(i), within(0.55 * step + 2e-4));
        }
    }

    /// G. Tattersall's comparison of programs, https://github.com/gtatters/ThermimageCalibration: numbers of a FLIR SC660, and
    /// what FLIR's ThermaCAM Researcher Pro makes of them, in tenths of a degree, through a window that lets 70 % through
    /// (emissivity 0.96, all temperatures 20 °C, 1 m, 50 % humidity). All 60 pixels at the beginning of the first row agree to
    /// the last digit.
    @ParameterizedTest
    @CsvSource({
        "19852, 38.4", "19867, 38.5", "19838, 38.3", "19835, 38.2", "19839, 38.3", "19829, 38.2",
        "19897, 38.7", "19550, 36.2", "19440, 35.4", "19218, 33.8", "18658, 29.7", "21374, 48.5"
    })
    void asAProgramOfTheMaker(int number, double celsius) {
        var scene = new HeatModel.Scene(0.96, 1, 293.15, 293.15, 293.15, 0.7, 0.5);
        assertThat(temperature(scene, number)).isCloseTo(celsius, within(0.0501));
    }

    /// As above without a window, by FLIR Research R&D Max (thousandths of a degree), which is 0.14 °C above the other
    /// program in the mean.
    @ParameterizedTest
    @CsvSource({"19852, 33.33", "19867, 33.408", "19838, 33.257", "19218, 29.98"})
    void asAnotherProgramOfTheMaker(int number, double celsius) {
        var scene = new HeatModel.Scene(0.96, 1, 293.15, 293.15, 0, 1, 0.5);
        assertThat(temperature(scene, number)).isCloseTo(celsius, within(0.14));
    }

    private static double temperature(HeatModel.Scene scene, int number) {
        var model =
                new HeatModel(
                        new HeatModel.Planck(21106.77, 1501, 1, -7340, 0.012545258),
                        scene,
                        new HeatModel.Air(0.006569, 0.01262, -0.002276, -0.00667, 1.9));
        var plane = new Plane(1, 1, new float[] {number});
        Objects.requireNonNull(PlanckTemperature.of(model)).apply(plane);
        return plane.values()[0];
    }

    @Test
    void isOneBandOfItsOwnSize() throws Exception {
        Path file = written(file(FlirJpeg.Layout.USUAL));
        PhotoTags own = PhotoTagReader.read(file);
        assertThat(own.width()).isEqualTo(160);
        var measured = (ThermalJpeg.Measured) ThermalJpeg.of(file);
        PhotoTags tags = measured.tags(own);
        assertThat(tags.width()).isEqualTo(WIDTH);
        assertThat(tags.height()).isEqualTo(HEIGHT);
        assertThat(tags.channels()).isEqualTo(1);
        assertThat(tags.bitsPerSample()).isEqualTo(16);
        assertThat(Objects.requireNonNull(tags.band()).name()).isEqualTo("LWIR");
        assertThat(tags.captureTimeMillis()).isEqualTo(own.captureTimeMillis());
        assertThat(tags.focal().source()).isEqualTo(PhotoTags.FocalSource.FIELD_OF_VIEW);
        assertThat(tags.focal().ratio()).isCloseTo(1.2071, within(1e-4)); // 0.5 / tan 22.5°
        assertThat(ImageDecoder.decodePhoto(file).width()).isEqualTo(WIDTH);
        assertThat(ImageDecoder.decodePhotoGray(file).width()).isEqualTo(WIDTH);
        assertThat(ImageDecoder.decodeRgb(file).width()).isEqualTo(160);
    }

    /// As when a server makes photos smaller before it sends them on: the thermal image stays as it was.
    @Test
    void survivesAPictureThatIsEncodedAnew() throws Exception {
        byte[] small = ExifJpeg.encode(new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB), 0.9f);
        Path file = written(JpegTags.copied(file(FlirJpeg.Layout.USUAL), small));
        assertThat(ImageDecoder.decodeRgb(file).width()).isEqualTo(80);
        assertThat(ImageDecoder.decodePlane(file, 0).width()).isEqualTo(WIDTH);
        assertThat(RadiometricTags.read(file).heat()).isNotNull();
    }

    @Test
    void airThatMakesNoSenseIsNoModel() {
        var scene = new HeatModel.Scene(0.96, 1000, 293.15, 293.15, 0, 1, 0.5);
        var planck = new HeatModel.Planck(21106.77, 1501, 1, -7340, 0.012545258);
        var growing = new HeatModel.Air(-0.1, 0.01262, -0.002276, -0.00667, 1.9);
        assertThat(PlanckTemperature.of(new HeatModel(planck, scene, growing))).isNull();
    }

    /// Less than what the air and the mirrored warmth alone would send.
    @Test
    void tooLittleIsUnknown() {
        var scene = new HeatModel.Scene(0.5, 1, 293.15, 293.15, 0, 1, 0.5);
        assertThat(temperature(scene, 7000)).isNaN();
    }

    private String why(byte[] bytes) throws IOException {
        Path file = written(bytes);
        assertThat(ImageDecoder.decodePhoto(file).width()).isEqualTo(160);
        assertThat(RadiometricTags.read(file).heat()).isNull();
        return ((ThermalJpeg.Unusable) ThermalJpeg.of(file)).why();
    }

    /// Where the file of records begins.
    private static int records(byte[] bytes) {
        for (int i = 0; ; i++) {
            if (bytes[i] == 'F' && bytes[i + 1] == 'F' && bytes[i + 2] == 'F') {
                return i;
            }
        }
    }

    private byte[] changed(int at, int... values) throws IOException {
        byte[] bytes = file(layout(false, true, false, 65000));
        for (int i = 0; i < values.length; i++) {
            bytes[records(bytes) + at + i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void whatCannotBeReadStaysAPicture() throws Exception {
        int info = 0x200;
        int raw = info + 0x470;
        assertThat(why(changed(0, 'X'))).contains("header");
        assertThat(why(changed(0x14, 0, 0, 9))).contains("version");
        assertThat(why(changed(0x1C, 0x7F))).contains("directory");
        assertThat(why(changed(0x40, 0, 0x77))).contains("constants of the camera");
        assertThat(why(changed(0x4C, 0x7F))).contains("cut short");
        assertThat(why(changed(0x60 + 0x12, 0))).contains("kind that is not known");
        assertThat(why(changed(info + 0x58, 0, 0, 0, 0))).contains("PlanckR1");
        assertThat(why(changed(info + 0x30C, 0, 0, 0, 0))).contains("PlanckR2");
        assertThat(why(changed(info + 0x20, 0, 0, 0, 0x40))).contains("emissivity");
        assertThat(why(changed(raw + 2, 0, 0))).contains("size");
        assertThat(why(changed(raw + 2, 0xFF, 0xFF, 0xFF, 0xFF))).contains("size");
    }

    @Test
    void missingPartsAreNoticed() throws Exception {
        byte[] bytes = file(layout(false, true, false, 3000));
        int first = records(bytes) - 12;
        byte[] less = new byte[bytes.length - 3012];
        System.arraycopy(bytes, 0, less, 0, first);
        System.arraycopy(bytes, first + 3012, less, first, less.length - first);
        assertThat(why(less)).isEqualTo("2 of 3 of its parts are in the file");
        bytes[first + 3012 + 10] = 0;
        assertThat(why(bytes)).contains("contradict");
    }

    @Test
    void damagedPngIsNoticed() throws Exception {
        byte[] bytes = file(FlirJpeg.Layout.USUAL);
        int png = records(bytes) + 0x200 + 0x470 + 0x20;
        bytes[png + 25] = 8; // no picture has 8 at the place of the colour type
        assertThat(why(bytes)).contains("thermal image");
    }
}
