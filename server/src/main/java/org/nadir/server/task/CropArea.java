package org.nadir.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.TopologyException;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.nadir.server.http.Json;

/// The part of a task's rasters that its owner wants to see: a polygon in longitude and latitude.
public final class CropArea {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();
    private static final int MOST_POINTS = 100_000;

    /// Degrees, about a tenth of a millimetre: what rounding may move a corner that lies on the edge of a raster.
    private static final double ROUNDING = 1e-9;

    private final Polygon polygon;

    private CropArea(Polygon polygon) {
        this.polygon = polygon;
    }

    /// Reads GeoJSON (RFC 7946): a polygon, a multi-polygon of one, or a feature of these.
    ///
    /// @throws IllegalArgumentException for anything else
    static CropArea parse(JsonNode json) {
        JsonNode geometry =
                json.path("type").asText().equals("Feature") ? json.path("geometry") : json;
        JsonNode rings = geometry.path("coordinates");
        String type = geometry.path("type").asText();
        if (type.equals("MultiPolygon") && rings.size() == 1) {
            rings = rings.get(0);
        } else if (!type.equals("Polygon")) {
            throw new IllegalArgumentException("Not a GeoJSON polygon");
        }
        if (!rings.isArray() || rings.isEmpty()) {
            throw new IllegalArgumentException("A polygon without rings");
        }
        var holes = new LinearRing[rings.size() - 1];
        for (int i = 0; i < holes.length; i++) {
            holes[i] = ring(rings.get(i + 1));
        }
        return new CropArea(GEOMETRIES.createPolygon(ring(rings.get(0)), holes));
    }

    /// Reads what a backup holds: GeoJSON, as such or as text, or well-known text with or without its `SRID=4326;`.
    ///
    /// @return null when it is none of these
    static @Nullable CropArea ofBackup(JsonNode crop) {
        try {
            if (!crop.isTextual()) {
                return parse(crop);
            }
            String text = crop.asText().strip();
            if (text.startsWith("{")) {
                return parse(Json.parse(text));
            }
            Geometry read =
                    new WKTReader(GEOMETRIES).read(text.replaceFirst("(?i)^SRID=\\d+;", ""));
            return read instanceof Polygon polygon ? new CropArea(polygon) : null;
        } catch (IllegalArgumentException | ParseException unknown) {
            return null;
        }
    }

    private static LinearRing ring(JsonNode points) {
        if (!points.isArray() || points.size() < 3 || points.size() > MOST_POINTS) {
            throw new IllegalArgumentException("A ring of " + points.size() + " points");
        }
        boolean closed = points.get(0).equals(points.get(points.size() - 1));
        var corners = new Coordinate[points.size() + (closed ? 0 : 1)];
        for (int i = 0; i < points.size(); i++) {
            JsonNode x = points.get(i).path(0);
            JsonNode y = points.get(i).path(1);
            if (!x.isNumber() || !y.isNumber() || !Double.isFinite(x.asDouble() + y.asDouble())) {
                throw new IllegalArgumentException("Not a position: " + points.get(i));
            }
            corners[i] = new Coordinate(x.asDouble(), y.asDouble());
        }
        corners[corners.length - 1] = corners[0].copy();
        return GEOMETRIES.createLinearRing(corners);
    }

    /// The part inside every raster that a task has, as GeoJSON. A crop with several parts there is left with its largest, as
    /// clients know one polygon only.
    ///
    /// @return null when the area crosses itself, when there is no raster, and when nothing is inside
    @Nullable JsonNode within(Task.Result result) {
        List<Envelope> boxes =
                Stream.of(result.orthophotoExtent(), result.dsmExtent(), result.dtmExtent())
                        .filter(Objects::nonNull)
                        .map(CropArea::box)
                        .toList();
        if (boxes.isEmpty() || !polygon.isValid()) {
            return null;
        }
        Envelope common = boxes.getFirst();
        for (Envelope box : boxes) {
            common = common.intersection(box);
        }
        if (common.isNull()) {
            return null;
        }
        var roomy = new Envelope(common);
        roomy.expandBy(ROUNDING);
        if (roomy.covers(polygon.getEnvelopeInternal())) {
            return json(polygon);
        }
        try {
            return largest(polygon.intersection(GEOMETRIES.toGeometry(common)));
        } catch (TopologyException degenerate) {
            return null;
        }
    }

    private static Envelope box(JsonNode extent) {
        return new Envelope(
                extent.path(0).asDouble(),
                extent.path(2).asDouble(),
                extent.path(1).asDouble(),
                extent.path(3).asDouble());
    }

    private static @Nullable JsonNode largest(Geometry parts) {
        Polygon largest = null;
        for (int i = 0; i < parts.getNumGeometries(); i++) {
            if (parts.getGeometryN(i) instanceof Polygon part
                    && part.getArea() > (largest == null ? 0 : largest.getArea())) {
                largest = part;
            }
        }
        return largest == null ? null : json(largest);
    }

    private static ObjectNode json(Polygon polygon) {
        ObjectNode json = Json.object().put("type", "Polygon");
        ArrayNode rings = json.putArray("coordinates");
        rings.add(json(polygon.getExteriorRing()));
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            rings.add(json(polygon.getInteriorRingN(i)));
        }
        return json;
    }

    private static ArrayNode json(LinearRing ring) {
        ArrayNode points = Json.array();
        for (Coordinate corner : ring.getCoordinates()) {
            points.add(Json.numbers(corner.x, corner.y));
        }
        return points;
    }
}
