package org.nadir.tiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.TileMatrix;
import org.nadir.geo.tiff.ParallelLoop;
import org.nadir.imaging.ImageEncoder;

/// Writes a layer as a folder of map tiles, `{zoom}/{column}/{row}.png`, in Web Mercator with rows counted from the south, and a
/// `tilemapresource.xml` that says so (OSGeo Tile Map Service 1.0.0). From [#MIN_ZOOM] to the zoom whose pixels come nearest to
/// those of the layer. Tiles that show nothing are left out. Each tile is read from the overview that has its detail, so that
/// memory does not grow with the layer.
public final class TileTree {

    private static final int MIN_ZOOM = 5;
    private static final int MAX_ZOOM = 23;
    private static final int PNG_LEVEL = 4;
    private static final int SIDE = TileMatrix.TILE_PIXELS;

    private final RasterLayer layer;
    private final TileStyle style;
    private final ParallelLoop loop;
    private final DoubleConsumer progress;
    private final int deepest;

    /// @param progress hears the share that is done, from 0 to 1, and may stop the work by throwing
    public TileTree(
            RasterLayer layer, TileStyle style, ParallelLoop loop, DoubleConsumer progress) {
        this.layer = layer;
        this.style = style;
        this.loop = loop;
        this.progress = progress;
        this.deepest = Math.clamp(layer.nativeMaxZoom(), MIN_ZOOM, MAX_ZOOM);
    }

    /// Writes everything into a new or empty folder.
    ///
    /// @param title shown by clients
    /// @return number of tiles
    public long write(Path folder, String title) throws IOException {
        long all = 0;
        for (int zoom = MIN_ZOOM; zoom <= deepest; zoom++) {
            all += Range.of(layer, zoom).count();
        }
        Files.createDirectories(folder);
        var written = new AtomicLong();
        long done = 0;
        for (int zoom = MIN_ZOOM; zoom <= deepest; zoom++) {
            Range range = Range.of(layer, zoom);
            for (int x = range.west(); x <= range.east(); x++) {
                writeColumn(folder, range, x, written);
                done += range.rows();
                progress.accept((double) done / all);
            }
        }
        Files.writeString(folder.resolve("tilemapresource.xml"), description(title));
        return written.get();
    }

    /// The tiles of a zoom that the layer touches, rows from the north.
    private record Range(int zoom, int west, int east, int north, int south) {

        static Range of(RasterLayer layer, int zoom) {
            Bounds place = layer.bounds();
            TileMatrix.Tile first = TileMatrix.tileAt(place.minX(), place.maxY(), zoom);
            TileMatrix.Tile last = TileMatrix.tileAt(place.maxX(), place.minY(), zoom);
            return new Range(zoom, first.x(), last.x(), first.y(), last.y());
        }

        int rows() {
            return south - north + 1;
        }

        long count() {
            return (long) rows() * (east - west + 1);
        }
    }

    private void writeColumn(Path folder, Range range, int x, AtomicLong written)
            throws IOException {
        Path column = folder.resolve(range.zoom() + "/" + x);
        try {
            loop.forEach(
                    range.rows(),
                    i -> {
                        var tile = new TileMatrix.Tile(range.zoom(), x, range.north() + i);
                        if (writeTile(column, tile)) {
                            written.incrementAndGet();
                        }
                    });
        } catch (UncheckedIOException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private boolean writeTile(Path column, TileMatrix.Tile tile) {
        try {
            byte[] rgba = TileRenderer.paint(layer, tile.bounds(), SIDE, SIDE, style, null);
            if (isEmpty(rgba)) {
                return false;
            }
            Files.createDirectories(column);
            Files.write(
                    column.resolve(tile.flipped().y() + ".png"),
                    ImageEncoder.png(rgba, SIDE, SIDE, 4, PNG_LEVEL));
            return true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isEmpty(byte[] rgba) {
        for (int i = 3; i < rgba.length; i += 4) {
            if (rgba[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private String description(String title) {
        Bounds place = layer.bounds();
        Coordinate low = TileMatrix.mercator(place.minX(), place.minY());
        Coordinate high = TileMatrix.mercator(place.maxX(), place.maxY());
        var sets = new StringBuilder();
        for (int zoom = MIN_ZOOM; zoom <= deepest; zoom++) {
            sets.append(
                    String.format(
                            Locale.ROOT,
                            "    <TileSet href=\"%d\" units-per-pixel=\"%.14f\" order=\"%d\"/>%n",
                            zoom,
                            TileMatrix.resolution(zoom),
                            zoom));
        }
        return String.format(
                Locale.ROOT,
                """
                <?xml version="1.0" encoding="utf-8"?>
                <TileMap version="1.0.0" tilemapservice="http://tms.osgeo.org/1.0.0">
                  <Title>%s</Title>
                  <Abstract></Abstract>
                  <SRS>EPSG:3857</SRS>
                  <BoundingBox minx="%.6f" miny="%.6f" maxx="%.6f" maxy="%.6f"/>
                  <Origin x="%.6f" y="%.6f"/>
                  <TileFormat width="%d" height="%d" mime-type="image/png" extension="png"/>
                  <TileSets profile="mercator">
                %s  </TileSets>
                </TileMap>
                """,
                title.replace("&", "&amp;").replace("<", "&lt;"),
                low.x(),
                low.y(),
                high.x(),
                high.y(),
                -TileMatrix.HALF_WORLD,
                -TileMatrix.HALF_WORLD,
                SIDE,
                SIDE,
                sets);
    }
}
