package org.nadir.tiles;

import java.io.IOException;
import java.nio.file.Path;

/// A raster does not say where on the earth it lies, or in a way that is not understood, so it cannot be on a map.
public final class UnplacedRasterException extends IOException {

    UnplacedRasterException(Path file, String reason) {
        super(file.getFileName() + ": " + reason);
    }
}
