package org.nadir.imaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a video was begun, as MP4 and QuickTime files tell it: QuickTime's `©xyz` text, the `loci` box (3GPP TS 26.244),
/// or Apple's metadata item `com.apple.quicktime.location.ISO6709`. Reads the boxes' heads and these few, so files of any
/// size take no memory; broken files have no position.
///
/// @param longitude degrees, east positive
/// @param latitude degrees, north positive
/// @param altitude metres, null when not given
public record VideoPosition(double longitude, double latitude, @Nullable Double altitude) {

    private static final int MOST_BOXES = 10_000;
    private static final int DEEPEST = 8;
    private static final int LONGEST = 4096;
    private static final String APPLE = "com.apple.quicktime.location.ISO6709";

    /// `+27.5916+086.5640+8850/` (ISO 6709, decimal degrees).
    private static final Pattern ISO_6709 =
            Pattern.compile(
                    "([+-]\\d{1,2}(?:\\.\\d{1,12})?)([+-]\\d{1,3}(?:\\.\\d{1,12})?)"
                            + "([+-]\\d{1,6}(?:\\.\\d{1,12})?)?.*",
                    Pattern.DOTALL);

    /// Reads a file; empty when it tells no position or is no such video.
    public static Optional<VideoPosition> read(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return Optional.ofNullable(new Boxes(channel).search(0, channel.size(), 0));
        }
    }

    /// The position in an ISO 6709 text.
    static @Nullable VideoPosition parse(String text) {
        Matcher matcher = ISO_6709.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        String altitude = matcher.group(3);
        return checked(
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(1)),
                altitude == null ? null : Double.valueOf(altitude));
    }

    private static @Nullable VideoPosition checked(
            double longitude, double latitude, @Nullable Double altitude) {
        boolean onEarth = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
        boolean known = longitude != 0 || latitude != 0;
        return onEarth && known ? new VideoPosition(longitude, latitude, altitude) : null;
    }

    /// Walks the boxes of one file.
    private static final class Boxes {
        private final FileChannel channel;
        private int seen;

        Boxes(FileChannel channel) {
            this.channel = channel;
        }

        @Nullable VideoPosition search(long from, long end, int depth) throws IOException {
            long at = from;
            while (end - at >= 8 && seen++ < MOST_BOXES && depth < DEEPEST) {
                ByteBuffer head = bytes(at, 16);
                long size = head.getInt(0) & 0xFFFF_FFFFL;
                int header = 8;
                if (size == 1 && head.limit() == 16) {
                    size = head.getLong(8);
                    header = 16;
                } else if (size == 0) {
                    size = end - at;
                }
                if (size < header || size > end - at) {
                    return null;
                }
                VideoPosition found = box(head.getInt(4), at + header, at + size, depth);
                if (found != null) {
                    return found;
                }
                at += size;
            }
            return null;
        }

        private @Nullable VideoPosition box(int type, long from, long end, int depth)
                throws IOException {
            return switch (type) {
                case 0x6D6F6F76, 0x75647461 -> search(from, end, depth + 1); // moov, udta
                case 0x6D657461 -> meta(from, end, depth); // meta
                case 0xA978797A -> quickTimeText(from, end); // ©xyz
                case 0x6C6F6369 -> loci(from, end); // loci
                default -> null;
            };
        }

        private ByteBuffer bytes(long at, long length) throws IOException {
            var buffer = ByteBuffer.allocate((int) Math.min(LONGEST, Math.max(0, length)));
            while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
                // until all is there, or the file ends
            }
            return buffer.flip();
        }

        /// Length, language, text.
        private @Nullable VideoPosition quickTimeText(long from, long end) throws IOException {
            ByteBuffer body = bytes(from, end - from);
            if (body.limit() < 4) {
                return null;
            }
            int length = Math.min(body.getShort(0) & 0xFFFF, body.limit() - 4);
            return parse(new String(body.array(), 4, length, StandardCharsets.ISO_8859_1));
        }

        /// Version and flags, language, a name that ends with 0, role, then longitude, latitude and altitude in 1/65536.
        private static int afterName(ByteBuffer body) {
            boolean wide =
                    body.limit() > 8
                            && (body.getShort(6) == (short) 0xFEFF
                                    || body.getShort(6) == (short) 0xFFFE);
            for (int at = 6; at + 1 < body.limit(); at += wide ? 2 : 1) {
                if (body.get(at) == 0 && (!wide || body.get(at + 1) == 0)) {
                    return at + (wide ? 2 : 1);
                }
            }
            return body.limit();
        }

        private @Nullable VideoPosition loci(long from, long end) throws IOException {
            ByteBuffer body = bytes(from, end - from);
            int at = afterName(body) + 1;
            if (at + 12 > body.limit()) {
                return null;
            }
            return checked(
                    body.getInt(at) / 65536.0,
                    body.getInt(at + 4) / 65536.0,
                    body.getInt(at + 8) / 65536.0);
        }

        /// QuickTime's metadata: `keys` names the items, `ilst` holds them by number. MP4 puts four bytes of version first.
        private @Nullable VideoPosition meta(long from, long end, int depth) throws IOException {
            ByteBuffer start = bytes(from, 8);
            boolean versioned = start.limit() == 8 && start.getInt(0) == 0;
            long first = versioned ? from + 4 : from;
            int wanted = 0;
            for (long at = first; end - at >= 8 && seen++ < MOST_BOXES; ) {
                ByteBuffer head = bytes(at, 8);
                if (head.limit() < 8) {
                    return null;
                }
                long size = head.getInt(0) & 0xFFFF_FFFFL;
                if (size < 8 || size > end - at) {
                    return null;
                }
                if (head.getInt(4) == 0x6B657973) { // keys
                    wanted = keyOfLocation(at + 8, at + size);
                } else if (head.getInt(4) == 0x696C7374 && wanted > 0) { // ilst
                    return item(at + 8, at + size, wanted);
                }
                at += size;
            }
            return null;
        }

        private int keyOfLocation(long from, long end) throws IOException {
            long at = from + 8;
            for (int number = 1; end - at >= 8 && number < 500; number++) {
                ByteBuffer key = bytes(at, Math.min(end - at, 8 + APPLE.length()));
                long size = key.limit() < 8 ? 0 : key.getInt(0) & 0xFFFF_FFFFL;
                if (size < 8) {
                    return 0;
                }
                String name =
                        new String(
                                key.array(),
                                8,
                                (int) Math.min(size, key.limit()) - 8,
                                StandardCharsets.ISO_8859_1);
                if (name.equals(APPLE)) {
                    return number;
                }
                at += size;
            }
            return 0;
        }

        private @Nullable VideoPosition item(long from, long end, int wanted) throws IOException {
            for (long at = from; end - at >= 24 && seen++ < MOST_BOXES; ) {
                ByteBuffer item = bytes(at, Math.min(end - at, 256));
                long size = item.limit() < 24 ? 0 : item.getInt(0) & 0xFFFF_FFFFL;
                if (size < 24) {
                    return null;
                }
                if (item.getInt(4) == wanted) {
                    int length = (int) Math.min(size, item.limit()) - 24;
                    return parse(new String(item.array(), 24, length, StandardCharsets.ISO_8859_1));
                }
                at += size;
            }
            return null;
        }
    }
}
