package org.nadir.engine.pipeline;

import java.nio.file.Path;
import org.nadir.imaging.PhotoTags;

/// A photo file that could be opened, and its tags.
record InputPhoto(Path file, PhotoTags tags) {

    String name() {
        return file.getFileName().toString();
    }
}
