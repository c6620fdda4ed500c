package org.nadir.tiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.TileMatrix;
import org.nadir.geo.UnknownCrsException;
import org.nadir.geo.tiff.ColorInterpretation;
import org.nadir.geo.tiff.GeoTiffReader;

/// An open raster on the map. For any number of threads at once, until it is closed.
public final class RasterLayer implements AutoCloseable {

    /// How many zoom levels beyond its own a layer is served, either way.
    public static final int EXTRA_ZOOMS = 3;

    private static final int EDGE_STEPS = 20;
    private static final int TILE = 256;

    private final GeoTiffReader reader;
    private final Crs crs;
    private final RasterLayout layout;
    private final Bounds lonLat;
    private final Bounds mercator;
    private final int nativeMinZoom;
    private final int nativeMaxZoom;

    private RasterLayer(GeoTiffReader reader, Crs crs, RasterLayout layout) throws IOException {
        this.reader = reader;
        this.crs = crs;
        this.layout = layout;
        this.lonLat = outline(reader.file(), layout, crs);
        this.mercator = mercatorOf(lonLat);
        double resolution = mercatorResolution();
        this.nativeMaxZoom = TileMatrix.nearestZoom(resolution);
        this.nativeMinZoom =
                Math.min(nativeMaxZoom, TileMatrix.nearestZoom(resolution * coarsest(layout)));
    }

    /// Opens a GeoTIFF.
    ///
    /// @throws UnplacedRasterException when its place on the earth is not known
    /// @throws org.nadir.geo.tiff.GeoTiffException when it is no usable TIFF
    public static RasterLayer open(Path file) throws IOException {
        GeoTiffReader reader = GeoTiffReader.open(file);
        try {
            RasterLayout layout = reader.layout();
            if (layout == null || reader.epsg() == 0) {
                throw new UnplacedRasterException(file, "has no coordinate system or place");
            }
            return new RasterLayer(reader, Crs.ofEpsg(reader.epsg()), layout);
        } catch (UnknownCrsException unknown) {
            reader.close();
            throw new UnplacedRasterException(file, String.valueOf(unknown.getMessage()));
        } catch (IOException | RuntimeException failure) {
            reader.close();
            throw failure;
        }
    }

    /// The file behind the layer.
    public GeoTiffReader reader() {
        return reader;
    }

    public Crs crs() {
        return crs;
    }

    public RasterLayout layout() {
        return layout;
    }

    /// Box of longitude and latitude around the raster.
    public Bounds bounds() {
        return lonLat;
    }

    /// The four corners as longitude and latitude: upper left, upper right, lower right, lower left.
    public List<Coordinate> corners() {
        return List.of(
                crs.toLonLat(layout.left(), layout.top()),
                crs.toLonLat(layout.right(), layout.top()),
                crs.toLonLat(layout.right(), layout.bottom()),
                crs.toLonLat(layout.left(), layout.bottom()));
    }

    /// The zoom at which the whole raster becomes a tile or so.
    public int nativeMinZoom() {
        return nativeMinZoom;
    }

    /// The zoom whose pixels come nearest to those of the raster.
    public int nativeMaxZoom() {
        return nativeMaxZoom;
    }

    /// The lowest zoom that is served.
    public int minZoom() {
        return Math.max(0, nativeMinZoom - EXTRA_ZOOMS);
    }

    /// The highest zoom that is served.
    public int maxZoom() {
        return Math.min(TileMatrix.MAX_ZOOM, nativeMaxZoom + EXTRA_ZOOMS);
    }

    /// Whether tiles of this zoom are served.
    public boolean serves(int zoom) {
        return zoom >= minZoom() && zoom <= maxZoom();
    }

    /// Whether a tile shares an area with the raster's bounding box.
    public boolean touches(TileMatrix.Tile tile) {
        return tile.exists() && tile.bounds().overlaps(mercator);
    }

    /// Number of bands without that of opacity.
    public int dataBands() {
        return reader.alphaBand() < 0 ? reader.bands() : reader.bands() - 1;
    }

    /// Which bands to show as red, green and blue; a single one, three times.
    public int[] colourBands() {
        return colourBands(reader);
    }

