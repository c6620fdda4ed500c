package org.nadir.imaging;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a JPEG file holds besides its picture of what a thermal camera measured. Cameras of FLIR, and those of others with
/// a sensor of FLIR (Zenmuse XT, Parrot ANAFI Thermal), put it into segments APP1 that begin with `FLIR`; cameras of
/// DJI into APP3 and APP4 in a form that is not public.
public sealed interface ThermalJpeg {

    /// An ordinary picture.
    record None() implements ThermalJpeg {}

    /// A thermal image that cannot be read.
    ///
    /// @param why half a sentence
    record Unusable(String why) implements ThermalJpeg {}

    /// Many bytes in APP3 and APP4: a thermal image when the maker is DJI.
    record Closed() implements ThermalJpeg {}

    /// @param stored the sensor's numbers, from 0 to 65535; shared, not copied
    /// @param model how temperatures follow from them
    /// @param fieldOfView across the image, degrees; 0 when unknown
    record Measured(Plane stored, HeatModel model, double fieldOfView) implements ThermalJpeg {

        /// The tags of the thermal image, from those of the picture: it may have another size, and is a single band.
        public PhotoTags tags(PhotoTags picture) {
            return picture.withThermal(stored.width(), stored.height(), focal(picture.focal()));
        }

        /// The tables of sensors know the camera for light where a model has two of them.
        private PhotoTags.Focal focal(PhotoTags.Focal known) {
            boolean better =
                    switch (known.source()) {
                        case EQUIVALENT_35MM, FOCAL_PLANE_RESOLUTION, FIELD_OF_VIEW -> true;
                        case SENSOR_TABLE, ASSUMED -> false;
                    };
            if (better || !(fieldOfView > 1 && fieldOfView < 170)) {
                return known;
            }
            double ratio = 0.5 / Math.tan(Math.toRadians(fieldOfView) / 2);
            int longer = Math.max(stored.width(), stored.height());
            return new PhotoTags.Focal(
                    ratio * stored.width() / longer,
                    PhotoTags.FocalSource.FIELD_OF_VIEW,
                    known.millimetres(),
                    0);
        }
    }

    /// Looks into a file. What is no JPEG has no thermal image.
    static ThermalJpeg of(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return of(in);
        }
    }

    /// The sensor's numbers in the bytes of a file; null when there are none that can be used.
    static @Nullable Plane stored(byte[] bytes) throws IOException {
        return JpegStructure.isJpeg(bytes)
                        && of(new ByteArrayInputStream(bytes)) instanceof Measured measured
                ? measured.stored
                : null;
    }

    private static ThermalJpeg of(InputStream in) throws IOException {
        var chunks = new FlirChunks();
        JpegSegments.visit(in, chunks);
        return chunks.joined();
    }
}
