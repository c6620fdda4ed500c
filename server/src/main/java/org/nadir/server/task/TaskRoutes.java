package org.nadir.server.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.Right;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Chunks;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Fields;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.Upload;
import org.nadir.server.http.Uploads;
import org.nadir.server.live.Changes;
import org.nadir.server.node.Nodes;
import org.nadir.server.project.Project;
import org.nadir.server.project.ProjectAccess;
import org.nadir.server.storage.MediaStore;

/// Tasks over HTTP: create, read, change, act, console. Result files are in [org.nadir.server.asset].
public final class TaskRoutes {

    private static final int FEWEST_IMAGES = 2;

    private final Tasks tasks;
    private final TaskAccess access;
    private final ProjectAccess projectAccess;
    private final TaskMoves moves;
    private final Nodes nodes;
    private final TaskJson json;
    private final Chunks chunks;
    private final TaskFiles files;
    private final Alignment alignment;
    private final MediaStore store;
    private final Uploads uploads;
    private final Console console;
    private final Changes changes;

    public TaskRoutes(
            Tasks tasks,
            TaskAccess access,
            ProjectAccess projectAccess,
            TaskMoves moves,
            Nodes nodes,
            TaskJson json,
            MediaStore store,
            Uploads uploads,
            Chunks chunks,
            Alignment alignment,
            Console console,
            Changes changes) {
        this.tasks = tasks;
        this.access = access;
        this.projectAccess = projectAccess;
        this.moves = moves;
        this.nodes = nodes;
        this.json = json;
        this.files = new TaskFiles(store, tasks, chunks);
        this.chunks = chunks;
        this.alignment = alignment;
        this.store = store;
        this.uploads = uploads;
        this.console = console;
        this.changes = changes;
    }

    public void addTo(RouteTable table) {
        String all = "/api/projects/{project}/tasks/";
        String one = all + "{task}/";
        table.get(all, projectAccess.needs(Right.VIEW), this::list)
                .post(all, projectAccess.takesTasks(), this::create)
                .get(one, access.viewOrPublic(), this::read)
                .patch(one, access.needs(Right.CHANGE), this::update)
                .put(one, access.needs(Right.CHANGE), this::replace)
                .get(one + "upload/", access.needs(Right.CHANGE), this::received)
                .post(one + "upload/", access.needs(Right.CHANGE), this::upload)
                .post(one + "commit/", access.needs(Right.CHANGE), this::commit)
                .post(one + "cancel/", access.needs(Right.CHANGE), asks(PendingAction.CANCEL))
                .post(one + "restart/", access.needs(Right.CHANGE), asks(PendingAction.RESTART))
                .post(one + "remove/", access.needs(Right.DELETE), asks(PendingAction.REMOVE))
                .post(one + "compact/", access.needs(Right.DELETE), asks(PendingAction.COMPACT))
                .get(one + "output/", access.needs(Right.VIEW), this::output)
                .get("/public/task/{task}/json/", access.isPublic(), this::read)
                .get(
                        "/public/project/{public}/json/",
                        projectAccess.isPublic(),
                        this::readPublicProject);
    }

    private void list(Request request, ProjectAccess.Admitted admitted) {
        TaskQuery query = TaskQuery.of(request);
        List<Task> found = tasks.list(admitted.project().id(), query.orderBy());
        request.reply(json.all(found.stream().filter(query::matches).toList()));
    }

    private void create(Request request, ProjectAccess.Admitted admitted) throws IOException {
        try (Upload upload = uploads.receive(request)) {
            Fields fields = upload.fields();
            var partial = new AtomicBoolean();
            new FieldReader(fields).flag("partial", partial::set).check();
            chunks.check(upload);
            int count = upload.files().size();
            if (!partial.get() && count < FEWEST_IMAGES) {
                throw Problem.rule("Cannot create task, you need at least 2 images");
            }
            TaskChange change = TaskChange.of(fields, usableNode(admitted.caller(), null), null);
            Optional<Path> reference =
                    alignment.find(fields.text("align_to"), admitted.project(), admitted.caller());
            Task task = create(admitted.project(), change, partial.get(), upload, reference);
            changed(task);
            request.reply(201, json.one(task));
        }
    }

    private Task create(
            Project project,
            TaskChange change,
            boolean partial,
            Upload upload,
            Optional<Path> reference)
            throws IOException {
        var sizes = new HashMap<String, Long>();
        for (Upload.UploadedFile file : upload.files()) {
            sizes.put(file.name(), file.size());
        }
        Path folder = upload.folder();
        if (reference.isPresent()) {
            folder = folder == null ? store.newTemporary("align-") : folder;
            Alignment.place(reference.get(), folder);
            sizes.put(Alignment.FILE, Files.size(reference.get()));
        }
        Path files = folder;
        return tasks.create(
                project.id(),
                change,
                partial,
                sizes.size(),
                sizes.values().stream().mapToLong(Long::longValue).sum(),
                id -> {
                    if (files != null) {
                        store.adopt(files, project.id(), id);
                    }
                });
    }

