package org.nadir.server.asset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/// A zip archive of files as they are, written straight to a stream. As nothing is compressed its length is known before the
/// first byte; each file is read twice, once for its checksum. Zip64 records (PKWARE APPNOTE 4.5.3) stand where sizes need
/// them.
public final class StoredZip {

    private static final int BLOCK = 1 << 17;
    private static final long MAX32 = 0xFFFFFFFFL;
    private static final int LOCAL = 30;
    private static final int CENTRAL = 46;
    private static final int END = 22;
    private static final int END64 = 56 + 20;
    private static final int FLAG_UTF8 = 1 << 11;

    /// Where the bytes of an entry are.
    private sealed interface Content {
        record OnDisk(Path file) implements Content {}

        record InMemory(byte[] bytes) implements Content {}

        private InputStream open() throws IOException {
            return switch (this) {
                case OnDisk(Path file) -> Files.newInputStream(file);
                case InMemory(byte[] bytes) -> new ByteArrayInputStream(bytes);
            };
        }
    }

    private record Entry(Content content, byte[] name, long size, LocalDateTime modified) {
        boolean isLarge() {
            return size >= MAX32;
        }
    }

    private final List<Entry> entries;

    private StoredZip(List<Entry> entries) {
        this.entries = entries;
    }

    /// All files below a folder, by name.
    ///
    /// @param keep decides by the path below the folder, with slashes
    public static StoredZip of(Path folder, Predicate<String> keep) throws IOException {
        var entries = new ArrayList<Entry>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String name = folder.relativize(file).toString().replace('\\', '/');
                        if (attributes.isRegularFile() && keep.test(name)) {
                            entries.add(
                                    new Entry(
                                            new Content.OnDisk(file),
                                            name.getBytes(StandardCharsets.UTF_8),
                                            attributes.size(),
                                            LocalDateTime.ofInstant(
                                                    attributes.lastModifiedTime().toInstant(),
                                                    ZoneOffset.UTC)));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        entries.sort(
                Comparator.comparing(entry -> new String(entry.name(), StandardCharsets.UTF_8)));
        return new StoredZip(entries);
    }

    /// An archive of nothing.
    static StoredZip empty() {
        return new StoredZip(List.of());
    }

    /// The same archive with one more file, which is not on disk.
    public StoredZip with(String name, byte[] content) {
        var all = new ArrayList<>(entries);
        all.add(
                new Entry(
                        new Content.InMemory(content),
                        name.getBytes(StandardCharsets.UTF_8),
                        content.length,
                        LocalDateTime.now(ZoneOffset.UTC)));
        return new StoredZip(all);
    }

    /// Bytes of the whole archive.
    public long length() {
        long offset = 0;
        long directory = 0;
        for (Entry entry : entries) {
            directory += CENTRAL + entry.name().length + centralExtra(entry, offset);
            offset += LOCAL + entry.name().length + localExtra(entry) + entry.size();
        }
        return offset + directory + (needsEnd64(offset, directory) ? END64 : 0) + END;
    }

    private boolean needsEnd64(long offset, long directory) {
        return entries.size() >= 0xFFFF || offset >= MAX32 || directory >= MAX32;
    }

    private static int localExtra(Entry entry) {
        return entry.isLarge() ? 4 + 16 : 0;
    }

    private static int centralExtra(Entry entry, long offset) {
        int fields = (entry.isLarge() ? 16 : 0) + (offset >= MAX32 ? 8 : 0);
        return fields == 0 ? 0 : 4 + fields;
    }

    /// Writes the archive.
    ///
    /// What was added to a file since the archive was planned is left out: the console of a task that runs grows.
    ///
    /// @throws IOException also when a file became shorter since then
    public void writeTo(OutputStream out) throws IOException {
        var checksums = new long[entries.size()];
        var offsets = new long[entries.size()];
        long offset = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            checksums[i] = checksum(entry);
            offsets[i] = offset;
            out.write(localHeader(entry, checksums[i]));
            copy(entry, out);
            offset += LOCAL + entry.name().length + localExtra(entry) + entry.size();
        }
        long directory = 0;
        for (int i = 0; i < entries.size(); i++) {
            byte[] header = centralHeader(entries.get(i), checksums[i], offsets[i]);
            out.write(header);
            directory += header.length;
        }
        out.write(end(offset, directory));
    }

