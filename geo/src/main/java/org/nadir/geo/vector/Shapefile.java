package org.nadir.geo.vector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nadir.geo.vector.VectorLayer.Column;
import org.nadir.geo.vector.VectorLayer.Feature;
import org.nadir.geo.vector.VectorLayer.Place;

/// Writes a layer of places as a zipped Shapefile (ESRI white paper, July 1998), heights as z; an unknown height is 0.
public final class Shapefile {

    private static final int POINT_Z = 11;
    private static final int HEAD = 100;
    private static final int CONTENT = 36;

    /// Numbers below −10³⁸ stand for none.
    private static final double NO_MEASURE = -1e39;

    private static final int TEXT = 80;
    private static final int NUMBER = 19;

    private final VectorLayer layer;

    private Shapefile(VectorLayer layer) {
        this.layer = layer;
    }

    /// Replaces the archive when all is ready.
    public static void writeZip(Path target, VectorLayer layer) throws IOException {
        var file = new Shapefile(layer);
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            file.entry(zip, "shp", file.shapes());
            file.entry(zip, "shx", file.offsets());
            file.entry(zip, "dbf", file.table());
            file.entry(zip, "prj", layer.wkt().getBytes(StandardCharsets.US_ASCII));
            file.entry(zip, "cpg", "UTF-8".getBytes(StandardCharsets.US_ASCII));
        }
        WholeFile.write(target, bytes.toByteArray());
    }

    private void entry(ZipOutputStream zip, String ending, byte[] content) throws IOException {
        var entry = new ZipEntry(layer.name() + "." + ending);
        entry.setTime(946_684_800_000L); // always the same bytes
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private byte[] shapes() {
        int count = layer.features().size();
        ByteBuffer out = head(HEAD + count * (8 + CONTENT));
        for (int i = 0; i < count; i++) {
            if (!(layer.features().get(i).shape() instanceof Place place)) {
                throw new IllegalArgumentException("Only places are written");
            }
            out.order(ByteOrder.BIG_ENDIAN).putInt(i + 1).putInt(CONTENT / 2);
            out.order(ByteOrder.LITTLE_ENDIAN).putInt(POINT_Z);
            out.putDouble(place.x()).putDouble(place.y());
            out.putDouble(Double.isNaN(place.z()) ? 0 : place.z()).putDouble(NO_MEASURE);
        }
        return out.array();
    }

    private byte[] offsets() {
        int count = layer.features().size();
        ByteBuffer out = head(HEAD + 8 * count).order(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < count; i++) {
            out.putInt((HEAD + i * (8 + CONTENT)) / 2).putInt(CONTENT / 2);
        }
        return out.array();
    }

    private ByteBuffer head(int length) {
        double[] box = layer.box();
        double low = 0;
        double high = 0;
        for (int i = 0; i < layer.features().size(); i++) {
            if (layer.features().get(i).shape() instanceof Place place) {
                double z = Double.isNaN(place.z()) ? 0 : place.z();
                low = i == 0 ? z : Math.min(low, z);
                high = i == 0 ? z : Math.max(high, z);
            }
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putInt(9994).position(24);
        out.putInt(length / 2).order(ByteOrder.LITTLE_ENDIAN).putInt(1000).putInt(POINT_Z);
        out.putDouble(box[0]).putDouble(box[2]).putDouble(box[1]).putDouble(box[3]);
        return out.putDouble(low).putDouble(high).putDouble(0).putDouble(0);
    }

    /// The columns as dBASE III table.
    private byte[] table() {
        int columns = layer.columns().size();
        int record = 1;
        for (Column column : layer.columns()) {
            record += width(column);
        }
        int head = 32 + 32 * columns + 1;
        ByteBuffer out =
                ByteBuffer.allocate(head + record * layer.features().size() + 1)
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 3).put(new byte[] {100, 1, 1});
        out.putInt(layer.features().size()).putShort((short) head).putShort((short) record);
        out.position(32);
        for (Column column : layer.columns()) {
            out.put(padded(column.name(), 10, (byte) 0)).put((byte) 0);
            out.put((byte) (column.number() ? 'N' : 'C')).putInt(0);
            out.put((byte) width(column)).put((byte) (column.number() ? 6 : 0));
            out.put(new byte[14]);
        }
        out.put((byte) 0x0D);
        for (Feature feature : layer.features()) {
            out.put((byte) ' ');
            for (int i = 0; i < columns; i++) {
                out.put(field(feature, i));
            }
        }
        return out.put((byte) 0x1A).array();
    }

    private byte[] field(Feature feature, int column) {
        int width = width(layer.columns().get(column));
        String text =
                feature.values().get(column) instanceof Double number
                        ? String.format(Locale.ROOT, "%" + NUMBER + ".6f", number)
                        : feature.text(column);
        return padded(text == null ? "" : text, width, (byte) ' ');
    }

    private static int width(Column column) {
        return column.number() ? NUMBER : TEXT;
    }

    private static byte[] padded(String text, int width, byte filler) {
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(from, width);
        if (from.length < width) {
            Arrays.fill(padded, from.length, width, filler);
        }
        return padded;
    }
}
