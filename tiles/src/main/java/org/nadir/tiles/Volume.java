package org.nadir.tiles;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffReader;

/// Measures the volume between a surface model and a base: every pixel of full resolution whose centre is in the area counts
/// with its height above the base (negative below) times its area. Pixels without a height do not count.
public final class Volume {

    private static final int BLOCK_COLUMNS = 1024;
    private static final int BLOCK_ROWS = 256;
    private static final int EDGE_POINTS = 20_000;
    private static final int MESH_POINTS = 1200;
    private static final double EQUATOR = 6_378_137;
    private static final double FLATTENING = 1 / 298.257223563;

    private final RasterLayer layer;
    private final CutLine area;
    private final DoubleConsumer progress;

    /// @param area its first ring is the edge, further ones are holes
    /// @param progress hears the share that is done, and may stop the work by throwing
    public Volume(RasterLayer layer, CutLine area, DoubleConsumer progress) {
        this.layer = layer;
        this.area = area;
        this.progress = progress;
    }

    /// The heights of a base for the pixels of a block, row by row; NaN where it has none.
    @FunctionalInterface
    private interface Base {
        double[] heights(Bounds bounds, int columns, int rows);
    }

    /// Cubic metres.
    ///
    /// @return empty when the area or its edge has no heights
    /// @throws IllegalArgumentException when the edge crosses itself, where that matters
    public Optional<Double> cubicMetres(BaseSurface surface) throws IOException {
        Bounds kept = area.boundsIn(layer.crs());
        RasterLayout layout = layer.layout();
        if (kept == null || !kept.overlaps(layout.bounds())) {
            return Optional.empty();
        }
        List<double[]> rings = area.in(layer.crs());
        int most = surface == BaseSurface.TRIANGULATE ? MESH_POINTS : EDGE_POINTS;
        EdgeHeights edge = EdgeHeights.of(layer, rings.getFirst(), most);
        if (edge == null) {
            return Optional.empty();
        }
        double metres = sum(base(surface, edge), kept.intersection(layout.bounds()));
        return Double.isNaN(metres)
                ? Optional.empty()
                : Optional.of(metres * squareMetres(layer.crs(), layout, kept.centre()));
    }

    private static Base base(BaseSurface surface, EdgeHeights edge) {
        return switch (surface) {
            case PLANE -> {
                double[] plane = edge.plane();
                yield (bounds, columns, rows) -> plane(plane, edge, bounds, columns, rows);
            }
            case AVERAGE -> level(edge.mean());
            case HIGHEST -> level(edge.highest());
            case LOWEST -> level(edge.lowest());
            case TRIANGULATE -> {
                PolygonMesh mesh = PolygonMesh.of(edge.x(), edge.y());
                if (mesh == null) {
                    throw new IllegalArgumentException("The edge of the area crosses itself");
                }
                yield (bounds, columns, rows) -> triangles(mesh, edge, bounds, columns, rows);
            }
        };
    }

    private static Base level(double height) {
        return (bounds, columns, rows) -> {
            double[] heights = new double[columns * rows];
            Arrays.fill(heights, height);
            return heights;
        };
    }

    private static double[] plane(
            double[] plane, EdgeHeights edge, Bounds bounds, int columns, int rows) {
        double[] heights = new double[columns * rows];
        for (int row = 0; row < rows; row++) {
            double y = bounds.maxY() - (row + 0.5) / rows * bounds.height() - edge.originY();
            for (int column = 0; column < columns; column++) {
                double x =
                        bounds.minX() + (column + 0.5) / columns * bounds.width() - edge.originX();
                heights[row * columns + column] = plane[0] + plane[1] * x + plane[2] * y;
            }
        }
        return heights;
    }

    private static double[] triangles(
            PolygonMesh mesh, EdgeHeights edge, Bounds bounds, int columns, int rows) {
        double[] heights = new double[columns * rows];
        Arrays.fill(heights, Double.NaN);
        int[] corners = mesh.corners();
        for (int t = 0; t < corners.length; t += 3) {
            triangle(
                    edge,
                    corners[t],
                    corners[t + 1],
                    corners[t + 2],
                    bounds,
                    columns,
                    rows,
                    heights);
        }
        return heights;
    }

