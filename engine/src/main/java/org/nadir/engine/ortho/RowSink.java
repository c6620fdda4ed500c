package org.nadir.engine.ortho;

import java.io.IOException;

/// Takes the rows of an image from north to south.
@FunctionalInterface
public interface RowSink {

    /// Takes the next `rows` rows.
    ///
    /// @param rgba four bytes a pixel (red, green, blue, alpha 0 or 255), exactly `rows` full rows; free again on return
    void writeRows(byte[] rgba, int rows) throws IOException;
}
