package org.nadir.server.preset;

import java.util.LinkedHashMap;
import java.util.Map;

/// The presets that come with the server: name to options, `name=value` with `true` left out.
final class SystemPresets {

    static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put("Default", "auto-boundary,dsm");
        ALL.put(
                "High Resolution",
                "auto-boundary,dsm,dem-resolution=1.0,orthophoto-resolution=1.0");
        ALL.put("Fast Orthophoto", "auto-boundary,fast-orthophoto");
        ALL.put("Field", "sfm-algorithm=planar,fast-orthophoto,matcher-neighbors=4");
        ALL.put("DSM + DTM", "auto-boundary,dsm,dtm");
        ALL.put("Forest", "auto-boundary,min-num-features=18000,use-3dmesh,feature-quality=medium");
        ALL.put("Buildings", "auto-boundary,mesh-size=300000,feature-quality=high,pc-quality=high");
        ALL.put(
                "3D Model",
                "auto-boundary,mesh-octree-depth=12,use-3dmesh,pc-quality=high,mesh-size=300000");
        ALL.put("Volume Analysis", "auto-boundary,dsm,dem-resolution=2,pc-quality=high");
        ALL.put("Multispectral", "auto-boundary,radiometric-calibration=camera");
    }

    private SystemPresets() {}
}
