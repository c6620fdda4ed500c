package org.nadir.server;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.server.http.Json;
import org.nadir.server.http.MultipartReader;

/// A processing node that keeps to the protocol and does what a test says: by default it completes each task at the second
/// question; with `holds` it keeps tasks running until told otherwise.
final class FakeNode implements AutoCloseable {

    /// A task on the node.
    static final class NodeTask {
        final String uuid;
        final String name;
        volatile String options;
        final Map<String, Integer> files = new ConcurrentHashMap<>();
        final List<String> console = new CopyOnWriteArrayList<>();
        volatile boolean committed;
        volatile int code = 20;
        volatile String error = "";
        volatile double progress;
        volatile int restarts;
        volatile int asked;

        NodeTask(String uuid, String name, String options) {
            this.uuid = uuid;
            this.name = name;
            this.options = options;
        }
    }

    final Map<String, NodeTask> tasks = new ConcurrentHashMap<>();
    final List<String> removed = new CopyOnWriteArrayList<>();
    final List<String> canceled = new CopyOnWriteArrayList<>();
    volatile boolean holds;
    volatile String refusesOptions = "";
    volatile String token = "";
    volatile byte[] archive = {};
    volatile int damagedDownloads;
    volatile long uploadDelayMillis;
    volatile long downloadDelayMillis;

    /// While set, downloads stop in the middle and uploads before they are read.
    volatile boolean stalls;

    volatile @Nullable Integer maxImages;
    volatile int queue;
    final AtomicInteger downloads = new AtomicInteger();
    final AtomicInteger created = new AtomicInteger();
    volatile boolean uploading;
    private Javalin web;
    private final int port;

    FakeNode(byte[] archive) {
        this.archive = archive;
        web = build(0);
        web.start();
        port = web.port();
    }

    NodeAddress address() {
        return new NodeAddress("127.0.0.1", port, token);
    }

    int port() {
        return port;
    }

    /// No longer answers at all.
    void disappear() {
        web.stop();
    }

    /// Answers again at the same address.
    void reappear() {
        web = build(port);
        web.start();
    }

    /// Forgets every whim.
    void behave(byte[] results) {
        holds = false;
        refusesOptions = "";
        archive = results;
        damagedDownloads = 0;
        uploadDelayMillis = 0;
        downloadDelayMillis = 0;
        maxImages = null;
        queue = 0;
        uploading = false;
    }

