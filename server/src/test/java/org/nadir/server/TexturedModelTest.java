package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The textured model for small devices: a GLB made here by the specification (glTF 2.0, §4.4), read back the same way.
@Timeout(120)
class TexturedModelTest {

    private static final long MEGABYTE = 1 << 20;

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static String path;
    static long task;
    static byte[] glb;

    @BeforeAll
    static void start() throws IOException {
        glb = glb();
        Map<String, byte[]> results = Results.files(scratch);
        results.put("odm_texturing/odm_textured_model_geo.glb", glb);
        node = new FakeNode(Results.zip(results));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        long project = server.project(admin, "Models");
        task = server.newTask(admin, project, Map.of("name", "Model")).path("id").asLong();
        path = task(project, task);
        server.awaitStatus(admin, path, 40);
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private static final String JSON =
            """
            {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
             "meshes":[{"primitives":[{"attributes":{"POSITION":0},"material":0}]}],
             "accessors":[{"bufferView":1,"componentType":5126,"count":3,"type":"VEC3"}],
             "materials":[{"pbrMetallicRoughness":{"baseColorTexture":{"index":0}}}],
             "textures":[{"source":0},{"source":1}],
             "images":[{"bufferView":0,"mimeType":"image/jpeg"},{"bufferView":2,"mimeType":"image/png"}],
             "bufferViews":[{"buffer":0,"byteOffset":0,"byteLength":%d},
                            {"buffer":0,"byteOffset":%d,"byteLength":36},
                            {"buffer":0,"byteOffset":%d,"byteLength":%d}],
             "buffers":[{"byteLength":%d}]}
            """;

    private static byte[] glb() throws IOException {
        byte[] jpeg = noise(2048, 2048, "jpg");
        byte[] png = noise(1100, 1100, "png");
        int geometryAt = (jpeg.length + 3) / 4 * 4;
        int pngAt = geometryAt + 36;
        int binary = pngAt + (png.length + 3) / 4 * 4;
        byte[] json =
                JSON.formatted(jpeg.length, geometryAt, pngAt, png.length, binary)
                        .getBytes(StandardCharsets.UTF_8);
        json = Arrays.copyOf(json, json.length);
        int jsonLength = (json.length + 3) / 4 * 4;
        ByteBuffer file =
                ByteBuffer.allocate(28 + jsonLength + binary).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x46546C67).putInt(2).putInt(file.capacity()).putInt(jsonLength);
        file.putInt(0x4E4F534A).put(json).put(" ".repeat(jsonLength - json.length).getBytes());
        file.putInt(binary).putInt(0x004E4942);
        int at = file.position();
        file.put(at, jpeg);
        for (int i = 0; i < 9; i++) {
            file.putFloat(at + geometryAt + 4 * i, i * 1.5f);
        }
        file.put(at + pngAt, png);
        return file.array();
    }

    private static byte[] noise(int width, int height, String format) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var random = new Random(7);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt(1 << 24));
        }
        var bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static BufferedImage picture(ByteBuffer file, JsonNode json, int view, int binaryAt)
            throws IOException {
        JsonNode place = json.path("bufferViews").get(view);
        byte[] bytes = new byte[place.path("byteLength").asInt()];
        file.get(binaryAt + place.path("byteOffset").asInt(), bytes);
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes)));
    }

    @Test
    void largeDevicesGetTheModelAsItIs() {
        assertThat(glb.length).isGreaterThan(5_500_000).isLessThan(60_000_000);
        for (String query : new String[] {"", "?platform=", "?platform=mobile", "?platform=tv"}) {
            Client.Reply reply = admin.get(path + "textured_model/" + query).expect(200);
            assertThat(reply.bytes()).isEqualTo(glb);
            assertThat(reply.header("Content-Type")).isEqualTo("model/gltf-binary");
            assertThat(reply.header("Content-Disposition"))
                    .isEqualTo("attachment; filename=Model-textured_model.glb");
        }
    }

    @Test
    void smallDevicesGetSmallerTexturesInAWholeFile() throws IOException {
        Client.Reply reply = admin.get(path + "textured_model/?platform=ios").expect(200);
        assertThat(reply.bytes().length).isLessThanOrEqualTo((int) (5 * MEGABYTE));
        ByteBuffer file = ByteBuffer.wrap(reply.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.getInt(0)).isEqualTo(0x46546C67);
        assertThat(file.getInt(8)).isEqualTo(file.capacity());
        int jsonLength = file.getInt(12);
        assertThat(jsonLength % 4).isZero();
        byte[] text = new byte[jsonLength];
        file.get(20, text);
        JsonNode json = new ObjectMapper().readTree(text);
        int binaryAt = 28 + jsonLength;
        int binary = file.getInt(20 + jsonLength);
        assertThat(binaryAt + binary).isEqualTo(file.capacity());
        assertThat(json.path("buffers").get(0).path("byteLength").asInt()).isEqualTo(binary);
        for (JsonNode view : json.path("bufferViews")) {
            assertThat(view.path("byteOffset").asInt() % 4).isZero();
            assertThat(view.path("byteOffset").asInt() + view.path("byteLength").asInt())
                    .isLessThanOrEqualTo(binary);
        }
        int geometry = binaryAt + json.path("bufferViews").get(1).path("byteOffset").asInt();
        for (int i = 0; i < 9; i++) {
            assertThat(file.getFloat(geometry + 4 * i)).isEqualTo(i * 1.5f);
        }
        BufferedImage jpeg = picture(file, json, 0, binaryAt);
        BufferedImage png = picture(file, json, 2, binaryAt);
        assertThat(jpeg.getWidth()).isEqualTo(1024);
        assertThat(jpeg.getHeight()).isEqualTo(1024);
        assertThat(png.getWidth()).isEqualTo(550);
        assertThat(admin.get(path + "textured_model?platform=ios").header("ETag"))
                .isEqualTo(reply.header("ETag"));
        try (var kept = Files.list(data.resolve("cache/task-" + task))) {
            assertThat(kept).hasSize(1);
        }
    }

    @Test
    void theSmallerModelGoesWithTheTaskAndOthersHaveNone() {
        long project = server.project(admin, "Others");
        String none =
                task(
                        project,
                        server.newTask(admin, project, Map.of("auto_processing_node", "false"))
                                .path("id")
                                .asLong());
        admin.get(none + "textured_model/").expect(404);
        admin.anonymous().get(path + "textured_model/").expect(404);
        JsonNode other = server.newTask(admin, project, Map.of("name", "Twin"));
        String twin = task(project, other.path("id").asLong());
        server.awaitStatus(admin, twin, 40);
        admin.get(twin + "textured_model/?platform=ios").expect(200);
        Path folder = data.resolve("cache/task-" + other.path("id").asLong());
        assertThat(folder).isDirectory();
        admin.post(twin + "remove/").expect(200);
        TestServer.until("the folder is gone", () -> !Files.exists(folder));
    }
}
