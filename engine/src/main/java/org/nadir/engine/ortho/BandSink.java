package org.nadir.engine.ortho;

import java.io.IOException;

/// Takes the rows of an image of several bands from north to south.
@FunctionalInterface
public interface BandSink {

    /// Takes the next `rows` rows.
    ///
    /// @param values one number a band for each pixel, pixel by pixel; NaN in all of them where nothing is known; free again
    ///     on return
    void writeRows(float[] values, int rows) throws IOException;
}
