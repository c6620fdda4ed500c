package org.nadir.pointcloud.laszip;

import static org.nadir.pointcloud.LittleEndian.getInt;
import static org.nadir.pointcloud.LittleEndian.getLong;
import static org.nadir.pointcloud.LittleEndian.getUnsignedShort;
import static org.nadir.pointcloud.LittleEndian.putInt;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Compresses chunks of LAS point formats 6, 7 and 8 with extra bytes to layers, the counterpart of [LayeredChunk]; items of
/// version 3. Not for several threads at once.
public final class LayeredChunkEncoder {

    private final int colours;
    private final int extra;
    private final int length;
    private final ArithmeticEncoder[] layers;
    private final boolean[] changed;
    private final PointStatistics[] statistics = new PointStatistics[4];
    private final LayeredTimesEncoder[] times = new LayeredTimesEncoder[4];
    private final boolean[] used = new boolean[4];
    private final ColourCodec[] colourCodecs = new ColourCodec[4];
    private final int[][] lastColours = new int[4][4];
    private final SymbolModel[][] infrared = new SymbolModel[4][3];
    private final byte[][] lastExtra;
    private final SymbolModel[][] extraSteps;
    private final ChannelSwitch channels = new ChannelSwitch(3);
    private int current;

    /// @param format 6, 7 or 8
    public LayeredChunkEncoder(int format, int extra) {
        this.colours = format == 6 ? 0 : format - 4;
        this.extra = extra;
        this.length = 30 + 2 * colours + extra;
        int count = 9 + (colours == 0 ? 0 : colours - 2) + extra;
        layers = new ArithmeticEncoder[count];
        Arrays.setAll(layers, i -> new ArithmeticEncoder());
        changed = new boolean[count];
        lastExtra = new byte[4][extra];
        extraSteps = new SymbolModel[4][extra];
        for (int c = 0; c < 4; c++) {
            statistics[c] = new PointStatistics();
            times[c] = new LayeredTimesEncoder();
            colourCodecs[c] = new ColourCodec();
            infrared[c] =
                    new SymbolModel[] {
                        new SymbolModel(4), new SymbolModel(256), new SymbolModel(256)
                    };
            Arrays.setAll(extraSteps[c], i -> new SymbolModel(256));
        }
    }

    public byte[] encode(byte[] records, int from, int count) {
        for (ArithmeticEncoder layer : layers) {
            layer.clear();
            layer.start();
        }
        Arrays.fill(changed, false);
        Arrays.fill(used, false);
        current = records[from + 15] >>> 4 & 3;
        beginPoint(current, Arrays.copyOfRange(records, from, from + 30));
        channels.start(current);
        beginRest(
                current,
                colours(records, from),
                Arrays.copyOfRange(records, from + length - extra, from + length));
        for (int p = 1; p < count; p++) {
            byte[] record = Arrays.copyOfRange(records, from + p * length, from + (p + 1) * length);
            channels.follow(point(record) ? current : 0);
            if (channels.isFresh()) {
                beginRest(
                        channels.current(),
                        lastColours[channels.left()],
                        lastExtra[channels.left()]);
            }
            colour(record);
            extra(record);
        }
        return chunk(records, from, count);
    }

    private byte[] chunk(byte[] records, int from, int count) {
        var out = new ByteArrayOutputStream();
        out.write(records, from, length);
        var head = new byte[4 * (1 + layers.length)];
        putInt(head, 0, count);
        for (int i = 0; i < layers.length; i++) {
            layers[i].finish();
            putInt(head, 4 + 4 * i, i == 0 || changed[i] ? layers[i].size() : 0);
        }
        out.writeBytes(head);
        for (int i = 0; i < layers.length; i++) {
            if (i == 0 || changed[i]) {
                out.write(layers[i].bytes(), 0, layers[i].size());
            }
        }
        return out.toByteArray();
    }

    private void beginPoint(int channel, byte[] record) {
        used[channel] = true;
        statistics[channel].start(record, 0);
        times[channel].start(getLong(record, 22));
    }

    private void beginRest(int channel, int[] values, byte[] bytes) {
        System.arraycopy(values, 0, lastColours[channel], 0, colours);
        System.arraycopy(bytes, 0, lastExtra[channel], 0, extra);
        colourCodecs[channel].forget();
        for (SymbolModel model : infrared[channel]) {
            model.reset();
        }
        for (SymbolModel model : extraSteps[channel]) {
            model.reset();
        }
    }

    private int[] colours(byte[] records, int from) {
        var values = new int[colours];
        Arrays.setAll(values, i -> getUnsignedShort(records, from + 30 + 2 * i));
        return values;
    }

