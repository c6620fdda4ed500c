package org.nadir.pointcloud.laszip;

import static org.nadir.pointcloud.LittleEndian.getInt;
import static org.nadir.pointcloud.LittleEndian.getUnsignedShort;
import static org.nadir.pointcloud.LittleEndian.putInt;
import static org.nadir.pointcloud.LittleEndian.putLong;
import static org.nadir.pointcloud.LittleEndian.putShort;

/// POINT14: the 30 bytes that all LAS point formats 6 to 10 begin with, in nine layers.
///
/// One symbol of the first layer says how the returns changed and whether channel, time, angle and source did; the other fields
/// are coded for each point of a chunk or, with an empty layer, for none.
final class PointLayers implements LayeredItem {

    private static final int INTENSITY = 12;
    private static final int RETURNS = 14;
    private static final int FLAGS = 15;
    private static final int CLASSIFICATION = 16;
    private static final int USER_DATA = 17;
    private static final int SCAN_ANGLE = 18;
    private static final int SOURCE = 20;
    private static final int TIME = 22;
    private static final int SIZE = 30;

    private static final int SOURCE_CHANGES = 32;
    private static final int TIME_CHANGES = 16;
    private static final int ANGLE_CHANGES = 8;
    private static final int COUNT_CHANGES = 4;
    private static final int CHANNEL_CHANGES = 64;

    private final PointStatistics[] statistics = new PointStatistics[CHANNELS];
    private final boolean[] used = new boolean[CHANNELS];
    private final int version;
    private Layer[] layers = {};
    private int first;
    private int current;

    /// @param version 3 or 4
    PointLayers(int version) {
        this.version = version;
        for (int c = 0; c < CHANNELS; c++) {
            statistics[c] = new PointStatistics();
        }
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public int layers() {
        return 9;
    }

    @Override
    public void start(Layer[] all, int firstLayer, byte[] record, int at, int channel) {
        layers = all;
        first = firstLayer;
        java.util.Arrays.fill(used, false);
        current = channel;
        begin(channel, record, at);
    }

    private void begin(int channel, byte[] record, int at) {
        used[channel] = true;
        statistics[channel].start(record, at);
    }

    private ArithmeticDecoder layer(int index) {
        return layers[first + index].decoder;
    }

    private boolean has(int index) {
        return layers[first + index].present();
    }

    @Override
    public int decode(byte[] record, int at, int channel) {
        PointStatistics s = statistics[current];
        int which = layer(0).decodeSymbol(s.changed[s.contextOfLast()]);
        if ((which & CHANNEL_CHANGES) != 0) {
            int next = current + layer(0).decodeSymbol(s.channel) + 1 & 3;
            if (!used[next]) {
                begin(next, s.last, 0);
            }
            current = next;
            s = statistics[next];
            s.last[FLAGS] = (byte) (s.last[FLAGS] & ~0x30 | next << 4);
        }
        boolean newTime = (which & TIME_CHANGES) != 0;
        decodeReturns(s, which, newTime);
        int returns = s.last[RETURNS] >>> 4 & 15;
        int number = s.last[RETURNS] & 15;
        decodePosition(s, returns, number, newTime ? 1 : 0);
        decodeAttributes(s, (number == 1 ? 1 : 0) + (number >= returns ? 2 : 0), newTime ? 1 : 0);
        if ((which & ANGLE_CHANGES) != 0 && has(5)) {
            int angle = getUnsignedShort(s.last, SCAN_ANGLE);
            putShort(s.last, SCAN_ANGLE, s.scanAngle.decode(layer(5), angle, newTime ? 1 : 0));
        }
        if (has(6)) {
            SymbolModel model =
                    PointStatistics.model(s.userData, (s.last[USER_DATA] & 0xFF) / 4, 256);
            s.last[USER_DATA] = (byte) layer(6).decodeSymbol(model);
        }
        if ((which & SOURCE_CHANGES) != 0 && has(7)) {
            putShort(
                    s.last, SOURCE, s.source.decode(layer(7), getUnsignedShort(s.last, SOURCE), 0));
        }
        if (newTime && has(8)) {
            putLong(s.last, TIME, s.times.next(layer(8)));
        }
        s.newTime = newTime;
        System.arraycopy(s.last, 0, record, at, SIZE);
        // In version 3 the other items are told of a channel only where it changes, and take all
        // other records for channel 0.
        return version >= 4 || (which & CHANNEL_CHANGES) != 0 ? current : 0;
    }

    private void decodeReturns(PointStatistics s, int which, boolean newTime) {
        int returns = s.last[RETURNS] >>> 4 & 15;
        int number = s.last[RETURNS] & 15;
        if ((which & COUNT_CHANGES) != 0) {
            returns = layer(0).decodeSymbol(PointStatistics.model(s.returns, returns, 16));
        }
        number =
                switch (which & 3) {
                    case 0 -> number;
                    case 1 -> number + 1 & 15;
                    case 2 -> number + 15 & 15;
                    default ->
                            newTime
                                    ? layer(0).decodeSymbol(
                                                    PointStatistics.model(s.numbers, number, 16))
                                    : number + layer(0).decodeSymbol(s.numberAtSameTime) + 2 & 15;
                };
        s.last[RETURNS] = (byte) (returns << 4 | number);
    }

    private void decodePosition(PointStatistics s, int returns, int number, int newTime) {
        int single = returns == 1 ? 1 : 0;
        int pulse = Returns.pulse(returns, number) << 1 | newTime;
        int stepX = s.dx.decode(layer(0), s.xSteps[pulse].value(), single);
        s.xSteps[pulse].add(stepX);
        putInt(s.last, 0, getInt(s.last, 0) + stepX);

        int k = s.dx.lastBitCount();
        int stepY = s.dy.decode(layer(0), s.ySteps[pulse].value(), single + (k < 20 ? k & ~1 : 20));
        s.ySteps[pulse].add(stepY);
        putInt(s.last, 4, getInt(s.last, 4) + stepY);

        if (has(1)) {
            int level = Returns.level(returns, number);
            k = (s.dx.lastBitCount() + s.dy.lastBitCount()) / 2;
            int z = s.height.decode(layer(1), s.heights[level], single + (k < 18 ? k & ~1 : 18));
            s.heights[level] = z;
            putInt(s.last, 8, z);
        }
    }

    /// @param place 1 for a first return, 2 for a last, 3 for a single one, 0 for one between
    private void decodeAttributes(PointStatistics s, int place, int newTime) {
        if (has(2)) {
            int context = (s.last[CLASSIFICATION] & 31) << 1 | (place == 3 ? 1 : 0);
            s.last[CLASSIFICATION] =
                    (byte)
                            layer(2).decodeSymbol(
                                            PointStatistics.model(s.classification, context, 256));
        }
        if (has(3)) {
            // Edge and direction lie above the channel in the byte, and beside the other flags in
            // the symbol.
            int context = s.last[FLAGS] >>> 2 & 0x30 | s.last[FLAGS] & 15;
            int flags = layer(3).decodeSymbol(PointStatistics.model(s.flags, context, 64));
            s.last[FLAGS] = (byte) ((flags & 0x30) << 2 | s.last[FLAGS] & 0x30 | flags & 15);
        }
        if (has(4)) {
            int index = place << 1 | newTime;
            s.intensities[index] = s.intensity.decode(layer(4), s.intensities[index], place);
            putShort(s.last, INTENSITY, s.intensities[index]);
        }
    }
}
