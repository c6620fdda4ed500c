package org.nadir.server.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.nadir.server.http.FileNames;
import org.nadir.server.http.FileReply;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Asking after jobs. Anybody may who knows the id; the answers are always 200.
public final class JobRoutes {

    private final Jobs jobs;

    public JobRoutes(Jobs jobs) {
        this.jobs = jobs;
    }

    public void addTo(RouteTable table) {
        table.get("/api/workers/check/{job}", Guard.open(), this::check)
                .get("/api/workers/get/{job}", Guard.open(), this::get);
    }

    private void check(Request request, Request anybody) {
        request.reply(
                jobs.find(request.path("job")).map(JobRoutes::state).orElseGet(() -> ready(false)));
    }

    private static ObjectNode ready(boolean ready) {
        return Json.object().put("ready", ready);
    }

    private static ObjectNode state(Job job) {
        return switch (job.state()) {
            case WAITING -> ready(false).put("status", "Waiting").put("progress", 0);
            case RUNNING -> ready(false).put("status", job.note()).put("progress", job.progress());
            case DONE -> ready(true);
            case FAILED -> ready(true).put("error", job.error());
        };
    }

    private void get(Request request, Request anybody) throws IOException {
        Optional<Job> job = jobs.find(request.path("job"));
        if (job.isPresent()) {
            reply(request, jobs, job.get());
        } else {
            notReady(request);
        }
    }

    /// Answers with what a job made: its file, its value, or that there is none.
    public static void reply(Request request, Jobs jobs, Job job) throws IOException {
        Optional<Path> file = jobs.file(job);
        if (file.isPresent()) {
            String own = file.get().getFileName().toString();
            FileReply.attachment(
                    request, file.get(), FileNames.forSaving(request.query("filename"), own));
        } else if (job.output() != null) {
            request.reply(Json.object().set("output", job.output()));
        } else {
            notReady(request);
        }
    }

    public static void notReady(Request request) {
        request.reply(Json.object().put("error", "Task not ready"));
    }
}
