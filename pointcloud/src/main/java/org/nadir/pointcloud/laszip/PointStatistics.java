package org.nadir.pointcloud.laszip;

import static org.nadir.pointcloud.LittleEndian.getInt;
import static org.nadir.pointcloud.LittleEndian.getLong;
import static org.nadir.pointcloud.LittleEndian.getUnsignedShort;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one scanner channel has learnt in a chunk, and its last point.
final class PointStatistics {

    final byte[] last = new byte[30];
    boolean newTime;

    final SymbolModel[] changed = new SymbolModel[8];
    final SymbolModel channel = new SymbolModel(3);
    final @Nullable SymbolModel[] returns = new @Nullable SymbolModel[16];
    final @Nullable SymbolModel[] numbers = new @Nullable SymbolModel[16];
    final SymbolModel numberAtSameTime = new SymbolModel(13);
    final IntegerModel dx = new IntegerModel(32, 2);
    final IntegerModel dy = new IntegerModel(32, 22);
    final StreamingMedian[] xSteps = new StreamingMedian[12];
    final StreamingMedian[] ySteps = new StreamingMedian[12];
    final IntegerModel height = new IntegerModel(32, 20);
    final int[] heights = new int[8];
    final @Nullable SymbolModel[] classification = new @Nullable SymbolModel[64];
    final @Nullable SymbolModel[] flags = new @Nullable SymbolModel[64];
    final @Nullable SymbolModel[] userData = new @Nullable SymbolModel[64];
    final IntegerModel intensity = new IntegerModel(16, 4);
    final int[] intensities = new int[8];
    final IntegerModel scanAngle = new IntegerModel(16, 2);
    final IntegerModel source = new IntegerModel(16, 1);
    final LayeredTimes times = new LayeredTimes();

    PointStatistics() {
        Arrays.setAll(changed, i -> new SymbolModel(128));
        Arrays.setAll(xSteps, i -> new StreamingMedian());
        Arrays.setAll(ySteps, i -> new StreamingMedian());
    }

    void start(byte[] record, int at) {
        System.arraycopy(record, at, last, 0, last.length);
        newTime = false;
        for (SymbolModel model : changed) {
            model.reset();
        }
        channel.reset();
        numberAtSameTime.reset();
        for (SymbolModel[] models :
                new SymbolModel[][] {returns, numbers, classification, flags, userData}) {
            Arrays.fill(models, null);
        }
        for (IntegerModel model :
                new IntegerModel[] {dx, dy, height, intensity, scanAngle, source}) {
            model.reset();
        }
        for (int i = 0; i < xSteps.length; i++) {
            xSteps[i].reset();
            ySteps[i].reset();
        }
        Arrays.fill(heights, getInt(last, 8));
        Arrays.fill(intensities, getUnsignedShort(last, 12));
        times.start(getLong(last, 22));
    }

    /// Of the point before: whether it was a first, a last return, and whether its time was new.
    int contextOfLast() {
        int number = last[14] & 15;
        int count = last[14] >>> 4 & 15;
        return (number == 1 ? 1 : 0) + (number >= count ? 2 : 0) + (newTime ? 4 : 0);
    }

    /// A model that is made when first needed.
    static SymbolModel model(@Nullable SymbolModel[] models, int index, int symbols) {
        SymbolModel model = models[index];
        if (model == null) {
            model = new SymbolModel(symbols);
            models[index] = model;
        }
        return model;
    }
}
