package org.nadir.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.pipeline.EngineVersion;
import org.nadir.engine.pipeline.ProjectFolder;
import org.nadir.node.TaskRecord.State;
import org.nadir.nodeodm.OptionValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's HTTP side. All routes stand in [#routes]; errors that clients shall read are [ProtocolError].
public final class NodeServer implements AutoCloseable {

    /// The protocol version whose behaviour this node shows.
    private static final String PROTOCOL_VERSION = "2.2.4";

    private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);
    private static final long SPARE_DISK_BYTES = 200L << 20;
    private static final String MULTIPART = "org.eclipse.jetty.multipartConfig";

    private final NodeConfig config;
    private final TaskStore store;
    private final TaskQueue queue;
    private final RequestedOptions options = new RequestedOptions(OptionCatalog.load());
    private final ObjectMapper json = new ObjectMapper();
    private final ScheduledExecutorService upkeep =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("node-upkeep").factory());
    private final Javalin http;

    private NodeServer(NodeConfig config) throws IOException {
        this.config = config;
        this.store = new TaskStore(config.folder());
        this.queue = new TaskQueue(store, config.engine(), config.parallel(), new Webhook());
        this.http = Javalin.create(this::configure);
    }

    /// Starts a node; it answers when this returns.
    public static NodeServer start(NodeConfig config) throws IOException {
        var node = new NodeServer(config);
        try {
            node.http.start(config.host(), config.port());
        } catch (RuntimeException failed) {
            node.close();
            throw new IOException(
                    "The node cannot listen on "
                            + config.host()
                            + ":"
                            + config.port()
                            + ": "
                            + failed.getMessage(),
                    failed);
        }
        node.queue.recover();
        node.upkeep.scheduleWithFixedDelay(node::cleanUp, 1, 60, TimeUnit.MINUTES);
        LOG.info(
                "Node is ready at {}:{}, {} tasks known",
                config.host(),
                node.port(),
                node.store.all().size());
        return node;
    }

    public int port() {
        return http.port();
    }

    @Override
    public void close() throws IOException {
        upkeep.shutdownNow();
        http.stop();
        queue.close();
        store.close();
    }

    private void configure(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.concurrency.useVirtualThreads = true;
        javalin.http.maxRequestSize = 1 << 20;
        javalin.jetty.modifyServletContextHandler(handler -> handler.setMaxFormKeys(100_000));
        routes(javalin.routes);
    }

    private void routes(RoutesConfig routes) {
        routes.before(this::authorize);
        routes.get("/info", ctx -> ctx.json(info()));
        routes.get("/options", ctx -> ctx.json(options.published()));
        routes.get("/auth/info", ctx -> ctx.json(authInfo()));
        routes.post(
                "/auth/login",
                ctx -> refuse("This node has no accounts: ask its owner for the token"));
        routes.post(
                "/auth/register",
                ctx -> refuse("This node has no accounts: ask its owner for the token"));
        routes.post("/task/new", this::newTask);
        routes.post("/task/new/init", this::init);
        routes.post("/task/new/upload/{uuid}", this::upload);
        routes.post("/task/new/commit/{uuid}", this::commit);
        routes.get(
                "/task/list",
                ctx -> ctx.json(committed().stream().map(t -> Map.of("uuid", t.uuid())).toList()));
        routes.get("/task/{uuid}/info", this::taskInfo);
        routes.get(
                "/task/{uuid}/output",
                ctx -> ctx.json(task(ctx).console().from(line(ctx.queryParam("line")))));
        routes.get("/task/{uuid}/download/<asset>", this::download);
        routes.post("/task/cancel", this::cancel);
        routes.post("/task/remove", this::remove);
        routes.post("/task/restart", this::restart);
        routes.options("/*", ctx -> preflight(ctx));
        routes.exception(ProtocolError.class, (e, ctx) -> answer(ctx, e));
        routes.exception(IOException.class, (e, ctx) -> trouble(ctx, e));
        routes.exception(
                Exception.class,
                (e, ctx) -> {
                    LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
                    ctx.status(500).json(Map.of("error", "The node failed to answer; see its log"));
                });
        routes.error(404, ctx -> ctx.json(Map.of("error", "No such address: " + ctx.path())));
    }

    private void authorize(Context ctx) {
        ctx.header("Access-Control-Allow-Origin", "*");
        if (config.token().isEmpty()
                || ctx.path().startsWith("/auth/")
                || ctx.req().getMethod().equals("OPTIONS")) {
            return;
        }
        String bearer = ctx.header("Authorization");
        String given =
                bearer != null && bearer.startsWith("Bearer ")
                        ? bearer.substring(7)
                        : ctx.queryParam("token");
        if (given == null
                || !MessageDigest.isEqual(
                        given.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        config.token().getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
            throw new ProtocolError("Invalid authentication token: token does not match.");
        }
    }

    private static void preflight(Context ctx) {
        ctx.header("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE");
        String asked = ctx.header("Access-Control-Request-Headers");
        if (asked != null) {
            ctx.header("Access-Control-Allow-Headers", asked);
        }
        ctx.status(204);
    }

    private static void refuse(String message) {
        throw new ProtocolError(message);
    }

    private static void answer(Context ctx, ProtocolError error) {
        ctx.status(200)
                .json(
                        error.noRetry()
                                ? Map.of(
                                        "error",
                                        String.valueOf(error.getMessage()),
                                        "noRetry",
                                        true)
                                : Map.of("error", String.valueOf(error.getMessage())));
    }

    /// Passing trouble (a broken upload, a full disk) on our side.
    private void trouble(Context ctx, IOException failure) {
        LOG.warn("{} {}: {}", ctx.method(), ctx.path(), failure.toString());
        ctx.status(200)
                .json(
                        Map.of(
                                "error",
                                "The node could not store or read a file: "
                                        + failure.getMessage()));
    }

    private Map<String, @Nullable Object> info() {
        var machine =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        var info = new LinkedHashMap<String, @Nullable Object>();
        info.put("version", PROTOCOL_VERSION);
        info.put("taskQueueCount", queue.waitingOrRunning());
        info.put("totalMemory", machine.getTotalMemorySize());
        info.put("availableMemory", machine.getFreeMemorySize());
        info.put("cpuCores", Runtime.getRuntime().availableProcessors());
        info.put("maxImages", config.maxImages());
        info.put("maxParallelTasks", config.parallel());
        info.put("engine", "nadir");
        info.put("engineVersion", EngineVersion.NUMBER);
        return info;
    }

    private static Map<String, @Nullable Object> authInfo() {
        var info = new LinkedHashMap<String, @Nullable Object>();
        info.put("message", "Ask the owner of this node for the token.");
        info.put("loginUrl", null);
        info.put("registerUrl", null);
        return info;
    }

    private void init(Context ctx) throws IOException, ServletException {
        Map<String, String> fields = fields(ctx);
        for (Part part : parts(ctx)) {
            if (part.getSubmittedFileName() != null) {
                throw new ProtocolError("Files are sent to /task/new/upload, not to init");
            }
        }
        ctx.json(Map.of("uuid", create(ctx, fields).uuid()));
    }

    private void newTask(Context ctx) throws IOException, ServletException {
        Map<String, String> fields = fields(ctx);
        if (fields.containsKey("zipurl")) {
            throw new ProtocolError("zipurl is not supported by this node: send the files");
        }
        List<Part> files =
                parts(ctx).stream().filter(p -> p.getSubmittedFileName() != null).toList();
        if (files.isEmpty()) {
            throw new ProtocolError("Need at least 1 file.");
        }
        NodeTask task = create(ctx, fields);
        try {
            receive(task, files);
        } catch (RuntimeException | IOException failed) {
            store.remove(task);
            throw failed;
        }
        ctx.json(Map.of("uuid", begin(task)));
    }

    private NodeTask create(Context ctx, Map<String, String> fields) throws IOException {
        String wish = ctx.header("set-uuid");
        String uuid = wish == null ? UUID.randomUUID().toString() : checkUuid(wish);
        var known = store.find(uuid);
        if (known.isPresent()) {
            if (known.get().record().state() != State.UPLOADING) {
                throw new ProtocolError("A task with the uuid " + uuid + " exists already");
            }
            store.remove(known.get());
        }
        String name = fields.getOrDefault("name", "").strip();
        long created =
                fields.getOrDefault("dateCreated", "").matches("\\d{1,15}")
                        ? Long.parseLong(fields.get("dateCreated"))
                        : System.currentTimeMillis();
        List<OptionValue> chosen = options.parse(fields.getOrDefault("options", "[]"));
        boolean plain = "true".equals(fields.get("skipPostProcessing"));
        return store.create(
                TaskRecord.uploading(
                        uuid,
                        name.isEmpty() ? "Task of " + Instant.ofEpochMilli(created) : name,
                        created,
                        plain ? chosen : RequestedOptions.forViewers(chosen),
                        fields.get("webhook")));
    }

    private static String checkUuid(String text) {
        try {
            String canonical = UUID.fromString(text).toString();
            if (canonical.equals(text.toLowerCase(java.util.Locale.ROOT))) {
                return text;
            }
        } catch (IllegalArgumentException notUuid) {
            // Same answer as below.
        }
        throw new ProtocolError("Invalid set-uuid: " + text);
    }

    private void upload(Context ctx) throws IOException, ServletException {
        NodeTask task = uploading(ctx.pathParam("uuid"));
        List<Part> files =
                parts(ctx).stream().filter(p -> p.getSubmittedFileName() != null).toList();
        if (files.isEmpty()) {
            throw new ProtocolError("Need at least 1 file.", true);
        }
        receive(task, files);
        ctx.json(Map.of("success", true));
    }

    private void receive(NodeTask task, List<Part> files) throws IOException {
        long bytes = files.stream().mapToLong(Part::getSize).sum();
        long free = Files.getFileStore(task.folder()).getUsableSpace();
        if (free < bytes + SPARE_DISK_BYTES) {
            throw new ProtocolError(
                    "Not enough disk space on the node: " + (free >> 20) + " MB free", true);
        }
        requireAtMost(TaskFiles.count(task) + files.size());
        for (Part file : files) {
            if (!file.getName().equals("images")) {
                throw new ProtocolError(
                        "Unexpected field " + file.getName() + ": files go into the field images",
                        true);
            }
            TaskFiles.receive(task, file);
        }
    }

    private void requireAtMost(int files) {
        Integer limit = config.maxImages();
        if (limit != null && files > limit) {
            throw new ProtocolError("This node takes at most " + limit + " images per task", true);
        }
    }

    private void commit(Context ctx) throws IOException {
        NodeTask task = uploading(ctx.pathParam("uuid"));
        int files = TaskFiles.count(task);
        if (files == 0) {
            throw new ProtocolError("No files were uploaded for task " + task.uuid());
        }
        // Uploads side by side may each have seen room for its own files.
        requireAtMost(files);
        ctx.json(Map.of("uuid", begin(task)));
    }

    private String begin(NodeTask task) throws IOException {
        int images = TaskFiles.sortOut(task);
        queue.enqueue(task, r -> r.queued(r.options(), images));
        return task.uuid();
    }

    private void taskInfo(Context ctx) {
        NodeTask task = task(ctx);
        String from = ctx.queryParam("with_output");
        ctx.json(TaskView.of(task, from == null ? null : task.console().from(line(from))));
    }

    private static int line(@Nullable String text) {
        return text != null && text.matches("-?\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private void download(Context ctx) throws IOException {
        NodeTask task = task(ctx);
        String asset = ctx.pathParam("asset");
        Path file = asset.equals("all.zip") ? task.archive() : resultFile(task, asset);
        boolean ready =
                task.record().state() == State.COMPLETED
                        || asset.equals("all.zip") && Files.exists(task.archive());
        if (!ready || !Files.isRegularFile(file)) {
            throw new ProtocolError(
                    "There is no " + asset + " for task " + task.uuid() + (ready ? "" : " yet"));
        }
        FileAnswer.send(
                ctx, file, asset.endsWith(".zip") ? "application/zip" : "application/octet-stream");
    }

    private static Path resultFile(NodeTask task, String asset) {
        Path file = task.folder().resolve(asset).normalize();
        boolean published =
                file.startsWith(task.folder())
                        && ProjectFolder.published().stream()
                                .anyMatch(p -> file.startsWith(task.folder().resolve(p)));
        if (!published) {
            throw new ProtocolError("Invalid asset: " + asset);
        }
        return file;
    }

    private void cancel(Context ctx) throws IOException, ServletException {
        NodeTask task = named(ctx);
        if (task == null) {
            return;
        }
        queue.cancel(task);
        ctx.json(Map.of("success", true));
    }

    private void remove(Context ctx) throws IOException, ServletException {
        NodeTask task = named(ctx);
        if (task == null) {
            return;
        }
        queue.cancel(task);
        awaitIdle(task);
        store.remove(task);
        ctx.json(Map.of("success", true));
    }

    private void restart(Context ctx) throws IOException, ServletException {
        NodeTask task = named(ctx);
        if (task == null) {
            return;
        }
        String text = fields(ctx).get("options");
        var chosen =
                text == null
                        ? task.record().options()
                        : RequestedOptions.forViewers(options.parse(text));
        if (!task.record().state().isFinal()) {
            ctx.json(
                    Map.of(
                            "success",
                            false,
                            "error",
                            "Task " + task.uuid() + " is not finished: cancel it first"));
            return;
        }
        awaitIdle(task);
        task.console().clear();
        queue.enqueue(task, r -> r.queued(chosen, r.imagesCount()));
        ctx.json(Map.of("success", true));
    }

    /// A cancelled run needs a moment to let go of the folder.
    private void awaitIdle(NodeTask task) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (queue.occupies(task)) {
            if (System.nanoTime() > deadline) {
                throw new ProtocolError(
                        "Task " + task.uuid() + " is still stopping: try again in a moment");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", interrupted);
            }
        }
    }

    /// The committed task that the body names; null when the answer has been given already.
    private @Nullable NodeTask named(Context ctx) throws IOException, ServletException {
        String uuid = fields(ctx).get("uuid");
        if (uuid == null || uuid.isEmpty()) {
            throw new ProtocolError("The uuid of the task is missing");
        }
        var task = store.find(uuid).filter(t -> t.record().state() != State.UPLOADING);
        if (task.isEmpty()) {
            ctx.json(Map.of("success", false, "error", uuid + " not found"));
        }
        return task.orElse(null);
    }

    private Collection<NodeTask> committed() {
        return store.inOrder().stream().filter(t -> t.record().state() != State.UPLOADING).toList();
    }

    private NodeTask task(Context ctx) {
        String uuid = ctx.pathParam("uuid");
        return store.find(uuid)
                .filter(t -> t.record().state() != State.UPLOADING)
                .orElseThrow(() -> new ProtocolError(uuid + " not found"));
    }

    private NodeTask uploading(String uuid) {
        return store.find(uuid)
                .filter(t -> t.record().state() == State.UPLOADING)
                .orElseThrow(() ->
                        new ProtocolError(
                                "Invalid uuid " + uuid + ": no upload is open under it", true));
    }

    /// The form fields of a multipart, urlencoded or JSON body, once per request.
    private Map<String, String> fields(Context ctx) throws IOException, ServletException {
        Map<String, String> known = ctx.attribute("fields");
        if (known != null) {
            return known;
        }
        var fields = new LinkedHashMap<String, String>();
        if (ctx.isMultipart()) {
            for (Part part : parts(ctx)) {
                if (part.getSubmittedFileName() == null) {
                    fields.putIfAbsent(
                            part.getName(),
                            new String(
                                    part.getInputStream().readNBytes(1 << 20),
                                    java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        } else if (ctx.isJson()) {
            JsonNode body = json.readTree(ctx.body());
            body.properties()
                    .forEach(field ->
                            fields.put(
                                    field.getKey(),
                                    field.getValue().isValueNode()
                                            ? field.getValue().asText()
                                            : field.getValue().toString()));
        } else {
            ctx.formParamMap()
                    .forEach((name, values) ->
                            fields.put(name, values.isEmpty() ? "" : values.getFirst()));
        }
        ctx.attribute("fields", fields);
        return fields;
    }

    private Collection<Part> parts(Context ctx) throws IOException, ServletException {
        String type = ctx.contentType();
        if (type == null
                || !type.startsWith("multipart/form-data")
                || !type.contains("boundary=")) {
            return List.of();
        }
        ctx.req()
                .setAttribute(
                        MULTIPART,
                        new MultipartConfigElement(store.folder().toString(), -1, -1, 1 << 20));
        try {
            return ctx.req().getParts();
        } catch (IllegalStateException | ServletException broken) {
            throw new IOException(
                    "The upload broke off or is no multipart body: " + broken.getMessage(), broken);
        }
    }

    private void cleanUp() {
        long oldest = System.currentTimeMillis() - Duration.ofHours(config.keepHours()).toMillis();
        for (NodeTask task : store.inOrder()) {
            TaskRecord record = task.record();
            boolean over = record.state().isFinal() || record.state() == State.UPLOADING;
            if (over
                    && record.dateCreated() + Math.max(0, record.processingTimeMillis()) < oldest
                    && !queue.occupies(task)) {
                try {
                    LOG.info(
                            "Task {} is older than {} hours and is removed",
                            record.uuid(),
                            config.keepHours());
                    store.remove(task);
                } catch (IOException failure) {
                    LOG.warn(
                            "Task folder {} could not be removed: {}",
                            task.folder(),
                            failure.toString());
                }
            }
        }
    }
}
