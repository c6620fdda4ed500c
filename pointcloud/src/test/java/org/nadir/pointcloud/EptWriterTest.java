package org.nadir.pointcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.mreutegg.laszip4j.LASPoint;
import com.github.mreutegg.laszip4j.LASReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The nodes are read by laszip4j, an independent reader; what they must hold is worked out here from the EPT specification.
class EptWriterTest {

    private static final LasReference UTM = new LasReference(32632, 0.001, 576_000, 5_188_000, 0);

    private static final Runnable FREE = () -> {};

    @TempDir Path folder;

    private record Point(int x, int y, int z, int red, int green, int blue, int kind, int views) {}

    @Test
    void holdsEachPointOnceInsideItsNode() throws IOException {
        var cloud = TestClouds.terrain(300_000, 7);
        long count = EptWriter.write(folder, cloud.source(), UTM, FREE);
        assertThat(count).isEqualTo(300_000);
        Map<Point, Integer> written = new HashMap<>();
        for (var node : nodes().entrySet()) {
            for (Point point : node.getValue()) {
                written.merge(point, 1, Integer::sum);
                assertInside(node.getKey(), point);
            }
        }
        assertThat(written).isEqualTo(expected(cloud));
    }

    @Test
    void everyNodeHasItsParentAndTheCountThatTheHierarchySays() throws IOException {
        EptWriter.write(folder, TestClouds.terrain(300_000, 7).source(), UTM, FREE);
        JsonNode hierarchy = json("ept-hierarchy/0-0-0-0.json");
        Map<String, List<Point>> nodes = nodes();
        assertThat(nodes.size()).isGreaterThan(4);
        assertThat(hierarchy.size()).isEqualTo(nodes.size());
        nodes.forEach((key, points) -> {
            assertThat(hierarchy.path(key).asInt()).as(key).isEqualTo(points.size());
            int[] k = key(key);
            if (k[0] > 0) {
                assertThat(nodes)
                        .containsKey((k[0] - 1) + "-" + k[1] / 2 + "-" + k[2] / 2 + "-" + k[3] / 2);
            }
        });
    }

    @Test
    void aDividedNodeHasOnePointPerCell() throws IOException {
        EptWriter.write(folder, TestClouds.terrain(300_000, 7).source(), UTM, FREE);
        double[] bounds = bounds("bounds");
        double cell = (bounds[3] - bounds[0]) / 128;
        var cells = new HashSet<String>();
        List<Point> root = nodes().getOrDefault("0-0-0-0", List.of());
        for (Point point : root) {
            cells.add(
                    (long) ((world(point.x(), 576_000) - bounds[0]) / cell)
                            + ","
                            + (long) ((world(point.y(), 5_188_000) - bounds[1]) / cell)
                            + ","
                            + (long) ((world(point.z(), 0) - bounds[2]) / cell));
        }
        // Points on a cell's very border may be rounded into the next one here.
        assertThat(cells.size()).isGreaterThan((int) (0.99 * root.size()));
    }

    @Test
    void describesItself() throws IOException {
        EptWriter.write(folder, TestClouds.terrain(60_000, 7).source(), UTM, FREE);
        JsonNode ept = json("ept.json");
        double[] cube = bounds("bounds");
        double[] conforming = bounds("boundsConforming");
        assertThat(cube[3] - cube[0]).isCloseTo(cube[5] - cube[2], within(1e-6));
        assertThat(cube[4] - cube[1]).isCloseTo(cube[5] - cube[2], within(1e-6));
        for (int axis = 0; axis < 3; axis++) {
            assertThat(conforming[axis]).isGreaterThanOrEqualTo(cube[axis] - 1e-9);
            assertThat(conforming[3 + axis]).isLessThanOrEqualTo(cube[3 + axis] + 1e-9);
        }
        assertThat(ept.path("points").asLong()).isEqualTo(60_000);
        assertThat(ept.path("dataType").asText()).isEqualTo("laszip");
        assertThat(ept.path("hierarchyType").asText()).isEqualTo("json");
        assertThat(ept.path("span").asInt()).isEqualTo(128);
        assertThat(ept.path("srs").path("horizontal").asText()).isEqualTo("32632");
        assertThat(ept.path("schema").findValuesAsText("name"))
                .startsWith("X", "Y", "Z", "Intensity")
                .endsWith("Red", "Green", "Blue");
    }

    @Test
    void littleMemoryGivesTheSameFiles(@TempDir Path spilled) throws IOException {
        EptWriter.write(folder, TestClouds.terrain(200_000, 3).source(), UTM, FREE);
        EptWriter.write(spilled, TestClouds.terrain(200_000, 3).source(), UTM, FREE, 100_000);
        assertThat(digest(spilled)).isEqualTo(digest(folder));
    }

