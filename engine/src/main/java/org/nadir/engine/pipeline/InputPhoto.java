package org.nadir.engine.pipeline;

import java.nio.file.Path;
import org.nadir.imaging.PhotoTags;

/// A photo file that could be opened, and what is known of it.
///
/// @param tags of the file; position and attitude are those of `geo.txt` where it names the photo
/// @param listed whether `geo.txt` names the photo
record InputPhoto(Path file, PhotoTags tags, boolean listed) {

    String name() {
        return file.getFileName().toString();
    }
}
