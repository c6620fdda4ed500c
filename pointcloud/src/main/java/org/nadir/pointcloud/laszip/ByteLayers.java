package org.nadir.pointcloud.laszip;

/// BYTE14: bytes beyond the standard fields, each in a layer of its own and coded as a step from the same byte before.
final class ByteLayers implements LayeredItem {

    private final SymbolModel[][] steps;
    private final byte[][] last;
    private final ChannelSwitch channels;
    private Layer[] layers = {};
    private int first;

    ByteLayers(int size, int version) {
        steps = new SymbolModel[CHANNELS][size];
        last = new byte[CHANNELS][size];
        channels = new ChannelSwitch(version);
        for (SymbolModel[] models : steps) {
            for (int i = 0; i < size; i++) {
                models[i] = new SymbolModel(256);
            }
        }
    }

    @Override
    public int size() {
        return last[0].length;
    }

    @Override
    public int layers() {
        return size();
    }

    @Override
    public void start(Layer[] all, int firstLayer, byte[] record, int at, int channel) {
        layers = all;
        first = firstLayer;
        channels.start(channel);
        begin(channel, record, at);
    }

    private void begin(int channel, byte[] from, int at) {
        System.arraycopy(from, at, last[channel], 0, size());
        for (SymbolModel model : steps[channel]) {
            model.reset();
        }
    }

    @Override
    public int decode(byte[] record, int at, int channel) {
        channels.follow(channel);
        if (channels.isFresh()) {
            begin(channel, last[channels.left()], 0);
        }
        byte[] before = last[channels.before()];
        SymbolModel[] models = steps[channels.current()];
        for (int i = 0; i < before.length; i++) {
            Layer layer = layers[first + i];
            if (layer.present()) {
                before[i] += (byte) layer.decoder.decodeSymbol(models[i]);
            }
            record[at + i] = before[i];
        }
        return channel;
    }
}
