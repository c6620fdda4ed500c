package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The stored state of the 3D viewer, and who may change it.
@Timeout(60)
class SceneTest {

    @TempDir static Path data;
    static TestServer server;
    static Client admin;
    static long project;
    String path;
    String uuidPath;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, null);
        admin = server.admin();
        project = server.project(admin, "Scenes");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newTask() {
        JsonNode json = server.newTask(admin, project, Map.of("auto_processing_node", "false"));
        path = task(project, json.path("id").asLong());
        uuidPath = tasks(project) + json.path("public_id").asText() + "/";
    }

    private JsonNode scene() {
        return admin.get(path + "3d/scene").expect(200).json();
    }

    @Test
    void savingMergesTheOutermostNames() {
        assertThat(scene().toString()).isEqualTo("{}");
        admin.post(
                        path + "3d/scene",
                        Map.of(
                                "type", "Potree",
                                "version", 1.7,
                                "measurements", List.of(Map.of("title", "Wall")),
                                "view", Map.of("position", List.of(1, 2, 3)),
                                "pointclouds", List.of("x"),
                                "settings", Map.of("fov", 60)))
                .expect(200);
        assertThat(scene().properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("type", "version", "measurements");
        assertThat(
                        admin.post(
                                        path + "3d/cameraview",
                                        Map.of(
                                                "position",
                                                List.of(1.5, 2, 3),
                                                "target",
                                                List.of(0, 0, 0)))
                                .expect(200)
                                .json()
                                .toString())
                .isEqualTo("{\"success\":true}");
        admin.post(path + "3d/scene", Map.of("type", "Potree", "measurements", List.of()))
                .expect(200);
        JsonNode scene = scene();
        assertThat(scene.path("measurements")).isEmpty();
        assertThat(scene.path("version").asDouble()).isEqualTo(1.7);
        assertThat(scene.path("view").path("position").path(0).asDouble()).isEqualTo(1.5);
        assertThat(admin.get(path).json().path("potree_scene")).isEqualTo(scene);
    }

    @Test
    void whatIsNoSceneIsRefused() {
        admin.post(path + "3d/scene", Map.of("type", "Other")).expect(400);
        admin.post(path + "3d/scene", Map.of()).expect(400);
        admin.post(path + "3d/cameraview", Map.of()).expect(400);
        for (String body : List.of("", "{", "3", "[]", "null", "[".repeat(5000))) {
            send("3d/scene", body).expect(400);
            send("3d/cameraview", body).expect(400);
        }
        send("3d/cameraview", "{\"a\":\"" + "x".repeat(1 << 20) + "\"}").expect(400);
        assertThat(scene().toString()).isEqualTo("{}");
    }

    private Client.Reply send(String call, String body) {
        return admin.send(
                "POST",
                path + call,
                BodyPublishers.ofString(body),
                "Content-Type",
                "application/json");
    }

    @Test
    void strangersNeedBothFlags() {
        Client anonymous = server.anonymous();
        Map<String, ?> view = Map.of("position", List.of(1, 2, 3));
        anonymous.get(uuidPath + "3d/scene").expect(404);
        anonymous.post(uuidPath + "3d/cameraview", view).expect(404);
        admin.patch(path, Map.of("public", true)).expect(200);
        anonymous.get(uuidPath + "3d/scene").expect(200);
        anonymous.post(uuidPath + "3d/cameraview", view).expect(404);
        admin.patch(path, Map.of("public_edit", true)).expect(200);
        anonymous.post(uuidPath + "3d/cameraview", view).expect(200);
        anonymous.post(uuidPath + "3d/scene", Map.of("type", "Potree", "a", 1)).expect(200);
        // A number can be guessed.
        anonymous.post(path + "3d/cameraview", view).expect(404);
        assertThat(scene().path("a").asInt()).isEqualTo(1);
        admin.patch(path, Map.of("public", false)).expect(200);
        anonymous.post(uuidPath + "3d/cameraview", view).expect(404);
    }

    @Test
    void theFlagsOfTheProjectCountToo() {
        Client anonymous = server.anonymous();
        Map<String, ?> view = Map.of("position", List.of(1, 2, 3));
        String own = "/api/projects/" + project + "/";
        admin.patch(own, Map.of("public", true, "public_edit", true)).expect(200);
        anonymous.post(uuidPath + "3d/cameraview", view).expect(200);
        admin.patch(own, Map.of("public_edit", false)).expect(200);
        anonymous.post(uuidPath + "3d/cameraview", view).expect(404);
        admin.patch(own, Map.of("public", false)).expect(200);
    }

    @Test
    void savesAtTheSameTimeLoseNothing() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Client.Reply>> saves =
                    IntStream.range(0, 8)
                            .<Callable<Client.Reply>>mapToObj(i ->
                                    () ->
                                            admin.post(
                                                    path + "3d/scene",
                                                    Map.of("type", "Potree", "k" + i, i)))
                            .toList();
            for (var save : threads.invokeAll(saves)) {
                save.get().expect(200);
            }
        }
        assertThat(scene().size()).isEqualTo(9);
    }
}
