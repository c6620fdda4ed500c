package org.nadir.server.plugin;

import java.io.IOException;

/// A file of lines in the making. Nothing is finished before [#finish].
interface ContourWriter extends AutoCloseable {

    /// @param height written with the line
    /// @param line x, y pairs
    void add(double height, double[] line) throws IOException;

    /// Completes the file.
    void finish() throws IOException;

    @Override
    void close() throws IOException;
}
