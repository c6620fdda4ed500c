package org.nadir.engine.ortho;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.Shot;
import org.nadir.imaging.Plane;

/// The bands of a survey whose bands were taken by cameras of their own. Called from several threads at once.
public interface BandPhotos {

    /// Number of bands.
    int count();

    /// What shows a band at the moment of a shot: a camera of its own, or the shot itself; null when there is none.
    ///
    /// @param shot one of those that the orthophoto is planned with
    @Nullable Shot shot(Shot shot, int band);

    /// The numbers of a band, in any size: they are taken to fill the frame of the camera of [#shot].
    Plane read(Shot shot, int band) throws IOException;
}
