package org.nadir.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.mesh.MeshPly;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// OBJ, GLB and PLY files taken apart by the letter of their formats.
class ModelFilesTest {

    @TempDir Path folder;

    /// Three faces: one on each of two pages, one without texture.
    private static TexturedMesh model() {
        var mesh =
                new TriangleMesh(
                        new double[] {0, 0, 1, 2, 0, 1.5, 2, 3, -2, -1.25, 3, 0.00004},
                        new int[] {0, 1, 2, 0, 2, 3, 0, 3, 1});
        var first = new TexturePage(4, 2);
        var second = new TexturePage(16, 16);
        first.rgb()[0] = (byte) 200;
        first.rgb()[4] = 100;
        java.util.Arrays.fill(second.rgb(), (byte) 90);
        return new TexturedMesh(
                mesh,
                new int[] {0, 1, -1},
                new int[] {0, 1, 2, 3, 4, 5, -1, -1, -1},
                new float[] {0, 0, 1, 0, 1, 1, 0.25f, 0.5f, 0.75f, 0.5f, 0.5f, 1},
                List.of(first, second));
    }

    @Test
    void objNamesWhatIsThere() throws Exception {
        Path obj;
        try (var workers = new Workers(2)) {
            obj = ObjWriter.write(folder, "odm_textured_model_geo", model(), Work.silent(workers));
        }
        assertThat(obj)
                .content()
                .isEqualTo(
                        """
                        mtllib odm_textured_model_geo.mtl
                        v 0.0000 0.0000 1.0000
                        v 2.0000 0.0000 1.5000
                        v 2.0000 3.0000 -2.0000
                        v -1.2500 3.0000 0.0000
                        vt 0.000000 1.000000
                        vt 1.000000 1.000000
                        vt 1.000000 0.000000
                        vt 0.250000 0.500000
                        vt 0.750000 0.500000
                        vt 0.500000 0.000000
                        usemtl material0000
                        f 1/1 2/2 3/3
                        usemtl material0001
                        f 1/4 3/5 4/6
                        """);
        assertThat(folder.resolve("odm_textured_model_geo.mtl"))
                .content()
                .contains("newmtl material0001\n")
                .contains("map_Kd odm_textured_model_geo_material0000_map_Kd.png\n");
        BufferedImage page =
                ImageIO.read(
                        folder.resolve("odm_textured_model_geo_material0000_map_Kd.png").toFile());
        assertThat(page.getWidth()).isEqualTo(4);
        assertThat(page.getRGB(0, 0)).isEqualTo(0xFFC80000);
        assertThat(page.getRGB(1, 0)).isEqualTo(0xFF006400);
    }

    @Test
    void glbIsWhatTheSpecificationAsks() throws Exception {
        Path file = folder.resolve("model.glb");
        GlbWriter.write(file, model(), new GeoReference(32615, 576000, 5188000));
        ByteBuffer glb = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(glb.getInt()).isEqualTo(0x46546C67);
        assertThat(glb.getInt()).isEqualTo(2);
        assertThat(glb.getInt()).isEqualTo(glb.capacity());
        int textLength = glb.getInt();
        assertThat(textLength % 4).isZero();
        assertThat(glb.getInt()).isEqualTo(0x4E4F534A);
        JsonNode json = new ObjectMapper().readTree(glb.array(), 20, textLength);
        glb.position(20 + textLength);
        int binaryLength = glb.getInt();
        assertThat(glb.getInt()).isEqualTo(0x004E4942);
        int binary = glb.position();
        assertThat(binary + binaryLength).isEqualTo(glb.capacity());

        assertThat(json.at("/extensions/CESIUM_RTC/center/1").asDouble()).isEqualTo(5188000);
        assertThat(json.at("/buffers/0/byteLength").asInt()).isEqualTo(binaryLength);
        assertThat(json.at("/meshes/0/primitives")).hasSize(2);
        JsonNode second = json.at("/meshes/0/primitives/1");
        JsonNode positions = json.at("/accessors/" + second.at("/attributes/POSITION").asInt());
        assertThat(positions.get("count").asInt()).isEqualTo(3);
        assertThat(positions.at("/min/0").floatValue()).isEqualTo(-1.25f);
        assertThat(positions.at("/max/1").floatValue()).isEqualTo(3f);
        ByteBuffer numbers = view(glb, binary, json, positions);
        assertThat(numbers.getFloat(24)).isEqualTo(-1.25f);
        JsonNode indices = json.at("/accessors/" + second.at("/indices").asInt());
        assertThat(indices.get("count").asInt()).isEqualTo(3);
        assertThat(view(glb, binary, json, indices).getInt(8)).isEqualTo(2);
        JsonNode uv = json.at("/accessors/" + second.at("/attributes/TEXCOORD_0").asInt());
        assertThat(view(glb, binary, json, uv).getFloat(12)).isEqualTo(0.5f);

        JsonNode image = json.at("/bufferViews/" + json.at("/images/1/bufferView").asInt());
        var jpeg = new byte[image.get("byteLength").asInt()];
        glb.get(binary + image.get("byteOffset").asInt(), jpeg);
        BufferedImage page = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(page.getWidth()).isEqualTo(16);
        assertThat(page.getRGB(8, 8) & 0xFF).isBetween(87, 93);
        for (JsonNode each : json.get("bufferViews")) {
            assertThat(each.get("byteOffset").asInt() % 4).isZero();
        }
    }

    @Test
    void meshPlyHasTheLayoutItAnnounces() throws Exception {
        Path file = folder.resolve("mesh.ply");
        MeshPly.write(file, model().mesh());
        byte[] bytes = Files.readAllBytes(file);
        int body = bytes.length - 4 * 12 - 3 * 13;
        String head = new String(bytes, 0, body, java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(head)
                .contains("element vertex 4\n", "element face 3\n")
                .endsWith("end_header\n");
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(data.getFloat(body + 12 + 8)).isEqualTo(1.5f);
        assertThat(data.get(body + 48 + 26)).isEqualTo((byte) 3);
        assertThat(data.getInt(body + 48 + 26 + 5)).isEqualTo(3);
    }

    private static ByteBuffer view(ByteBuffer glb, int binary, JsonNode json, JsonNode accessor) {
        JsonNode view = json.at("/bufferViews/" + accessor.get("bufferView").asInt());
        return glb.slice(binary + view.get("byteOffset").asInt(), view.get("byteLength").asInt())
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
