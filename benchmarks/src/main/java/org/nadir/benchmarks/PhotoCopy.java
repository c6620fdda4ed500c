package org.nadir.benchmarks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.imaging.PhotoTags;
import org.nadir.testkit.ExifJpeg;
import org.nadir.testkit.ExifTags;

/// A real photo on its way into a set, with other tags or other pixels. The coded pixels are taken over as they are unless
/// something changes them.
final class PhotoCopy {

    private static final float QUALITY = 0.93f;

    final Path source;

    /// Name of the photo that it is a copy of.
    final String original;

    String name;
    @Nullable String make;
    @Nullable String model;
    @Nullable Long timeMillis;
    @Nullable Double film;
    @Nullable Double millimetres;
    @Nullable Double perMillimetre;
    PhotoTags.@Nullable Position position;
    PhotoTags.@Nullable Attitude attitude;
    int orientation = 1;
    float quality = QUALITY;
    private @Nullable UnaryOperator<BufferedImage> edit;

    private PhotoCopy(Path source, PhotoTags tags) {
        this.source = source;
        original = source.getFileName().toString();
        name = original;
        make = tags.make();
        model = tags.model();
        timeMillis = tags.captureTimeMillis();
        film = 36 * tags.focal().ratio();
        position = tags.position();
        attitude = tags.attitude();
    }

    static PhotoCopy of(Path source) throws IOException {
        return new PhotoCopy(source, PhotoTagReader.read(source));
    }

    /// Changes the pixels, after what changes them already.
    void edit(UnaryOperator<BufferedImage> next) {
        UnaryOperator<BufferedImage> before = edit;
        edit = before == null ? next : image -> next.apply(before.apply(image));
    }

    void withoutPosition() {
        position = null;
        attitude = null;
    }

    void withoutFocal() {
        film = null;
        millimetres = null;
        perMillimetre = null;
    }

    /// Puts another altitude in the tags.
    void raise(double metres) {
        shift(0, 0, metres);
    }

    /// Puts another position in the tags; degrees and metres.
    void shift(double east, double north, double up) {
        PhotoTags.Position at = position;
        if (at != null && at.altitude() != null) {
            double altitude = at.altitude();
            position =
                    new PhotoTags.Position(
                            at.longitude() + east,
                            at.latitude() + north,
                            altitude + up,
                            null,
                            null,
                            false);
        }
    }

    void write(Path folder) throws IOException {
        byte[] jpeg = Files.readAllBytes(source);
        if (edit != null) {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
            jpeg = ExifJpeg.encode(edit.apply(image), quality);
        }
        ExifJpeg.write(folder.resolve(name), jpeg, tags(), xmp());
    }

    private ExifTags tags() {
        var tags = new ExifTags().orientation(orientation);
        if (make != null && model != null) {
            tags.camera(make, model);
        }
        if (timeMillis != null) {
            tags.time(
                    DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss", Locale.ROOT)
                            .format(Instant.ofEpochMilli(timeMillis).atOffset(ZoneOffset.UTC)));
        }
        if (film != null) {
            tags.film(film);
        }
        if (millimetres != null) {
            tags.focal(millimetres);
        }
        if (perMillimetre != null) {
            tags.focalPlaneResolution(perMillimetre);
        }
        if (position != null && position.altitude() != null) {
            tags.position(position.longitude(), position.latitude(), position.altitude());
        }
        return tags;
    }

    private String xmp() {
        return attitude == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "drone-dji:GimbalYawDegree=\"%.2f\" drone-dji:FlightYawDegree=\"%.2f\""
                                + " drone-dji:GimbalPitchDegree=\"%.2f\" drone-dji:GimbalRollDegree=\"%.2f\"",
                        attitude.gimbalYaw() == null ? attitude.yaw() : attitude.gimbalYaw(),
                        attitude.given().yaw(),
                        attitude.given().pitch(),
                        attitude.given().roll());
    }
}
