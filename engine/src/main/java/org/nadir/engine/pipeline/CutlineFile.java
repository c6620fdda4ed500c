package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Polygon;
import org.nadir.engine.ortho.Cutline;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Work;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.UtmZone;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.vector.GeoPackage;
import org.nadir.geo.vector.VectorLayer;
import org.nadir.tiles.ColourRows;

/// `cutline.gpkg`: the line along which an orthophoto is best joined to others.
final class CutlineFile {

    /// Cells along the longer side of the picture that the line is looked for in.
    private static final int CELLS = 1200;

    private static final int STRIP_ROWS = 64;

    private CutlineFile() {}

    static void write(Path orthophoto, Path target, Work work) throws IOException {
        work.progress().title("Looking for a cut line");
        try (GeoTiffReader reader = GeoTiffReader.open(orthophoto)) {
            RasterLayout layout = reader.layout();
            if (layout == null) {
                throw new IOException("the orthophoto has no place");
            }
            Polygon line =
                    Cutline.of(brightness(reader, layout), work.workers())
                            .orElseThrow(() -> new IOException("the orthophoto is too small"));
            int epsg = reader.epsg();
            GeoPackage.write(
                    target,
                    new VectorLayer(
                            "cutline",
                            epsg,
                            UtmZone.ofEpsg(epsg).wkt(),
                            List.of(),
                            List.of(new VectorLayer.Feature(area(line, 0, 0), List.of()))));
        }
    }

    static VectorLayer.Area area(Polygon polygon, double east, double north) {
        var rings = new java.util.ArrayList<double[]>();
        for (int i = -1; i < polygon.getNumInteriorRing(); i++) {
            var ring = i < 0 ? polygon.getExteriorRing() : polygon.getInteriorRingN(i);
            double[] xy = new double[2 * ring.getNumPoints()];
            for (int k = 0; k < ring.getNumPoints(); k++) {
                xy[2 * k] = ring.getCoordinateN(k).x + east;
                xy[2 * k + 1] = ring.getCoordinateN(k).y + north;
            }
            rings.add(xy);
        }
        return new VectorLayer.Area(rings);
    }

    /// Mean brightness of the opaque pixels of each cell; unknown where less than half of them are.
    private static HeightGrid brightness(GeoTiffReader reader, RasterLayout layout)
            throws IOException {
        ColourRows colours = ColourRows.of(reader);
        int level = level(reader);
        GeoTiffReader.Level size = reader.levels().get(level);
        int factor = Math.ceilDiv(Math.max(size.width(), size.height()), CELLS);
        int width = Math.ceilDiv(size.width(), factor);
        int height = Math.ceilDiv(size.height(), factor);
        float[] cells = new float[Math.multiplyExact(width, height)];
        int[] sums = new int[width];
        int[] counts = new int[width];
        int rowsAtOnce = Math.max(factor, STRIP_ROWS / factor * factor);
        byte[] rgba = new byte[Math.multiplyExact(4 * size.width(), rowsAtOnce)];
        for (int top = 0; top < size.height(); top += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, size.height() - top);
            colours.read(level, top, rows, rgba);
            for (int row = 0; row < rows; row++) {
                add(rgba, row * size.width(), size.width(), factor, sums, counts);
                if ((top + row) % factor == factor - 1 || top + row == size.height() - 1) {
                    close(sums, counts, factor, cells, (top + row) / factor * width);
                }
            }
        }
        return new HeightGrid(
                layout.left(),
                layout.top(),
                layout.pixelWidth() * size.scaleX() * factor,
                width,
                height,
                cells);
    }

    private static void add(
            byte[] rgba, int first, int columns, int factor, int[] sums, int[] counts) {
        for (int column = 0; column < columns; column++) {
            int at = 4 * (first + column);
            if ((rgba[at + 3] & 0xFF) > 127) {
                sums[column / factor] +=
                        (rgba[at] & 0xFF) + 2 * (rgba[at + 1] & 0xFF) + (rgba[at + 2] & 0xFF);
                counts[column / factor]++;
            }
        }
    }

    private static void close(int[] sums, int[] counts, int factor, float[] cells, int to) {
        for (int i = 0; i < sums.length; i++) {
            cells[to + i] =
                    2 * counts[i] >= factor * factor ? (float) sums[i] / counts[i] : Float.NaN;
        }
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
    }

    /// The smallest level of at least as many pixels along the longer side as there will be cells.
    private static int level(GeoTiffReader reader) {
        int best = 0;
        for (int i = 1; i < reader.levels().size(); i++) {
            GeoTiffReader.Level size = reader.levels().get(i);
            best = Math.max(size.width(), size.height()) >= CELLS ? i : best;
        }
        return best;
    }
}
