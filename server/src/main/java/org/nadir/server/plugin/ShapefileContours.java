package org.nadir.server.plugin;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// An ESRI shapefile of polylines (ESRI white paper, July 1998) with its table (dBASE III), in a zip archive. Its parts are
/// written beside the archive and deleted when it is finished.
final class ShapefileContours implements ContourWriter {

    private static final int POLYLINE = 3;
    private static final int HEAD = 100;
    private static final int ID_LENGTH = 10;
    private static final int LEVEL_LENGTH = 18;
    private static final long MOST_BYTES = 2L * Integer.MAX_VALUE;

    private final Path zip;
    private final Path shapeFile;
    private final Path indexFile;
    private final Path tableFile;
    private final OutputStream shapes;
    private final OutputStream index;
    private final OutputStream table;
    private final Optional<String> wkt;
    private final double[] box = {
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private long length = HEAD;
    private int count;

    ShapefileContours(Path zip, int epsg) throws IOException {
        this.zip = zip;
        this.shapeFile = zip.resolveSibling("contours.shp");
        this.indexFile = zip.resolveSibling("contours.shx");
        this.tableFile = zip.resolveSibling("contours.dbf");
        this.wkt = Wkt.of(epsg);
        this.shapes = new BufferedOutputStream(Files.newOutputStream(shapeFile));
        this.index = new BufferedOutputStream(Files.newOutputStream(indexFile));
        this.table = new BufferedOutputStream(Files.newOutputStream(tableFile));
        shapes.write(new byte[HEAD]);
        index.write(new byte[HEAD]);
        table.write(tableHead());
    }

    @Override
    public void add(double height, double[] line) throws IOException {
        int points = line.length / 2;
        int content = 48 + 16 * points;
        if (length + 8 + content > MOST_BYTES) {
            throw new IOException("A shapefile cannot be larger than four gigabytes");
        }
        index.write(ByteBuffer.allocate(8).putInt((int) (length / 2)).putInt(content / 2).array());
        var record = ByteBuffer.allocate(8 + content);
        record.putInt(++count).putInt(content / 2).order(ByteOrder.LITTLE_ENDIAN);
        double[] own = bounds(line);
        record.putInt(POLYLINE);
        for (double side : own) {
            record.putDouble(side);
        }
        record.putInt(1).putInt(points).putInt(0);
        for (double coordinate : line) {
            record.putDouble(coordinate);
        }
        shapes.write(record.array());
        length += record.capacity();
        for (int i = 0; i < 2; i++) {
            box[i] = Math.min(box[i], own[i]);
            box[i + 2] = Math.max(box[i + 2], own[i + 2]);
        }
        table.write(
                String.format(Locale.ROOT, " %10d%18.5f", count - 1, height)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static double[] bounds(double[] line) {
        double[] bounds = {line[0], line[1], line[0], line[1]};
        for (int i = 2; i < line.length; i++) {
            bounds[i % 2] = Math.min(bounds[i % 2], line[i]);
            bounds[i % 2 + 2] = Math.max(bounds[i % 2 + 2], line[i]);
        }
        return bounds;
    }

    private byte[] head(long bytes) {
        var head = ByteBuffer.allocate(HEAD);
        head.putInt(9994).position(24);
        head.putInt((int) (bytes / 2)).order(ByteOrder.LITTLE_ENDIAN).putInt(1000).putInt(POLYLINE);
        for (double side : box) {
            head.putDouble(count == 0 ? 0 : side);
        }
        return head.array();
    }

    private byte[] tableHead() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        var head = ByteBuffer.allocate(32 + 2 * 32 + 1).order(ByteOrder.LITTLE_ENDIAN);
        head.put((byte) 3)
                .put((byte) (today.getYear() - 1900))
                .put((byte) today.getMonthValue())
                .put((byte) today.getDayOfMonth())
                .putInt(count)
                .putShort((short) head.capacity())
                .putShort((short) (1 + ID_LENGTH + LEVEL_LENGTH));
        column(head, 32, "ID", ID_LENGTH, 0);
        column(head, 64, "level", LEVEL_LENGTH, 5);
        head.put(96, (byte) 0x0D);
        return head.array();
    }

    private static void column(ByteBuffer head, int at, String name, int width, int decimals) {
        head.position(at);
        head.put(name.getBytes(StandardCharsets.US_ASCII));
        head.put(at + 11, (byte) 'N').put(at + 16, (byte) width).put(at + 17, (byte) decimals);
    }

    @Override
    public void finish() throws IOException {
        table.write(0x1A);
        close();
        overwrite(shapeFile, head(length));
        overwrite(indexFile, head(HEAD + 8L * count));
        overwrite(tableFile, tableHead());
        try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            for (Path part : List.of(shapeFile, indexFile, tableFile)) {
                out.putNextEntry(new ZipEntry(part.getFileName().toString()));
                Files.copy(part, out);
                out.closeEntry();
                Files.delete(part);
            }
            if (wkt.isPresent()) {
                out.putNextEntry(new ZipEntry("contours.prj"));
                out.write(wkt.get().getBytes(StandardCharsets.US_ASCII));
                out.closeEntry();
            }
        }
    }

    private static void overwrite(Path file, byte[] head) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.write(head);
        }
    }

    @Override
    public void close() throws IOException {
        shapes.close();
        index.close();
        table.close();
    }
}
