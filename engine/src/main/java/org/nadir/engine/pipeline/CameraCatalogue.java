package org.nadir.engine.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.LensModel;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Problem;

/// The lenses of a `cameras.json` from an earlier task (option `cameras`), by their keys, and the shape of that file.
final class CameraCatalogue {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Camera> byKey;
    private final String text;
    private final Set<String> used = new LinkedHashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();

    private CameraCatalogue(Map<String, Camera> byKey, String text) {
        this.byKey = byKey;
        this.text = text;
    }

    /// @param text of a `cameras.json`, or nothing
    /// @throws Problem when it is no such text
    static CameraCatalogue of(String text) {
        if (text.isBlank()) {
            return new CameraCatalogue(Map.of(), "");
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException bad) {
            throw problem("it is not JSON");
        }
        if (!root.isObject() || root.isEmpty()) {
            throw problem("it is not a JSON object with one entry for each camera");
        }
        var byKey = new LinkedHashMap<String, Camera>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            String key = key(entry.getKey());
            byKey.put(key, camera(key, entry.getValue()));
        }
        return new CameraCatalogue(byKey, text);
    }

    private static String key(String given) {
        String key = given.strip().toLowerCase(Locale.ROOT);
        return key.startsWith("v2 ") ? key.substring(3) : key;
    }

    private static Camera camera(String key, JsonNode node) {
        String word = node.path("projection_type").asText();
        LensModel model =
                LensModel.find(word)
                        .orElseThrow(() ->
                                problem(
                                        "camera "
                                                + key
                                                + " has the projection_type \""
                                                + word
                                                + "\"; brown, perspective, fisheye and"
                                                + " fisheye_opencv are known"));
        String focal = model.isFull() ? "focal_x" : "focal";
        double focalX = required(key, node, focal);
        double focalY = model.isFull() ? required(key, node, "focal_y") : focalX;
        double width = required(key, node, "width");
        double height = required(key, node, "height");
        if (!(focalX > 0) || !(focalY > 0) || width < 1 || height < 1) {
            throw problem("camera " + key + " has a focal length or size that is not positive");
        }
        return new Camera(
                model,
                key,
                (int) width,
                (int) height,
                focalX,
                focalY,
                optional(key, node, "c_x"),
                optional(key, node, "c_y"),
                optional(key, node, "k1"),
                optional(key, node, "k2"),
                optional(key, node, "k3"),
                optional(key, node, "p1"),
                optional(key, node, "p2"),
                model == LensModel.FISHEYE_OPENCV ? optional(key, node, "k4") : 0);
    }

    private static double required(String key, JsonNode node, String name) {
        if (!node.path(name).isNumber()) {
            throw problem("camera " + key + " has no number \"" + name + "\"");
        }
        return optional(key, node, name);
    }

    private static double optional(String key, JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
            throw problem("camera " + key + ": \"" + name + "\" is not a number");
        }
        return value.asDouble();
    }

    private static Problem problem(String why) {
        return new Problem(
                Problem.Code.BAD_OPTION, "cameras must be a cameras.json, but " + why + ".");
    }

    /// The lens of a photo, null when it is not listed. Keys that differ in the kind of projection alone are the same camera.
    @Nullable Camera find(String key, int width, int height) {
        if (byKey.isEmpty()) {
            return null;
        }
        Camera found = byKey.get(key);
        if (found == null) {
            found =
                    byKey.values().stream()
                            .filter(c -> withoutProjection(c.id()).equals(withoutProjection(key)))
                            .findFirst()
                            .orElse(null);
        }
        if (found == null || found.width() != width || found.height() != height) {
            missing.add(key);
            return null;
        }
        used.add(found.id());
        return found;
    }

    private static String withoutProjection(String key) {
        String[] words = key.split(" ");
        if (words.length < 3) {
            return key;
        }
        words[words.length - 2] = "";
        return String.join(" ", Arrays.asList(words));
    }

    /// Keys of the lenses that photos took.
    Set<String> used() {
        return Set.copyOf(used);
    }

    /// Changes when the file does.
    String fingerprint() {
        return text.isEmpty() ? "" : StageStore.fingerprint(text);
    }

    /// Says what was taken, after all photos have been asked for.
    void tell(Console console) {
        if (byKey.isEmpty()) {
            return;
        }
        for (String key : used) {
            console.info("Camera parameters of " + key + " are taken from the option cameras");
        }
        for (String key : byKey.keySet()) {
            if (!used.contains(key)) {
                console.warning("The option cameras lists " + key + ", but no photo is from it.");
            }
        }
        for (String key : missing) {
            console.warning(
                    "The option cameras does not list "
                            + key
                            + " at the size of its photos; it starts from their tags.");
        }
    }

    /// The entry of a lens in `cameras.json`.
    static ObjectNode json(Camera camera) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("projection_type", camera.model().key())
                        .put("width", camera.width())
                        .put("height", camera.height());
        if (!camera.model().isFull()) {
            return node.put("focal", camera.focalX()).put("k1", camera.k1()).put("k2", camera.k2());
        }
        node.put("focal_x", camera.focalX())
                .put("focal_y", camera.focalY())
                .put("c_x", camera.cX())
                .put("c_y", camera.cY())
                .put("k1", camera.k1())
                .put("k2", camera.k2());
        return camera.model().isFisheye()
                ? node.put("k3", camera.k3()).put("k4", camera.k4())
                : node.put("p1", camera.p1()).put("p2", camera.p2()).put("k3", camera.k3());
    }
}
