package org.nadir.pointcloud;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What stands before the points of a LAS or LAZ file, LAS 1.0 to 1.4.
///
/// @param minorVersion the y of LAS 1.y
/// @param pointFormat 0 to 10, without the flag of compression
/// @param recordLength bytes per uncompressed point
/// @param dataOffset where the points begin
/// @param count number of points
/// @param scale three numbers: step of stored x, y, z
/// @param offset three numbers, added to the scaled integers
/// @param min three numbers: smallest coordinates, as the file claims
/// @param max three numbers: largest coordinates, as the file claims
/// @param records the variable length records
public record LasHeader(
        int minorVersion,
        int pointFormat,
        boolean compressed,
        int recordLength,
        long dataOffset,
        long count,
        double[] scale,
        double[] offset,
        double[] min,
        double[] max,
        List<Record> records) {

    /// A variable length record: who defined it, its number and its content.
    public record Record(String user, int id, byte[] content) {}

    public LasHeader {
        records = List.copyOf(records);
    }

    /// The EPSG code of the CRS in the GeoTIFF keys or the well-known text; 0 when there is none.
    public int epsg() {
        int code = codeOfKeys();
        return code == 0 ? codeOfText() : code;
    }

    private int codeOfText() {
        return records.stream()
                .filter(r -> r.id() == 2112 && r.user().equals("LASF_Projection"))
                .mapToInt(r -> WellKnownText.epsg(new String(r.content(), StandardCharsets.UTF_8)))
                .findFirst()
                .orElse(0);
    }

    private int codeOfKeys() {
        return records.stream()
                .filter(r -> r.id() == 34735 && r.user().equals("LASF_Projection"))
                .mapToInt(r -> code(r.content()))
                .findFirst()
                .orElse(0);
    }

    private static int code(byte[] keys) {
        int projected = key(keys, 3072);
        return projected == 0 && key(keys, 1024) == 2 ? key(keys, 2048) : projected;
    }

    private static int key(byte[] keys, int id) {
        for (int at = 8; at + 8 <= keys.length; at += 8) {
            boolean inPlace = LittleEndian.getUnsignedShort(keys, at + 2) == 0;
            if (inPlace && LittleEndian.getUnsignedShort(keys, at) == id) {
                return LittleEndian.getUnsignedShort(keys, at + 6);
            }
        }
        return 0;
    }
}
