package org.nadir.pointcloud;

import java.io.IOException;
import java.nio.file.Path;

/// Writes positions as text: a line `X,Y,Z`, then one line per point with three decimals.
public final class CsvWriter {

    /// Beyond this, thousandths do not fit a long; no coordinate on earth comes near.
    private static final double LIMIT = 1e15;

    private static final int LINE = 3 * 21;

    private CsvWriter() {}

    /// Writes all points of the source, which is not closed.
    ///
    /// @return number of points
    /// @throws IOException naming the file
    public static long write(Path target, PointSource points) throws IOException {
        var count = new long[1];
        NewFile.write(
                target,
                file -> {
                    file.append(new byte[] {'X', ',', 'Y', ',', 'Z', '\n'});
                    var batch = new PointBatch(PointBatch.USUAL_CAPACITY);
                    var text = new byte[batch.capacity() * LINE];
                    while (points.read(batch) > 0) {
                        file.append(text, 0, print(batch, text));
                        count[0] += batch.size();
                    }
                });
        return count[0];
    }

    private static int print(PointBatch batch, byte[] text) throws IOException {
        int at = 0;
        for (int i = 0; i < batch.size(); i++) {
            at = print(batch.x()[i], text, at);
            text[at++] = ',';
            at = print(batch.y()[i], text, at);
            text[at++] = ',';
            at = print(batch.z()[i], text, at);
            text[at++] = '\n';
        }
        return at;
    }

    private static int print(double value, byte[] text, int start) throws IOException {
        if (!(Math.abs(value) < LIMIT)) {
            throw new IOException("coordinate " + value + " cannot be written");
        }
        long thousandths = Math.round(Math.abs(value) * 1000);
        int at = start;
        if (value < 0 && thousandths > 0) {
            text[at++] = '-';
        }
        long whole = thousandths / 1000;
        int digits = 1;
        for (long rest = whole; rest >= 10; rest /= 10) {
            digits++;
        }
        for (int d = digits - 1; d >= 0; d--) {
            text[at + d] = (byte) ('0' + whole % 10);
            whole /= 10;
        }
        at += digits;
        int fraction = (int) (thousandths % 1000);
        text[at++] = '.';
        text[at++] = (byte) ('0' + fraction / 100);
        text[at++] = (byte) ('0' + fraction / 10 % 10);
        text[at++] = (byte) ('0' + fraction % 10);
        return at;
    }
}
