package org.nadir.server.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.server.asset.AssetRoutes;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.job.JobWork;
import org.nadir.server.job.Jobs;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskAccess;
import org.nadir.server.tile.LayerKind;

/// Asking for results in other forms. When the file as it is will do, the answer is its address, else a job.
public final class ExportRoutes {

    private static final String CLOUD = "georeferenced_model";
    private static final int LONGEST_NAME = 150;

    private final TaskAccess access;
    private final MediaStore store;
    private final Jobs jobs;

    public ExportRoutes(TaskAccess access, MediaStore store, Jobs jobs) {
        this.access = access;
        this.store = store;
        this.jobs = jobs;
    }

    public void addTo(RouteTable table) {
        table.post(
                "/api/projects/{project}/tasks/{task}/{type}/export",
                access.viewOrPublic(),
                this::export);
    }

    private void export(Request request, TaskAccess.Admitted admitted) throws IOException {
        String type = request.path("type");
        Optional<LayerKind> kind = LayerKind.find(type);
        if (kind.isPresent()) {
            raster(request, admitted.task(), kind.get());
        } else if (type.equals(CLOUD)) {
            cloud(request, admitted.task());
        } else {
            throw Problem.notFound();
        }
    }

    private void raster(Request request, Task task, LayerKind kind) throws IOException {
        Path source = assets(task).resolve(kind.path());
        if (!Files.isRegularFile(source)) {
            throw Problem.notFound();
        }
        RasterWish wish = RasterWish.of(request.fields(), task, kind, source);
        var formula = wish.formula();
        String name =
                fileName(
                        task,
                        kind.key(),
                        formula == null ? null : formula.index().id(),
                        wish.format().ending());
        if (wish.isNative()) {
            replyUrl(request, kind.key() + ".tif", name);
        } else {
            replyJob(request, task, new RasterJob(source, wish, name), name);
        }
    }

    private void cloud(Request request, Task task) throws IOException {
        Path folder = assets(task).resolve("odm_georeferencing");
        Path laz = folder.resolve("odm_georeferenced_model.laz");
        boolean packed = Files.isRegularFile(laz);
        Path source = packed ? laz : folder.resolve("odm_georeferenced_model.las");
        if (!Files.isRegularFile(source)) {
            throw Problem.notFound();
        }
        CloudWish wish = CloudWish.of(request.fields(), task);
        String name = fileName(task, CLOUD, null, wish.format().ending());
        if (packed && wish.isNative()) {
            replyUrl(request, CLOUD + ".laz", name);
        } else {
            replyJob(request, task, new CloudJob(source, wish, name), name);
        }
    }

    private Path assets(Task task) {
        return store.assets(task.projectId(), task.id());
    }

    private static String fileName(
            Task task, String type, @Nullable String formula, String ending) {
        String prefix = AssetRoutes.safeName(task.name());
        String middle = formula == null ? type : type + "-" + AssetRoutes.safeName(formula);
        String name = middle + "." + ending;
        return prefix.isEmpty()
                ? name
                : prefix.substring(0, Math.min(prefix.length(), LONGEST_NAME)) + "-" + name;
    }

    private static void replyUrl(Request request, String asset, String name) {
        request.reply(
                Json.object()
                        .put(
                                "url",
                                "/api/projects/"
                                        + request.path("project")
                                        + "/tasks/"
                                        + request.path("task")
                                        + "/download/"
                                        + asset)
                        .put("filename", name));
    }

    private void replyJob(Request request, Task task, JobWork work, String name) {
        ObjectNode reply =
                Json.object().put("celery_task_id", jobs.begin(task.id(), "export", work));
        request.reply(reply.put("filename", name));
    }
}