    private Javalin build(int at) {
        return Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.jetty.host = "127.0.0.1";
            config.jetty.port = at;
            config.routes.before(this::checkToken);
            config.routes.get("/info", this::info);
            config.routes.get("/options", this::options);
            config.routes.post("/task/new/init", this::init);
            config.routes.post("/task/new/upload/{uuid}", this::upload);
            config.routes.post("/task/new/commit/{uuid}", this::commit);
            config.routes.get("/task/{uuid}/info", this::taskInfo);
            config.routes.get("/task/{uuid}/download/all.zip", this::download);
            config.routes.post("/task/cancel", this::cancel);
            config.routes.post("/task/remove", this::remove);
            config.routes.post("/task/restart", this::restart);
        });
    }

    private void checkToken(Context context) {
        if (!token.isEmpty() && !token.equals(context.queryParam("token"))) {
            error(context, "Invalid authentication token: token does not match");
            context.skipRemainingHandlers();
        }
    }

    private static void error(Context context, String sentence) {
        json(context, Json.object().put("error", sentence));
    }

    private static void json(Context context, com.fasterxml.jackson.databind.JsonNode body) {
        context.contentType("application/json").result(Json.text(body));
    }

    private void info(Context context) {
        var info =
                Json.object()
                        .put("version", "2.2.4")
                        .put("taskQueueCount", queue)
                        .put("totalMemory", 99999999999L)
                        .put("availableMemory", 99999999999L)
                        .put("cpuCores", 4)
                        .put("maxParallelTasks", 1)
                        .put("engine", "odm")
                        .put("engineVersion", "3.5.5");
        info.put("maxImages", maxImages);
        json(context, info);
    }

    private void options(Context context) {
        var list = Json.array();
        var rerun = list.addObject().put("name", "rerun-from").put("type", "enum").put("value", "");
        rerun.set("domain", Json.texts(List.of("dataset", "odm_dem", "odm_orthophoto")));
        rerun.put("help", "Rerun");
        list.addObject()
                .put("name", "dsm")
                .put("type", "bool")
                .put("value", "false")
                .put("domain", "bool")
                .put("help", "Surface model");
        json(context, list);
    }

    private static MultipartReader multipart(Context context) throws IOException {
        return new MultipartReader(
                context.req().getInputStream(), MultipartReader.boundary(context.contentType()));
    }

    private void init(Context context) throws IOException {
        var fields = new LinkedHashMap<String, String>();
        var parts = multipart(context);
        for (var part = parts.next(); part != null; part = parts.next()) {
            fields.put(part.name(), new String(part.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        if (!refusesOptions.isEmpty()) {
            error(context, refusesOptions);
            return;
        }
        String wish = context.header("set-uuid");
        String uuid = wish == null ? UUID.randomUUID().toString() : wish;
        NodeTask known = tasks.get(uuid);
        if (known != null && known.committed) {
            error(context, "Task exists already: " + uuid);
            return;
        }
        tasks.put(
                uuid,
                new NodeTask(
                        uuid,
                        fields.getOrDefault("name", ""),
                        fields.getOrDefault("options", "[]")));
        json(context, Json.object().put("uuid", uuid));
    }

    private void upload(Context context) throws IOException {
        NodeTask task = tasks.get(context.pathParam("uuid"));
        if (task == null || task.committed) {
            error(context, "Invalid uuid");
            return;
        }
        uploading = true;
        pause(uploadDelayMillis);
        awaitNoStall();
        var parts = multipart(context);
        for (var part = parts.next(); part != null; part = parts.next()) {
            byte[] content = part.body().readAllBytes();
            task.files.put(Objects.requireNonNull(part.fileName()), content.length);
        }
        json(context, Json.object().put("success", true));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(Context context) {
        NodeTask task = tasks.get(context.pathParam("uuid"));
        if (task == null || task.files.isEmpty()) {
            error(context, "Invalid uuid or no files");
            return;
        }
        task.committed = true;
        task.code = 20;
        created.incrementAndGet();
        task.console.add("[INFO]    Initializing with " + task.files.size() + " files");
        json(context, Json.object().put("uuid", task.uuid));
    }

    private void taskInfo(Context context) {
        NodeTask task = tasks.get(context.pathParam("uuid"));
        if (task == null || !task.committed) {
            error(context, context.pathParam("uuid") + " not found");
            return;
        }
        if (!holds && task.code <= 20 && task.asked++ > 0) {
            task.console.add("[INFO]    Finished stage odm_orthophoto");
            task.progress = 100;
            task.code = 40;
        }
        var info =
                Json.object()
                        .put("uuid", task.uuid)
                        .put("name", task.name)
                        .put("dateCreated", 1487440915402L)
                        .put("processingTime", task.code == 10 ? -1 : 2197417)
                        .put("imagesCount", task.files.size())
                        .put("progress", task.progress);
        var status = info.putObject("status").put("code", task.code);
        if (!task.error.isEmpty()) {
            status.put("errorMessage", task.error);
        }
        info.putArray("options");
        String from = context.queryParam("with_output");
        if (from != null) {
            var lines = new ArrayList<>(task.console);
            int start = Math.min(lines.size(), Integer.parseInt(from));
            info.set("output", Json.texts(lines.subList(start, lines.size())));
        }
        json(context, info);
    }

    private void awaitNoStall() {
        while (stalls && !Thread.currentThread().isInterrupted()) {
            pause(10);
        }
    }

    private void download(Context context) throws IOException {
        NodeTask task = tasks.get(context.pathParam("uuid"));
        if (task == null || task.code != 40) {
            error(context, "Invalid asset");
            return;
        }
        downloads.incrementAndGet();
        pause(downloadDelayMillis);
        byte[] content = archive;
        if (damagedDownloads > 0) {
            damagedDownloads--;
            content = java.util.Arrays.copyOf(archive, archive.length / 2);
        }
        context.contentType("application/zip");
        if (!stalls) {
            context.result(content);
            return;
        }
        var body = context.res().getOutputStream();
        body.write(content, 0, content.length / 2);
        body.flush();
        awaitNoStall();
        body.write(content, content.length / 2, content.length - content.length / 2);
    }

    private @Nullable NodeTask posted(Context context) {
        String uuid = context.formParam("uuid");
        NodeTask task = uuid == null ? null : tasks.get(uuid);
        if (task == null || !task.committed) {
            error(context, "not found");
            return null;
        }
        return task;
    }

    private void cancel(Context context) {
        NodeTask task = posted(context);
        if (task != null) {
            task.code = 50;
            canceled.add(task.uuid);
            json(context, Json.object().put("success", true));
        }
    }

    private void remove(Context context) {
        NodeTask task = posted(context);
        if (task != null) {
            tasks.remove(task.uuid);
            removed.add(task.uuid);
            json(context, Json.object().put("success", true));
        }
    }

    private void restart(Context context) {
        NodeTask task = posted(context);
        if (task == null) {
            return;
        }
        if (task.code <= 20) {
            error(context, "Task cannot be restarted");
            return;
        }
        String options = context.formParam("options");
        task.options = options == null ? task.options : options;
        task.code = 10;
        task.asked = 0;
        task.restarts++;
        task.progress = 0;
        task.error = "";
        task.console.clear();
        task.console.add("[INFO]    Restarted");
        json(context, Json.object().put("success", true));
    }

    @Override
    public void close() {
        web.stop();
    }
}
