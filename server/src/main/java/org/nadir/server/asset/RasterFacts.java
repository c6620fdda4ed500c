package org.nadir.server.asset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.UnknownCrsException;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.server.http.Json;

/// What a task tells about one of its rasters.
///
/// @param epsg 0 when unknown
/// @param wkt the coordinate system, when it has no code
/// @param extent `west, south, east, north` in degrees; null without a coordinate system
/// @param bands name and description of each
record RasterFacts(int epsg, @Nullable String wkt, double @Nullable [] extent, ArrayNode bands) {

    /// Points per side when the outline is carried over to degrees; its sides are slightly curved there.
    private static final int STEPS = 16;

    static RasterFacts of(GeoTiffReader reader) {
        ArrayNode bands = Json.array();
        for (int i = 0; i < reader.bands(); i++) {
            String description =
                    i < reader.descriptions().size() ? reader.descriptions().get(i) : "";
            bands.addObject()
                    .put("name", reader.colours().get(i).label())
                    .put("description", description.isEmpty() ? null : description);
        }
        return new RasterFacts(
                reader.epsg(), reader.wkt(), extent(reader.layout(), reader.epsg()), bands);
    }

    private static double @Nullable [] extent(@Nullable RasterLayout layout, int epsg) {
        if (layout == null || epsg == 0) {
            return null;
        }
        try {
            return outline(layout.bounds(), Crs.ofEpsg(epsg));
        } catch (UnknownCrsException unknown) {
            return null;
        }
    }

    private static double @Nullable [] outline(Bounds bounds, Crs crs) {
        double[] box = {
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        for (int i = 0; i <= STEPS; i++) {
            double x = bounds.minX() + bounds.width() * i / STEPS;
            double y = bounds.minY() + bounds.height() * i / STEPS;
            grow(box, crs.toLonLat(x, bounds.minY()));
            grow(box, crs.toLonLat(x, bounds.maxY()));
            grow(box, crs.toLonLat(bounds.minX(), y));
            grow(box, crs.toLonLat(bounds.maxX(), y));
        }
        return Double.isFinite(box[0]) && Double.isFinite(box[2]) ? box : null;
    }

    private static void grow(double[] box, Coordinate point) {
        box[0] = Math.min(box[0], point.x());
        box[1] = Math.min(box[1], point.y());
        box[2] = Math.max(box[2], point.x());
        box[3] = Math.max(box[3], point.y());
    }
}
