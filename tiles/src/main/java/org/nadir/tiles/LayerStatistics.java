package org.nadir.tiles;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;

/// Counts what a layer holds, from an overview of about a million pixels. Stateless, for any thread.
public final class LayerStatistics {
    private static final int SIDE = 1024;

    private LayerStatistics() {}

    /// Statistics of every band but that of opacity, in order.
    ///
    /// @param range of the histogram; null for smallest to largest value
    /// @param cutLine area that counts; null for all
    public static List<BandStatistics> ofBands(
            RasterLayer layer, TileStyle.@Nullable Range range, @Nullable CutLine cutLine)
            throws IOException {
        Field field = overview(layer, cutLine);
        List<BandStatistics> all = new ArrayList<>();
        for (int band = 0; band < field.bands(); band++) {
            if (band == layer.reader().alphaBand()) {
                continue;
            }
            int own = band;
            all.add(count(field, at -> field.values()[at * field.bands() + own], range));
        }
        return all;
    }

    /// Statistics of a vegetation index.
    ///
    /// @param range of the histogram; null for smallest to largest value
    public static BandStatistics ofIndex(
            RasterLayer layer,
            VegetationIndex index,
            BandOrder bands,
            TileStyle.@Nullable Range range,
            @Nullable CutLine cutLine)
            throws IOException {
        if (!bands.has(index)) {
            throw new IllegalArgumentException(
                    index.id() + " needs other bands than " + bands.text());
        }
        Field field = overview(layer, cutLine);
        VegetationIndex.Evaluator evaluator = index.evaluator(bands);
        return count(field, at -> evaluator.value(field.values(), at * field.bands()), range);
    }

    /// The number of a pixel.
    @FunctionalInterface
    private interface Value {
        double at(int pixel);
    }

    private static Field overview(RasterLayer layer, @Nullable CutLine cutLine) throws IOException {
        Bounds mercator = layer.mercatorBounds();
        double largest = Math.max(mercator.width(), mercator.height());
        int side = Math.min(SIDE, Math.max(layer.layout().width(), layer.layout().height()));
        int columns = (int) Math.max(1, Math.round(side * mercator.width() / largest));
        int rows = (int) Math.max(1, Math.round(side * mercator.height() / largest));
        Field field = Field.sample(layer, mercator, columns, rows, Field.Sampling.NEAREST);
        if (cutLine != null) {
            field.keep(cutLine.mask(mercator, columns, rows));
        }
        return field;
    }

    private static BandStatistics count(Field field, Value value, TileStyle.@Nullable Range range) {
        float[] known = new float[field.opacity().length];
        int count = 0;
        long pixels = 0;
        for (int i = 0; i < known.length; i++) {
            pixels += field.inside()[i] ? 1 : 0;
            if (field.opacity()[i] == 0) {
                continue;
            }
            double number = value.at(i);
            if (Double.isFinite(number)) {
                known[count++] = (float) number;
            }
        }
        return BandStatistics.of(
                Arrays.copyOf(known, count),
                pixels,
                range == null ? Double.NaN : Math.min(range.min(), range.max()),
                range == null ? Double.NaN : Math.max(range.min(), range.max()));
    }
}
