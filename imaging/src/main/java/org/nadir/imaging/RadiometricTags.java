package org.nadir.imaging;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a photo of a single band says of how its numbers came about. Unknown is null, or an empty list.
///
/// @param blackLevel what the sensor gives without light, in the numbers of the file
/// @param exposure shutter time in seconds, f-number, and gain relative to ISO 100
/// @param calibration `MicaSense:RadiometricCalibration`, three numbers
/// @param sensorModel `Camera:SensorModel` of the Sequoia, three numbers
/// @param vignetting by which share the lens darkens, after Pix4D's tags
/// @param irradiance light from above on the level, W/m²/nm
/// @param dji what cameras of DJI say in their own words
/// @param kelvinPerCount `FLIR:TlinearGain` of thermal cameras
/// @param heat of a [ThermalJpeg]
public record RadiometricTags(
        @Nullable Double blackLevel,
        Exposure exposure,
        List<Double> calibration,
        List<Double> sensorModel,
        Vignetting vignetting,
        @Nullable Double irradiance,
        Dji dji,
        @Nullable Double kelvinPerCount,
        @Nullable HeatModel heat) {

    private static final int BLACK_LEVEL = 0xc61a;
    private static final int ISO_SPEED = 0x8833;

    public record Exposure(
            @Nullable Double seconds, @Nullable Double fNumber, @Nullable Double gain) {}

    /// @param centre column and row
    /// @param polynomial factors of the first, second and further powers of the distance from the centre in pixels
    public record Vignetting(List<Double> centre, List<Double> polynomial) {}

    /// @param seconds shutter time
    /// @param irradiance of the light sensor, in its own units
    public record Dji(
            @Nullable Double seconds,
            @Nullable Double gain,
            @Nullable Double gainAdjustment,
            @Nullable Double irradiance,
            Vignetting vignetting) {}

    /// Reads the tags of a file.
    ///
    /// @throws UnreadableImageException when it is no picture or its header is damaged
    public static RadiometricTags read(Path file) throws IOException {
        Metadata metadata;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            metadata = ImageMetadataReader.readMetadata(in);
        } catch (ImageProcessingException | RuntimeException damaged) {
            throw new UnreadableImageException(file, "its header is damaged", damaged);
        }
        var exif = new ExifValues(metadata);
        var xmp = new XmpValues(metadata);
        return new RadiometricTags(
                blackLevel(metadata, xmp),
                exposure(exif),
                xmp.numbers("MicaSense:RadiometricCalibration"),
                xmp.numbers("Camera:SensorModel"),
                new Vignetting(
                        xmp.numbers("Camera:VignettingCenter"),
                        xmp.numbers("Camera:VignettingPolynomial")),
                irradiance(xmp),
                dji(xmp),
                xmp.number("FLIR:TlinearGain", "Camera:TlinearGain"),
                ThermalJpeg.of(file) instanceof ThermalJpeg.Measured measured
                        ? measured.model()
                        : null);
    }

    private static Exposure exposure(ExifValues exif) {
        Class<ExifSubIFDDirectory> tags = ExifSubIFDDirectory.class;
        Double iso = exif.number(tags, ExifDirectoryBase.TAG_ISO_EQUIVALENT);
        iso = iso == null ? exif.number(tags, ISO_SPEED) : iso;
        return new Exposure(
                exif.number(tags, ExifDirectoryBase.TAG_EXPOSURE_TIME),
                exif.number(tags, ExifDirectoryBase.TAG_FNUMBER),
                iso == null ? null : Double.valueOf(iso / 100));
    }

    /// The mean over the sensor's colour cells, which for a single band are alike.
    private static @Nullable Double blackLevel(Metadata metadata, XmpValues xmp) {
        for (ExifIFD0Directory directory : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
            int[] levels = directory.getIntArray(BLACK_LEVEL);
            if (levels != null && levels.length > 0) {
                return IntStream.of(levels).average().orElse(0);
            }
            Double single = directory.getDoubleObject(BLACK_LEVEL);
            if (single != null) {
                return single;
            }
        }
        List<Double> listed =
                xmp.numbers("Camera:BlackCurrent", "Camera:BlackLevel", "drone-dji:BlackCurrent");
        return listed.isEmpty()
                ? null
                : Double.valueOf(
                        listed.stream().mapToDouble(Double::doubleValue).average().orElse(0));
    }

    /// Newer light sensors give the light on the level; older ones only that on themselves.
    private static @Nullable Double irradiance(XmpValues xmp) {
        Double given = xmp.number("Camera:HorizontalIrradiance", "DLS:HorizontalIrradiance");
        if (given == null) {
            given = xmp.number("DLS:SpectralIrradiance", "Camera:SpectralIrradiance");
        }
        Double scale = xmp.number("Camera:IrradianceScaleToSIUnits");
        return given == null || given <= 0
                ? null
                : Double.valueOf(given * (scale == null ? 1 : scale));
    }

    private static Dji dji(XmpValues xmp) {
        Double micros = xmp.number("drone-dji:ExposureTime");
        Double x = xmp.number("drone-dji:CalibratedOpticalCenterX");
        Double y = xmp.number("drone-dji:CalibratedOpticalCenterY");
        return new Dji(
                micros == null ? null : Double.valueOf(micros / 1e6),
                xmp.number("drone-dji:SensorGain"),
                xmp.number("drone-dji:SensorGainAdjustment"),
                xmp.number("drone-dji:Irradiance"),
                new Vignetting(
                        x == null || y == null ? List.of() : List.of(x, y),
                        xmp.numbers("drone-dji:VignettingData")));
    }
}
