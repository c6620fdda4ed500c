package org.nadir.server.plugin;

import java.util.Optional;

/// The file formats of contour lines.
enum ContourFormat {
    GEOPACKAGE("GPKG", "gpkg"),
    SHAPEFILE("ESRI Shapefile", "zip"),
    DXF("DXF", "dxf"),
    GEOJSON("GeoJSON", "json");

    private final String key;
    private final String ending;

    ContourFormat(String key, String ending) {
        this.key = key;
        this.ending = ending;
    }

    String ending() {
        return ending;
    }

    static Optional<ContourFormat> find(String key) {
        for (ContourFormat format : values()) {
            if (format.key.equals(key)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
