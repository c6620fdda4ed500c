package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.work.Console;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.imaging.PhotoTags;
import org.nadir.imaging.ThermalJpeg;

/// Tells radiometric JPEG files from ordinary pictures while photos are read: those of FLIR are thermal images of one band,
/// those that cannot be read and those of DJI are taken as the pictures that they are too.
final class ThermalPhotos {

    private int closed;
    private @Nullable Path firstClosed;

    /// The tags of a photo, as it is used.
    PhotoTags tags(Path file, Console console) throws IOException {
        PhotoTags picture = PhotoTagReader.read(file);
        return switch (ThermalJpeg.of(file)) {
            case ThermalJpeg.None none -> picture;
            case ThermalJpeg.Measured measured -> measured.tags(picture);
            case ThermalJpeg.Unusable(String why) -> {
                console.warning(
                        file.getFileName()
                                + ": the temperatures cannot be read ("
                                + why
                                + "); the picture is used.");
                yield picture;
            }
            case ThermalJpeg.Closed other -> {
                note(file, picture);
                yield picture;
            }
        };
    }

    private void note(Path file, PhotoTags picture) {
        String make = picture.make();
        if (make != null && make.toLowerCase(Locale.ROOT).startsWith("dji")) {
            firstClosed = firstClosed == null ? file : firstClosed;
            closed++;
        }
    }

    /// One warning for all photos of a kind that only its maker can read.
    void tell(Console console) {
        if (firstClosed != null) {
            console.warning(
                    closed
                            + (closed == 1 ? " thermal photo" : " thermal photos")
                            + " of DJI ("
                            + firstClosed.getFileName()
                            + (closed == 1 ? ")" : " and others)")
                            + ": the temperatures are not read, the pictures are used. DJI's tools convert them to TIFF,"
                            + " which is read.");
        }
    }
}
