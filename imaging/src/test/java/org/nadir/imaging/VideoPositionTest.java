package org.nadir.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files built box by box after ISO/IEC 14496-12, 3GPP TS 26.244 and the QuickTime file format.
class VideoPositionTest {

    @TempDir private Path folder;

    private static byte[] box(String type, byte[]... bodies) {
        byte[] body = join(bodies);
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .put(latin(type))
                .put(body)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] number(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }

    private @Nullable VideoPosition read(byte[]... boxes) throws IOException {
        Path file = Files.write(folder.resolve("v.mp4"), join(boxes));
        return VideoPosition.read(file).orElse(null);
    }

    private static byte[] quickTimeText(String text) {
        return box(
                "\u00a9xyz",
                new byte[] {(byte) (text.length() >> 8), (byte) text.length(), 0x15, (byte) 0xC7},
                latin(text));
    }

    @Test
    void readsQuickTimeText() throws IOException {
        byte[] large =
                join(
                        number(1),
                        latin("mdat"),
                        ByteBuffer.allocate(8).putLong(116).array(),
                        new byte[100]);
        assertThat(
                        read(
                                box("ftyp", latin("isom")),
                                large,
                                box(
                                        "moov",
                                        box("mvhd", new byte[100]),
                                        box("udta", quickTimeText("+46.8432-092.0125+201.250/")))))
                .isEqualTo(new VideoPosition(-92.0125, 46.8432, 201.25));
    }

    @Test
    void readsLoci() throws IOException {
        byte[] loci =
                box(
                        "loci",
                        number(0),
                        new byte[] {0x15, (byte) 0xC7},
                        latin("Field\0"),
                        new byte[] {0},
                        number((int) (-92.5 * 65536), (int) (46.25 * 65536), 200 * 65536));
        assertThat(read(box("moov", box("udta", loci))))
                .isEqualTo(new VideoPosition(-92.5, 46.25, 200.0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsAppleMetadata(boolean versioned) throws IOException {
        String name = "com.apple.quicktime.location.ISO6709";
        byte[] keys =
                box(
                        "keys",
                        number(0, 2),
                        box("mdta", latin("com.apple.quicktime.make")),
                        box("mdta", latin(name)));
        byte[] list =
                box(
                        "ilst",
                        join(number(8 + 16 + 3, 1), box("data", number(1, 0), latin("ABC"))),
                        join(
                                number(8 + 16 + 17, 2),
                                box(
                                        "data",
                                        number(1, 0),
                                        latin("+45.5+009.25+100.0"),
                                        new byte[0])));
        byte[] body = join(box("hdlr", new byte[25]), keys, list);
        assertThat(read(box("moov", box("meta", versioned ? number(0) : new byte[0], body))))
                .isEqualTo(new VideoPosition(9.25, 45.5, 100.0));
    }

    @ParameterizedTest
    @CsvSource({
        "+27.5916+086.5640+8850/, 86.5640, 27.5916, 8850",
        "+27.5916-086.5640/, -86.5640, 27.5916,",
        "-90-180CRSWGS_84/, -180, -90,"
    })
    void readsIso6709(String text, double longitude, double latitude, @Nullable Double altitude) {
        assertThat(VideoPosition.parse(text))
                .isEqualTo(new VideoPosition(longitude, latitude, altitude));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+00.0000+000.0000/", "+95.0+010.0/", "here", "+1"})
    void tellsNothingOfOtherTexts(String text) {
        assertThat(VideoPosition.parse(text)).isNull();
    }

    @Test
    void survivesCutAndBrokenFiles() throws IOException {
        byte[] good = box("moov", box("udta", quickTimeText("+46.8432-092.0125+201.250/")));
        for (int length = 0; length < good.length; length++) {
            VideoPosition found = read(Arrays.copyOf(good, length));
            assertThat(found).as("%d bytes", length).isNull();
        }
        var random = new Random(11);
        for (int i = 0; i < 500; i++) {
            byte[] broken = good.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            read(broken);
        }
        read(number(0, 0, 0, 0, 0, 0, 0));
        read(box("moov"), box("udta"), box("meta"), box("loci", new byte[5]), latin("\u00a9xyz"));
    }
}