    @Test
    void pointsInOnePlaceDoNotDivideForEver() throws IOException {
        double[] xyz = new double[3 * 120_000];
        java.util.Arrays.fill(xyz, 5);
        xyz[0] = 6;
        EptWriter.write(
                folder,
                new ArrayPointSource(xyz, null, null, null, null, 0, 0),
                new LasReference(0, 0.001, 0, 0, 0),
                FREE);
        assertThat(nodes().values().stream().mapToInt(List::size).sum()).isEqualTo(120_000);
        assertThat(json("ept.json").path("srs").isEmpty()).isTrue();
    }

    @Test
    void endsWhereTheCallerWantsItToEnd() {
        var calls = new int[1];
        Runnable third =
                () -> {
                    if (++calls[0] == 3) {
                        throw new java.util.concurrent.CancellationException("enough");
                    }
                };
        assertThatThrownBy(() ->
                        EptWriter.write(
                                folder, TestClouds.terrain(300_000, 7).source(), UTM, third))
                .isInstanceOf(java.util.concurrent.CancellationException.class);
        assertThat(folder.resolve("ept.json")).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**.spool");
    }

    @Test
    void refusesACloudWithoutPoints() {
        var none = new ArrayPointSource(new double[0], null, null, null, null, 0, 0);
        assertThatThrownBy(() -> EptWriter.write(folder, none, UTM, FREE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("no points");
        assertThat(folder.resolve("ept.json")).doesNotExist();
    }

    private static org.assertj.core.data.Offset<Double> within(double tolerance) {
        return org.assertj.core.data.Offset.offset(tolerance);
    }

    private static double world(int stored, double offset) {
        return stored * 0.001 + offset;
    }

    private void assertInside(String name, Point point) throws IOException {
        double[] cube = bounds("bounds");
        int[] key = key(name);
        double side = (cube[3] - cube[0]) / (1 << key[0]);
        double[] at = {world(point.x(), 576_000), world(point.y(), 5_188_000), world(point.z(), 0)};
        for (int axis = 0; axis < 3; axis++) {
            double low = cube[axis] + key[1 + axis] * side;
            assertThat(at[axis]).isBetween(low - 1e-6, low + side + 1e-6);
        }
    }

    private static int[] key(String name) {
        return Stream.of(name.split("-")).mapToInt(Integer::parseInt).toArray();
    }

    private Map<Point, Integer> expected(TestClouds.Cloud cloud) {
        Map<Point, Integer> points = new HashMap<>();
        for (int i = 0; i < cloud.count(); i++) {
            var point =
                    new Point(
                            (int) Math.rint((cloud.xyz()[3 * i] - 576_000) * 1000),
                            (int) Math.rint((cloud.xyz()[3 * i + 1] - 5_188_000) * 1000),
                            (int) Math.rint(cloud.xyz()[3 * i + 2] * 1000),
                            cloud.rgb()[3 * i] & 0xFF,
                            cloud.rgb()[3 * i + 1] & 0xFF,
                            cloud.rgb()[3 * i + 2] & 0xFF,
                            cloud.classes()[i],
                            cloud.views()[i]);
            points.merge(point, 1, Integer::sum);
        }
        return points;
    }

    private Map<String, List<Point>> nodes() throws IOException {
        var nodes = new TreeMap<String, List<Point>>();
        try (Stream<Path> files = Files.list(folder.resolve("ept-data"))) {
            for (Path file : files.toList()) {
                var points = new ArrayList<Point>();
                for (LASPoint p : new LASReader(file.toFile()).getPoints()) {
                    points.add(
                            new Point(
                                    p.getX(),
                                    p.getY(),
                                    p.getZ(),
                                    p.getRed(),
                                    p.getGreen(),
                                    p.getBlue(),
                                    p.getClassification(),
                                    p.getUserData()));
                }
                nodes.put(file.getFileName().toString().replace(".laz", ""), points);
            }
        }
        return nodes;
    }

    private static Map<String, Integer> digest(Path folder) throws IOException {
        var digest = new TreeMap<String, Integer>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digest.put(
                        folder.relativize(file).toString(),
                        java.util.Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return digest;
    }

    private double[] bounds(String name) throws IOException {
        double[] bounds = new double[6];
        for (int i = 0; i < 6; i++) {
            bounds[i] = json("ept.json").path(name).path(i).asDouble();
        }
        return bounds;
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(name).toFile());
    }
}
