package org.nadir.tiles;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.RgbImage;
import org.nadir.imaging.webp.WebpWriter;

/// Renders map tiles. Stateless, for any thread.
public final class TileRenderer {
    private static final int PNG_LEVEL = 2;
    private static final double JPEG_QUALITY = 0.8;
    private static final double EARTH_RADIUS = 6_378_137;

    private TileRenderer() {}

    /// Renders one tile. Parts without data are transparent.
    ///
    /// @throws IOException when the raster's file cannot be read
    public static TileResult render(RasterLayer layer, TileRequest request) throws IOException {
        if (!layer.touches(request.tile())) {
            return new TileResult.Outside();
        }
        byte[] rgba =
                paint(
                        layer,
                        request.tile().bounds(),
                        request.pixels(),
                        request.pixels(),
                        request.style(),
                        request.cutLine());
        return encode(rgba, request.pixels(), request.format());
    }

    /// The picture of a Web Mercator extent as red, green, blue, opacity.
    static byte[] paint(
            RasterLayer layer,
            Bounds mercator,
            int columns,
            int rows,
            TileStyle style,
            @Nullable CutLine cutLine)
            throws IOException {
        return paint(layer, Crs.WEB_MERCATOR, mercator, columns, rows, style, cutLine);
    }

    /// The picture of an extent in some coordinate system as red, green, blue, opacity.
    static byte[] paint(
            RasterLayer layer,
            Crs crs,
            Bounds bounds,
            int columns,
            int rows,
            TileStyle style,
            @Nullable CutLine cutLine)
            throws IOException {
        boolean[] inside = cutLine == null ? null : cutLine.mask(crs, bounds, columns, rows);
        return switch (style) {
            case TileStyle.Colours colours -> {
                Field field = sample(layer, crs, bounds, columns, rows, inside);
                yield paintColours(field, layer.colourBands(), colours.range());
            }
            case TileStyle.Index index -> {
                Field field = sample(layer, crs, bounds, columns, rows, inside);
                yield paintIndex(field, index);
            }
            case TileStyle.Elevation elevation ->
                    paintElevation(layer, crs, bounds, columns, rows, elevation, inside);
        };
    }

    private static Field sample(
            RasterLayer layer,
            Crs crs,
            Bounds bounds,
            int columns,
            int rows,
            boolean @Nullable [] inside)
            throws IOException {
        Field field = Field.sample(layer, crs, bounds, columns, rows, Field.Sampling.NEAREST);
        if (inside != null) {
            field.keep(inside);
        }
        return field;
    }

    private static byte[] paintColours(Field field, int[] bands, TileStyle.Range range) {
        byte[] rgba = new byte[4 * field.opacity().length];
        boolean plain = range.equals(TileStyle.Range.BYTES);
        for (int i = 0; i < field.opacity().length; i++) {
            if (field.opacity()[i] == 0) {
                continue;
            }
            for (int c = 0; c < 3; c++) {
                float value = field.values()[i * field.bands() + bands[c]];
                rgba[4 * i + c] =
                        (byte) (plain ? Math.clamp((int) value, 0, 255) : range.toByte(value));
            }
            rgba[4 * i + 3] = field.opacity()[i];
        }
        return rgba;
    }

    private static byte[] paintIndex(Field field, TileStyle.Index style) {
        byte[] rgba = new byte[4 * field.opacity().length];
        VegetationIndex.Evaluator evaluator = style.index().evaluator(style.bands());
        for (int i = 0; i < field.opacity().length; i++) {
            if (field.opacity()[i] == 0) {
                continue;
            }
            double value = evaluator.value(field.values(), i * field.bands());
            if (Double.isFinite(value)) {
                put(rgba, i, style.colors().at(style.range().toByte(value)), field.opacity()[i]);
            }
        }
        return rgba;
    }

    private static byte[] paintElevation(
            RasterLayer layer,
            Crs crs,
            Bounds bounds,
            int columns,
            int rows,
            TileStyle.Elevation style,
            boolean @Nullable [] inside)
            throws IOException {
        double pixelX = bounds.width() / columns;
        double pixelY = bounds.height() / rows;
        var bordered =
                new Bounds(
                        bounds.minX() - pixelX,
                        bounds.minY() - pixelY,
                        bounds.maxX() + pixelX,
                        bounds.maxY() + pixelY);
        Field field =
                Field.sample(layer, crs, bordered, columns + 2, rows + 2, Field.Sampling.BILINEAR);
        float[] heights = firstBand(field);
        float[] light =
                style.hillshade() == 0
                        ? new float[0]
                        : Hillshade.shade(
                                heights,
                                field.opacity(),
                                columns,
                                rows,
                                groundMetres(crs, bounds, pixelX),
                                style.hillshade());
        byte[] rgba = new byte[4 * columns * rows];
        for (int i = 0; i < columns * rows; i++) {
            int at = (i / columns + 1) * (columns + 2) + i % columns + 1;
            if (field.opacity()[at] == 0 || (inside != null && !inside[i])) {
                continue;
            }
            int colour = style.colors().at(style.range().toByte(heights[at]));
            put(
                    rgba,
                    i,
                    light.length == 0 ? colour : withValue(colour, light[i]),
                    field.opacity()[at]);
        }
        return rgba;
    }

