package org.nadir.server.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.TaskStatus;
import org.nadir.server.account.Right;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.project.Projects;
import org.nadir.server.task.PendingAction;
import org.nadir.server.task.Task;
import org.nadir.server.task.Tasks;

/// Live changes as a stream of server-sent events (WHATWG HTML, 9.2). Each stream has one virtual thread; changes of one task
/// that come faster than the stream can tell them are told once.
public final class EventRoutes implements AutoCloseable {

    private static final long HEARTBEAT_MILLIS = 15_000;

    private final Changes changes;
    private final Projects projects;
    private final Tasks tasks;
    private final String serverId = UUID.randomUUID().toString();
    private final Set<Stream> streams = java.util.concurrent.ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public EventRoutes(Changes changes, Projects projects, Tasks tasks) {
        this.changes = changes;
        this.projects = projects;
        this.tasks = tasks;
    }

    public void addTo(RouteTable table) {
        table.get("/api/events/", Guard.signedIn(), this::stream);
    }

    private void stream(Request request, Caller caller) throws IOException {
        HttpServletResponse response = request.context().res();
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        if (request.isHead()) {
            return;
        }
        var stream = new Stream(caller, response);
        changes.listen(stream);
        streams.add(stream);
        try {
            stream.run();
        } finally {
            streams.remove(stream);
            changes.stopListening(stream);
        }
    }

    @Override
    public void close() {
        closed = true;
        streams.forEach(Stream::wake);
    }

    private sealed interface News {
        record OfTask(long project, long task) implements News {}

        record TaskGone(long project, long task) implements News {}

        record OfProject(long project) implements News {}
    }

    private final class Stream implements Changes.Listener {
        private final Caller caller;
        private final HttpServletResponse response;
        private final Set<News> waiting = new LinkedHashSet<>();

        Stream(Caller caller, HttpServletResponse response) {
            this.caller = caller;
            this.response = response;
        }

        @Override
        public void taskChanged(long projectId, long taskId) {
            add(new News.OfTask(projectId, taskId));
        }

        @Override
        public void taskRemoved(long projectId, long taskId) {
            add(new News.TaskGone(projectId, taskId));
        }

        @Override
        public void projectChanged(long projectId) {
            add(new News.OfProject(projectId));
        }

        private synchronized void add(News news) {
            waiting.add(news);
            notifyAll();
        }

        synchronized void wake() {
            notifyAll();
        }

        void run() throws IOException {
            send("hello", Json.object().put("server", serverId));
            while (!closed) {
                for (News news : next()) {
                    tell(news);
                }
            }
        }

        /// Waits for news; after a quiet while, keeps the connection alive and gives none.
        private Set<News> next() throws IOException {
            synchronized (this) {
                if (waiting.isEmpty() && !closed) {
                    try {
                        wait(HEARTBEAT_MILLIS);
                    } catch (InterruptedException closing) {
                        Thread.currentThread().interrupt();
                        throw new IOException("Stream was interrupted", closing);
                    }
                }
                if (!waiting.isEmpty()) {
                    var news = new LinkedHashSet<>(waiting);
                    waiting.clear();
                    return news;
                }
            }
            write(": \n\n");
            return Set.of();
        }

        private void tell(News news) throws IOException {
            switch (news) {
                case News.OfTask(long project, long task) -> tellTask(project, task);
                case News.TaskGone(long project, long task) -> {
                    if (mayView(project)) {
                        send("task_removed", Json.object().put("project", project).put("id", task));
                    }
                }
                case News.OfProject(long project) -> {
                    if (projects.find(project).isEmpty() || mayView(project)) {
                        send("project", Json.object().put("id", project));
                    }
                }
            }
        }

        private boolean mayView(long project) {
            return projects.rights(caller, project).contains(Right.VIEW);
        }

        private void tellTask(long project, long id) throws IOException {
            @Nullable Task task = tasks.find(id).orElse(null);
            if (task == null || !mayView(project)) {
                return;
            }
            Task.State state = task.state();
            TaskStatus status = state.status();
            PendingAction pending = state.pending();
            ObjectNode data =
                    Json.object()
                            .put("project", task.projectId())
                            .put("id", id)
                            .put("status", status == null ? null : status.code())
                            .put("pending_action", pending == null ? null : pending.code())
                            .put("upload_progress", state.uploadProgress())
                            .put("resize_progress", state.resizeProgress())
                            .put("running_progress", state.runningProgress());
            send("task", data);
        }

        private void send(String event, ObjectNode data) throws IOException {
            write("event: " + event + "\ndata: " + Json.text(data) + "\n\n");
        }

        private void write(String text) throws IOException {
            response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
        }
    }
}
