package org.nadir.pointcloud;

import java.io.IOException;
import java.nio.file.Path;

/// Writes positions as text: a line `X,Y,Z`, then one line per point with three decimals.
public final class CsvWriter {

    private static final int DECIMALS = 3;

    private CsvWriter() {}

    /// Writes all points of the source, which is not closed.
    ///
    /// @return number of points
    /// @throws IOException naming the file
    public static long write(Path target, PointSource points) throws IOException {
        return write(target, points, DECIMALS);
    }

    /// Writes positions with another number of decimals in x and y.
    public static long write(Path target, PointSource points, int decimals) throws IOException {
        var count = new long[1];
        NewFile.write(target, file -> count[0] = write(file, points, decimals));
        return count[0];
    }

    private static long write(NewFile file, PointSource points, int decimals) throws IOException {
        var text = new AsciiFile(file).text("X,Y,Z\n");
        var batch = new PointBatch(PointBatch.USUAL_CAPACITY);
        long count = 0;
        while (points.read(batch) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                text.number(batch.x()[i], decimals).character(',');
                text.number(batch.y()[i], decimals).character(',');
                text.number(batch.z()[i], DECIMALS).character('\n');
            }
            count += batch.size();
        }
        text.flush();
        return count;
    }
}