    /// Nodes that the caller may assign: those they can see, and the one that the task has already.
    private LongPredicate usableNode(Caller caller, @Nullable Long current) {
        return id -> Objects.equals(current, id) || nodes.may(caller, id, Right.VIEW);
    }

    private void read(Request request, TaskAccess.Admitted admitted) {
        request.reply(json.one(admitted.task()));
    }

    private void readPublicProject(Request request, Project project) {
        List<Task> shown = tasks.list(project.id(), TaskQuery.of(request).orderBy());
        ObjectNode reply =
                Json.object()
                        .put("id", project.id())
                        .put("name", project.name())
                        .put("description", project.description())
                        .put("public_id", project.publicId());
        reply.set("tasks", json.all(shown));
        request.reply(reply);
    }

    private void update(Request request, TaskAccess.Admitted admitted) throws IOException {
        save(
                request,
                admitted,
                TaskChange.of(
                        request.fields(), nodesFor(request, admitted), admitted.task().result()));
    }

    private void replace(Request request, TaskAccess.Admitted admitted) throws IOException {
        save(
                request,
                admitted,
                TaskChange.whole(
                        request.fields(), nodesFor(request, admitted), admitted.task().result()));
    }

    private LongPredicate nodesFor(Request request, TaskAccess.Admitted admitted) {
        return usableNode(request.requireCaller(), admitted.task().wish().nodeId());
    }

    private void save(Request request, TaskAccess.Admitted admitted, TaskChange change)
            throws IOException {
        Task task = admitted.task();
        Long target = change.newProject();
        if (target != null && target != task.projectId()) {
            moves.check(request.requireCaller(), target);
            moves.move(task, target);
        }
        Task saved = tasks.update(task.id(), change.columns());
        changed(saved);
        request.reply(json.one(saved));
    }

    private void upload(Request request, TaskAccess.Admitted admitted) throws IOException {
        Task task = admitted.task();
        Caller caller = request.requireCaller();
        try (Upload upload = uploads.receive(request)) {
            TaskChange change =
                    TaskChange.of(
                            upload.fields(),
                            usableNode(caller, task.wish().nodeId()),
                            task.result());
            Map<String, Long> done = files.add(task, upload, scope(caller, task));
            if (!change.columns().isEmpty()) {
                tasks.update(task.id(), change.columns());
            }
            changes.task(task.projectId(), task.id());
            ObjectNode reply = Json.object().put("success", true);
            ObjectNode uploaded = reply.putObject("uploaded");
            done.forEach(uploaded::put);
            request.reply(reply);
        }
    }

    private void received(Request request, TaskAccess.Admitted admitted) throws IOException {
        Task task = admitted.task();
        request.reply(files.received(task, scope(request.requireCaller(), task)));
    }

    private static String scope(Caller caller, Task task) {
        return caller.id() + "-" + task.id();
    }

    private void commit(Request request, TaskAccess.Admitted admitted) throws IOException {
        Task task = admitted.task();
        if (store.inputs(task.projectId(), task.id()).isEmpty()) {
            throw Problem.rule("Cannot commit task, no files were uploaded");
        }
        files.recount(task);
        Task committed = tasks.commit(task.id());
        changed(committed);
        request.reply(json.one(committed));
    }

    private org.nadir.server.http.Handler<TaskAccess.Admitted> asks(PendingAction action) {
        return (request, admitted) -> {
            tasks.request(admitted.task().id(), action);
            changed(admitted.task());
            request.success();
        };
    }

    private void changed(Task task) {
        changes.task(task.projectId(), task.id());
        changes.wakeScheduler(task.id());
    }

    private void output(Request request, TaskAccess.Admitted admitted) throws IOException {
        int line = request.queryInteger("line", 0);
        int limit = request.queryInteger("limit", 0);
        String format = request.query("f");
        Task task = admitted.task();
        Console.Excerpt excerpt =
                console.read(store.console(task.projectId(), task.id()), line, limit);
        switch (format == null ? "text" : format) {
            case "text" ->
                    request.reply(
                            com.fasterxml.jackson.databind.node.TextNode.valueOf(excerpt.text()));
            case "raw" ->
                    request.context()
                            .contentType("text/plain; charset=utf-8")
                            .result(excerpt.text());
            case "json" -> {
                ObjectNode reply = Json.object();
                reply.set("lines", Json.texts(excerpt.lines()));
                request.reply(reply.put("count", excerpt.total()));
            }
            default -> throw Problem.rule("Invalid output format: " + format);
        }
    }
}
