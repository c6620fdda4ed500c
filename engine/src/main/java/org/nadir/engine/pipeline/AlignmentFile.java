package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.nadir.engine.sfm.Similarity;

/// How a result was moved to fit a reference, kept between stages. Numbers are written in full.
///
/// @param change in the world frame
/// @param figures what `stats.json` says of it
record AlignmentFile(Similarity change, ObjectNode figures) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Empty when nothing was moved.
    static Optional<AlignmentFile> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode root = JSON.readTree(file.toFile());
        var change =
                new Similarity(
                        root.path("scale").asDouble(),
                        numbers(root.path("rotation"), 9),
                        numbers(root.path("shift"), 3));
        ObjectNode figures =
                root.path("figures") instanceof ObjectNode known ? known : JSON.createObjectNode();
        return Optional.of(new AlignmentFile(change, figures));
    }

    private static double[] numbers(JsonNode array, int count) throws IOException {
        var numbers = new double[count];
        for (int i = 0; i < count; i++) {
            if (!array.path(i).isNumber()) {
                throw new IOException(
                        "The alignment is not legible: restart from odm_filterpoints");
            }
            numbers[i] = array.path(i).asDouble();
        }
        return numbers;
    }

    void write(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("scale", change.scale());
        ArrayNode rotation = root.putArray("rotation");
        for (double number : change.rotation()) {
            rotation.add(number);
        }
        ArrayNode shift = root.putArray("shift");
        for (double number : change.shift()) {
            shift.add(number);
        }
        root.set("figures", figures);
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        JSON.writeValue(ProjectFolder.ready(partial).toFile(), root);
        Files.move(
                partial,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
