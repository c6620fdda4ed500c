package org.nadir.server.export;

import java.util.Optional;

/// The formats that rasters are exported in.
enum RasterFormat {
    GTIFF("gtiff", "tif"),
    GTIFF_RGB("gtiff-rgb", "tif"),
    JPEG("jpg", "jpg"),
    PNG("png", "png"),
    KMZ("kmz", "kmz");

    private final String key;
    private final String ending;

    RasterFormat(String key, String ending) {
        this.key = key;
        this.ending = ending;
    }

    /// Of file names.
    String ending() {
        return ending;
    }

    static Optional<RasterFormat> find(String key) {
        for (RasterFormat format : values()) {
            if (format.key.equals(key)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
