package org.nadir.imaging.webp;

import java.util.Arrays;

/// A Huffman code for the symbols of one alphabet, and its description in the stream (RFC 9649, section 3.7.2).
///
/// @param lengths bits of each symbol; 0 for those that do not occur, and for the only one that does
/// @param codes bits of each symbol as they are written
record PrefixCode(int[] lengths, int[] codes) {
    private static final int LONGEST = 15;
    private static final int LONGEST_OF_LENGTHS = 7;
    private static final int[] LENGTH_ORDER = {
        17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    /// Makes the code for these frequencies and writes its description.
    static PrefixCode write(int[] counts, BitWriter out) {
        int used = 0;
        int first = -1;
        int second = -1;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                used++;
                first = first < 0 ? symbol : first;
                second = symbol;
            }
        }
        if (used <= 2 && second < 256) {
            return writeSimple(Math.max(0, first), used < 2 ? -1 : second, counts.length, out);
        }
        int[] filled = counts;
        if (used == 1) {
            // A code needs two symbols to be written out.
            filled = counts.clone();
            filled[0]++;
        }
        PrefixCode code = of(filled, LONGEST);
        code.writeLengths(out);
        return code;
    }

    private static PrefixCode writeSimple(int first, int second, int alphabet, BitWriter out) {
        out.write(1, 1);
        out.write(second < 0 ? 0 : 1, 1);
        boolean wide = first > 1;
        out.write(wide ? 1 : 0, 1);
        out.write(first, wide ? 8 : 1);
        int[] lengths = new int[alphabet];
        int[] codes = new int[alphabet];
        if (second >= 0) {
            out.write(second, 8);
            lengths[first] = 1;
            lengths[second] = 1;
            codes[second] = 1;
        }
        return new PrefixCode(lengths, codes);
    }

    void put(int symbol, BitWriter out) {
        out.write(codes[symbol], lengths[symbol]);
    }

    /// The optimal code; where it would have too long words, that for frequencies with the rare ones raised.
    static PrefixCode of(int[] counts, int longest) {
        int[] lengths = new int[counts.length];
        for (int least = 1; ; least *= 2) {
            if (lengths(counts, least, lengths) <= longest) {
                return new PrefixCode(lengths, codes(lengths));
            }
        }
    }

    /// Huffman's algorithm with two queues: leaves by frequency, and inner nodes, which come in order by themselves.
    private static int lengths(int[] counts, int least, int[] lengths) {
        long[] leaves = new long[counts.length];
        int n = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                leaves[n++] = (long) Math.max(least, counts[symbol]) << 16 | symbol;
            }
        }
        Arrays.sort(leaves, 0, n);
        long[] weights = new long[2 * n];
        int[] parents = new int[2 * n];
        for (int i = 0; i < n; i++) {
            weights[i] = leaves[i] >> 16;
        }
        int leaf = 0;
        int inner = n;
        for (int next = n; next < 2 * n - 1; next++) {
            for (int child = 0; child < 2; child++) {
                boolean takeLeaf = leaf < n && (inner >= next || weights[leaf] <= weights[inner]);
                int taken = takeLeaf ? leaf++ : inner++;
                weights[next] += weights[taken];
                parents[taken] = next;
            }
        }
        int[] depths = new int[2 * n];
        int deepest = 0;
        Arrays.fill(lengths, 0);
        for (int i = 2 * n - 3; i >= 0; i--) {
            depths[i] = depths[parents[i]] + 1;
            if (i < n) {
                lengths[(int) (leaves[i] & 0xFFFF)] = depths[i];
                deepest = Math.max(deepest, depths[i]);
            }
        }
        return deepest;
    }

    /// The canonical code of these lengths, each word turned round since streams begin with a word's highest bit.
    private static int[] codes(int[] lengths) {
        int[] perLength = new int[LONGEST + 1];
        for (int length : lengths) {
            perLength[length]++;
        }
        int[] next = new int[LONGEST + 1];
        for (int length = 2; length <= LONGEST; length++) {
            next[length] = next[length - 1] + perLength[length - 1] << 1;
        }
        int[] codes = new int[lengths.length];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                codes[symbol] = Integer.reverse(next[lengths[symbol]]++) >>> 32 - lengths[symbol];
            }
        }
        return codes;
    }

    /// Lengths with runs: 16 repeats the last one 3 to 6 times, 17 and 18 stand for 3 to 10 and 11 to 138 zeros.
    private void writeLengths(BitWriter out) {
        int[] symbols = new int[lengths.length];
        int[] extras = new int[lengths.length];
        int count = runs(symbols, extras);
        int[] counts = new int[19];
        for (int i = 0; i < count; i++) {
            counts[symbols[i]]++;
        }
        if (Arrays.stream(counts).filter(each -> each > 0).count() < 2) {
            counts[counts[0] == 0 ? 0 : 1]++;
        }
        PrefixCode code = of(counts, LONGEST_OF_LENGTHS);
        int listed = LENGTH_ORDER.length;
        while (listed > 4 && code.lengths[LENGTH_ORDER[listed - 1]] == 0) {
            listed--;
        }
        out.write(0, 1);
        out.write(listed - 4, 4);
        for (int i = 0; i < listed; i++) {
            out.write(code.lengths[LENGTH_ORDER[i]], 3);
        }
        out.write(0, 1); // all symbols are listed
        for (int i = 0; i < count; i++) {
            code.put(symbols[i], out);
            switch (symbols[i]) {
                case 16 -> out.write(extras[i], 2);
                case 17 -> out.write(extras[i], 3);
                case 18 -> out.write(extras[i], 7);
                default -> {
                    // a length needs no more
                }
            }
        }
    }

    private int runs(int[] symbols, int[] extras) {
        int count = 0;
        int last = 8;
        for (int at = 0; at < lengths.length; ) {
            int length = lengths[at];
            int run = 1;
            while (at + run < lengths.length && lengths[at + run] == length) {
                run++;
            }
            at += run;
            if (length != 0 && length != last) {
                symbols[count++] = length;
                last = length;
                run--;
            }
            while (run > 0) {
                int taken;
                if (run < 3) {
                    symbols[count++] = length;
                    taken = 1;
                } else if (length != 0) {
                    taken = Math.min(6, run);
                    symbols[count] = 16;
                    extras[count++] = taken - 3;
                } else if (run <= 10) {
                    taken = run;
                    symbols[count] = 17;
                    extras[count++] = taken - 3;
                } else {
                    taken = Math.min(138, run);
                    symbols[count] = 18;
                    extras[count++] = taken - 11;
                }
                run -= taken;
            }
        }
        return count;
    }
}
