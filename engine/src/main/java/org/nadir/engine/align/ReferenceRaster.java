package org.nadir.engine.align;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.work.Cancellation;
import org.nadir.geo.Bounds;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.SampleType;

/// An elevation model as reference: each pixel is a place in its middle.
final class ReferenceRaster implements ReferenceSurface {

    /// A square of this many pixels a side holds the middle of one, however it is turned.
    private static final double CELL_IN_PIXELS = Math.sqrt(2);

    /// What lies beyond stands for something else than a height.
    private static final double HIGHEST = 20_000;

    private static final int ROWS_AT_ONCE = 128;

    private final GeoTiffReader reader;
    private final RasterLayout layout;
    private final ReferenceFrame frame;

    private ReferenceRaster(GeoTiffReader reader, RasterLayout layout, ReferenceFrame frame) {
        this.reader = reader;
        this.layout = layout;
        this.frame = frame;
    }

    static ReferenceRaster open(Path file, GeoReference world) throws IOException {
        GeoTiffReader reader = GeoTiffReader.open(file);
        try {
            RasterLayout layout = reader.layout();
            if (layout == null) {
                throw new IOException("it does not say where it lies, or is not north-up");
            }
            if (reader.sampleType() == SampleType.UINT8) {
                throw new IOException("it is a picture, not an elevation model");
            }
            return new ReferenceRaster(
                    reader,
                    layout,
                    ReferenceFrame.of(
                            reader.epsg(),
                            reader.hasCrs(),
                            reader.wkt(),
                            reader.unitMetres(),
                            world));
        } catch (IOException | RuntimeException failure) {
            reader.close();
            throw failure;
        }
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT, "%d x %d cells, %s", layout.width(), layout.height(), frame.text());
    }

    @Override
    public double leastCell() {
        double column = layout.width() / 2.0;
        double row = layout.height() / 2.0;
        double[] middle = {layout.x(column), layout.y(row)};
        double[] east = {layout.x(column + 1), layout.y(row)};
        double[] south = {layout.x(column), layout.y(row + 1)};
        frame.toWorld(middle);
        frame.toWorld(east);
        frame.toWorld(south);
        return CELL_IN_PIXELS
                * Math.max(
                        Math.hypot(east[0] - middle[0], east[1] - middle[1]),
                        Math.hypot(south[0] - middle[0], south[1] - middle[1]));
    }

    @Override
    public void places(GridFrame area, Taker taker, Cancellation cancellation) throws IOException {
        Bounds box = frame.around(area);
        int left = Math.clamp((long) Math.floor(layout.column(box.minX())), 0, layout.width());
        int right = Math.clamp((long) Math.ceil(layout.column(box.maxX())), left, layout.width());
        int top = Math.clamp((long) Math.floor(layout.row(box.maxY())), 0, layout.height());
        int bottom = Math.clamp((long) Math.ceil(layout.row(box.minY())), top, layout.height());
        if (left == right) {
            return;
        }
        int bands = reader.bands();
        OptionalDouble nodata = reader.nodata();
        float unknown = nodata.isPresent() ? (float) nodata.getAsDouble() : Float.NaN;
        var values = new float[Math.multiplyExact((right - left) * bands, ROWS_AT_ONCE)];
        var xy = new double[2];
        for (int row = top; row < bottom; row += ROWS_AT_ONCE) {
            cancellation.check();
            int rows = Math.min(ROWS_AT_ONCE, bottom - row);
            reader.read(0, left, row, right - left, rows, values);
            for (int i = 0; i < rows * (right - left); i++) {
                float z = values[i * bands];
                if (Math.abs(z) < HIGHEST && z != unknown) {
                    xy[0] = layout.x(left + i % (right - left) + 0.5);
                    xy[1] = layout.y(row + i / (right - left) + 0.5);
                    frame.toWorld(xy);
                    taker.take(xy[0], xy[1], z * frame.heightMetres());
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
