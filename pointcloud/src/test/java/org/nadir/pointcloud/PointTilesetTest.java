package org.nadir.pointcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.geo.Coordinate;
import org.nadir.geo.UtmZone;

/// Tiles are taken apart by the specification, and their points brought back from the middle of the earth by Bowring's formula.
class PointTilesetTest {

    private static final LasReference UTM = new LasReference(32632, 0.001, 576_000, 5_188_000, 0);
    private static final UtmZone ZONE = new UtmZone(32, true);

    @TempDir Path folder;

    private record Tile(JsonNode json, double[] places, byte[] rgb) {}

    @Test
    void everyPointStandsOnceWhereItWasOnTheEarth() throws IOException {
        var cloud = TestClouds.terrain(120_000, 7);
        assertThat(PointTileset.write(folder, cloud.source(), UTM, () -> {})).isEqualTo(120_000);
        List<Tile> tiles = tiles();
        assertThat(tiles.size()).isGreaterThan(4);
        assertThat(tiles.stream().mapToInt(tile -> tile.rgb().length / 3).sum()).isEqualTo(120_000);
        var random = new Random(1);
        for (int k = 0; k < 100; k++) {
            Tile tile = tiles.get(random.nextInt(tiles.size()));
            int i = random.nextInt(tile.rgb().length / 3);
            double[] place = geographic(tile.places(), 3 * i);
            Coordinate at = ZONE.forward(place[0], place[1]);
            int nearest = nearest(cloud, at.x(), at.y(), place[2]);
            assertThat(distance(cloud, nearest, at.x(), at.y(), place[2])).isLessThan(0.002);
            for (int c = 0; c < 3; c++) {
                assertThat(tile.rgb()[3 * i + c]).isEqualTo(cloud.rgb()[3 * nearest + c]);
            }
        }
    }

    @Test
    void regionsHoldTheirPointsAndThoseBelow() throws IOException {
        PointTileset.write(folder, TestClouds.terrain(120_000, 7).source(), UTM, () -> {});
        assertInside(tileset().path("root"), new ArrayList<>());
        assertThat(tileset().at("/root/refine").asText()).isEqualTo("ADD");
        assertThat(tileset().at("/asset/version").asText()).isEqualTo("1.0");
    }

    private void assertInside(JsonNode node, List<JsonNode> above) throws IOException {
        var all = new ArrayList<>(above);
        all.add(node);
        Tile tile = tile(node);
        for (int i = 0; i < tile.places().length; i += 3) {
            double[] place = geographic(tile.places(), i);
            double longitude = Math.toRadians(place[0]);
            double latitude = Math.toRadians(place[1]);
            for (JsonNode each : all) {
                JsonNode region = each.at("/boundingVolume/region");
                boolean inside =
                        longitude >= region.path(0).asDouble()
                                && latitude >= region.path(1).asDouble()
                                && longitude <= region.path(2).asDouble()
                                && latitude <= region.path(3).asDouble()
                                && place[2] >= region.path(4).asDouble()
                                && place[2] <= region.path(5).asDouble();
                assertThat(inside).isTrue();
            }
        }
        for (JsonNode child : node.path("children")) {
            assertThat(child.path("geometricError").asDouble())
                    .isLessThan(node.path("geometricError").asDouble());
            assertInside(child, all);
        }
    }

    @Test
    void aCloudWithoutPlaceOrPointsIsRefused() {
        var nowhere = new LasReference(0, 0.001, 0, 0, 0);
        assertThatThrownBy(() ->
                        PointTileset.write(
                                folder, TestClouds.terrain(10, 1).source(), nowhere, () -> {}))
                .hasMessageContaining("0");
        assertThatThrownBy(() ->
                        PointTileset.write(
                                folder, TestClouds.terrain(0, 1).source(), UTM, () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no points");
        assertThat(folder.resolve("tileset.json")).doesNotExist();
    }

    private JsonNode tileset() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("tileset.json").toFile());
    }

    private List<Tile> tiles() throws IOException {
        var tiles = new ArrayList<Tile>();
        collect(tileset().path("root"), tiles);
        return tiles;
    }

    private void collect(JsonNode node, List<Tile> tiles) throws IOException {
        tiles.add(tile(node));
        for (JsonNode child : node.path("children")) {
            collect(child, tiles);
        }
    }

    private Tile tile(JsonNode node) throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve(node.at("/content/uri").asText()));
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(file, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("pnts");
        assertThat(bytes.getInt(8)).isEqualTo(file.length);
        assertThat(file.length % 8).isZero();
        int length = bytes.getInt(12);
        assertThat((28 + length) % 8).isZero();
        assertThat(28 + length + bytes.getInt(16)).isEqualTo(file.length);
        JsonNode table = new ObjectMapper().readTree(file, 28, length);
        int count = table.path("POINTS_LENGTH").asInt();
        var places = new double[3 * count];
        for (int i = 0; i < places.length; i++) {
            places[i] =
                    bytes.getFloat(28 + length + 4 * i)
                            + table.path("RTC_CENTER").path(i % 3).asDouble();
        }
        var rgb = new byte[3 * count];
        bytes.get(28 + length + table.at("/RGB/byteOffset").asInt(), rgb);
        return new Tile(node, places, rgb);
    }

    /// Longitude and latitude in degrees and height, by Bowring (1976); below a tenth of a millimetre near the ground.
    private static double[] geographic(double[] places, int at) {
        double a = 6_378_137;
        double b = a * (1 - 1 / 298.257223563);
        double x = places[at];
        double y = places[at + 1];
        double z = places[at + 2];
        double p = Math.hypot(x, y);
        double theta = Math.atan2(z * a, p * b);
        double e2 = 1 - b * b / (a * a);
        double latitude =
                Math.atan2(
                        z + (a * a / (b * b) - 1) * b * Math.pow(Math.sin(theta), 3),
                        p - e2 * a * Math.pow(Math.cos(theta), 3));
        double normal = a / Math.sqrt(1 - e2 * Math.pow(Math.sin(latitude), 2));
        return new double[] {
            Math.toDegrees(Math.atan2(y, x)),
            Math.toDegrees(latitude),
            p / Math.cos(latitude) - normal
        };
    }

    private static int nearest(TestClouds.Cloud cloud, double x, double y, double z) {
        int best = 0;
        for (int i = 0; i < cloud.count(); i++) {
            if (distance(cloud, i, x, y, z) < distance(cloud, best, x, y, z)) {
                best = i;
            }
        }
        return best;
    }

    private static double distance(TestClouds.Cloud cloud, int i, double x, double y, double z) {
        double dx = cloud.xyz()[3 * i] - x;
        double dy = cloud.xyz()[3 * i + 1] - y;
        double dz = cloud.xyz()[3 * i + 2] - z;
        return Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
}
