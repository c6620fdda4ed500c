package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What OGC 22-025r4 (3D Tiles 1.1) and its JSON schema ask of a tileset: which properties there may and must be, how many numbers
/// they have and in which range, and what the tiles' files say of themselves. Extensions, metadata and implicit tiling are not
/// among what is written here and count as errors.
final class TilesetRules {

    private static final Map<String, Set<String>> ALLOWED =
            Map.of(
                    "tileset", Set.of("asset", "geometricError", "root"),
                    "asset", Set.of("version", "tilesetVersion"),
                    "tile",
                            Set.of(
                                    "boundingVolume",
                                    "geometricError",
                                    "refine",
                                    "transform",
                                    "content",
                                    "children"),
                    "content", Set.of("uri", "boundingVolume"));

    private final Path folder;
    private final Set<String> files = new TreeSet<>();

    private TilesetRules(Path folder) {
        this.folder = folder;
    }

    static void check(Path folder) throws IOException {
        new TilesetRules(folder).check();
    }

    private void check() throws IOException {
        JsonNode tileset = new ObjectMapper().readTree(folder.resolve("tileset.json").toFile());
        properties(tileset, "tileset", "asset", "geometricError", "root");
        JsonNode asset = tileset.path("asset");
        properties(asset, "asset", "version");
        assertThat(asset.path("version").isTextual()).isTrue();
        assertThat(asset.path("version").asText()).isIn("1.0", "1.1");
        JsonNode root = tileset.path("root");
        assertThat(root.path("refine").asText()).isIn("ADD", "REPLACE");
        tile(root, error(tileset), asset.path("version").asText());
        files.add("tileset.json");
        try (Stream<Path> all = Files.walk(folder)) {
            List<String> there =
                    all.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString())
                            .toList();
            assertThat(there).containsExactlyInAnyOrderElementsOf(files);
        }
    }

    private static void properties(JsonNode node, String kind, String... required) {
        assertThat(node.isObject()).as(kind).isTrue();
        var names = new HashSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        assertThat(ALLOWED.get(kind)).as(kind).containsAll(names);
        assertThat(names).as(kind).contains(required);
    }

    private static double error(JsonNode node) {
        JsonNode error = node.path("geometricError");
        assertThat(error.isNumber()).isTrue();
        assertThat(error.asDouble()).isFinite().isNotNegative();
        return error.asDouble();
    }

    private void tile(JsonNode tile, double above, String version) throws IOException {
        properties(tile, "tile", "boundingVolume", "geometricError");
        double error = error(tile);
        assertThat(error).isLessThanOrEqualTo(above);
        volume(tile.path("boundingVolume"));
        if (tile.has("refine")) {
            assertThat(tile.path("refine").asText()).isIn("ADD", "REPLACE");
        }
        if (tile.has("transform")) {
            double[] matrix = numbers(tile.path("transform"), 16);
            for (int row = 0; row < 4; row++) {
                assertThat(matrix[4 * row + 3]).isEqualTo(row == 3 ? 1 : 0);
            }
        }
        if (tile.has("content")) {
            properties(tile.path("content"), "content", "uri");
            content(tile.at("/content/uri").asText(), version);
        }
        if (tile.has("children")) {
            JsonNode children = tile.path("children");
            assertThat(children.isArray()).isTrue();
            assertThat(children).isNotEmpty().doesNotHaveDuplicates();
            for (JsonNode child : children) {
                tile(child, error, version);
            }
        }
    }

    private static void volume(JsonNode volume) {
        assertThat(volume).hasSize(1);
        if (volume.has("box")) {
            double[] box = numbers(volume.path("box"), 12);
            for (int axis = 0; axis < 3; axis++) {
                double length = 0;
                for (int i = 0; i < 3; i++) {
                    length = Math.hypot(length, box[3 + 3 * axis + i]);
                }
                assertThat(length).isPositive();
            }
            return;
        }
        double[] region = numbers(volume.path("region"), 6);
        assertThat(region[0]).isBetween(-Math.PI, region[2]);
        assertThat(region[2]).isBetween(region[0], Math.PI);
        assertThat(region[1]).isBetween(-Math.PI / 2, region[3]);
        assertThat(region[3]).isBetween(region[1], Math.PI / 2);
        assertThat(region[4]).isLessThanOrEqualTo(region[5]);
    }

    private static double[] numbers(JsonNode list, int count) {
        assertThat(list.isArray()).isTrue();
        assertThat(list).hasSize(count);
        var numbers = new double[count];
        for (int i = 0; i < count; i++) {
            assertThat(list.path(i).isNumber()).isTrue();
            numbers[i] = list.path(i).asDouble();
            assertThat(numbers[i]).isFinite();
        }
        return numbers;
    }

    private void content(String uri, String version) throws IOException {
        assertThat(uri).doesNotContain("..", ":", "\\").doesNotStartWith("/");
        assertThat(files.add(uri)).as("%s stands once", uri).isTrue();
        byte[] bytes = Files.readAllBytes(folder.resolve(uri));
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        String magic = new String(bytes, 0, 4, StandardCharsets.US_ASCII);
        assertThat(head.getInt(8)).isEqualTo(bytes.length);
        if (magic.equals("pnts")) {
            points(bytes, head);
            return;
        }
        assertThat(magic).isEqualTo("glTF");
        assertThat(version).as("glTF is content since 1.1").isEqualTo("1.1");
        assertThat(head.getInt(4)).isEqualTo(2);
    }

    /// The feature table of points (§ "Point cloud"): how many there are, where each stands, and which colour it has.
    private static void points(byte[] bytes, ByteBuffer head) throws IOException {
        assertThat(head.getInt(4)).isEqualTo(1);
        assertThat(bytes.length % 8).isZero();
        int json = head.getInt(12);
        int binary = head.getInt(16);
        assertThat((28 + json) % 8).isZero();
        assertThat(28 + json + binary + head.getInt(20) + head.getInt(24)).isEqualTo(bytes.length);
        JsonNode table = new ObjectMapper().readTree(bytes, 28, json);
        var names = new HashSet<String>();
        table.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsOnly("POINTS_LENGTH", "RTC_CENTER", "POSITION", "RGB");
        int count = table.path("POINTS_LENGTH").asInt();
        assertThat(count).isPositive();
        numbers(table.path("RTC_CENTER"), 3);
        int positions = table.at("/POSITION/byteOffset").asInt(-1);
        int colours = table.at("/RGB/byteOffset").asInt(-1);
        assertThat(positions % 4).isZero();
        assertThat(positions + 12 * count).isLessThanOrEqualTo(binary);
        assertThat(colours).isGreaterThanOrEqualTo(positions + 12 * count);
        assertThat(colours + 3 * count).isLessThanOrEqualTo(binary);
        int known = 0;
        for (int i = 0; i < 3 * count; i++) {
            known += Float.isFinite(head.getFloat(28 + json + positions + 4 * i)) ? 1 : 0;
        }
        assertThat(known).isEqualTo(3 * count);
    }
}
