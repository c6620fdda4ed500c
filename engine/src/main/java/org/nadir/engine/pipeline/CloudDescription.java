package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.scene.GeoReference;
import org.nadir.geo.UtmZone;
import org.nadir.geo.vector.GeoPackage;
import org.nadir.geo.vector.VectorLayer;

/// The JSON files beside the point cloud that say what is in it, in the shapes of ODM and PDAL: `bounds.geojson` and `bounds.gpkg` with the crop
/// polygon in map coordinates, `boundary.json` with the outline of the points, `summary.json` with extent and reference system,
/// `info.json` with figures of each field.
final class CloudDescription {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Run run;
    private final DenseCloud cloud;
    private final GeoReference reference;

    private CloudDescription(Run run) throws IOException {
        this.run = run;
        this.cloud = run.cloud();
        this.reference = run.reference();
    }

    static void write(Run run) throws IOException {
        var description = new CloudDescription(run);
        description.save("info.json", description.info());
        description.save("summary.json", description.summary());
        description.save("boundary.json", description.boundary());
        if (run.reference().isKnown()) {
            description.save("bounds.geojson", description.bounds());
            description.writePackage();
        } else {
            Files.deleteIfExists(run.project().cloud("bounds.geojson"));
            Files.deleteIfExists(run.project().cloud("bounds.gpkg"));
        }
    }

    private void writePackage() throws IOException {
        var area =
                CutlineFile.area(
                        run.crop().polygon(), reference.offsetEast(), reference.offsetNorth());
        GeoPackage.write(
                run.project().cloud("bounds.gpkg"),
                new VectorLayer(
                        "bounds",
                        reference.epsg(),
                        UtmZone.ofEpsg(reference.epsg()).wkt(),
                        List.of(),
                        List.of(new VectorLayer.Feature(area, List.of()))));
    }

    private void save(String ending, ObjectNode content) throws IOException {
        JSON.writeValue(run.project().cloud(ending).toFile(), content);
    }

    /// Figures of one field of the points.
    private record Figures(double min, double max, double mean, double variance) {

