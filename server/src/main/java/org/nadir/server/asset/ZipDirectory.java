package org.nadir.server.asset;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;

/// The central directory of a zip archive (PKWARE APPNOTE 4.3.12), read as a stream before anything is unpacked: how much it
/// will be, and whether there is anything in it that has no business there. The JDK's reader takes the whole directory into
/// memory and does not tell links from files.
///
/// @param entries number of files and folders
/// @param bytes of all files, unpacked, as the archive says
record ZipDirectory(long entries, long bytes) {

    private static final int END = 22;
    private static final int LOCATOR = 20;
    private static final int END64 = 56;
    private static final int HEADER = 46;
    private static final int LONGEST_COMMENT = 65535;
    private static final long MAX32 = 0xFFFFFFFFL;
    private static final int FILE_TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int UNIX = 3;

    /// @param largest bytes that the directory itself may have
    /// @throws ZipException for what is no archive, and for links and names that lead out of the folder
    static ZipDirectory read(Path archive, long largest) throws IOException {
        try (var file = FileChannel.open(archive, StandardOpenOption.READ)) {
            Place place = find(file);
            if (place.size() > largest) {
                throw new ZipException("The archive has too many entries");
            }
            if (place.start() < 0) {
                throw new ZipException("The archive's directory is damaged");
            }
            file.position(place.start());
            return scan(new BufferedInputStream(Channels.newInputStream(file), 1 << 16), place);
        }
    }

    private record Place(long start, long size, long entries) {}

    private static Place find(FileChannel file) throws IOException {
        long length = file.size();
        int tail = (int) Math.min(length, END + LONGEST_COMMENT);
        ByteBuffer buffer = read(file, length - tail, tail);
        for (int at = tail - END; at >= 0; at--) {
            boolean end =
                    buffer.getInt(at) == 0x06054b50 && at + END + unsigned(buffer, at + 20) == tail;
            if (end) {
                return place(file, length - tail + at, buffer, at);
            }
        }
        throw new ZipException("not a zip archive");
    }

    private static Place place(FileChannel file, long end, ByteBuffer buffer, int at)
            throws IOException {
        long entries = unsigned(buffer, at + 10);
        long size = buffer.getInt(at + 12) & MAX32;
        long start = buffer.getInt(at + 16) & MAX32;
        boolean large = entries == 0xFFFF || size == MAX32 || start == MAX32;
        if (large && end >= LOCATOR + END64) {
            ByteBuffer locator = read(file, end - LOCATOR, LOCATOR);
            long end64 = locator.getLong(8);
            if (locator.getInt(0) == 0x07064b50 && end64 >= 0 && end64 + END64 <= end) {
                ByteBuffer record = read(file, end64, END64);
                long size64 = record.getLong(40);
                return new Place(end64 - size64, size64, record.getLong(32));
            }
        }
        // From the end and not by the offset: some archives have something before their first
        // entry.
        return new Place(end - size, size, entries);
    }

    private static ByteBuffer read(FileChannel file, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                throw new ZipException("The archive is cut off");
            }
        }
        return buffer;
    }

    private static ZipDirectory scan(InputStream stream, Place place) throws IOException {
        var in = new DataInputStream(stream);
        long left = place.size();
        long entries = 0;
        long bytes = 0;
        try {
            while (left > 0) {
                ByteBuffer header = ByteBuffer.wrap(bytes(in, HEADER));
                header.order(ByteOrder.LITTLE_ENDIAN);
                if (header.getInt(0) != 0x02014b50) {
                    throw new ZipException("The archive's directory is damaged");
                }
                String name = new String(bytes(in, unsigned(header, 28)), StandardCharsets.UTF_8);
                byte[] extra = bytes(in, unsigned(header, 30));
                in.skipNBytes(unsigned(header, 32));
                check(name, header);
                bytes = Math.addExact(bytes, size(header, extra));
                entries++;
                left -= HEADER + unsigned(header, 28) + extra.length + unsigned(header, 32);
            }
        } catch (java.io.EOFException | ArithmeticException broken) {
            throw new ZipException("The archive's directory is damaged");
        }
        return new ZipDirectory(entries, bytes);
    }

    private static byte[] bytes(DataInputStream in, int count) throws IOException {
        var bytes = new byte[count];
        in.readFully(bytes);
        return bytes;
    }

    private static int unsigned(ByteBuffer buffer, int at) {
        return buffer.getShort(at) & 0xffff;
    }

    private static void check(String name, ByteBuffer header) throws ZipException {
        String path = name.replace('\\', '/');
        if (path.startsWith("/") || path.matches("[A-Za-z]:.*") || path.indexOf('\0') >= 0) {
            throw new ZipException("The archive points outside its folder: " + name);
        }
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                throw new ZipException("The archive points outside its folder: " + name);
            }
        }
        boolean unix = header.get(5) == UNIX;
        int type = header.getInt(38) >>> 16 & FILE_TYPE;
        if (unix && type == LINK) {
            throw new ZipException("The archive holds a link: " + name);
        }
    }

    private static long size(ByteBuffer header, byte[] extra) throws ZipException {
        long size = header.getInt(24) & MAX32;
        if (size < MAX32) {
            return size;
        }
        ByteBuffer fields = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 4 <= extra.length; at += 4 + unsigned(fields, at + 2)) {
            if (unsigned(fields, at) == 1 && at + 12 <= extra.length) {
                long large = fields.getLong(at + 4);
                if (large >= 0) {
                    return large;
                }
            }
        }
        throw new ZipException("The archive's directory is damaged");
    }
}
