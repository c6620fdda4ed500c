package org.nadir.pointcloud;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nadir.pointcloud.laszip.ChunkTable;
import org.nadir.pointcloud.laszip.LayeredChunkEncoder;

/// LAS 1.4 files of point formats 6 to 10 with synthetic records, plain and compressed.
final class LayeredClouds {

    private static final int[] LENGTHS = {30, 36, 38, 59, 67};
    private static final int HEAD = 375;

    private LayeredClouds() {}

    /// Records that walk, jump, repeat and take extreme values by turns, in all four scanner channels.
    static byte[] records(int format, int extra, int count, long seed) {
        var random = new Random(seed);
        int length = length(format, extra);
        var records = new byte[count * length];
        random.nextBytes(records);
        for (int i = 1; i < count; i++) {
            int at = i * length;
            if (random.nextInt(5) > 0) {
                System.arraycopy(records, at - length, records, at, length);
                records[at + 12 + random.nextInt(length - 12)] += (byte) random.nextInt(3);
                for (int axis = 0; axis < 3; axis++) {
                    LittleEndian.putInt(
                            records,
                            at + 4 * axis,
                            LittleEndian.getInt(records, at + 4 * axis) + random.nextInt(900));
                }
            }
            putTime(random, records, at, length);
        }
        return records;
    }

    /// Records in which nothing but the position changes, as photogrammetry writes them: most layers are empty.
    static byte[] calm(int format, int count) {
        int length = length(format, 0);
        var records = new byte[count * length];
        for (int i = 0; i < count; i++) {
            int at = i * length;
            LittleEndian.putInt(records, at, 40 * (i % 300));
            LittleEndian.putInt(records, at + 4, 40 * (i / 300));
            LittleEndian.putInt(records, at + 8, (int) (500 * Math.sin(i / 70.0)));
            records[at + 14] = 0x11;
            records[at + 16] = 2;
            for (int colour = 30; colour < Math.min(36, length); colour += 2) {
                LittleEndian.putShort(records, at + colour, 0x4000 + 37 * (i % 500));
            }
        }
        return records;
    }

    private static void putTime(Random random, byte[] records, int at, int length) {
        long before = LittleEndian.getLong(records, at - length + 22);
        long time =
                switch (random.nextInt(12)) {
                    case 0, 1 -> before;
                    case 2 -> random.nextLong();
                    case 3 -> before + random.nextInt();
                    case 4 -> before - 3_000;
                    case 5 -> before + 700_000;
                    case 6 ->
                            at > 5 * length
                                    ? LittleEndian.getLong(records, at - 4 * length + 22)
                                    : 0;
                    default -> before + 1_000L * random.nextInt(1, 30) + random.nextInt(5);
                };
        LittleEndian.putLong(records, at + 22, time);
    }

    static int length(int format, int extra) {
        return LENGTHS[format - 6] + extra;
    }

    /// A plain LAS 1.4 file with one variable length record, the well-known text of UTM 15N.
    static byte[] las(int format, int extra, byte[] records) {
        byte[] wkt = (WKT + "\0").getBytes(StandardCharsets.US_ASCII);
        int dataAt = HEAD + 54 + wkt.length;
        int length = length(format, extra);
        var file = new byte[dataAt + records.length];
        System.arraycopy("LASF".getBytes(StandardCharsets.US_ASCII), 0, file, 0, 4);
        file[6] = 16;
        file[24] = 1;
        file[25] = 4;
        LittleEndian.putShort(file, 94, HEAD);
        LittleEndian.putInt(file, 96, dataAt);
        LittleEndian.putInt(file, 100, 1);
        file[104] = (byte) format;
        LittleEndian.putShort(file, 105, length);
        for (int axis = 0; axis < 3; axis++) {
            LittleEndian.putDouble(file, 131 + 8 * axis, 0.001);
            LittleEndian.putDouble(
                    file, 155 + 8 * axis, axis == 0 ? 576_000 : axis == 1 ? 5_188_000 : 0);
        }
        LittleEndian.putLong(file, 247, records.length / length);
        byte[] user = "LASF_Projection".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(user, 0, file, HEAD + 2, user.length);
        LittleEndian.putShort(file, HEAD + 18, 2112);
        LittleEndian.putShort(file, HEAD + 20, wkt.length);
        System.arraycopy(wkt, 0, file, HEAD + 54, wkt.length);
        System.arraycopy(records, 0, file, dataAt, records.length);
        return file;
    }

    /// A compressed file.
    static Path laz(Path folder, int format, int extra, byte[] records, int chunkSize)
            throws IOException {
        byte[] plain = las(format, extra, new byte[0]);
        byte[] laszip = laszip(format, extra, chunkSize);
        int length = length(format, extra);
        int dataAt = plain.length + laszip.length;
        LittleEndian.putInt(plain, 96, dataAt);
        LittleEndian.putInt(plain, 100, 2);
        plain[104] |= (byte) 0x80;
        LittleEndian.putLong(plain, 247, records.length / length);
        var chunks = new ByteArrayOutputStream();
        var sizes = new ArrayList<Integer>();
        var encoder = new LayeredChunkEncoder(format, extra);
        for (int at = 0; at < records.length; at += chunkSize * length) {
            byte[] chunk =
                    encoder.encode(
                            records, at, Math.min(chunkSize, (records.length - at) / length));
            chunks.writeBytes(chunk);
            sizes.add(chunk.length);
        }
        var tableAt = new byte[8];
        LittleEndian.putLong(tableAt, 0, dataAt + 8L + chunks.size());
        var out = new ByteArrayOutputStream();
        out.writeBytes(plain);
        out.writeBytes(laszip);
        out.writeBytes(tableAt);
        out.writeBytes(chunks.toByteArray());
        int[] bytes = sizes.stream().mapToInt(Integer::intValue).toArray();
        out.writeBytes(new ChunkTable(bytes, new int[0]).encode());
        return Files.write(folder.resolve("points.laz"), out.toByteArray());
    }

    private static byte[] laszip(int format, int extra, int chunkSize) {
        List<int[]> items = new ArrayList<>(List.of(new int[] {10, 30}));
        if (format > 6) {
            items.add(format == 7 ? new int[] {11, 6} : new int[] {12, 8});
        }
        if (extra > 0) {
            items.add(new int[] {14, extra});
        }
        var r = new byte[54 + 34 + 6 * items.size()];
        byte[] user = "laszip encoded".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(user, 0, r, 2, user.length);
        LittleEndian.putShort(r, 18, 22204);
        LittleEndian.putShort(r, 20, r.length - 54);
        LittleEndian.putShort(r, 54, 3);
        r[58] = 3;
        r[59] = 4;
        LittleEndian.putInt(r, 54 + 12, chunkSize);
        LittleEndian.putLong(r, 54 + 16, -1);
        LittleEndian.putLong(r, 54 + 24, -1);
        LittleEndian.putShort(r, 54 + 32, items.size());
        for (int i = 0; i < items.size(); i++) {
            LittleEndian.putShort(r, 88 + 6 * i, items.get(i)[0]);
            LittleEndian.putShort(r, 90 + 6 * i, items.get(i)[1]);
            LittleEndian.putShort(r, 92 + 6 * i, 3);
        }
        return r;
    }

    static final String WKT =
            """
            PROJCS["WGS 84 / UTM zone 15N",GEOGCS["WGS 84",DATUM["WGS_1984",\
            SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],\
            PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]],\
            PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],\
            PARAMETER["central_meridian",-93],PARAMETER["scale_factor",0.9996],\
            PARAMETER["false_easting",500000],PARAMETER["false_northing",0],\
            UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","32615"]]\
            """;
}
