package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.server.Client.FilePart;

/// Results of other programs, brought one by one.
@Timeout(60)
class ExternalImportTest {

    private static final byte[] RASTER = StripTiff.gray(600, 520, Results.EPSG, 576_000, 5_188_600);

    @TempDir static Path data;
    @TempDir static Path scratch;
    static TestServer server;
    static Client admin;
    static long project;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, null);
        admin = server.admin();
        project = server.project(admin, "External");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String path(String action) {
        return tasks(project) + "import/external/" + action;
    }

    private static String init() {
        return admin.post(path("init")).expect(200).json().path("uuid").asText();
    }

    private static Client.Reply upload(String uuid, String kind, String name, byte[] content) {
        return admin.form(path("upload"), Map.of("uuid", uuid), new FilePart(kind, name, content));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void resultsBecomeATask() throws Exception {
        String uuid = init();
        assertThat(upload(uuid, "orthophoto", "My Map.TIF", RASTER).expect(200).text())
                .isEqualTo("{\"uploaded\":true,\"done\":true,\"asset\":\"orthophoto\"}");
        upload(
                        uuid,
                        "dsm",
                        "surface.tiff",
                        Results.files(scratch).getOrDefault("odm_dem/dsm.tif", new byte[0]))
                .expect(200);
        upload(uuid, "pointcloud", "first.laz", text("LASFx")).expect(200);
        upload(uuid, "pointcloud", "points.las", text("LASFy")).expect(200);
        upload(uuid, "texturedmodel", "model.glb", text("glTF...")).expect(200);
        JsonNode made =
                admin.post(path("commit"), Map.of("uuid", uuid, "name", "Brought"))
                        .expect(201)
                        .json();
        assertThat(made.path("import_url").asText()).isEqualTo("file://external");
        assertThat(made.path("status").asInt()).isEqualTo(20);
        assertThat(made.path("name").asText()).isEqualTo("Brought");
        String task = task(project, made.path("id").asLong());
        JsonNode done = server.awaitStatus(admin, task, 40);
        assertThat(done.path("available_assets").toString())
                .isEqualTo(
                        "[\"all.zip\",\"orthophoto.tif\",\"georeferenced_model.las\","
                                + "\"textured_model.glb\",\"dsm.tif\"]"
                                        .replace(
                                                "\"textured_model.glb\"",
                                                "\"textured_model.zip\",\"textured_model.glb\""));
        assertThat(done.path("epsg").asInt()).isEqualTo(Results.EPSG);
        Path assets = server.taskFolder(project, made.path("id").asLong()).resolve("assets");
        assertThat(assets.resolve("odm_georeferencing/odm_georeferenced_model.las"))
                .hasBinaryContent(text("LASFy"));
        try (var reader =
                org.nadir.geo.tiff.GeoTiffReader.open(
                        assets.resolve("odm_orthophoto/odm_orthophoto.tif"))) {
            assertThat(org.nadir.geo.tiff.CogConversion.isOptimised(reader)).isTrue();
        }
        assertThat(staging()).isZero();
        admin.post(path("commit"), Map.of("uuid", uuid)).expect(400);
    }

    private static long staging() throws Exception {
        try (var files = Files.list(data.resolve("staging"))) {
            return files.count();
        }
    }

    @Test
    void largeResultsComeInChunks() {
        String uuid = init();
        int half = RASTER.length / 2;
        for (int i = 0; i < 2; i++) {
            byte[] part = Arrays.copyOfRange(RASTER, i * half, i == 0 ? half : RASTER.length);
            String reply =
                    admin.form(
                                    path("upload"),
                                    Map.of(
                                            "uuid",
                                            uuid,
                                            "dzuuid",
                                            "x",
                                            "dzchunkindex",
                                            Integer.toString(i),
                                            "dztotalchunkcount",
                                            "2",
                                            "dzchunkbyteoffset",
                                            Integer.toString(i * half)),
                                    new FilePart("dtm", "dtm.tif", part))
                            .expect(200)
                            .text();
            assertThat(reply)
                    .isEqualTo(
                            i == 0
                                    ? "{\"uploaded\":true}"
                                    : "{\"uploaded\":true,\"done\":true,\"asset\":\"dtm\"}");
        }
        JsonNode made = admin.form(path("commit"), Map.of("uuid", uuid)).expect(201).json();
        assertThat(made.path("name").asText()).isEqualTo("Imported Task");
        JsonNode done = server.awaitStatus(admin, task(project, made.path("id").asLong()), 40);
        assertThat(done.path("available_assets").toString()).contains("dtm.tif");
    }

    @ParameterizedTest
    @CsvSource({
        "orthophoto, a.png",
        "orthophoto, tif",
        "dsm, a.tif.zip",
        "pointcloud, a.ply",
        "texturedmodel, a.obj",
        "all, a.tif",
        "'', a.tif",
        "../dsm, a.tif"
    })
    void wrongKindsAndEndingsAreRefused(String kind, String name) {
        upload(init(), kind, name, RASTER).expect(400);
    }

    @Test
    void theAreaMustBeOnesOwn() {
        String uuid = init();
        upload(UUID.randomUUID().toString(), "dsm", "a.tif", RASTER).expect(400);
        upload("../../tmp", "dsm", "a.tif", RASTER).expect(400);
        upload("", "dsm", "a.tif", RASTER).expect(400);
        admin.form(path("upload"), Map.of("uuid", uuid)).expect(400);
        FilePart part = new FilePart("dsm", "a.tif", RASTER);
        admin.form(path("upload"), Map.of("uuid", uuid), part, new FilePart("dtm", "b.tif", RASTER))
                .expect(400);
        long other = server.project(admin, "Other");
        admin.form(tasks(other) + "import/external/upload", Map.of("uuid", uuid), part).expect(400);
        server.addUser("eve", "another horse");
        server.anonymous().login("eve", "another horse").post(path("init")).expect(404);
        server.anonymous().post(path("init")).expect(403);
    }

    @ParameterizedTest
    @CsvSource({
        "dsm, a.tif, no raster, cannot be read",
        "orthophoto, a.tif, 'II*', cannot be read",
        "pointcloud, a.laz, LASx, does not begin",
        "pointcloud, a.las, '', does not begin",
        "texturedmodel, a.glb, glTg, does not begin"
    })
    void filesThatAreNotWhatTheySayAreRefusedAtTheEnd(
            String kind, String name, String content, String sentence) {
        assertRefused(kind, name, text(content), sentence);
    }

    private static void assertRefused(String kind, String name, byte[] content, String sentence) {
        int before = admin.get(tasks(project)).json().size();
        String uuid = init();
        upload(uuid, kind, name, content).expect(200);
        String said =
                admin.post(path("commit"), Map.of("uuid", uuid))
                        .expect(400)
                        .json()
                        .path(0)
                        .asText();
        assertThat(said).startsWith("Invalid " + kind).contains(sentence);
        assertThat(said).doesNotContain(data.toString());
        assertThat(admin.get(tasks(project)).json()).hasSize(before);
        // Gone either way.
        upload(uuid, kind, name, content).expect(400);
    }

    @Test
    void rastersNeedACoordinateSystemAndSurfacesAreThin() {
        assertRefused("dsm", "a.tif", StripTiff.gray(20, 20, 0, 0, 0), "no coordinate system");
        byte[] rgba =
                Results.files(scratch)
                        .getOrDefault("odm_orthophoto/odm_orthophoto.tif", new byte[0]);
        assertRefused("dtm", "a.tif", rgba, "4 bands");
        String uuid = init();
        admin.post(path("commit"), Map.of("uuid", uuid)).expect(400);
        admin.post(path("commit"), Map.of("name", "x")).expect(400);
    }
}
