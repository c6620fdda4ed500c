package org.nadir.tiles;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.geo.Crs;
import org.nadir.geo.RasterLayout;
import org.nadir.imaging.ImageEncoder;

/// Writes KMZ files (OGC KML 2.3). A small layer becomes one picture on the ground; a large one a tree of tiles, each of which
/// an earth viewer loads only once it fills enough of the screen. Pictures are in longitude and latitude, as ground overlays
/// must be.
public final class SuperOverlay {

    private static final int TILE = 512;
    private static final int SINGLE = 2048;
    private static final int LOAD_AT = 192;
    private static final int PNG_LEVEL = 4;
    private static final double JPEG_QUALITY = 0.85;

    private final RasterLayer layer;
    private final RasterLayout grid;
    private final TileStyle style;
    private final @Nullable CutLine cutLine;
    private final DoubleConsumer progress;
    private final String name;
    private long done;

    /// @param grid the pixels of the finest tiles, in EPSG:4326
    /// @param name shown by viewers
    /// @param progress hears the share that is done, from 0 to 1, and may stop the work by throwing
    public SuperOverlay(
            RasterLayer layer,
            ExportGrid grid,
            TileStyle style,
            @Nullable CutLine cutLine,
            String name,
            DoubleConsumer progress) {
        if (!grid.crs().equals(Crs.WGS84)) {
            throw new IllegalArgumentException("Ground overlays are in EPSG:4326");
        }
        this.layer = layer;
        this.grid = grid.layout();
        this.style = style;
        this.cutLine = cutLine;
        this.name = name;
        this.progress = progress;
    }

    /// A tile: at level 0 the finest, each further level half as fine.
    private record Tile(int level, int column, int row) {
        String path() {
            return level + "/" + column + "/" + row;
        }
    }

    public void write(Path target) throws IOException {
        int longest = Math.max(grid.width(), grid.height());
        int side = longest <= SINGLE ? longest : TILE;
        int levels = 0;
        while ((long) side << levels < longest) {
            levels++;
        }
        try (var zip =
                new ZipOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(target), 1 << 16))) {
            zip.setLevel(Deflater.BEST_SPEED);
            if (levels == 0) {
                single(zip);
            } else {
                entry(zip, "doc.kml", bytes(document(networkLink(new Tile(levels, 0, 0)))));
                tree(zip, new Tile(levels, 0, 0));
            }
        }
    }

    private void single(ZipOutputStream zip) throws IOException {
        Bounds bounds = grid.bounds();
        Picture picture = picture(bounds, grid.width(), grid.height());
        entry(zip, "doc.kml", bytes(document(overlay("overlay." + picture.ending(), bounds, 0))));
        entry(zip, "overlay." + picture.ending(), picture.bytes());
    }

    private void tree(ZipOutputStream zip, Tile tile) throws IOException {
        long pixels = (long) TILE << tile.level();
        long left = tile.column() * pixels;
        long top = tile.row() * pixels;
        if (left >= grid.width() || top >= grid.height()) {
            return;
        }
        Bounds bounds = bounds(tile);
        int columns = size(Math.min(pixels, grid.width() - left), tile.level());
        int rows = size(Math.min(pixels, grid.height() - top), tile.level());
        Picture picture = picture(bounds, columns, rows);
        var content = new StringBuilder(region(bounds, tile.level() == 0));
        if (!picture.empty()) {
            String file = tile.row() + "." + picture.ending();
            content.append(overlay(file, bounds, 64 - tile.level()));
            entry(zip, tile.path() + "." + picture.ending(), picture.bytes());
        }
        for (Tile child : children(tile)) {
            content.append(networkLink(child, "../../" + child.path() + ".kml"));
        }
        entry(zip, tile.path() + ".kml", bytes(document(content.toString())));
        if (tile.level() == 0) {
            done += (long) columns * rows;
            progress.accept((double) done / grid.pixels());
        }
        for (Tile child : children(tile)) {
            tree(zip, child);
        }
    }

    private java.util.List<Tile> children(Tile tile) {
        var children = new java.util.ArrayList<Tile>();
        for (int i = 0; i < 4 && tile.level() > 0; i++) {
            var child =
                    new Tile(tile.level() - 1, 2 * tile.column() + i % 2, 2 * tile.row() + i / 2);
            long pixels = (long) TILE << child.level();
            if (child.column() * pixels < grid.width() && child.row() * pixels < grid.height()) {
                children.add(child);
            }
        }
        return children;
    }

    private Bounds bounds(Tile tile) {
        long pixels = (long) TILE << tile.level();
        double left = tile.column() * (double) pixels;
        double top = tile.row() * (double) pixels;
        return new Bounds(
                grid.x(left),
                grid.y(Math.min(top + pixels, grid.height())),
                grid.x(Math.min(left + pixels, grid.width())),
                grid.y(top));
    }

    private static int size(long pixels, int level) {
        return (int) Math.max(1, pixels + (1L << level) - 1 >> level);
    }

    private record Picture(byte[] bytes, String ending, boolean empty) {}

    private Picture picture(Bounds bounds, int columns, int rows) throws IOException {
        byte[] rgba = TileRenderer.paint(layer, Crs.WGS84, bounds, columns, rows, style, cutLine);
        boolean opaque = true;
        boolean empty = true;
        for (int i = 3; i < rgba.length; i += 4) {
            opaque &= rgba[i] == -1;
            empty &= rgba[i] == 0;
        }
        if (opaque) {
            return new Picture(
                    ImageEncoder.jpeg(TileRenderer.imageOnWhite(rgba, columns, rows), JPEG_QUALITY),
                    "jpg",
                    false);
        }
        return new Picture(ImageEncoder.png(rgba, columns, rows, 4, PNG_LEVEL), "png", empty);
    }

    private String document(String content) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <kml xmlns="http://www.opengis.net/kml/2.2">
        <Document>
        <name>%s</name>
        %s</Document>
        </kml>
        """
                .formatted(escaped(name), content);
    }

    private String networkLink(Tile tile) {
        return networkLink(tile, tile.path() + ".kml");
    }

    private String networkLink(Tile tile, String path) {
        return """
        <NetworkLink>
        %s<Link><href>%s</href><viewRefreshMode>onRegion</viewRefreshMode></Link>
        </NetworkLink>
        """
                .formatted(region(bounds(tile), false), path);
    }

    private static String region(Bounds bounds, boolean finest) {
        return """
        <Region>
        <LatLonAltBox>%s</LatLonAltBox>
        <Lod><minLodPixels>%d</minLodPixels><maxLodPixels>-1</maxLodPixels></Lod>
        </Region>
        """
                .formatted(box(bounds), finest ? LOAD_AT : LOAD_AT / 2);
    }

    private static String overlay(String file, Bounds bounds, int order) {
        return """
        <GroundOverlay>
        <drawOrder>%d</drawOrder>
        <Icon><href>%s</href></Icon>
        <LatLonBox>%s</LatLonBox>
        </GroundOverlay>
        """
                .formatted(order, file, box(bounds));
    }

    private static String box(Bounds bounds) {
        return String.format(
                Locale.ROOT,
                "<north>%.12f</north><south>%.12f</south><east>%.12f</east><west>%.12f</west>",
                bounds.maxY(),
                bounds.minY(),
                bounds.maxX(),
                bounds.minX());
    }

    private static String escaped(String text) {
        return text.replaceAll("\\p{Cntrl}", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void entry(ZipOutputStream zip, String path, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(path));
        zip.write(content);
        zip.closeEntry();
    }
}
