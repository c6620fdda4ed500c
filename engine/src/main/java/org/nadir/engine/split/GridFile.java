package org.nadir.engine.split;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;

/// A height grid in a file, read window by window. The file holds the heights alone, in the byte order of Java; where the grid lies
/// is kept in memory.
///
/// @param column0 first column in the frame that all grids of a surface share
/// @param row0 first row in that frame
record GridFile(Path file, int column0, int row0, int width, int height) {

    /// Writes a grid whose edges are cells' edges of `frame`.
    static GridFile write(Path file, HeightGrid grid, GridFrame frame) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var row = ByteBuffer.allocate(Float.BYTES * grid.width());
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (int r = 0; r < grid.height(); r++) {
                row.clear();
                row.asFloatBuffer().put(grid.z(), r * grid.width(), grid.width());
                while (row.hasRemaining()) {
                    channel.write(row);
                }
            }
        }
        return new GridFile(
                file,
                Math.toIntExact(Math.round((grid.left() - frame.left()) / frame.cell())),
                Math.toIntExact(Math.round((frame.top() - grid.top()) / frame.cell())),
                grid.width(),
                grid.height());
    }

    /// Reads a window of the file.
    float[] read(int firstColumn, int firstRow, int columns, int rows) throws IOException {
        var row = ByteBuffer.allocate(Float.BYTES * columns);
        var z = new float[Math.multiplyExact(rows, columns)];
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int r = 0; r < rows; r++) {
                row.clear();
                long from = Float.BYTES * ((long) (firstRow + r) * width + firstColumn);
                while (row.hasRemaining()) {
                    if (channel.read(row, from + row.position()) < 0) {
                        throw new IOException(file + " is shorter than it should be");
                    }
                }
                row.flip().asFloatBuffer().get(z, r * columns, columns);
            }
        }
        return z;
    }
}
