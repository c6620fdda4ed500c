package org.nadir.engine.bands;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Photos that the cameras of a rig took at one moment, by band.
public record Capture(String id, Map<String, BandPhoto> photos) {

    public Capture {
        photos = Collections.unmodifiableMap(new LinkedHashMap<>(photos));
    }

    /// The photo of a band; null when it is missing.
    public @Nullable BandPhoto find(String band) {
        return photos.get(band);
    }
}
