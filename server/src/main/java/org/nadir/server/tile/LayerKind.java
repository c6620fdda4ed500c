package org.nadir.server.tile;

import java.util.Optional;

/// The rasters of a task that have tiles.
public enum LayerKind {
    ORTHOPHOTO("orthophoto", "odm_orthophoto/odm_orthophoto.tif"),
    DSM("dsm", "odm_dem/dsm.tif"),
    DTM("dtm", "odm_dem/dtm.tif");

    private final String key;
    private final String path;

    LayerKind(String key, String path) {
        this.key = key;
        this.path = path;
    }

    /// As it stands in addresses.
    public String key() {
        return key;
    }

    /// The file below the results.
    public String path() {
        return path;
    }

    public boolean isElevation() {
        return this != ORTHOPHOTO;
    }

    public static Optional<LayerKind> find(String key) {
        for (LayerKind kind : values()) {
            if (kind.key.equals(key)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