    private static long checksum(Entry entry) throws IOException {
        var crc = new CRC32();
        read(entry, crc::update);
        return crc.getValue();
    }

    private static void copy(Entry entry, OutputStream out) throws IOException {
        read(entry, out::write);
    }

    private interface Sink {
        void take(byte[] block, int from, int count) throws IOException;
    }

    private static void read(Entry entry, Sink sink) throws IOException {
        var block = new byte[BLOCK];
        long left = entry.size();
        try (var in = entry.content().open()) {
            while (left > 0) {
                int n = in.read(block, 0, (int) Math.min(BLOCK, left));
                if (n < 0) {
                    throw changed(entry);
                }
                sink.take(block, 0, n);
                left -= n;
            }
        }
    }

    private static IOException changed(Entry entry) {
        return new IOException(
                "File changed while it was archived: "
                        + new String(entry.name(), StandardCharsets.UTF_8));
    }

    private static byte[] localHeader(Entry entry, long crc) {
        ByteBuffer header = buffer(LOCAL + entry.name().length + localExtra(entry));
        header.putInt(0x04034b50);
        common(header, entry, crc);
        header.putShort((short) localExtra(entry));
        header.put(entry.name());
        if (entry.isLarge()) {
            header.putShort((short) 1).putShort((short) 16);
            header.putLong(entry.size()).putLong(entry.size());
        }
        return header.array();
    }

    private static byte[] centralHeader(Entry entry, long crc, long offset) {
        int extra = centralExtra(entry, offset);
        ByteBuffer header = buffer(CENTRAL + entry.name().length + extra);
        // Made by: version 4.5 on Unix, so that readers take names as UTF-8 and see plain files.
        header.putInt(0x02014b50).putShort((short) (3 << 8 | 45));
        common(header, entry, crc);
        header.putShort((short) extra).putShort((short) 0).putShort((short) 0);
        header.putShort((short) 0).putInt(0100644 << 16);
        header.putInt((int) Math.min(offset, MAX32));
        header.put(entry.name());
        if (extra > 0) {
            header.putShort((short) 1).putShort((short) (extra - 4));
            if (entry.isLarge()) {
                header.putLong(entry.size()).putLong(entry.size());
            }
            if (offset >= MAX32) {
                header.putLong(offset);
            }
        }
        return header.array();
    }

    /// Version needed up to the length of the name: alike in both headers.
    private static void common(ByteBuffer header, Entry entry, long crc) {
        LocalDateTime time = entry.modified();
        int date = Math.max(0, time.getYear() - 1980) << 9 | time.getMonthValue() << 5;
        header.putShort((short) (entry.isLarge() ? 45 : 20)).putShort((short) FLAG_UTF8);
        header.putShort((short) 0);
        header.putShort(
                (short) (time.getHour() << 11 | time.getMinute() << 5 | time.getSecond() / 2));
        header.putShort((short) (date | time.getDayOfMonth()));
        header.putInt((int) crc);
        int size = (int) Math.min(entry.size(), MAX32);
        header.putInt(size).putInt(size).putShort((short) entry.name().length);
    }

    private byte[] end(long offset, long directory) {
        boolean large = needsEnd64(offset, directory);
        ByteBuffer end = buffer((large ? END64 : 0) + END);
        if (large) {
            end.putInt(0x06064b50).putLong(44).putShort((short) (3 << 8 | 45));
            end.putShort((short) 45).putInt(0).putInt(0);
            end.putLong(entries.size()).putLong(entries.size());
            end.putLong(directory).putLong(offset);
            end.putInt(0x07064b50).putInt(0).putLong(offset + directory).putInt(1);
        }
        short count = (short) Math.min(entries.size(), 0xFFFF);
        end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
        end.putShort(count).putShort(count);
        end.putInt((int) Math.min(directory, MAX32)).putInt((int) Math.min(offset, MAX32));
        end.putShort((short) 0);
        return end.array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
