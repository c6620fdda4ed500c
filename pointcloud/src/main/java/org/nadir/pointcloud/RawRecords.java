package org.nadir.pointcloud;

import java.io.IOException;

/// Uncompressed point records in portions.
sealed interface RawRecords permits PlainRecords, LazChunks {

    /// Number of records that [#next] will give; 0 at the end.
    int nextCount() throws IOException;

    /// Fills the array from its start with the next portion of records and returns their number.
    int next(byte[] records) throws IOException;
}