        static Figures of(int count, IntToDoubleFunction values) {
            double origin = count == 0 ? 0 : values.applyAsDouble(0);
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < count; i++) {
                double value = values.applyAsDouble(i);
                min = Math.min(min, value);
                max = Math.max(max, value);
                // Relative to one of the values, or the squares would drown the spread.
                sum += value - origin;
                squares += (value - origin) * (value - origin);
            }
            double mean = sum / count;
            double variance = count < 2 ? 0 : (squares - count * mean * mean) / (count - 1);
            return new Figures(min, max, origin + mean, Math.max(0, variance));
        }
    }

    private Figures axis(int axis) {
        double offset =
                switch (axis) {
                    case 0 -> reference.offsetEast();
                    case 1 -> reference.offsetNorth();
                    default -> 0;
                };
        return Figures.of(cloud.count(), i -> cloud.xyz()[3 * i + axis] + offset);
    }

    private ObjectNode info() {
        ObjectNode stats = JSON.createObjectNode();
        ObjectNode boxes = stats.putObject("bbox");
        ArrayNode fields = stats.putArray("statistic");
        Figures x = axis(0);
        Figures y = axis(1);
        Figures z = axis(2);
        field(fields, "X", x);
        field(fields, "Y", y);
        field(fields, "Z", z);
        field(fields, "Classification", Figures.of(cloud.count(), i -> cloud.classification()[i]));
        field(fields, "UserData", Figures.of(cloud.count(), i -> cloud.views()[i] & 0xFF));
        field(fields, "Red", Figures.of(cloud.count(), i -> cloud.rgb()[3 * i] & 0xFF));
        field(fields, "Green", Figures.of(cloud.count(), i -> cloud.rgb()[3 * i + 1] & 0xFF));
        field(fields, "Blue", Figures.of(cloud.count(), i -> cloud.rgb()[3 * i + 2] & 0xFF));
        box(boxes.putObject("native").putObject("bbox"), x, y, z);
        if (reference.isKnown()) {
            geographicBox(boxes.putObject("EPSG:4326").putObject("bbox"), x, y, z);
        }
        ObjectNode info = JSON.createObjectNode().put("filename", fileName());
        info.set("stats", stats);
        return info;
    }

    private void field(ArrayNode fields, String name, Figures figures) {
        fields.addObject()
                .put("position", fields.size() - 1)
                .put("name", name)
                .put("count", cloud.count())
                .put("minimum", figures.min())
                .put("maximum", figures.max())
                .put("average", figures.mean())
                .put("variance", figures.variance())
                .put("stddev", Math.sqrt(figures.variance()));
    }

    private static void box(ObjectNode node, Figures x, Figures y, Figures z) {
        node.put("minx", x.min())
                .put("miny", y.min())
                .put("minz", z.min())
                .put("maxx", x.max())
                .put("maxy", y.max())
                .put("maxz", z.max());
    }

    /// Around the four corners; the edges between them bend by centimetres per kilometre.
    private void geographicBox(ObjectNode node, Figures x, Figures y, Figures z) {
        UtmZone zone = UtmZone.ofEpsg(reference.epsg());
        double[] longitudes = new double[4];
        double[] latitudes = new double[4];
        for (int i = 0; i < 4; i++) {
            var corner = zone.inverse(i % 2 == 0 ? x.min() : x.max(), i < 2 ? y.min() : y.max());
            longitudes[i] = corner.x();
            latitudes[i] = corner.y();
        }
        box(node, Figures.of(4, i -> longitudes[i]), Figures.of(4, i -> latitudes[i]), z);
    }

    private ObjectNode summary() {
        ObjectNode file = JSON.createObjectNode().put("filename", fileName());
        ObjectNode summary = file.putObject("summary");
        box(summary.putObject("bounds"), axis(0), axis(1), axis(2));
        summary.put("dimensions", "X, Y, Z, Classification, UserData, Red, Green, Blue")
                .put("num_points", cloud.count());
        if (reference.isKnown()) {
            UtmZone zone = UtmZone.ofEpsg(reference.epsg());
            summary.putObject("srs")
                    .put("horizontal", zone.wkt())
                    .put("isgeocentric", false)
                    .put("isgeographic", false)
                    .put("proj4", zone.proj())
                    .put("vertical", "")
                    .put("wkt", zone.wkt())
                    .putObject("units")
                    .put("horizontal", "metre")
                    .put("vertical", "");
        }
        return file;
    }

    private ObjectNode boundary() throws IOException {
        Polygon outline = run.outline().polygon();
        double area = outline.getArea();
        ObjectNode file = JSON.createObjectNode().put("filename", fileName());
        ObjectNode boundary =
                file.putObject("boundary")
                        .put("area", area)
                        .put("avg_pt_per_sq_unit", cloud.count() / area)
                        .put("avg_pt_spacing", Math.sqrt(area / cloud.count()))
                        .put("density", cloud.count() / area);
        polygon(boundary.putObject("boundary_json"), outline);
        return file;
    }

    /// With the reference system in the manner of GeoJSON 2008, as the coordinates are not longitude and latitude.
    private ObjectNode bounds() throws IOException {
        ObjectNode collection = JSON.createObjectNode().put("type", "FeatureCollection");
        collection
                .putObject("crs")
                .put("type", "name")
                .putObject("properties")
                .put("name", "urn:ogc:def:crs:EPSG::" + reference.epsg());
        ObjectNode feature = collection.putArray("features").addObject().put("type", "Feature");
        feature.putObject("properties");
        polygon(feature.putObject("geometry"), run.crop().polygon());
        return collection;
    }

    private void polygon(ObjectNode geometry, Polygon polygon) {
        ArrayNode rings = geometry.put("type", "Polygon").putArray("coordinates");
        ring(rings.addArray(), polygon.getExteriorRing());
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            ring(rings.addArray(), polygon.getInteriorRingN(i));
        }
    }

    private void ring(ArrayNode node, LineString ring) {
        for (Coordinate corner : ring.getCoordinates()) {
            node.addArray()
                    .add(corner.x + reference.offsetEast())
                    .add(corner.y + reference.offsetNorth());
        }
    }

    private String fileName() {
        return String.valueOf(run.project().cloud("laz").getFileName());
    }
}
