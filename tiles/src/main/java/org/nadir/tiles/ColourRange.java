package org.nadir.tiles;

import java.io.IOException;
import java.util.Arrays;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.SampleType;

/// The range of numbers that shows most of a layer's colours: 0 to 255 for bytes, and for others what lies between the
/// lowest and the highest fiftieth of the bands that are shown.
public final class ColourRange {

    private static final double CUT = 0.02;

    /// Enough for quantiles; an overview of at most so many pixels is looked at where there is one.
    private static final long ENOUGH_PIXELS = 2_000_000;

    private static final int STRIP = 256;

    private ColourRange() {}

    public static TileStyle.Range of(RasterLayer layer) throws IOException {
        return of(layer.reader(), layer.colourBands());
    }

    /// @param bands those that are shown
    public static TileStyle.Range of(GeoTiffReader reader, int[] bands) throws IOException {
        if (reader.sampleType() == SampleType.UINT8) {
            return TileStyle.Range.BYTES;
        }
        int level = level(reader);
        GeoTiffReader.Level size = reader.levels().get(level);
        int step = (int) Math.max(1, (long) size.width() * size.height() / ENOUGH_PIXELS);
        var numbers = new float[1 << 16];
        int count = 0;
        for (int top = 0; top < size.height(); top += STRIP) {
            int rows = Math.min(STRIP, size.height() - top);
            var window = SourceWindow.read(reader, level, 0, top, size.width(), rows);
            var pixel = new float[reader.bands()];
            for (int i = 0; i < size.width() * rows; i += step) {
                double x = i % size.width() + 0.5;
                double y = top + i / size.width() + 0.5;
                if (window.nearest(x, y, pixel, 0) == 0) {
                    continue;
                }
                if (count + bands.length > numbers.length) {
                    numbers = Arrays.copyOf(numbers, 2 * numbers.length);
                }
                for (int band : bands) {
                    numbers[count] = pixel[band];
                    count += Float.isFinite(pixel[band]) ? 1 : 0;
                }
            }
        }
        Arrays.sort(numbers, 0, count);
        if (count == 0) {
            return TileStyle.Range.BYTES;
        }
        return new TileStyle.Range(
                numbers[(int) (CUT * (count - 1))], numbers[(int) ((1 - CUT) * (count - 1))]);
    }

    private static int level(GeoTiffReader reader) {
        int level = 0;
        for (int i = 1; i < reader.levels().size(); i++) {
            GeoTiffReader.Level finer = reader.levels().get(i - 1);
            if ((long) finer.width() * finer.height() > ENOUGH_PIXELS) {
                level = i;
            }
        }
        return level;
    }
}
