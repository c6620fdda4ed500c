package org.nadir.engine.bands;

import org.nadir.imaging.Plane;

/// What the numbers of a band's photo mean.
public interface Radiometry {

    /// The numbers of a photo as they go into the orthophoto.
    ///
    /// @param stored as they are in the file; may be changed
    Plane measured(BandPhoto photo, Plane stored);

    /// Whether the numbers of a photo can stand beside those of the others.
    boolean isUsable(BandPhoto photo);

    /// The numbers as they are.
    static Radiometry asStored() {
        return new Radiometry() {
            @Override
            public Plane measured(BandPhoto photo, Plane stored) {
                return stored;
            }

            @Override
            public boolean isUsable(BandPhoto photo) {
                return true;
            }
        };
    }
}
