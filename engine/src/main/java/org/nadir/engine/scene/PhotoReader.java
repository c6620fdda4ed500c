package org.nadir.engine.scene;

import java.io.IOException;
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.RgbImage;

/// Where the pixels of a shot come from. Called from several threads at once, for different shots.
@FunctionalInterface
public interface PhotoReader {

    /// The photo as stored (no turning by its orientation tag), in any size: it is taken to fill the camera's frame.
    RgbImage read(Shot shot) throws IOException;

    /// Decodes the shot's file.
    static PhotoReader files() {
        return shot -> ImageDecoder.decodePhoto(shot.photo().file());
    }
}
