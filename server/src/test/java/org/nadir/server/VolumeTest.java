package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.nadir.server.TestServer.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Volumes over HTTP: a pyramid of 20 m by 20 m by 6 m on ground that slopes, whose volume is a third of its box.
@Timeout(60)
class VolumeTest {

    private static final String AREA = Surfaces.feature(-12, -12, 12, -12, 12, 12, -12, 12);

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static String plugin;
    static long task;
    static String uuid;
    static String path;

    @BeforeAll
    static void start() throws IOException {
        Map<String, byte[]> results = Results.files(scratch);
        results.put(
                "odm_dem/dsm.tif",
                Surfaces.model(
                        scratch,
                        (x, y) ->
                                200
                                        + 0.1 * x
                                        - 0.05 * y
                                        + Math.max(
                                                0,
                                                6
                                                        * (1
                                                                - Math.max(Math.abs(x), Math.abs(y))
                                                                        / 10))));
        node = new FakeNode(Results.zip(results));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        long project = server.project(admin, "Volumes");
        JsonNode json = server.newTask(admin, project, Map.of("name", "Heap"));
        task = json.path("id").asLong();
        uuid = json.path("public_id").asText();
        path = task(project, task);
        plugin = "/api/plugins/measure/task/" + task + "/";
        server.awaitStatus(admin, path, 40);
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private static JsonNode volume(Client.Reply begun) {
        String id = Background.id(begun);
        Background.end(admin, id);
        JsonNode answer = admin.get(plugin + "volume/get/" + id).expect(200).json();
        assertThat(admin.get("/api/workers/get/" + id).expect(200).json()).isEqualTo(answer);
        return answer;
    }

    @ParameterizedTest
    @CsvSource({
        "plane,800",
        "triangulate,800",
        "average,800",
        "'',800",
        "lowest,1836.8",
        "highest,-236.8"
    })
    void aPyramid(String method, double expected) throws IOException {
        // A level lies 1.8 m from the mean of the area, of 24 m by 24 m, at its highest and its
        // lowest corner.
        JsonNode area = new ObjectMapper().readTree(AREA);
        JsonNode json =
                volume(admin.post(plugin + "volume", Map.of("area", area, "method", method)));
        assertThat(json.path("output").asDouble()).isCloseTo(expected, withPercentage(0.3));
    }

    @Test
    void formsSendTheAreaAsText() {
        JsonNode json = volume(admin.form(plugin + "volume", Map.of("area", AREA)));
        assertThat(json.path("output").asDouble()).isCloseTo(800, withPercentage(0.2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|plane",
                "nonsense|plane",
                "{\"type\":\"Point\",\"coordinates\":[1,2]}|plane",
                "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3]]]}|plane",
                "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[\"a\",3],[4,5]]]}|plane",
                "{\"type\":\"Polygon\",\"coordinates\":[]}|plane",
                "{\"type\":\"Polygon\",\"coordinates\":7}|plane",
                "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[1,3],[4,5]]]}|sphere",
            })
    void whatMakesNoSenseIsAnErrorWith200(String area, String method) {
        JsonNode json =
                admin.post(plugin + "volume", Map.of("area", area, "method", method))
                        .expect(200)
                        .json();
        assertThat(json.path("error").asText()).isNotEmpty();
        assertThat(json.has("celery_task_id")).isFalse();
    }

    @Test
    void anAreaElsewhereFailsWithAReason() {
        String id =
                Background.id(
                        admin.post(
                                plugin + "volume",
                                Map.of(
                                        "area",
                                        "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[1,3],[4,5],[1,2]]]}")));
        assertThat(Background.end(admin, id).path("error").asText()).contains("no heights");
        assertThat(admin.get(plugin + "volume/get/" + id).expect(200).text())
                .isEqualTo("{\"error\":\"Task not ready\"}");
    }

    @Test
    void tasksThatMayNotBeSeenAreNotThere() {
        Client anybody = admin.anonymous();
        String byUuid = "/api/plugins/measure/task/" + uuid + "/volume";
        anybody.post(byUuid, Map.of("area", AREA)).expect(404);
        anybody.post(plugin + "volume", Map.of("area", AREA)).expect(404);
        admin.post("/api/plugins/measure/task/999/volume", Map.of("area", AREA)).expect(404);
        admin.patch(path, Map.of("public", true)).expect(200);
        Background.id(anybody.post(byUuid, Map.of("area", AREA)));
        anybody.post(plugin + "volume", Map.of("area", AREA)).expect(404);
        admin.patch(path, Map.of("public", false)).expect(200);
    }

    @Test
    void pluginsThatAreNotInstalledAreNotThere() {
        for (String name : new String[] {"objdetect", "cesiumion", "dronedb", "nonsense"}) {
            admin.post("/api/plugins/" + name + "/task/" + task + "/detect", Map.of()).expect(404);
            admin.get("/api/plugins/" + name + "/task/" + task + "/share").expect(404);
        }
    }

    @Test
    void shortLinksLeadToThePublicPage() {
        String plugin = "/api/plugins/shortlinks/task/" + task + "/shortlink";
        String id = admin.post(plugin).expect(200).json().path("shortId").asText();
        assertThat(id).matches("[0-9A-Za-z]{8}");
        assertThat(admin.post(plugin).expect(200).json().path("shortId").asText()).isEqualTo(id);
        Client.Reply map = admin.anonymous().get("/sm" + id).expect(302);
        assertThat(map.header("Location")).endsWith("/public/task/" + uuid + "/map/");
        Client.Reply model = admin.anonymous().get("/s3" + id).expect(302);
        assertThat(model.header("Location")).endsWith("/public/task/" + uuid + "/3d/");
        admin.anonymous().get("/smnothing").expect(404);
        admin.anonymous().post(plugin).expect(404);
    }
}
