package org.nadir.engine.bands;

import java.io.IOException;
import org.nadir.imaging.Plane;

/// What the numbers of a band's photo mean.
@FunctionalInterface
public interface Radiometry {

    /// The numbers of a photo as they go into the orthophoto.
    ///
    /// @param stored as they are in the file; may be changed
    Plane measured(BandPhoto photo, Plane stored) throws IOException;

    /// The numbers as they are.
    static Radiometry asStored() {
        return (photo, stored) -> stored;
    }
}
