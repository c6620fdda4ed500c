package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nadir.engine.bands.BandRig;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.LensModel;
import org.nadir.engine.camera.Pose;

/// How the cameras of the bands stand to that of the primary band, kept for later runs as `opensfm/band_alignment.json`.
final class BandAlignmentFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BandAlignmentFile() {}

    static void write(Path file, List<BandRig> rigs) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        for (BandRig rig : rigs) {
            ObjectNode entry = all.addObject().put("band", rig.band());
            entry.set("camera", camera(rig.camera()));
            put(entry, "rotation", rig.bandFromPrimary().cameraFromWorld());
            put(entry, "centre", rig.bandFromPrimary().centreInWorld());
            ObjectNode turns = entry.putObject("turns");
            rig.turns().forEach((photo, turn) -> put(turns, photo, turn));
        }
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
    }

    private static ObjectNode camera(Camera camera) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("model", camera.model().key())
                        .put("id", camera.id())
                        .put("width", camera.width())
                        .put("height", camera.height());
        put(node, "numbers", camera.numbers());
        return node;
    }

    private static void put(ObjectNode node, String name, double[] numbers) {
        ArrayNode array = node.putArray(name);
        for (double number : numbers) {
            array.add(number);
        }
    }

    static List<BandRig> read(Path file) throws IOException {
        List<BandRig> rigs = new ArrayList<>();
        for (JsonNode entry : JSON.readTree(file.toFile())) {
            Map<String, double[]> turns = new LinkedHashMap<>();
            entry.path("turns")
                    .properties()
                    .forEach(turn -> turns.put(turn.getKey(), numbers(turn.getValue())));
            rigs.add(
                    new BandRig(
                            entry.path("band").asText(),
                            camera(entry.path("camera")),
                            new Pose(
                                    numbers(entry.path("rotation")), numbers(entry.path("centre"))),
                            turns));
        }
        return rigs;
    }

    private static Camera camera(JsonNode node) {
        return Camera.of(
                LensModel.find(node.path("model").asText()).orElse(LensModel.BROWN),
                node.path("id").asText(),
                node.path("width").asInt(),
                node.path("height").asInt(),
                numbers(node.path("numbers")));
    }

    private static double[] numbers(JsonNode array) {
        var numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }
}