    private static float[] firstBand(Field field) {
        if (field.bands() == 1) {
            return field.values();
        }
        float[] first = new float[field.opacity().length];
        for (int i = 0; i < first.length; i++) {
            first[i] = field.values()[i * field.bands()];
        }
        return first;
    }

    /// Metres on the ground of a pixel's width, in the middle of the picture. Found by way of longitude and latitude, as
    /// projections stretch the ground, Web Mercator by the secant of the latitude.
    private static double groundMetres(Crs crs, Bounds bounds, double pixel) {
        Coordinate centre = bounds.centre();
        Coordinate here = crs.toLonLat(centre.x(), centre.y());
        Coordinate there = crs.toLonLat(centre.x() + pixel, centre.y());
        double east = Math.toRadians(there.x() - here.x()) * Math.cos(Math.toRadians(here.y()));
        return EARTH_RADIUS * Math.hypot(east, Math.toRadians(there.y() - here.y()));
    }

    /// A colour with its value (the largest channel, in the HSV sense) replaced; hue and saturation stay.
    static int withValue(int rgba, float value) {
        int red = rgba >>> 24;
        int green = rgba >>> 16 & 0xFF;
        int blue = rgba >>> 8 & 0xFF;
        int largest = Math.max(red, Math.max(green, blue));
        float full = value * 255;
        if (largest == 0) {
            int gray = (int) (full + 0.5f);
            return gray << 24 | gray << 16 | gray << 8 | rgba & 0xFF;
        }
        float factor = full / largest;
        return (int) (red * factor + 0.5f) << 24
                | (int) (green * factor + 0.5f) << 16
                | (int) (blue * factor + 0.5f) << 8
                | rgba & 0xFF;
    }

    private static void put(byte[] rgba, int pixel, int colour, byte opacity) {
        rgba[4 * pixel] = (byte) (colour >>> 24);
        rgba[4 * pixel + 1] = (byte) (colour >>> 16);
        rgba[4 * pixel + 2] = (byte) (colour >>> 8);
        int own = colour & 0xFF;
        rgba[4 * pixel + 3] = own == 255 ? opacity : (byte) ((opacity & 0xFF) * own / 255);
    }

    private static TileResult encode(byte[] rgba, int pixels, TileFormat format) {
        return switch (format) {
            case PNG ->
                    new TileResult.Rendered(
                            ImageEncoder.png(rgba, pixels, pixels, 4, PNG_LEVEL), "image/png");
            case WEBP ->
                    new TileResult.Rendered(WebpWriter.encode(rgba, pixels, pixels), "image/webp");
            case JPEG ->
                    new TileResult.Rendered(
                            ImageEncoder.jpeg(imageOnWhite(rgba, pixels, pixels), JPEG_QUALITY),
                            "image/jpeg");
            case SMALLEST ->
                    encode(rgba, pixels, isOpaque(rgba) ? TileFormat.JPEG : TileFormat.PNG);
            case SMALLEST_WEBP ->
                    encode(rgba, pixels, isOpaque(rgba) ? TileFormat.JPEG : TileFormat.WEBP);
        };
    }

    private static boolean isOpaque(byte[] rgba) {
        for (int i = 3; i < rgba.length; i += 4) {
            if (rgba[i] != -1) {
                return false;
            }
        }
        return true;
    }

    static RgbImage imageOnWhite(byte[] rgba, int columns, int rows) {
        return new RgbImage(columns, rows, onWhite(rgba, columns * rows));
    }

    /// Colours without opacity, as if painted on paper.
    static byte[] onWhite(byte[] rgba, int pixels) {
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            int alpha = rgba[4 * i + 3] & 0xFF;
            for (int c = 0; c < 3; c++) {
                int value = rgba[4 * i + c] & 0xFF;
                rgb[3 * i + c] = (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
            }
        }
        return rgb;
    }
}
