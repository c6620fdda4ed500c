package org.nadir.server.plugin;

import java.io.IOException;
import org.nadir.server.http.Json;
import org.nadir.server.http.Request;
import org.nadir.server.job.Job;
import org.nadir.server.job.JobRoutes;
import org.nadir.server.job.Jobs;
import org.nadir.server.task.Task;

/// The answers that plugins share. What goes wrong is told with status 200, as their clients expect.
final class PluginReplies {

    private PluginReplies() {}

    static void begun(Request request, String job) {
        request.reply(Json.object().put("celery_task_id", job));
    }

    static void error(Request request, String sentence) {
        request.reply(Json.object().put("error", sentence));
    }

    /// The result of a job of this task and kind; of any other nothing is told.
    static void result(Request request, Jobs jobs, Task task, String kind) throws IOException {
        Job job =
                jobs.find(request.path("job"))
                        .filter(found -> found.taskId() == task.id() && found.kind().equals(kind))
                        .orElse(null);
        if (job == null) {
            JobRoutes.notReady(request);
        } else {
            JobRoutes.reply(request, jobs, job);
        }
    }
}
