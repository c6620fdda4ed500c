package org.nadir.pointcloud.laszip;

import static org.nadir.pointcloud.LittleEndian.getUnsignedShort;
import static org.nadir.pointcloud.LittleEndian.putShort;

/// RGB14 and RGBNIR14: the colours as in [ColourCodec] in one layer, near infrared bytewise in another.
final class ColourLayers implements LayeredItem {

    private final ColourCodec[] colours = new ColourCodec[CHANNELS];
    private final SymbolModel[][] infrared = new SymbolModel[CHANNELS][3];
    private final int[][] last;
    private final ChannelSwitch channels;
    private Layer[] layers = {};
    private int first;

    /// @param fields 3 for red, green and blue; 4 with near infrared
    ColourLayers(int fields, int version) {
        last = new int[CHANNELS][fields];
        channels = new ChannelSwitch(version);
        for (int c = 0; c < CHANNELS; c++) {
            colours[c] = new ColourCodec();
            infrared[c][0] = new SymbolModel(4);
            infrared[c][1] = new SymbolModel(256);
            infrared[c][2] = new SymbolModel(256);
        }
    }

    private int fields() {
        return last[0].length;
    }

    @Override
    public int size() {
        return 2 * fields();
    }

    @Override
    public int layers() {
        return fields() - 2;
    }

    @Override
    public void start(Layer[] all, int firstLayer, byte[] record, int at, int channel) {
        layers = all;
        first = firstLayer;
        channels.start(channel);
        var values = new int[fields()];
        for (int i = 0; i < values.length; i++) {
            values[i] = getUnsignedShort(record, at + 2 * i);
        }
        begin(channel, values);
    }

    private void begin(int channel, int[] values) {
        System.arraycopy(values, 0, last[channel], 0, values.length);
        colours[channel].forget();
        for (SymbolModel model : infrared[channel]) {
            model.reset();
        }
    }

    @Override
    public int decode(byte[] record, int at, int channel) {
        channels.follow(channel);
        if (channels.isFresh()) {
            begin(channel, last[channels.left()]);
        }
        int[] before = last[channels.before()];
        if (layers[first].present()) {
            colours[channels.current()].decode(layers[first].decoder, before);
        }
        if (before.length == 4 && layers[first + 1].present()) {
            decodeInfrared(layers[first + 1].decoder, infrared[channels.current()], before);
        }
        for (int i = 0; i < before.length; i++) {
            putShort(record, at + 2 * i, before[i]);
        }
        return channel;
    }

    private static void decodeInfrared(
            ArithmeticDecoder decoder, SymbolModel[] models, int[] before) {
        int which = decoder.decodeSymbol(models[0]);
        int low = before[3] & 0xFF;
        int high = before[3] >>> 8;
        if ((which & 1) != 0) {
            low = low + decoder.decodeSymbol(models[1]) & 0xFF;
        }
        if ((which & 2) != 0) {
            high = high + decoder.decodeSymbol(models[2]) & 0xFF;
        }
        before[3] = high << 8 | low;
    }
}
