package org.nadir.pointcloud;

import static org.nadir.pointcloud.LittleEndian.putDouble;
import static org.nadir.pointcloud.LittleEndian.putInt;
import static org.nadir.pointcloud.LittleEndian.putShort;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.nadir.pointcloud.laszip.PointItems;

/// Makes the bytes before the first point of a LAS 1.2 file of point format 2: header and variable length records (ASPRS,
/// LAS specification 1.2).
final class LasHead {

    static final int POINT_FORMAT = 2;
    static final int RECORD_LENGTH = 26;
    static final int HEADER_SIZE = 227;
    static final int COMPRESSED = 0x80;

    private static final String GENERATOR = "Nadir";
    private static final String PROJECTION = "LASF_Projection";

    private LasHead() {}

    /// @param items the items of compressed records; empty for a plain file
    static byte[] bytes(
            LasReference reference,
            LasStatistics statistics,
            List<PointItems> items,
            int chunkSize) {
        List<byte[]> records = new ArrayList<>();
        if (reference.epsg() != 0) {
            String citation = GeoKeys.citation(reference.epsg());
            records.add(
                    record(
                            PROJECTION,
                            34735,
                            "GeoTiff GeoKeyDirectoryTag",
                            GeoKeys.directory(reference.epsg(), citation)));
            records.add(
                    record(
                            PROJECTION,
                            34737,
                            "GeoTiff GeoAsciiParamsTag",
                            ascii(citation + "|\0")));
        }
        for (PointItems item : items) {
            records.add(record("laszip encoded", 22204, "Nadir laszip", laszip(item, chunkSize)));
        }
        int size = HEADER_SIZE + records.stream().mapToInt(r -> r.length).sum();
        var out = new ByteArrayOutputStream(size);
        out.writeBytes(header(reference, statistics, size, records.size(), !items.isEmpty()));
        records.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] header(
            LasReference reference,
            LasStatistics statistics,
            int dataOffset,
            int recordCount,
            boolean compressed) {
        var h = new byte[HEADER_SIZE];
        putText(h, 0, 4, "LASF");
        h[24] = 1;
        h[25] = 2;
        putText(h, 26, 32, GENERATOR);
        putText(h, 58, 32, GENERATOR);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        putShort(h, 90, today.getDayOfYear());
        putShort(h, 92, today.getYear());
        putShort(h, 94, HEADER_SIZE);
        putInt(h, 96, dataOffset);
        putInt(h, 100, recordCount);
        h[104] = (byte) (compressed ? POINT_FORMAT | COMPRESSED : POINT_FORMAT);
        putShort(h, 105, RECORD_LENGTH);
        putInt(h, 107, (int) statistics.count());
        // All points are first returns.
        putInt(h, 111, (int) statistics.count());
        double[] offsets = {reference.offsetX(), reference.offsetY(), reference.offsetZ()};
        for (int axis = 0; axis < 3; axis++) {
            double scale = axis == 2 ? reference.scaleZ() : reference.scale();
            putDouble(h, 131 + 8 * axis, scale);
            putDouble(h, 155 + 8 * axis, offsets[axis]);
            putDouble(h, 179 + 16 * axis, statistics.max(axis, scale, offsets[axis]));
            putDouble(h, 187 + 16 * axis, statistics.min(axis, scale, offsets[axis]));
        }
        return h;
    }

    private static byte[] laszip(PointItems items, int chunkSize) {
        int n = items.types().size();
        var v = new byte[34 + 6 * n];
        // Point-wise and chunked, arithmetic coder, LASzip 2.2.
        putShort(v, 0, 2);
        v[4] = 2;
        v[5] = 2;
        putInt(v, 12, chunkSize);
        LittleEndian.putLong(v, 16, -1);
        LittleEndian.putLong(v, 24, -1);
        putShort(v, 32, n);
        for (int i = 0; i < n; i++) {
            putShort(v, 34 + 6 * i, items.types().get(i));
            putShort(v, 36 + 6 * i, items.sizes().get(i));
            putShort(v, 38 + 6 * i, 2);
        }
        return v;
    }

    private static byte[] record(String user, int id, String description, byte[] content) {
        var r = new byte[54 + content.length];
        putText(r, 2, 16, user);
        putShort(r, 18, id);
        putShort(r, 20, content.length);
        putText(r, 22, 32, description);
        System.arraycopy(content, 0, r, 54, content.length);
        return r;
    }

    private static void putText(byte[] to, int at, int room, String text) {
        byte[] bytes = ascii(text);
        System.arraycopy(bytes, 0, to, at, Math.min(room, bytes.length));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
