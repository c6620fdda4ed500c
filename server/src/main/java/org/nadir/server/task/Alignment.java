package org.nadir.server.task;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.TaskStatus;
import org.nadir.server.account.Right;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Problem;
import org.nadir.server.project.Project;
import org.nadir.server.project.Projects;
import org.nadir.server.storage.MediaStore;

/// Finds the point cloud that a new task is to be aligned with: that of another task, placed beside the photos.
public final class Alignment {

    static final String FILE = "align.laz";

    private static final String CLOUD = "odm_georeferencing/odm_georeferenced_model.laz";

    private final Tasks tasks;
    private final TaskAccess access;
    private final Projects projects;
    private final MediaStore store;

    public Alignment(Tasks tasks, TaskAccess access, Projects projects, MediaStore store) {
        this.tasks = tasks;
        this.access = access;
        this.projects = projects;
        this.store = store;
    }

    /// @param wanted a task's number or UUID; `auto` for the newest completed task of the project that has a cloud, if any
    /// @throws Problem for tasks that are not there, that the caller may not see, or that have no cloud
    Optional<Path> find(@Nullable String wanted, Project project, Caller caller) {
        String id = wanted == null ? "" : wanted.strip();
        if (id.isEmpty() || id.equals("null")) {
            return Optional.empty();
        }
        if (id.equals("auto")) {
            return tasks.list(project.id(), "created_at DESC, id DESC").stream()
                    .filter(task -> task.state().status() == TaskStatus.COMPLETED)
                    .map(this::cloud)
                    .filter(Files::isRegularFile)
                    .findFirst();
        }
        Task task =
                access.named(id)
                        .orElseThrow(() ->
                                Problem.field("align_to", "There is no task \"" + id + "\"."));
        if (!projects.rights(caller, task.projectId()).contains(Right.VIEW)) {
            throw Problem.notFound();
        }
        Path cloud = cloud(task);
        if (!Files.isRegularFile(cloud)) {
            throw Problem.field("align_to", "The task \"" + id + "\" has no point cloud.");
        }
        return Optional.of(cloud);
    }

    private Path cloud(Task task) {
        return store.assets(task.projectId(), task.id()).resolve(CLOUD);
    }

    /// Puts the cloud beside the photos, without copying it where the disk can do that: either is only ever replaced as a whole.
    static void place(Path cloud, Path folder) throws IOException {
        Path target = folder.resolve(FILE);
        Files.deleteIfExists(target);
        try {
            Files.createLink(target, cloud);
        } catch (UnsupportedOperationException | FileSystemException cannot) {
            Files.copy(cloud, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