    /// @return whether the channel changed
    private boolean point(byte[] record) {
        int channel = record[15] >>> 4 & 3;
        PointStatistics old = statistics[current];
        int context = old.contextOfLast();
        boolean switches = channel != current;
        if (switches && !used[channel]) {
            beginPoint(channel, old.last);
        }
        PointStatistics s = statistics[channel];
        int returns = record[14] >>> 4 & 15;
        int number = record[14] & 15;
        int lastReturns = s.last[14] >>> 4 & 15;
        int lastNumber = s.last[14] & 15;
        boolean newTime = getLong(record, 22) != getLong(s.last, 22);
        boolean newAngle = getUnsignedShort(record, 18) != getUnsignedShort(s.last, 18);
        boolean newSource = getUnsignedShort(record, 20) != getUnsignedShort(s.last, 20);
        int step = number - lastNumber & 15;
        int how = step == 0 ? 0 : step == 1 ? 1 : step == 15 ? 2 : 3;
        layers[0].encodeSymbol(
                old.changed[context],
                how
                        | (returns != lastReturns ? 4 : 0)
                        | (newAngle ? 8 : 0)
                        | (newTime ? 16 : 0)
                        | (newSource ? 32 : 0)
                        | (switches ? 64 : 0));
        if (switches) {
            layers[0].encodeSymbol(old.channel, channel - current - 1 & 3);
            current = channel;
        }
        if (returns != lastReturns) {
            layers[0].encodeSymbol(PointStatistics.model(s.returns, lastReturns, 16), returns);
        }
        if (how == 3 && newTime) {
            layers[0].encodeSymbol(PointStatistics.model(s.numbers, lastNumber, 16), number);
        } else if (how == 3) {
            layers[0].encodeSymbol(s.numberAtSameTime, step - 2);
        }
        position(s, record, returns, number, newTime ? 1 : 0);
        attributes(s, record, (number == 1 ? 1 : 0) + (number >= returns ? 2 : 0), newTime ? 1 : 0);
        if (newAngle) {
            changed[5] = true;
            s.scanAngle.encode(
                    layers[5],
                    getUnsignedShort(s.last, 18),
                    getUnsignedShort(record, 18),
                    newTime ? 1 : 0);
        }
        symbol(
                6,
                PointStatistics.model(s.userData, (s.last[17] & 0xFF) / 4, 256),
                record[17],
                s.last[17]);
        if (newSource) {
            changed[7] = true;
            s.source.encode(
                    layers[7], getUnsignedShort(s.last, 20), getUnsignedShort(record, 20), 0);
        }
        if (newTime) {
            changed[8] = true;
            times[channel].encode(layers[8], getLong(record, 22));
        }
        System.arraycopy(record, 0, s.last, 0, 30);
        s.newTime = newTime;
        return switches;
    }

    private void symbol(int layer, SymbolModel model, byte value, byte before) {
        changed[layer] |= value != before;
        layers[layer].encodeSymbol(model, value & 0xFF);
    }

    private void position(PointStatistics s, byte[] record, int returns, int number, int newTime) {
        int single = returns == 1 ? 1 : 0;
        int pulse = Returns.pulse(returns, number) << 1 | newTime;
        int stepX = getInt(record, 0) - getInt(s.last, 0);
        s.dx.encode(layers[0], s.xSteps[pulse].value(), stepX, single);
        s.xSteps[pulse].add(stepX);
        int k = s.dx.lastBitCount();
        int stepY = getInt(record, 4) - getInt(s.last, 4);
        s.dy.encode(layers[0], s.ySteps[pulse].value(), stepY, single + (k < 20 ? k & ~1 : 20));
        s.ySteps[pulse].add(stepY);
        int level = Returns.level(returns, number);
        k = (s.dx.lastBitCount() + s.dy.lastBitCount()) / 2;
        int z = getInt(record, 8);
        changed[1] |= z != getInt(s.last, 8);
        s.height.encode(layers[1], s.heights[level], z, single + (k < 18 ? k & ~1 : 18));
        s.heights[level] = z;
    }

    private void attributes(PointStatistics s, byte[] record, int place, int newTime) {
        int context = (s.last[16] & 31) << 1 | (place == 3 ? 1 : 0);
        symbol(2, PointStatistics.model(s.classification, context, 256), record[16], s.last[16]);
        int lastFlags = s.last[15] >>> 2 & 0x30 | s.last[15] & 15;
        int flags = record[15] >>> 2 & 0x30 | record[15] & 15;
        symbol(3, PointStatistics.model(s.flags, lastFlags, 64), (byte) flags, (byte) lastFlags);
        int intensity = getUnsignedShort(record, 12);
        changed[4] |= intensity != getUnsignedShort(s.last, 12);
        int index = place << 1 | newTime;
        s.intensity.encode(layers[4], s.intensities[index], intensity, place);
        s.intensities[index] = intensity;
    }

    private void colour(byte[] record) {
        if (colours == 0) {
            return;
        }
        int[] before = lastColours[channels.before()];
        int[] now = colours(record, 0);
        for (int i = 0; i < 3; i++) {
            changed[9] |= before[i] != now[i];
        }
        colourCodecs[channels.current()].remember(before[0], before[1], before[2]);
        colourCodecs[channels.current()].encode(layers[9], record, 30);
        if (colours == 4) {
            changed[10] |= before[3] != now[3];
            int low = (before[3] & 0xFF) != (now[3] & 0xFF) ? 1 : 0;
            int high = before[3] >>> 8 != now[3] >>> 8 ? 2 : 0;
            layers[10].encodeSymbol(infrared[channels.current()][0], low | high);
            if (low != 0) {
                layers[10].encodeSymbol(infrared[channels.current()][1], now[3] - before[3] & 0xFF);
            }
            if (high != 0) {
                layers[10].encodeSymbol(
                        infrared[channels.current()][2], (now[3] >>> 8) - (before[3] >>> 8) & 0xFF);
            }
        }
        System.arraycopy(now, 0, before, 0, colours);
    }

    private void extra(byte[] record) {
        byte[] before = lastExtra[channels.before()];
        for (int i = 0; i < extra; i++) {
            int layer = layers.length - extra + i;
            byte now = record[length - extra + i];
            changed[layer] |= now != before[i];
            layers[layer].encodeSymbol(extraSteps[channels.current()][i], now - before[i] & 0xFF);
            before[i] = now;
        }
    }
}
