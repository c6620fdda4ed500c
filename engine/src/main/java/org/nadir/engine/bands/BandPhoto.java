package org.nadir.engine.bands;

import java.nio.file.Path;
import org.nadir.imaging.PhotoTags;

/// A photo file of one band.
///
/// @param band usual name of the band, `RGB` for a colour photo
public record BandPhoto(Path file, PhotoTags tags, String band) {

    public String name() {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
