package org.nadir.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tags that a builder of its own puts into JPEG files, and the rules by which they become position, angles and focal ratio.
class PhotoTagReaderTest {
    private static final int MAKE = 0x10F;
    private static final int MODEL = 0x110;
    private static final int ORIENTATION = 0x112;
    private static final int EXPOSURE = 0x829A;
    private static final int F_NUMBER = 0x829D;
    private static final int ISO = 0x8827;
    private static final int ORIGINAL = 0x9003;
    private static final int SUBSECOND = 0x9291;
    private static final int FOCAL = 0x920A;
    private static final int WIDTH = 0xA002;
    private static final int HEIGHT = 0xA003;
    private static final int PITCH = 0xA20E;
    private static final int UNIT = 0xA210;
    private static final int FILM = 0xA405;

    @TempDir private Path folder;

    @Test
    void readsAnOrdinaryDronePhoto() throws IOException {
        PhotoTags tags =
                read(
                        dji().exif(ORIGINAL, "2016:06:23 16:31:59")
                                .exif(SUBSECOND, "5")
                                .exif(EXPOSURE, new double[] {0.0027})
                                .exif(F_NUMBER, new double[] {2.8})
                                .exif(ISO, 100)
                                .exif(FILM, 20)
                                .exif(FOCAL, new double[] {3.61})
                                .ifd0(ORIENTATION, 6)
                                .gps(1, "N")
                                .gps(2, new double[] {46, 50, 33.39})
                                .gps(3, "W")
                                .gps(4, new double[] {91, 59, 40.42})
                                .gps(6, new double[] {198.31})
                                .xmp("drone-dji:FlightYawDegree", "+46.00")
                                .xmp("drone-dji:GimbalYawDegree", "+45.00")
                                .xmp("drone-dji:GimbalPitchDegree", "-89.90")
                                .xmp("drone-dji:GimbalRollDegree", "+0.00")
                                .xmp("drone-dji:FlightXSpeed", "1.5")
                                .xmp("drone-dji:FlightYSpeed", "-2")
                                .xmp("drone-dji:FlightZSpeed", "0"));

        assertThat(tags.width()).isEqualTo(40);
        assertThat(tags.height()).isEqualTo(30);
        assertThat(tags.make()).isEqualTo("DJI");
        assertThat(tags.model()).isEqualTo("FC300S");
        assertThat(tags.orientation()).isEqualTo(6);
        PhotoTags.Position position = Objects.requireNonNull(tags.position());
        assertThat(position.longitude()).isCloseTo(-91.99456111, within(1e-7));
        assertThat(position.latitude()).isCloseTo(46.84260833, within(1e-7));
        assertThat(position.altitude()).isEqualTo(198.31);
        assertThat(position.assumedHemisphere()).isFalse();
        assertThat(position.horizontalSd()).isNull();
        PhotoTags.Attitude attitude = Objects.requireNonNull(tags.attitude());
        assertThat(attitude.yaw()).isEqualTo(46);
        assertThat(attitude.pitch()).isCloseTo(0.1, within(1e-9));
        assertThat(attitude.roll()).isZero();
        assertThat(attitude.gimbalYaw()).isEqualTo(45);
        assertThat(attitude.given()).isEqualTo(new PhotoTags.Angles(46, -89.9, 0));
        // 2016-06-23 16:31:59.5 as UTC
        assertThat(tags.captureTimeMillis()).isEqualTo(1466699519500L);
        assertThat(tags.exposure()).isEqualTo(new PhotoTags.Exposure(100, 0.0027, 2.8));
        assertThat(tags.speed()).isEqualTo(new PhotoTags.Speed(1.5, -2, 0));
        assertThat(tags.focal().ratio()).isEqualTo(20 / 36.0);
        assertThat(tags.band()).isNull();
        assertThat(tags.projection()).isEqualTo("brown");
    }

    @Test
    void letsDjiPositionsOverrideExif() throws IOException {
        PhotoTags tags =
                read(
                        dji().gps(1, "S")
                                .gps(2, new double[] {10, 0, 0})
                                .gps(3, "E")
                                .gps(4, new double[] {20, 0, 0})
                                .gps(5, 1)
                                .gps(6, new double[] {7})
                                .xmp("drone-dji:Latitude", "-10.125")
                                .xmp("drone-dji:Longitude", "20.25")
                                .xmp("drone-dji:AbsoluteAltitude", "+88.5")
                                .xmp("drone-dji:RtkStdLon", "0.011")
                                .xmp("drone-dji:RtkStdLat", "0.013")
                                .xmp("drone-dji:RtkStdHgt", "0.025"));

        assertThat(tags.position())
                .isEqualTo(new PhotoTags.Position(20.25, -10.125, 88.5, 0.013, 0.025, false));
    }