    static int[] colourBands(GeoTiffReader reader) {
        List<ColorInterpretation> colours = reader.colours();
        int red = colours.indexOf(ColorInterpretation.RED);
        int green = colours.indexOf(ColorInterpretation.GREEN);
        int blue = colours.indexOf(ColorInterpretation.BLUE);
        if (red >= 0 && green >= 0 && blue >= 0) {
            return new int[] {red, green, blue};
        }
        int data = reader.alphaBand() < 0 ? reader.bands() : reader.bands() - 1;
        return data >= 3 ? new int[] {0, 1, 2} : new int[] {0, 0, 0};
    }

    /// Continuous column and row in the full image of a place in some coordinate system; not finite where the projection is
    /// undefined.
    Coordinate pixelFrom(Crs from, double x, double y) {
        if (isIn(from)) {
            return new Coordinate(layout.column(x), layout.row(y));
        }
        Coordinate place = from.toLonLat(x, y);
        Coordinate inCrs = crs.fromLonLat(place.x(), place.y());
        return new Coordinate(layout.column(inCrs.x()), layout.row(inCrs.y()));
    }

    /// Whether the raster's own coordinate system is this one.
    public boolean isIn(Crs other) {
        return crs.equals(other) || (crs.epsg() != 0 && crs.epsg() == other.epsg());
    }

    /// The smallest level that still has at least the detail of `scale` full-resolution pixels per pixel, give or take a
    /// fifth.
    int levelFor(double scale) {
        int best = 0;
        for (int i = 1; i < reader.levels().size(); i++) {
            GeoTiffReader.Level level = reader.levels().get(i);
            if (Math.max(level.scaleX(), level.scaleY()) <= scale * 1.2) {
                best = i;
            }
        }
        return best;
    }

    Bounds mercatorBounds() {
        return mercator;
    }

    /// Metres of the projection per pixel in the middle of the raster.
    private double mercatorResolution() {
        double column = layout.width() / 2.0;
        double row = layout.height() / 2.0;
        Coordinate middle = mercator(column, row);
        Coordinate right = mercator(column + 1, row);
        Coordinate below = mercator(column, row + 1);
        double across = Math.hypot(right.x() - middle.x(), right.y() - middle.y());
        double down = Math.hypot(below.x() - middle.x(), below.y() - middle.y());
        return Math.sqrt(across * down);
    }

    private Coordinate mercator(double column, double row) {
        Coordinate place = crs.toLonLat(layout.x(column), layout.y(row));
        return TileMatrix.mercator(place.x(), place.y());
    }

    /// The power of two by which the shorter side shrinks to a tile.
    private static double coarsest(RasterLayout layout) {
        int factor = 1;
        while (Math.min(layout.width() / factor, layout.height() / factor) > TILE) {
            factor *= 2;
        }
        return factor;
    }

    private static Bounds mercatorOf(Bounds lonLat) {
        Coordinate low = TileMatrix.mercator(lonLat.minX(), lonLat.minY());
        Coordinate high = TileMatrix.mercator(lonLat.maxX(), lonLat.maxY());
        return new Bounds(low.x(), low.y(), high.x(), high.y());
    }

    /// The box around points along all four edges: straight edges are curves in another projection.
    private static Bounds outline(Path file, RasterLayout layout, Crs crs)
            throws UnplacedRasterException {
        double west = Double.POSITIVE_INFINITY;
        double south = Double.POSITIVE_INFINITY;
        double east = Double.NEGATIVE_INFINITY;
        double north = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= EDGE_STEPS; i++) {
            double share = (double) i / EDGE_STEPS;
            double[][] points = {
                {share * layout.width(), 0},
                {share * layout.width(), layout.height()},
                {0, share * layout.height()},
                {layout.width(), share * layout.height()},
            };
            for (double[] point : points) {
                Coordinate place = crs.toLonLat(layout.x(point[0]), layout.y(point[1]));
                west = Math.min(west, place.x());
                east = Math.max(east, place.x());
                south = Math.min(south, place.y());
                north = Math.max(north, place.y());
            }
        }
        if (!(west < east && south < north) || Double.isInfinite(west + east + south + north)) {
            throw new UnplacedRasterException(file, "lies outside its coordinate system");
        }
        return new Bounds(west, south, east, north);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
