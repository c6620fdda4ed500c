package org.nadir.pointcloud;

import java.io.IOException;

/// Points that can be read once, from the first to the last. For one thread at a time.
public interface PointSource extends AutoCloseable {

    /// Fills the batch from its first place on and sets its size: the full capacity except at the end.
    ///
    /// @return number of points put in; 0 when there are no more
    int read(PointBatch batch) throws IOException;

    @Override
    default void close() throws IOException {}
}
