package org.nadir.server.scene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskAccess;
import org.nadir.server.task.Tasks;

/// What the 3D viewer keeps of a task: measurements, notes, the last view. The server stores it and looks at nothing but its
/// outermost names.
public final class SceneRoutes {

    private static final int MAX_BYTES = 1 << 20;
    private static final int ATTEMPTS = 20;

    /// Parts of a saved scene that are not the viewer's to change: the view has its own call, the rest belongs to the server.
    private static final Set<String> KEPT = Set.of("view", "pointclouds", "settings");

    private final Tasks tasks;
    private final TaskAccess access;

    public SceneRoutes(Tasks tasks, TaskAccess access) {
        this.tasks = tasks;
        this.access = access;
    }

    public void addTo(RouteTable table) {
        String path = "/api/projects/{project}/tasks/{task}/3d/";
        table.get(path + "scene", access.viewOrPublic(), this::read)
                .post(path + "scene", access.changeOrPublicEdit(), this::save)
                .post(path + "cameraview", access.changeOrPublicEdit(), this::saveView);
    }

    private void read(Request request, TaskAccess.Admitted admitted) {
        request.reply(admitted.task().wish().scene());
    }

    private void save(Request request, TaskAccess.Admitted admitted) throws IOException {
        JsonNode body = body(request);
        if (!body.path("type").asText().equals("Potree")) {
            throw Problem.rule("Invalid potree scene");
        }
        change(
                admitted.task(),
                scene -> {
                    body.properties().stream()
                            .filter(field -> !KEPT.contains(field.getKey()))
                            .forEach(field -> scene.set(field.getKey(), field.getValue()));
                    return scene;
                });
        request.success();
    }

    private void saveView(Request request, TaskAccess.Admitted admitted) throws IOException {
        JsonNode view = body(request);
        if (!view.isContainerNode() || view.isEmpty()) {
            throw Problem.rule("Invalid view");
        }
        change(admitted.task(), scene -> scene.set("view", view));
        request.success();
    }

    private static JsonNode body(Request request) throws IOException {
        byte[] bytes;
        try (InputStream in = request.body()) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        try {
            return Json.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException broken) {
            throw Problem.malformed(String.valueOf(broken.getMessage()));
        }
    }

    private static Problem tooLarge() {
        return Problem.rule("The scene is too large: at most 1 MB can be stored.");
    }

    /// Two viewers may save at once: whoever comes second starts again from what the first has stored.
    private void change(Task task, UnaryOperator<ObjectNode> change) {
        Task current = task;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            JsonNode known = current.wish().scene();
            ObjectNode scene =
                    known instanceof ObjectNode object ? object.deepCopy() : Json.object();
            scene = change.apply(scene);
            if (Json.text(scene).length() > MAX_BYTES) {
                throw tooLarge();
            }
            if (tasks.replaceScene(task.id(), known, scene)) {
                return;
            }
            current = tasks.find(task.id()).orElseThrow(Problem::notFound);
        }
        throw Problem.rule("Others are changing this scene: try again.");
    }
}
