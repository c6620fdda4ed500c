package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.sfm.SfmStatistics.ControlPointResult;
import org.nadir.engine.sfm.SfmStatistics.MarkResult;
import org.nadir.geo.Coordinate;
import org.nadir.geo.UtmZone;
import org.nadir.geo.vector.GeoPackage;
import org.nadir.geo.vector.Gml;
import org.nadir.geo.vector.Shapefile;
import org.nadir.geo.vector.VectorLayer;
import org.nadir.geo.vector.VectorLayer.Column;

/// What became of the ground control points, in the shapes of ODM: `ground_control_points.geojson` (also as GeoPackage, GML
/// and zipped Shapefile) and `gcp_list_utm.txt` in `odm_georeferencing`, and the figures for `stats.json`.
final class ControlFiles {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final String NAME = "ground_control_points";
    private static final List<String> OTHER_FORMATS = List.of(".gpkg", ".gml", ".zip");

    private ControlFiles() {}

    /// Writes all files, or removes those of an earlier run when there are no points any more.
    static void write(Run run) throws IOException {
        Path folder = run.project().georeferencing();
        Path map = folder.resolve(NAME + ".geojson");
        Path list = folder.resolve("gcp_list_utm.txt");
        List<ControlPointResult> points = run.sfm().statistics().controlPoints();
        if (points.isEmpty() || !run.reference().isKnown()) {
            Files.deleteIfExists(map);
            Files.deleteIfExists(list);
            for (String ending : OTHER_FORMATS) {
                Files.deleteIfExists(folder.resolve(NAME + ending));
            }
            return;
        }
        JSON.writeValue(run.product(map).toFile(), geoJson(run, points));
        Files.writeString(list, utmList(run.reference(), points));
        VectorLayer layer = layer(run.reference(), points);
        GeoPackage.write(run.product(folder.resolve(NAME + ".gpkg")), layer);
        Gml.write(run.product(folder.resolve(NAME + ".gml")), layer);
        Shapefile.writeZip(run.product(folder.resolve(NAME + ".zip")), layer);
    }

    /// The points as GML, for the metadata of rasters; null when there are none.
    static @Nullable String xml(Run run) throws IOException {
        Path file = run.project().georeferencing().resolve(NAME + ".gml");
        return run.sfm().statistics().controlPoints().isEmpty() || !Files.exists(file)
                ? null
                : Files.readString(file);
    }

    /// The points of the GeoJSON file with their errors, in metres, for formats that have columns.
    private static VectorLayer layer(GeoReference reference, List<ControlPointResult> points) {
        List<VectorLayer.Feature> features = new ArrayList<>();
        for (ControlPointResult point : points) {
            if (point.error().isEmpty()) {
                continue;
            }
            Coordinate at = lonLat(point, reference);
            List<Object> values = new ArrayList<>(List.of(point.name(), state(point)));
            for (Double error : point.error()) {
                values.add(VectorLayer.Unknown.unlessFinite(error));
            }
            features.add(
                    new VectorLayer.Feature(
                            new VectorLayer.Place(at.x(), at.y(), point.given().get(2)), values));
        }
        return new VectorLayer(
                NAME,
                4326,
                VectorLayer.WGS84_WKT,
                List.of(
                        Column.text("id"),
                        Column.text("state"),
                        Column.number("error_x"),
                        Column.number("error_y"),
                        Column.number("error_z")),
                features);
    }

    private static Coordinate lonLat(ControlPointResult point, GeoReference reference) {
        return UtmZone.ofEpsg(reference.epsg())
                .inverse(
                        point.given().get(0) + reference.offsetEast(),
                        point.given().get(1) + reference.offsetNorth());
    }

    /// Points whose marks meet. Pixels are shares of width and height.
    private static ObjectNode geoJson(Run run, List<ControlPointResult> points) throws IOException {
        Map<String, Camera> cameras = new HashMap<>();
        for (Shot shot : run.sfm().scene().shots()) {
            cameras.put(shot.name(), shot.camera());
        }
        ObjectNode collection = JSON.createObjectNode().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        for (ControlPointResult point : points) {
            if (!point.error().isEmpty()) {
                feature(features.addObject(), point, run.reference(), cameras);
            }
        }
        return collection;
    }

    private static void feature(
            ObjectNode feature,
            ControlPointResult point,
            GeoReference reference,
            Map<String, Camera> cameras) {
        Coordinate lonLat = lonLat(point, reference);
        ArrayNode place =
                feature.put("type", "Feature")
                        .putObject("geometry")
                        .put("type", "Point")
                        .putArray("coordinates")
                        .add(lonLat.x())
                        .add(lonLat.y());
        if (!point.given().get(2).isNaN()) {
            place.add(point.given().get(2));
        }
        ObjectNode properties =
                feature.putObject("properties").put("id", point.name()).put("state", state(point));
        numbers(properties.putArray("error"), point.error());
        ArrayNode observations = properties.putArray("observations");
        for (MarkResult mark : point.marks()) {
            Camera camera = cameras.get(mark.photo());
            if (camera != null && !Double.isNaN(mark.reprojectedU())) {
                ObjectNode observation = observations.addObject().put("shot_id", mark.photo());
                observation
                        .putArray("annotated")
                        .add(mark.u() / camera.width())
                        .add(mark.v() / camera.height());
                observation
                        .putArray("reprojected")
                        .add(mark.reprojectedU() / camera.width())
                        .add(mark.reprojectedV() / camera.height());
                observation.put("rejected", mark.wrong());
            }
        }
    }

    private static String state(ControlPointResult point) {
        return point.state().name().toLowerCase(Locale.ROOT);
    }

    /// JSON has no NaN.
    private static void numbers(ArrayNode node, List<Double> numbers) {
        for (Double number : numbers) {
            if (number.isNaN()) {
                node.addNull();
            } else {
                node.add(number);
            }
        }
    }

    private static String utmList(GeoReference reference, List<ControlPointResult> points) {
        var text = new StringBuilder(UtmZone.ofEpsg(reference.epsg()).label()).append('\n');
        for (ControlPointResult point : points) {
            for (MarkResult mark : point.marks()) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%.4f %.4f %s %.3f %.3f %s %s%n",
                                point.given().get(0) + reference.offsetEast(),
                                point.given().get(1) + reference.offsetNorth(),
                                point.given().get(2).isNaN()
                                        ? "NaN"
                                        : String.format(Locale.ROOT, "%.4f", point.given().get(2)),
                                mark.u(),
                                mark.v(),
                                mark.photo(),
                                point.name().replace(' ', '_')));
            }
        }
        return text.toString();
    }

    /// One entry a point for `stats.json`, with the names of photos whose marks were left out.
    static void report(ArrayNode node, List<ControlPointResult> points) {
        for (ControlPointResult point : points) {
            ObjectNode entry = node.addObject().put("id", point.name()).put("state", state(point));
            numbers(entry.putArray("error"), point.error());
            entry.put("marks", point.marks().size());
            if (!Double.isNaN(point.meanPixels())) {
                entry.put("error_pixels", point.meanPixels());
            }
            ArrayNode wrong = entry.putArray("wrong_marks");
            point.marks().stream()
                    .filter(MarkResult::wrong)
                    .map(MarkResult::photo)
                    .forEach(wrong::add);
        }
    }
}
