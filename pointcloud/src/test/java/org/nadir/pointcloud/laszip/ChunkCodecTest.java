package org.nadir.pointcloud.laszip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.pointcloud.LittleEndian;

/// Records of every kind through encoder and decoder. That the code is the one other programs speak is held against
/// laszip4j and against a foreign file elsewhere; here it is about losing nothing.
class ChunkCodecTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 0", "3, 0", "3, 5", "0, 1"})
    void givesBackEveryRecord(int format, int extra) {
        PointItems items = PointItems.ofFormat(format, extra);
        int count = 20_000;
        for (long seed = 1; seed <= 4; seed++) {
            byte[] records = records(items, count, seed);
            var encoder = new ChunkEncoder(items);
            int size = encoder.encode(records, 0, count);
            var back = new byte[records.length];
            new ChunkDecoder(items).decode(encoder.bytes(), size, back, count);
            assertThat(Arrays.mismatch(records, back)).as("seed %d", seed).isEqualTo(-1);
        }
    }

    @Test
    void aSecondChunkDoesNotRememberTheFirst() {
        PointItems items = PointItems.ofFormat(3, 2);
        byte[] records = records(items, 5_000, 9);
        var used = new ChunkEncoder(items);
        used.encode(records(items, 7_000, 10), 0, 7_000);
        var fresh = new ChunkEncoder(items);
        int size = used.encode(records, 0, 5_000);
        assertThat(fresh.encode(records, 0, 5_000)).isEqualTo(size);
        assertThat(Arrays.equals(used.bytes(), 0, size, fresh.bytes(), 0, size)).isTrue();
    }

    @Test
    void chunkTablesGiveBackTheirSizes() {
        var random = new Random(2);
        int[] bytes = random.ints(700, 1, Integer.MAX_VALUE).toArray();
        int[] points = random.ints(700, 1, 100_000).toArray();
        var plain = new ChunkTable(bytes, new int[0]);
        assertThat(ChunkTable.decode(plain.encode(), false, 1_000)).isEqualTo(plain);
        var variable = new ChunkTable(bytes, points);
        assertThat(ChunkTable.decode(variable.encode(), true, 1_000)).isEqualTo(variable);
    }

    @Test
    void aChunkThatEndsTooEarlyIsNoticed() {
        PointItems items = PointItems.ofFormat(2, 0);
        var encoder = new ChunkEncoder(items);
        int size = encoder.encode(records(items, 1_000, 1), 0, 1_000);
        var out = new byte[1_000 * 26];
        assertThatThrownBy(
                        () -> new ChunkDecoder(items).decode(encoder.bytes(), size / 2, out, 1_000))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /// Records that walk, jump, repeat and take extreme values by turns.
    private static byte[] records(PointItems items, int count, long seed) {
        var random = new Random(seed);
        int length = items.recordLength();
        var records = new byte[count * length];
        random.nextBytes(records);
        for (int i = 1; i < count; i++) {
            int at = i * length;
            if (random.nextInt(4) > 0) {
                System.arraycopy(records, at - length, records, at, length);
                records[at + random.nextInt(length)] += (byte) random.nextInt(3);
                LittleEndian.putInt(
                        records, at, LittleEndian.getInt(records, at) + random.nextInt(9));
            }
            if (random.nextInt(100) == 0) {
                LittleEndian.putInt(records, at + 4, Integer.MIN_VALUE);
            }
            if (items.types().contains(PointItems.GPSTIME11)) {
                putTime(random, records, at + 20, length);
            }
        }
        return records;
    }

    private static void putTime(Random random, byte[] records, int at, int length) {
        long before = LittleEndian.getLong(records, at - length);
        long time =
                switch (random.nextInt(12)) {
                    case 0 -> before;
                    case 1 -> random.nextLong();
                    case 2 -> before + random.nextInt();
                    case 3 -> before - 3_000;
                    case 4 -> before + 700_000;
                    case 5 -> at > 5 * length ? LittleEndian.getLong(records, at - 4 * length) : 0;
                    default -> before + 1_000 * random.nextInt(1, 30) + random.nextInt(5);
                };
        LittleEndian.putLong(records, at, time);
    }
}