    @Test
    void countsAltitudesBelowTheSeaAsNegativeAndAssumesNorthAndEast() throws IOException {
        PhotoTags tags =
                read(
                        dji().gps(2, new double[] {31, 30, 0})
                                .gps(4, new double[] {35, 30, 0})
                                .gps(5, 1)
                                .gps(6, new double[] {412})
                                .xmp("Camera:GPSXYAccuracy", "1.5")
                                .xmp("Camera:GPSZAccuracy", "3/2"));

        assertThat(tags.position())
                .isEqualTo(new PhotoTags.Position(35.5, 31.5, -412.0, 1.5, 1.5, true));
    }

    @Test
    void hasNoPositionWhereTheTagsAreRubbish() throws IOException {
        assertThat(read(dji()).position()).isNull();
        assertThat(
                        read(dji().gps(1, "N")
                                        .gps(2, new double[] {Double.NaN, 0, 0})
                                        .gps(3, "E")
                                        .gps(4, new double[] {20, 0, 0}))
                                .position())
                .isNull();
        assertThat(
                        read(dji().gps(1, "N")
                                        .gps(2, new double[] {95, 0, 0})
                                        .gps(3, "E")
                                        .gps(4, new double[] {20, 0, 0}))
                                .position())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "DJI, drone-dji:GimbalPitchDegree, -90, 0, 3, 3",
        "Hasselblad, drone-dji:GimbalPitchDegree, -45, 45, 3, 3",
        "senseFly, Camera:Pitch, 4, 4, 3, -3",
        "Parrot, Camera:Pitch, 4, 4, 3, 3",
    })
    void bringsAnglesToOneConvention(
            String make, String name, double given, double pitch, double roll, double expectedRoll)
            throws IOException {
        String prefix = name.startsWith("drone") ? "drone-dji:" : "Camera:";
        String yawName = prefix.equals("drone-dji:") ? "drone-dji:FlightYawDegree" : "Camera:Yaw";
        String rollName =
                prefix.equals("drone-dji:") ? "drone-dji:GimbalRollDegree" : "Camera:Roll";
        PhotoTags tags =
                read(
                        new TaggedJpeg()
                                .ifd0(MAKE, make)
                                .xmp(name, String.valueOf(given))
                                .xmp(yawName, "123.5")
                                .xmp(rollName, String.valueOf(roll)));

        PhotoTags.Attitude attitude = Objects.requireNonNull(tags.attitude());
        assertThat(attitude.yaw()).isEqualTo(123.5);
        assertThat(attitude.pitch()).isEqualTo(pitch);
        assertThat(attitude.roll()).isEqualTo(expectedRoll);
    }

    /// Seneca's photos: 4000 pixels made 3600 with the pitch tag kept; the tag's own width gives 6.2 mm.
    @Test
    void takesThePixelPitchWithTheWidthThatTheTagsName() throws IOException {
        double perInch = 4000 / 6.2 * 25.4;
        PhotoTags tags =
                read(
                        new TaggedJpeg()
                                .ifd0(MAKE, "Canon")
                                .ifd0(MODEL, "Canon PowerShot SX260 HS")
                                .exif(FOCAL, new double[] {4.3})
                                .exif(WIDTH, 4000)
                                .exif(PITCH, new double[] {perInch})
                                .exif(UNIT, 2));

        assertThat(tags.focal().source()).isEqualTo(PhotoTags.FocalSource.FOCAL_PLANE_RESOLUTION);
        assertThat(tags.focal().ratio()).isCloseTo(4.3 / 6.2, within(1e-5));
        assertThat(tags.focal().disagreement()).isCloseTo(6.2 / 6.16 - 1, within(1e-5));
    }

    /// 645 pixels a millimetre and 4000 pixels are 6.2 mm, whichever way the photo was turned since.
    @Test
    void measuresTheSensorAlongTheLongerSideOfAPhotoThatWasTurned() throws IOException {
        PhotoTags tags =
                read(
                        new TaggedJpeg()
                                .exif(FOCAL, new double[] {4.3})
                                .exif(WIDTH, 3000)
                                .exif(HEIGHT, 4000)
                                .exif(PITCH, new double[] {6451.61})
                                .exif(UNIT, 3));

        assertThat(tags.focal().ratio()).isCloseTo(4.3 / 6.2, within(1e-4));
    }

    @Test
    void believesTheTableWhenThePitchContradictsIt() throws IOException {
        PhotoTags tags =
                read(
                        new TaggedJpeg()
                                .ifd0(MAKE, "Canon")
                                .ifd0(MODEL, "Canon PowerShot SX260 HS")
                                .exif(FOCAL, new double[] {4.3})
                                .exif(PITCH, new double[] {1000})
                                .exif(UNIT, 3));

        assertThat(tags.focal().source()).isEqualTo(PhotoTags.FocalSource.SENSOR_TABLE);
        assertThat(tags.focal().ratio()).isCloseTo(4.3 / 6.16, within(1e-6));
        assertThat(tags.focal().disagreement()).isGreaterThan(0.1);
    }

    @Test
    void fallsBackToTheTableAndThenToACommonValue() throws IOException {
        PhotoTags table = read(dji().exif(FOCAL, new double[] {3.61}));
        PhotoTags lens = read(dji().xmp("aux:Lens", "3.61 mm f/2.8"));
        PhotoTags nothing = read(new TaggedJpeg());

        assertThat(table.focal().source()).isEqualTo(PhotoTags.FocalSource.SENSOR_TABLE);
        assertThat(table.focal().ratio()).isCloseTo(3.61 / 6.16, within(1e-6));
        assertThat(lens.focal().ratio()).isCloseTo(3.61 / 6.16, within(1e-6));
        assertThat(nothing.focal())
                .isEqualTo(new PhotoTags.Focal(0.85, PhotoTags.FocalSource.ASSUMED, null, 0));
        assertThat(nothing.make()).isNull();
        assertThat(nothing.captureTimeMillis()).isNull();
        assertThat(nothing.orientation()).isEqualTo(1);
    }

    @Test
    void readsBandsOfMultispectralCameras() throws IOException {
        PhotoTags tags =
                read(
                        new TaggedJpeg()
                                .xmp("Camera:BandName", "NIR")
                                .xmp("Camera:RigCameraIndex", "3")
                                .xmp("MicaSense:CaptureId", "abc")
                                .xmp("Camera:ModelType", "fisheye"));

        assertThat(tags.band()).isEqualTo(new PhotoTags.Band("NIR", 3, "abc"));
        assertThat(tags.projection()).isEqualTo("fisheye_opencv");
    }

    @Test
    void ignoresImpossibleDates() throws IOException {
        assertThat(read(dji().exif(ORIGINAL, "2016:13:41 25:61:61")).captureTimeMillis()).isNull();
        assertThat(read(dji().exif(ORIGINAL, "    ")).captureTimeMillis()).isNull();
    }

    @Test
    void readsSizesOfOtherFormats() throws IOException {
        for (String name : new String[] {"rgb.png", "rgb.tif"}) {
            PhotoTags tags = PhotoTagReader.read(Resources.copy(name, folder));
            assertThat(tags.width()).isEqualTo(33);
            assertThat(tags.height()).isEqualTo(20);
        }
        assertThat(PhotoTagReader.read(Resources.copy("gray16.png", folder)).bitsPerSample())
                .isEqualTo(16);
    }

    @Test
    void refusesWhatIsNoPictureByName() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.jpg"), "nothing to see here, move on");
        Path empty = Files.createFile(folder.resolve("empty.jpg"));
        Path headless = Files.write(folder.resolve("head.jpg"), Arrays.copyOf(dji().bytes(), 30));

        for (Path file : new Path[] {text, empty, headless, folder.resolve("absent.jpg")}) {
            assertThatThrownBy(() -> PhotoTagReader.read(file))
                    .isInstanceOf(UnreadableImageException.class)
                    .hasMessageStartingWith(file.getFileName() + ": ");
        }
    }

    /// Tags are written by programs of all sorts: whatever the bytes say, there are tags or a clear refusal.
    @Test
    void neverFailsOtherwiseOnDamagedTags() throws IOException {
        byte[] good =
                dji().gps(1, "N")
                        .gps(2, new double[] {46, 50, 33.39})
                        .gps(3, "W")
                        .gps(4, new double[] {91, 59, 40.42})
                        .exif(FOCAL, new double[] {3.61})
                        .exif(ORIGINAL, "2016:06:23 16:31:59")
                        .xmp("drone-dji:FlightYawDegree", "+46.00")
                        .bytes();
        var random = new Random(9);
        int read = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            for (int i = 0; i < 3; i++) {
                bad[2 + random.nextInt(1000)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("bad.jpg"), bad);
            try {
                PhotoTagReader.read(file);
                read++;
            } catch (UnreadableImageException refused) {
                assertThat(refused).hasMessageStartingWith("bad.jpg: ");
            }
        }
        assertThat(read).isPositive();
    }

    private static TaggedJpeg dji() {
        return new TaggedJpeg().ifd0(MAKE, "DJI").ifd0(MODEL, "FC300S");
    }

    private PhotoTags read(TaggedJpeg jpeg) throws IOException {
        return PhotoTagReader.read(jpeg.write(folder.resolve("photo.jpg")));
    }
}
