package org.nadir.tiles;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.geo.Crs;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.webp.WebpWriter;

/// Square previews of layers.
public final class LayerThumbnail {

    private LayerThumbnail() {}

    /// A PNG with the whole layer, or of it what a cut line leaves, in the middle, transparent around it.
    ///
    /// @param side pixels
    /// @param cutLine null for everything
    public static byte[] png(
            RasterLayer layer, TileStyle style, int side, @Nullable CutLine cutLine)
            throws IOException {
        return ImageEncoder.png(paint(layer, style, side, cutLine), side, side, 4, 6);
    }

    /// As [#png], as lossless WebP.
    public static byte[] webp(
            RasterLayer layer, TileStyle style, int side, @Nullable CutLine cutLine)
            throws IOException {
        return WebpWriter.encode(paint(layer, style, side, cutLine), side, side);
    }

    private static byte[] paint(
            RasterLayer layer, TileStyle style, int side, @Nullable CutLine cutLine)
            throws IOException {
        if (side < 1 || side > 4096) {
            throw new IllegalArgumentException("Thumbnail of " + side + " pixels");
        }
        Bounds own = layer.mercatorBounds();
        Bounds kept = cutLine == null ? null : cutLine.boundsIn(Crs.WEB_MERCATOR);
        if (kept != null && kept.overlaps(own)) {
            own = own.intersection(kept);
        }
        double half = Math.max(own.width(), own.height()) / 2;
        double x = own.centre().x();
        double y = own.centre().y();
        var square = new Bounds(x - half, y - half, x + half, y + half);
        return TileRenderer.paint(layer, square, side, side, style, cutLine);
    }
}
