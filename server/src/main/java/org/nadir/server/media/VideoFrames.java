package org.nadir.server.media;

import java.io.IOException;
import java.nio.file.Path;
import org.nadir.imaging.RgbImage;
import org.nadir.server.http.Problem;

/// Single pictures out of videos.
final class VideoFrames {

    RgbImage atOneSecond(Path video) throws IOException {
        throw Problem.rule("Cannot make a thumbnail of this video.");
    }
}
