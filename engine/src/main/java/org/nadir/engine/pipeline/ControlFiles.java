package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.sfm.SfmStatistics.ControlPointResult;
import org.nadir.engine.sfm.SfmStatistics.MarkResult;
import org.nadir.geo.Coordinate;
import org.nadir.geo.UtmZone;

/// What became of the ground control points, in the shapes of ODM: `ground_control_points.geojson` and `gcp_list_utm.txt` in
/// `odm_georeferencing`, and the figures for `stats.json`.
final class ControlFiles {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ControlFiles() {}

    /// Writes both files, or removes those of an earlier run when there are no points any more.
    static void write(Run run) throws IOException {
        Path folder = run.project().georeferencing();
        Path map = folder.resolve("ground_control_points.geojson");
        Path list = folder.resolve("gcp_list_utm.txt");
        List<ControlPointResult> points = run.sfm().statistics().controlPoints();
        if (points.isEmpty() || !run.reference().isKnown()) {
            Files.deleteIfExists(map);
            Files.deleteIfExists(list);
            return;
        }
        JSON.writeValue(run.product(map).toFile(), geoJson(run, points));
        Files.writeString(list, utmList(run.reference(), points));
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
        Coordinate lonLat =
                UtmZone.ofEpsg(reference.epsg())
                        .inverse(
                                point.given().get(0) + reference.offsetEast(),
                                point.given().get(1) + reference.offsetNorth());
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
