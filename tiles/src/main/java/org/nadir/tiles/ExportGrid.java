package org.nadir.tiles;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.RasterLayout;

/// The pixels that an exported raster has.
///
/// @param crs their coordinate system
public record ExportGrid(Crs crs, RasterLayout layout) {

    private static final int EDGE_STEPS = 64;

    /// The grid of a layer in a coordinate system, as far as a cut line reaches. In the layer's own system it is the layer's
    /// grid, so that pixels are copied and not resampled; in another one it has square pixels, as many along its diagonal as
    /// the layer has along its own.
    ///
    /// @param target null for the layer's own system
    /// @return empty when nothing is left, or when the target system has no place for the layer
    public static Optional<ExportGrid> of(
            RasterLayer layer, @Nullable Crs target, @Nullable CutLine cutLine) {
        boolean own = target == null || layer.isIn(target);
        Crs crs = target == null || own ? layer.crs() : target;
        RasterLayout whole = own ? layer.layout() : warped(layer, crs);
        if (whole == null) {
            return Optional.empty();
        }
        if (cutLine == null) {
            return Optional.of(new ExportGrid(crs, whole));
        }
        Bounds kept = cutLine.boundsIn(crs);
        if (kept == null || !kept.overlaps(whole.bounds())) {
            return Optional.empty();
        }
        return Optional.of(new ExportGrid(crs, window(whole, kept)));
    }

    private static @Nullable RasterLayout warped(RasterLayer layer, Crs target) {
        Bounds bounds = boundsIn(layer, target);
        if (bounds == null || !(bounds.width() > 0 && bounds.height() > 0)) {
            return null;
        }
        RasterLayout from = layer.layout();
        double pixel =
                Math.hypot(bounds.width(), bounds.height())
                        / Math.hypot(from.width(), from.height());
        return RasterLayout.covering(bounds, pixel);
    }

    /// The box around points along all edges and across the middle, as straight edges are curves in another projection; null
    /// when one of them has no place there.
    private static @Nullable Bounds boundsIn(RasterLayer layer, Crs target) {
        RasterLayout from = layer.layout();
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        for (int j = 0; j <= EDGE_STEPS; j++) {
            boolean edge = j == 0 || j == EDGE_STEPS;
            for (int i = 0; i <= EDGE_STEPS; i += edge ? 1 : EDGE_STEPS / 4) {
                double x = from.x((double) i * from.width() / EDGE_STEPS);
                double y = from.y((double) j * from.height() / EDGE_STEPS);
                Coordinate place = layer.crs().toLonLat(x, y);
                Coordinate at = target.fromLonLat(place.x(), place.y());
                if (!Double.isFinite(at.x() + at.y())) {
                    return null;
                }
                minX = Math.min(minX, at.x());
                minY = Math.min(minY, at.y());
                maxX = Math.max(maxX, at.x());
                maxY = Math.max(maxY, at.y());
            }
        }
        return new Bounds(minX, minY, maxX, maxY);
    }

    private static RasterLayout window(RasterLayout whole, Bounds kept) {
        int left = (int) Math.clamp(Math.floor(whole.column(kept.minX())), 0, whole.width() - 1);
        int right = (int) Math.clamp(Math.ceil(whole.column(kept.maxX())), left + 1, whole.width());
        int top = (int) Math.clamp(Math.floor(whole.row(kept.maxY())), 0, whole.height() - 1);
        int bottom = (int) Math.clamp(Math.ceil(whole.row(kept.minY())), top + 1, whole.height());
        return whole.window(left, top, right - left, bottom - top);
    }

    /// The extent of a block of pixels.
    Bounds block(int column, int row, int columns, int rows) {
        return layout.window(column, row, columns, rows).bounds();
    }
}
