package org.nadir.server.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Problem;
import org.nadir.server.project.Project;
import org.nadir.server.project.Projects;
import org.nadir.server.storage.Folders;
import org.nadir.server.storage.MediaStore;

/// Makes copies of tasks, one by one or all of a project. Files are copied aside first; rows and folders appear together, last,
/// so that a copy is whole or not there.
///
/// A copy has no task on the node: removing it must not remove the original's. What was not over is not begun a second time:
/// the copy stands as cancelled until somebody restarts it.
public final class Duplicates {

    private static final String PREFIX = "Copy of ";
    private static final int LONGEST_NAME = 255;

    private final Tasks tasks;
    private final MediaStore store;
    private final TaskClaims claims;

    public Duplicates(Tasks tasks, Transitions transitions, MediaStore store) {
        this.tasks = tasks;
        this.store = store;
        this.claims = new TaskClaims(transitions);
    }

    /// @throws Problem when the task cannot be copied now
    Task duplicate(Task task) throws IOException {
        try (var work = new Work(store.newTemporary("copy-"))) {
            work.copy(task.id());
            Task original = work.originals.getFirst();
            String name = copyName(original.name(), "task " + original.id());
            return tasks.duplicate(
                            work.originals,
                            handle -> original.projectId(),
                            name,
                            (id, index) ->
                                    store.adopt(work.files.get(index), original.projectId(), id))
                    .getFirst();
        }
    }

    /// A copy of a project with all its tasks, under their own names, owned by the caller.
    ///
    /// @return the id of the copy
    long duplicate(Project project, Caller caller) throws IOException {
        try (var work = new Work(store.newTemporary("copy-"))) {
            for (Task task : tasks.list(project.id(), "id")) {
                work.copy(task.id());
            }
            var copy = new long[1];
            tasks.duplicate(
                    work.originals,
                    handle -> {
                        String name = copyName(project.name(), "project " + project.id());
                        copy[0] = Projects.duplicate(handle, project, caller.id(), name);
                        return copy[0];
                    },
                    null,
                    (id, index) -> store.adopt(work.files.get(index), copy[0], id));
            return copy[0];
        }
    }

    private static String copyName(String name, String otherwise) {
        String copy = PREFIX + (name.isEmpty() ? otherwise : name);
        return copy.substring(0, Math.min(LONGEST_NAME, copy.length()));
    }

    /// Files on their way, and the originals, which nobody else touches until the copies are in place.
    private final class Work implements AutoCloseable {
        private final Path temporary;
        private final List<TaskClaims.Claim> held = new ArrayList<>();
        private final List<Task> originals = new ArrayList<>();
        private final List<Path> files = new ArrayList<>();

        Work(Path temporary) {
            this.temporary = temporary;
        }

        void copy(long id) throws IOException {
            TaskClaims.Claim claim = claims.take(id);
            held.add(claim);
            Task task = tasks.find(id).orElseThrow(Problem::notFound);
            refuseUnfinished(task);
            Path target = temporary.resolve(Long.toString(id));
            Folders.copyTree(
                    store.task(task.projectId(), id),
                    target,
                    MediaStore::isLasting,
                    path -> {
                        held.forEach(TaskClaims.Claim::keep);
                        return isReplacedOnly(path);
                    });
            originals.add(task);
            files.add(target);
        }

        @Override
        public void close() throws IOException {
            held.forEach(TaskClaims.Claim::close);
            Folders.delete(temporary);
        }
    }

    private static void refuseUnfinished(Task task) {
        @Nullable PendingAction pending = task.state().pending();
        if (pending == PendingAction.IMPORT || pending == PendingAction.REMOVE) {
            throw Problem.rule(
                    "The task "
                            + (task.name().isEmpty() ? task.id() : task.name())
                            + (pending == PendingAction.IMPORT
                                    ? " is still being imported: duplicate it later."
                                    : " is being removed."));
        }
    }

    /// Photos and results change by putting another file in their place, so copies may share them. The console grows, and
    /// media files have texts beside them: those are copied.
    private static boolean isReplacedOnly(String path) {
        return !path.startsWith("data/") && !path.startsWith("assets/media/");
    }

    /// What of a copied row differs from the original's.
    static Map<String, @Nullable Object> differences(Task task) {
        var status = task.state().status();
        boolean waits = task.state().partial();
        boolean resizes = task.state().pending() == PendingAction.RESIZE;
        var columns = new java.util.LinkedHashMap<String, @Nullable Object>();
        if (status != null && status.isFinal()) {
            columns.put("status", status.code());
        } else {
            columns.put("status", waits ? null : 50);
            columns.put("last_error", null);
            columns.put("upload_progress", 0.0);
            columns.put("running_progress", 0.0);
            columns.put("processing_time", -1L);
        }
        columns.put("pending_action", resizes ? PendingAction.RESIZE.code() : null);
        return columns;
    }
}