    private static void triangle(
            EdgeHeights edge,
            int a,
            int b,
            int c,
            Bounds bounds,
            int columns,
            int rows,
            double[] heights) {
        double[] x = edge.x();
        double[] y = edge.y();
        double twice = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
        if (!(Math.abs(twice) > 0)) {
            return;
        }
        double pixelWidth = bounds.width() / columns;
        double pixelHeight = bounds.height() / rows;
        double left = bounds.minX() - edge.originX();
        double top = bounds.maxY() - edge.originY();
        double minX = Math.min(x[a], Math.min(x[b], x[c]));
        double maxX = Math.max(x[a], Math.max(x[b], x[c]));
        double minY = Math.min(y[a], Math.min(y[b], y[c]));
        double maxY = Math.max(y[a], Math.max(y[b], y[c]));
        int fromColumn = (int) Math.clamp(Math.floor((minX - left) / pixelWidth - 0.5), 0, columns);
        int toColumn = (int) Math.clamp(Math.ceil((maxX - left) / pixelWidth + 0.5), 0, columns);
        int fromRow = (int) Math.clamp(Math.floor((top - maxY) / pixelHeight - 0.5), 0, rows);
        int toRow = (int) Math.clamp(Math.ceil((top - minY) / pixelHeight + 0.5), 0, rows);
        for (int row = fromRow; row < toRow; row++) {
            double py = top - (row + 0.5) * pixelHeight;
            for (int column = fromColumn; column < toColumn; column++) {
                double px = left + (column + 0.5) * pixelWidth;
                double wa = ((x[b] - px) * (y[c] - py) - (x[c] - px) * (y[b] - py)) / twice;
                double wb = ((x[c] - px) * (y[a] - py) - (x[a] - px) * (y[c] - py)) / twice;
                double wc = 1 - wa - wb;
                if (wa >= -1e-9 && wb >= -1e-9 && wc >= -1e-9) {
                    heights[row * columns + column] =
                            wa * edge.z()[a] + wb * edge.z()[b] + wc * edge.z()[c];
                }
            }
        }
    }

    /// The sum of heights above the base; NaN when no pixel has one.
    private double sum(Base base, Bounds kept) throws IOException {
        RasterLayout layout = layer.layout();
        GeoTiffReader reader = layer.reader();
        int left = (int) Math.clamp(Math.floor(layout.column(kept.minX())), 0, reader.width() - 1);
        int right =
                (int) Math.clamp(Math.ceil(layout.column(kept.maxX())), left + 1, reader.width());
        int top = (int) Math.clamp(Math.floor(layout.row(kept.maxY())), 0, reader.height() - 1);
        int bottom = (int) Math.clamp(Math.ceil(layout.row(kept.minY())), top + 1, reader.height());
        double sum = 0;
        long counted = 0;
        for (int row = top; row < bottom; row += BLOCK_ROWS) {
            progress.accept((double) (row - top) / (bottom - top));
            int rows = Math.min(BLOCK_ROWS, bottom - row);
            for (int column = left; column < right; column += BLOCK_COLUMNS) {
                int columns = Math.min(BLOCK_COLUMNS, right - column);
                Part part = part(base, column, row, columns, rows);
                sum += part.sum();
                counted += part.counted();
            }
        }
        return counted == 0 ? Double.NaN : sum;
    }

    private record Part(double sum, long counted) {}

    private Part part(Base base, int left, int top, int columns, int rows) throws IOException {
        Bounds bounds = layer.layout().window(left, top, columns, rows).bounds();
        boolean[] inside = area.mask(layer.crs(), bounds, columns, rows);
        double[] heights = base.heights(bounds, columns, rows);
        GeoTiffReader reader = layer.reader();
        var window = SourceWindow.read(reader, 0, left, top, columns, rows);
        float[] value = new float[reader.bands()];
        double sum = 0;
        long counted = 0;
        for (int i = 0; i < inside.length; i++) {
            double x = left + i % columns + 0.5;
            double y = top + i / columns + 0.5;
            if (inside[i] && !Double.isNaN(heights[i]) && window.nearest(x, y, value, 0) != 0) {
                sum += value[0] * reader.unitMetres() - heights[i];
                counted++;
            }
        }
        return new Part(sum, counted);
    }

    /// The area of a pixel. In systems of lengths that keep them it is the pixel's own; degrees, and Web Mercator, which
    /// stretches everything, are brought to the ellipsoid.
    static double squareMetres(Crs crs, RasterLayout layout, Coordinate at) {
        if (!crs.isGeographic() && !crs.equals(Crs.WEB_MERCATOR)) {
            double unit = crs.unitMetres();
            return layout.pixelWidth() * layout.pixelHeight() * unit * unit;
        }
        Coordinate here = crs.toLonLat(at.x(), at.y());
        Coordinate east = crs.toLonLat(at.x() + layout.pixelWidth(), at.y());
        Coordinate north = crs.toLonLat(at.x(), at.y() + layout.pixelHeight());
        double latitude = Math.toRadians(here.y());
        double e2 = FLATTENING * (2 - FLATTENING);
        double w = 1 - e2 * Math.sin(latitude) * Math.sin(latitude);
        double alongParallel = EQUATOR / Math.sqrt(w) * Math.cos(latitude);
        double alongMeridian = EQUATOR * (1 - e2) / Math.pow(w, 1.5);
        double ax = Math.toRadians(east.x() - here.x()) * alongParallel;
        double ay = Math.toRadians(east.y() - here.y()) * alongMeridian;
        double bx = Math.toRadians(north.x() - here.x()) * alongParallel;
        double by = Math.toRadians(north.y() - here.y()) * alongMeridian;
        return Math.abs(ax * by - ay * bx);
    }
}
