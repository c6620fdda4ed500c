package org.nadir.geo.tiff;

import java.util.Locale;

/// What a band stands for.
public enum ColorInterpretation {
    GRAY,
    RED,
    GREEN,
    BLUE,
    ALPHA,
    PALETTE,
    UNDEFINED;

    /// The name as rasterio and WebODM write it, for instance `red`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
