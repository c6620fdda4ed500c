package org.nadir.pointcloud.laszip;

import static org.nadir.pointcloud.LittleEndian.getInt;
import static org.nadir.pointcloud.LittleEndian.getLong;
import static org.nadir.pointcloud.LittleEndian.putInt;
import static org.nadir.pointcloud.LittleEndian.putLong;

/// WAVEPACKET14: where the waveform of a pulse lies. Bytes: index, offset (8), size (4), place of the return (4), direction (3 · 4).
final class WaveformLayer implements LayeredItem {

    private static final int SIZE = 29;
    private static final int OFFSET = 1;
    private static final int PACKET_SIZE = 9;
    private static final int RETURN_POINT = 13;
    private static final int DIRECTION = 17;

    private final Statistics[] statistics = new Statistics[CHANNELS];
    private final byte[][] last = new byte[CHANNELS][SIZE];
    private final ChannelSwitch channels;
    private Layer[] layers = {};
    private int first;

    /// What one channel has learnt.
    private static final class Statistics {
        final SymbolModel index = new SymbolModel(256);
        final SymbolModel[] offsetKind = {
            new SymbolModel(4), new SymbolModel(4), new SymbolModel(4), new SymbolModel(4)
        };
        final IntegerModel offsetStep = new IntegerModel(32, 1);
        final IntegerModel packetSize = new IntegerModel(32, 1);
        final IntegerModel returnPoint = new IntegerModel(32, 1);
        final IntegerModel direction = new IntegerModel(32, 3);
        int lastKind;
        int lastStep;

        void reset() {
            index.reset();
            for (SymbolModel model : offsetKind) {
                model.reset();
            }
            offsetStep.reset();
            packetSize.reset();
            returnPoint.reset();
            direction.reset();
            lastKind = 0;
            lastStep = 0;
        }
    }

    WaveformLayer(int version) {
        channels = new ChannelSwitch(version);
        for (int c = 0; c < CHANNELS; c++) {
            statistics[c] = new Statistics();
        }
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public int layers() {
        return 1;
    }

    @Override
    public void start(Layer[] all, int firstLayer, byte[] record, int at, int channel) {
        layers = all;
        first = firstLayer;
        channels.start(channel);
        begin(channel, record, at);
    }

    private void begin(int channel, byte[] from, int at) {
        System.arraycopy(from, at, last[channel], 0, SIZE);
        statistics[channel].reset();
    }

    @Override
    public int decode(byte[] record, int at, int channel) {
        channels.follow(channel);
        if (channels.isFresh()) {
            begin(channel, last[channels.left()], 0);
        }
        byte[] before = last[channels.before()];
        if (layers[first].present()) {
            decode(layers[first].decoder, statistics[channels.current()], before);
        }
        System.arraycopy(before, 0, record, at, SIZE);
        return channel;
    }

    private static void decode(ArithmeticDecoder decoder, Statistics s, byte[] packet) {
        packet[0] = (byte) decoder.decodeSymbol(s.index);
        s.lastKind = decoder.decodeSymbol(s.offsetKind[s.lastKind]);
        putLong(packet, OFFSET, offset(decoder, s, packet));
        correct(decoder, s.packetSize, packet, PACKET_SIZE, 0);
        correct(decoder, s.returnPoint, packet, RETURN_POINT, 0);
        for (int axis = 0; axis < 3; axis++) {
            correct(decoder, s.direction, packet, DIRECTION + 4 * axis, axis);
        }
    }

    private static long offset(ArithmeticDecoder decoder, Statistics s, byte[] packet) {
        long before = getLong(packet, OFFSET);
        return switch (s.lastKind) {
            case 0 -> before;
            case 1 -> before + (getInt(packet, PACKET_SIZE) & 0xFFFFFFFFL);
            case 2 -> {
                s.lastStep = s.offsetStep.decode(decoder, s.lastStep, 0);
                yield before + s.lastStep;
            }
            default -> decoder.readInt() & 0xFFFFFFFFL | (long) decoder.readInt() << 32;
        };
    }

    private static void correct(
            ArithmeticDecoder decoder, IntegerModel model, byte[] packet, int at, int context) {
        putInt(packet, at, model.decode(decoder, getInt(packet, at), context));
    }
}
