package org.nadir.tiles;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.imaging.ImageEncoder;

/// Square previews of layers.
public final class LayerThumbnail {

    private LayerThumbnail() {}

    /// A PNG with the whole layer in the middle, transparent around it.
    ///
    /// @param side pixels
    public static byte[] png(RasterLayer layer, TileStyle style, int side) throws IOException {
        return png(layer, style, side, null);
    }

    /// As [#png(RasterLayer, TileStyle, int)], transparent also outside an area.
    ///
    /// @param cutLine null for all of the layer
    public static byte[] png(
            RasterLayer layer, TileStyle style, int side, @Nullable CutLine cutLine)
            throws IOException {
        if (side < 1 || side > 4096) {
            throw new IllegalArgumentException("Thumbnail of " + side + " pixels");
        }
        Bounds own = layer.mercatorBounds();
        double half = Math.max(own.width(), own.height()) / 2;
        double x = own.centre().x();
        double y = own.centre().y();
        var square = new Bounds(x - half, y - half, x + half, y + half);
        byte[] rgba = TileRenderer.paint(layer, square, side, side, style, cutLine);
        return ImageEncoder.png(rgba, side, side, 4, 6);
    }
}
