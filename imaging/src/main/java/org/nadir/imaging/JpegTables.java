package org.nadir.imaging;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// The tables that ITU-T T.81 suggests in its annex K, and the head of a file that uses them.
final class JpegTables {

    /// Where the n-th coefficient of the zigzag order stands in its block.
    static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
        12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
    };

    static final int[] LUMA_STEPS = {
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99
    };

    static final int[] COLOUR_STEPS = {
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99
    };

    static final Huffman LUMA_DC =
            Huffman.of("00010501010101010100000000000000", "000102030405060708090a0b");
    static final Huffman COLOUR_DC =
            Huffman.of("00030101010101010101010000000000", "000102030405060708090a0b");
    static final Huffman LUMA_AC =
            Huffman.of(
                    "0002010303020403050504040000017d",
                    "01020300041105122131410613516107227114328191a1082342b1c11552d1f0"
                            + "2433627282090a161718191a25262728292a3435363738393a43444546474849"
                            + "4a535455565758595a636465666768696a737475767778797a83848586878889"
                            + "8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5"
                            + "c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8"
                            + "f9fa");
    static final Huffman COLOUR_AC =
            Huffman.of(
                    "00020102040403040705040400010277",
                    "000102031104052131061241510761711322328108144291a1b1c109233352f0"
                            + "156272d10a162434e125f11718191a262728292a35363738393a434445464748"
                            + "494a535455565758595a636465666768696a737475767778797a828384858687"
                            + "88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
                            + "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8"
                            + "f9fa");

    private JpegTables() {}

    /// A Huffman code.
    ///
    /// @param lengths how many codes have 1 to 16 bits
    /// @param symbols in the order of their codes
    /// @param codes by symbol: the code above five bits of its length
    record Huffman(byte[] lengths, byte[] symbols, int[] codes) {

        static Huffman of(String lengths, String symbols) {
            byte[] counts = HexFormat.of().parseHex(lengths);
            byte[] values = HexFormat.of().parseHex(symbols);
            int[] codes = new int[256];
            int code = 0;
            int next = 0;
            for (int length = 1; length <= counts.length; length++) {
                for (int i = 0; i < counts[length - 1]; i++) {
                    codes[values[next++] & 0xFF] = code++ << 5 | length;
                }
                code <<= 1;
            }
            return new Huffman(counts, values, codes);
        }
    }

    /// Steps for a quality from 0 to 1, by the rule of the free JPEG library.
    static int[] scaled(int[] steps, double quality) {
        double percent = Math.max(1, quality * 100);
        double scale = percent < 50 ? 50 / percent : 2 - percent / 50;
        int[] scaled = new int[steps.length];
        for (int i = 0; i < steps.length; i++) {
            scaled[i] = Math.clamp(Math.round(steps[i] * scale), 1, 255);
        }
        return scaled;
    }

    /// All bytes before the scan.
    static byte[] head(int width, int height, int[] lumaSteps, int[] colourSteps) {
        var out = new ByteArrayOutputStream();
        bytes(out, 0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
        steps(out, 0, lumaSteps);
        steps(out, 1, colourSteps);
        bytes(out, 0xFF, 0xC0, 0, 17, 8, height >> 8, height, width >> 8, width, 3);
        bytes(out, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1);
        huffman(out, 0x00, LUMA_DC);
        huffman(out, 0x10, LUMA_AC);
        huffman(out, 0x01, COLOUR_DC);
        huffman(out, 0x11, COLOUR_AC);
        bytes(out, 0xFF, 0xDA, 0, 12, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0);
        return out.toByteArray();
    }

    private static void steps(ByteArrayOutputStream out, int id, int[] steps) {
        bytes(out, 0xFF, 0xDB, 0, 67, id);
        for (int at : ZIGZAG) {
            out.write(steps[at]);
        }
    }

    private static void huffman(ByteArrayOutputStream out, int id, Huffman table) {
        int length = 3 + table.lengths().length + table.symbols().length;
        bytes(out, 0xFF, 0xC4, length >> 8, length, id);
        out.writeBytes(table.lengths());
        out.writeBytes(table.symbols());
    }

    private static void bytes(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.write(value);
        }
    }
}
