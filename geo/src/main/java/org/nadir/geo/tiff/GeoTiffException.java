package org.nadir.geo.tiff;

import java.io.IOException;
import java.nio.file.Path;

/// A file is not a TIFF, is cut short, contradicts itself, or uses something that is not read here. The message begins with
/// the file's name.
public final class GeoTiffException extends IOException {

    GeoTiffException(Path file, String reason) {
        super(file.getFileName() + ": " + reason);
    }

    GeoTiffException(Path file, String reason, Throwable cause) {
        super(file.getFileName() + ": " + reason, cause);
    }
}
