package org.nadir.server.export;

import java.util.Locale;
import java.util.Optional;

/// The formats that point clouds are exported in.
enum CloudFormat {
    LAZ,
    LAS,
    PLY,
    CSV;

    /// Of file names, and the name in requests.
    String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<CloudFormat> find(String key) {
        for (CloudFormat format : values()) {
            if (format.ending().equals(key)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
