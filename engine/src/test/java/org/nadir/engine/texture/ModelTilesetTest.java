package org.nadir.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.GeoReference;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Geocentric;
import org.nadir.geo.UtmZone;

/// A model four kilometres across, over which the earth falls by 30 cm, taken apart as the specifications of 3D Tiles and glTF
/// say.
class ModelTilesetTest {

    private static final GeoReference REFERENCE = new GeoReference(32632, 691_000, 5_334_000);

    @TempDir private Path folder;

    @Test
    void everyVertexStandsWhereItIsOnTheEarth() throws IOException {
        TexturedMesh model = model(8, 64);
        write(model, model(2, 16));
        JsonNode root = tileset().path("root");
        double[] vertices = vertices(root.at("/children/0/content/uri").asText());
        assertThat(vertices).hasSize(model.mesh().xyz().length);
        for (int v = 0; v < vertices.length; v += 3) {
            // glTF has y up; tiles have z up.
            double[] local = {vertices[v], -vertices[v + 2], vertices[v + 1]};
            double[] found = transformed(root.path("transform"), local);
            double[] world = model.mesh().xyz();
            Coordinate at =
                    UtmZone.ofEpsg(32632)
                            .inverse(
                                    world[v] + REFERENCE.offsetEast(),
                                    world[v + 1] + REFERENCE.offsetNorth());
            Geocentric truth = Geocentric.of(at.x(), at.y(), world[v + 2]);
            assertThat(found[0]).isCloseTo(truth.x(), within(0.001));
            assertThat(found[1]).isCloseTo(truth.y(), within(0.001));
            assertThat(found[2]).isCloseTo(truth.z(), within(0.001));
        }
    }

    @Test
    void boxesHoldTheirLevelAndErrorsShrink() throws IOException {
        write(model(8, 64), model(4, 16), model(2, 16));
        JsonNode tile = tileset().path("root");
        double above = tileset().path("geometricError").asDouble();
        assertThat(tile.path("refine").asText()).isEqualTo("REPLACE");
        int levels = 0;
        for (; !tile.isMissingNode(); tile = tile.at("/children/0")) {
            assertThat(tile.path("geometricError").asDouble()).isLessThanOrEqualTo(above);
            above = tile.path("geometricError").asDouble();
            double[] vertices = vertices(tile.at("/content/uri").asText());
            JsonNode box = tile.at("/boundingVolume/box");
            for (int v = 0; v < vertices.length; v += 3) {
                double[] local = {vertices[v], -vertices[v + 2], vertices[v + 1]};
                for (int axis = 0; axis < 3; axis++) {
                    assertThat(Math.abs(local[axis] - box.path(axis).asDouble()))
                            .isLessThanOrEqualTo(box.path(3 + 4 * axis).asDouble());
                }
            }
            levels++;
        }
        assertThat(levels).isEqualTo(3);
        assertThat(above).isZero();
    }

    @Test
    void aModelWithoutTextureIsRefused() throws IOException {
        TexturedMesh textured = model(2, 16);
        var bare =
                new TexturedMesh(
                        textured.mesh(),
                        textured.facePage(),
                        textured.cornerUv(),
                        textured.uv(),
                        List.of());
        var tileset = new ModelTileset(folder, REFERENCE, bare.mesh());
        assertThatThrownBy(() -> tileset.add(bare)).hasMessageContaining("texture");
    }

    private void write(TexturedMesh... levels) throws IOException {
        var tileset = new ModelTileset(folder, REFERENCE, levels[0].mesh());
        for (TexturedMesh level : levels) {
            tileset.add(level);
        }
        tileset.finish();
    }

    private JsonNode tileset() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("tileset.json").toFile());
    }

    /// Turned by the node's matrix, whose columns are those of glTF.
    private double[] vertices(String file) throws IOException {
        byte[] glb = Files.readAllBytes(folder.resolve(file));
        ByteBuffer bytes = ByteBuffer.wrap(glb).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getInt(12);
        JsonNode json = new ObjectMapper().readTree(glb, 20, length);
        assertThat(json.path("extensions").has("CESIUM_RTC")).isFalse();
        int count = json.at("/accessors/0/count").asInt();
        JsonNode matrix = json.at("/nodes/0/matrix");
        var turned = new double[3 * count];
        for (int i = 0; i < count; i++) {
            double[] from = new double[3];
            for (int axis = 0; axis < 3; axis++) {
                from[axis] = bytes.getFloat(20 + length + 8 + 12 * i + 4 * axis);
            }
            System.arraycopy(transformed(matrix, from), 0, turned, 3 * i, 3);
        }
        return turned;
    }

    private static double[] transformed(JsonNode matrix, double[] from) {
        var to = new double[3];
        for (int row = 0; row < 3; row++) {
            to[row] = matrix.path(12 + row).asDouble();
            for (int column = 0; column < 3; column++) {
                to[row] += matrix.path(4 * column + row).asDouble() * from[column];
            }
        }
        return to;
    }

    /// A lattice of `n` by `n` squares on one page, its vertices in the order in which faces first name them.
    private static TexturedMesh model(int n, int side) {
        int across = n + 1;
        var xyz = new double[3 * across * across];
        var uv = new float[2 * across * across];
        var order = new java.util.LinkedHashMap<Integer, Integer>();
        var faces = new int[6 * n * n];
        int at = 0;
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                int corner = row * across + column;
                for (int v :
                        new int[] {
                            corner,
                            corner + 1,
                            corner + across,
                            corner + 1,
                            corner + across + 1,
                            corner + across
                        }) {
                    faces[at++] = order.merge(v, order.size(), (known, next) -> known);
                }
            }
        }
        order.forEach((lattice, v) -> {
            double x = (double) (lattice % across) / n;
            double y = (double) (lattice / across) / n;
            xyz[3 * v] = 4000 * (x - 0.5);
            xyz[3 * v + 1] = 4000 * (y - 0.5);
            xyz[3 * v + 2] = 500 + 20 * Math.sin(7 * x + 3 * y);
            uv[2 * v] = (float) x;
            uv[2 * v + 1] = (float) (1 - y);
        });
        return new TexturedMesh(
                new TriangleMesh(xyz, faces),
                new int[2 * n * n],
                faces,
                uv,
                List.of(new TexturePage(side, side)));
    }
}
