package org.nadir.geo;

/// A coordinate system was named in a way that nobody here understands.
public final class UnknownCrsException extends IllegalArgumentException {

    UnknownCrsException(String name) {
        super(message(name));
    }

    UnknownCrsException(String name, Throwable cause) {
        super(message(name), cause);
    }

    private static String message(String name) {
        return "Unknown coordinate system '"
                + name.strip()
                + "'. Known forms: EPSG:32616, +proj=utm +zone=16 +datum=WGS84, WGS84 UTM 16N";
    }
}
