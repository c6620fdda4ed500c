package org.nadir.imaging.webp;

import java.util.Arrays;

/// Writes pixels with prefix codes and references to earlier pixels (RFC 9649, section 5.2). References are looked for at the
/// left neighbour, in the row above and where the same three pixels stood last.
final class PixelStream {
    private static final int LENGTH_CODES = 24;
    private static final int DISTANCE_CODES = 40;
    private static final int SHORTEST = 4;
    private static final int LONGEST = 4096;
    private static final int NEAR_CODES = 120;
    private static final int HASH_BITS = 13;

    private final int[] pixels;
    private final int width;
    private final int[] green = new int[256 + LENGTH_CODES];
    private final int[] red = new int[256];
    private final int[] blue = new int[256];
    private final int[] alpha = new int[256];
    private final int[] distances = new int[DISTANCE_CODES];

    /// Pairs: a pixel's place and 0, or the distance and length of a reference.
    private final int[] tokens;

    private int tokenCount;

    private PixelStream(int[] pixels, int width) {
        this.pixels = pixels;
        this.width = width;
        this.tokens = new int[2 * pixels.length];
    }

    /// @param main whether it is the picture itself, which says that it has one set of codes throughout
    static void write(int[] pixels, int width, boolean main, BitWriter out) {
        var stream = new PixelStream(pixels, width);
        stream.tokenize();
        out.write(0, 1); // no cache of colours
        if (main) {
            out.write(0, 1); // one set of codes
        }
        stream.emit(out);
    }

    private void tokenize() {
        int[] last = new int[1 << HASH_BITS];
        Arrays.fill(last, -1);
        int at = 0;
        while (at < pixels.length) {
            int distance = 0;
            int length = 0;
            if (at > 0) {
                length = match(at, 1);
                distance = 1;
            }
            if (at >= width && length < LONGEST) {
                int above = match(at, width);
                if (above > length) {
                    length = above;
                    distance = width;
                }
            }
            if (at + SHORTEST <= pixels.length) {
                int hash = hash(at);
                if (length < SHORTEST && last[hash] >= 0) {
                    int other = match(at, at - last[hash]);
                    if (other > length) {
                        length = other;
                        distance = at - last[hash];
                    }
                }
                last[hash] = at;
            }
            if (length >= SHORTEST) {
                reference(distance, length);
                at += length;
            } else {
                literal(at++);
            }
        }
    }

    private int match(int at, int distance) {
        int end = Math.min(pixels.length, at + LONGEST);
        int to = at;
        while (to < end && pixels[to] == pixels[to - distance]) {
            to++;
        }
        return to - at;
    }

    private int hash(int at) {
        int mixed =
                pixels[at] * 0x9E3779B1 + pixels[at + 1] * 0x85EBCA6B + pixels[at + 2] * 0xC2B2AE35;
        return mixed >>> 32 - HASH_BITS;
    }

    private void literal(int at) {
        int pixel = pixels[at];
        green[pixel >> 8 & 0xFF]++;
        red[pixel >> 16 & 0xFF]++;
        blue[pixel & 0xFF]++;
        alpha[pixel >>> 24]++;
        tokens[tokenCount++] = at;
        tokens[tokenCount++] = 0;
    }

    private void reference(int distance, int length) {
        int code = distanceCode(distance);
        green[256 + prefix(length)]++;
        distances[prefix(code)]++;
        tokens[tokenCount++] = code;
        tokens[tokenCount++] = length;
    }

    /// Near places have numbers of their own: above is 1, to the left is 2.
    private int distanceCode(int distance) {
        if (distance == width) {
            return 1;
        }
        return distance == 1 ? 2 : distance + NEAR_CODES;
    }

    /// Numbers from 1 on as a symbol and further bits: the symbol tells the two highest bits.
    private static int prefix(int value) {
        int from0 = value - 1;
        if (from0 < 4) {
            return from0;
        }
        int high = 31 - Integer.numberOfLeadingZeros(from0);
        return 2 * high + (from0 >> high - 1 & 1);
    }

    private static void putRest(int value, BitWriter out) {
        int from0 = value - 1;
        if (from0 >= 4) {
            int count = 30 - Integer.numberOfLeadingZeros(from0);
            out.write(from0 & (1 << count) - 1, count);
        }
    }

    private void emit(BitWriter out) {
        PrefixCode greenCode = PrefixCode.write(green, out);
        PrefixCode redCode = PrefixCode.write(red, out);
        PrefixCode blueCode = PrefixCode.write(blue, out);
        PrefixCode alphaCode = PrefixCode.write(alpha, out);
        PrefixCode distanceCode = PrefixCode.write(distances, out);
        for (int i = 0; i < tokenCount; i += 2) {
            int length = tokens[i + 1];
            if (length == 0) {
                int pixel = pixels[tokens[i]];
                greenCode.put(pixel >> 8 & 0xFF, out);
                redCode.put(pixel >> 16 & 0xFF, out);
                blueCode.put(pixel & 0xFF, out);
                alphaCode.put(pixel >>> 24, out);
            } else {
                greenCode.put(256 + prefix(length), out);
                putRest(length, out);
                distanceCode.put(prefix(tokens[i]), out);
                putRest(tokens[i], out);
            }
        }
    }
}
