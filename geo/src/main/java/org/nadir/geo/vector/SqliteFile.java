package org.nadir.geo.vector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An SQLite database in the making (sqlite.org/fileformat2.html): tables that are written once, and the indexes that come with
/// their constraints. For small tables; nothing is ever read back or changed.
///
/// Values are null, [Long], [Double], [String] or `byte[]`.
final class SqliteFile {

    private static final int PAGE = 4096;
    private static final int FILE_HEADER = 100;
    private static final int TABLE_LEAF = 0x0D;
    private static final int TABLE_INTERIOR = 0x05;
    private static final int INDEX_LEAF = 0x0A;
    private static final int VERSION = 3_045_000;

    private final List<byte[]> pages = new ArrayList<>();
    private final List<Row> schema = new ArrayList<>();
    private final int application;
    private final int userVersion;

    /// @param application the id of the file format
    SqliteFile(int application, int userVersion) {
        this.application = application;
        this.userVersion = userVersion;
        pages.add(new byte[PAGE]);
    }

    /// A row of a table; where a column is the table's integer key, its value is null.
    record Row(long key, List<@Nullable Object> values) {}

    private record Cell(byte[] bytes, long key) {}

    /// @param rows with growing keys
    void table(String name, String sql, List<Row> rows) throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (Row row : rows) {
            cells.add(tableCell(row));
        }
        List<Cell> children = leaves(cells);
        while (children.size() > 1) {
            children = interior(children);
        }
        int root = (int) number(children.getFirst().bytes());
        schema("table", name, name, root, sql);
    }

    /// The index of a table's n-th unique constraint; its entries, in order, are the columns and the row's key.
    void index(String table, int number, List<List<Object>> entries) throws IOException {
        var cells = new ArrayList<Cell>();
        for (List<Object> entry : entries) {
            byte[] record = record(new ArrayList<>(entry));
            // Longer ones would need pages of their own.
            if (record.length > (PAGE - 12) * 64 / 255 - 23) {
                throw new IOException("An index entry of " + record.length + " bytes");
            }
            var bytes = new ByteArrayOutputStream();
            varint(bytes, record.length);
            bytes.writeBytes(record);
            cells.add(new Cell(bytes.toByteArray(), 0));
        }
        List<byte[]> full = fill(cells, INDEX_LEAF, PAGE);
        if (full.size() != 1) {
            throw new IOException("An index of more than a page");
        }
        pages.add(full.getFirst());
        schema("index", "sqlite_autoindex_" + table + "_" + number, table, pages.size(), null);
    }

    private void schema(String type, String name, String table, int root, @Nullable String sql) {
        var values = new ArrayList<@Nullable Object>();
        values.add(type);
        values.add(name);
        values.add(table);
        values.add((long) root);
        values.add(sql);
        schema.add(new Row(schema.size() + 1L, values));
    }

    byte[] bytes() throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (Row row : schema) {
            cells.add(tableCell(row));
        }
        List<byte[]> first = fill(cells, TABLE_LEAF, PAGE - FILE_HEADER);
        if (first.size() != 1) {
            throw new IOException("Too many tables");
        }
        pages.set(0, withHeader(first.getFirst()));
        ByteBuffer file = ByteBuffer.allocate(Math.multiplyExact(PAGE, pages.size()));
        pages.forEach(file::put);
        return file.array();
    }

    /// Moves the schema's page behind the file's header, to which its offsets are not relative.
    private byte[] withHeader(byte[] schemaPage) {
        ByteBuffer page = ByteBuffer.allocate(PAGE);
        page.put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        page.putShort((short) PAGE);
        page.put(new byte[] {1, 1, 0, 64, 32, 32});
        page.putInt(1).putInt(pages.size()); // change counter, size
        page.putInt(0).putInt(0); // no free pages
        page.putInt(1).putInt(4); // schema cookie and format
        page.putInt(0).putInt(0);
        page.putInt(1); // UTF-8
        page.putInt(userVersion).putInt(0).putInt(application);
        page.put(new byte[20]).putInt(1).putInt(VERSION);
        page.put(schemaPage, 0, PAGE - FILE_HEADER);
        int cells = page.getShort(FILE_HEADER + 3);
        page.putShort(FILE_HEADER + 5, (short) (page.getShort(FILE_HEADER + 5) + FILE_HEADER));
        for (int i = 0; i < cells; i++) {
            int at = FILE_HEADER + 8 + 2 * i;
            page.putShort(at, (short) (page.getShort(at) + FILE_HEADER));
        }
        return page.array();
    }

    /// Puts cells on leaf pages; one entry a page, with its number and last key.
    private List<Cell> leaves(List<Cell> cells) throws IOException {
        List<Cell> children = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        List<byte[]> full = fill(cells, TABLE_LEAF, PAGE, ends);
        for (int i = 0; i < full.size(); i++) {
            pages.add(full.get(i));
            long key = cells.isEmpty() ? 0 : cells.get(ends.get(i) - 1).key();
            children.add(new Cell(pageNumber(pages.size()), key));
        }
        return children;
    }

    /// Puts pages under pages: each holds as many as fit, the last of them as its right-most child.
    private List<Cell> interior(List<Cell> children) {
        int most = (PAGE - 12) / (2 + 4 + 9);
        List<Cell> parents = new ArrayList<>();
        for (int from = 0; from < children.size(); from += most) {
            List<Cell> group = children.subList(from, Math.min(children.size(), from + most));
            ByteBuffer page = ByteBuffer.allocate(PAGE);
            int content = PAGE;
            for (int i = 0; i + 1 < group.size(); i++) {
                var bytes = new ByteArrayOutputStream();
                bytes.writeBytes(group.get(i).bytes());
                varint(bytes, group.get(i).key());
                content -= bytes.size();
                page.put(content, bytes.toByteArray());
                page.putShort(12 + 2 * i, (short) content);
            }
            page.put(0, (byte) TABLE_INTERIOR);
            page.putShort(3, (short) (group.size() - 1));
            page.putShort(5, (short) content);
            page.put(8, group.getLast().bytes());
            pages.add(page.array());
            parents.add(new Cell(pageNumber(pages.size()), group.getLast().key()));
        }
        return parents;
    }

    private static List<byte[]> fill(List<Cell> cells, int type, int room) throws IOException {
        return fill(cells, type, room, new ArrayList<>());
    }

    /// @param room bytes of a page that may be used, from its beginning
    /// @param ends receives the number of cells on this page and those before
    private static List<byte[]> fill(List<Cell> cells, int type, int room, List<Integer> ends)
            throws IOException {
        List<byte[]> full = new ArrayList<>();
        int at = 0;
        do {
            ByteBuffer page = ByteBuffer.allocate(PAGE);
            int content = room;
            int count = 0;
            while (at < cells.size()
                    && content - cells.get(at).bytes().length >= 8 + 2 * (count + 1)) {
                byte[] cell = cells.get(at).bytes();
                content -= cell.length;
                page.put(content, cell);
                page.putShort(8 + 2 * count++, (short) content);
                at++;
            }
            if (count == 0 && !cells.isEmpty()) {
                throw new IOException("A cell that is larger than a page");
            }
            page.put(0, (byte) type);
            page.putShort(3, (short) count);
            page.putShort(5, (short) content);
            full.add(page.array());
            ends.add(at);
        } while (at < cells.size());
        return full;
    }

    /// A row; what does not fit beside others goes to a chain of overflow pages.
    private Cell tableCell(Row row) {
        byte[] record = record(row.values());
        var bytes = new ByteArrayOutputStream();
        varint(bytes, record.length);
        varint(bytes, row.key());
        int most = PAGE - 35;
        if (record.length <= most) {
            bytes.writeBytes(record);
            return new Cell(bytes.toByteArray(), row.key());
        }
        int least = (PAGE - 12) * 32 / 255 - 23;
        int even = least + (record.length - least) % (PAGE - 4);
        int here = even <= most ? even : least;
        bytes.write(record, 0, here);
        bytes.writeBytes(pageNumber(pages.size() + 1));
        overflow(record, here);
        return new Cell(bytes.toByteArray(), row.key());
    }

    private void overflow(byte[] record, int from) {
        for (int at = from; at < record.length; at += PAGE - 4) {
            int length = Math.min(PAGE - 4, record.length - at);
            ByteBuffer page = ByteBuffer.allocate(PAGE);
            page.putInt(at + length < record.length ? pages.size() + 2 : 0);
            page.put(record, at, length);
            pages.add(page.array());
        }
    }

    private static byte[] record(List<@Nullable Object> values) {
        var types = new ByteArrayOutputStream();
        var body = new ByteArrayOutputStream();
        for (Object value : values) {
            switch (value) {
                case null -> varint(types, 0);
                case Long whole -> {
                    varint(types, 6);
                    body.writeBytes(ByteBuffer.allocate(8).putLong(whole).array());
                }
                case Double real -> {
                    varint(types, 7);
                    body.writeBytes(ByteBuffer.allocate(8).putDouble(real).array());
                }
                case String text -> {
                    byte[] utf = text.getBytes(StandardCharsets.UTF_8);
                    varint(types, 13 + 2L * utf.length);
                    body.writeBytes(utf);
                }
                case byte[] blob -> {
                    varint(types, 12 + 2L * blob.length);
                    body.writeBytes(blob);
                }
                default -> throw new IllegalArgumentException("Not a value: " + value);
            }
        }
        // The header counts its own length, which takes two bytes from 128 on.
        int length = types.size() + 1 < 128 ? types.size() + 1 : types.size() + 2;
        var record = new ByteArrayOutputStream();
        varint(record, length);
        record.writeBytes(types.toByteArray());
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    /// Seven bits a byte, the highest first; of more than eight bytes the ninth holds eight bits.
    private static void varint(ByteArrayOutputStream out, long value) {
        if (value >>> 56 != 0) {
            for (int shift = 57; shift >= 8; shift -= 7) {
                out.write((int) (value >>> shift & 0x7F) | 0x80);
            }
            out.write((int) (value & 0xFF));
            return;
        }
        int bits = Math.max(1, 64 - Long.numberOfLeadingZeros(value));
        for (int shift = (bits - 1) / 7 * 7; shift >= 0; shift -= 7) {
            out.write((int) (value >>> shift & 0x7F) | (shift > 0 ? 0x80 : 0));
        }
    }

    private static byte[] pageNumber(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }
}
