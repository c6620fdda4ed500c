package org.nadir.server.plugin;

import java.nio.file.Files;
import java.nio.file.Path;
import org.nadir.server.asset.AssetRoutes;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.job.Jobs;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskAccess;
import org.nadir.server.tile.CutLines;

/// Contour lines of the elevation models.
public final class ContourRoutes {

    private static final String KIND = "contours";
    private static final int LONGEST_NAME = 150;

    private final TaskAccess access;
    private final MediaStore store;
    private final Jobs jobs;
    private final Plugins plugins;

    public ContourRoutes(TaskAccess access, MediaStore store, Jobs jobs, Plugins plugins) {
        this.plugins = plugins;
        this.access = access;
        this.store = store;
        this.jobs = jobs;
    }

    public void addTo(RouteTable table) {
        String task = "/api/plugins/contours/task/{task}/contours/";
        table.post(
                        task + "generate",
                        plugins.whileOn(KIND, access.viewOrPublicById()),
                        this::generate)
                .get(
                        task + "download/{job}",
                        plugins.whileOn(KIND, access.viewOrPublicById()),
                        (request, admitted) ->
                                PluginReplies.result(request, jobs, admitted.task(), KIND));
    }

    private void generate(Request request, TaskAccess.Admitted admitted) {
        Task task = admitted.task();
        try {
            ContourWish wish = ContourWish.of(request.fields());
            Path source = store.assets(task.projectId(), task.id()).resolve(wish.layer().path());
            if (!Files.isRegularFile(source)) {
                PluginReplies.error(request, "No elevation model of this kind is available.");
                return;
            }
            var job = new ContourJob(source, wish, CutLines.crop(task), fileName(task, wish));
            PluginReplies.begun(request, jobs.begin(task.id(), KIND, job));
        } catch (ContourWish.Refused refused) {
            PluginReplies.error(request, String.valueOf(refused.getMessage()));
        } catch (IllegalArgumentException brokenCrop) {
            PluginReplies.error(request, "The crop area of this task is broken; draw it again.");
        }
    }

    private static String fileName(Task task, ContourWish wish) {
        String prefix = AssetRoutes.safeName(task.name());
        String name = "contours." + wish.format().ending();
        return prefix.isEmpty()
                ? name
                : prefix.substring(0, Math.min(prefix.length(), LONGEST_NAME)) + "-" + name;
    }
}
