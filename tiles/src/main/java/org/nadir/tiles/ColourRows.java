package org.nadir.tiles;

import java.io.IOException;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.SampleType;

/// The rows of a raster as a picture: red, green, blue and opacity, one byte each. Numbers other than bytes are stretched by
/// [ColourRange]; a picture of bytes comes as it is. For one thread.
public final class ColourRows {

    private final GeoTiffReader reader;
    private final int[] bands;
    private final TileStyle.Range range;

    private ColourRows(GeoTiffReader reader, int[] bands, TileStyle.Range range) {
        this.reader = reader;
        this.bands = bands;
        this.range = range;
    }

    public static ColourRows of(GeoTiffReader reader) throws IOException {
        int[] bands = RasterLayer.colourBands(reader);
        return new ColourRows(reader, bands, ColourRange.of(reader, bands));
    }

    /// Reads whole rows of a level into `rgba`, four bytes a pixel.
    public void read(int level, int top, int rows, byte[] rgba) throws IOException {
        int width = reader.levels().get(level).width();
        boolean plain =
                reader.sampleType() == SampleType.UINT8
                        && reader.bands() == 4
                        && reader.alphaBand() == 3;
        if (plain) {
            reader.read(level, 0, top, width, rows, rgba);
            return;
        }
        var window = SourceWindow.read(reader, level, 0, top, width, rows);
        var pixel = new float[reader.bands()];
        for (int i = 0; i < width * rows; i++) {
            int opacity = window.nearest(i % width + 0.5, top + i / width + 0.5, pixel, 0);
            rgba[4 * i + 3] = (byte) opacity;
            for (int c = 0; c < 3; c++) {
                rgba[4 * i + c] = (byte) (opacity == 0 ? 0 : range.toByte(pixel[bands[c]]));
            }
        }
    }
}
