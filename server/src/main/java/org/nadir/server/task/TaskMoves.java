package org.nadir.server.task;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.nadir.server.account.Right;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Problem;
import org.nadir.server.live.Changes;
import org.nadir.server.project.Projects;
import org.nadir.server.storage.MediaStore;

/// Moves tasks, with their files, from one project to another.
public final class TaskMoves {

    private static final Duration CLAIM = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Tasks tasks;
    private final Transitions transitions;
    private final Projects projects;
    private final MediaStore store;
    private final Changes changes;

    public TaskMoves(
            Tasks tasks,
            Transitions transitions,
            Projects projects,
            MediaStore store,
            Changes changes) {
        this.tasks = tasks;
        this.transitions = transitions;
        this.projects = projects;
        this.store = store;
        this.changes = changes;
    }

    /// @throws Problem when the caller may not put tasks into the project, or it does not exist
    void check(Caller caller, long project) {
        boolean may =
                projects.find(project).isPresent()
                        && projects.rights(caller, project).contains(Right.CHANGE);
        if (!may) {
            throw Problem.forbidden();
        }
    }

    /// Moves row and files together; no step of the scheduler runs meanwhile.
    void move(Task task, long toProject) throws IOException {
        String mover = "move-" + UUID.randomUUID();
        claim(task, mover);
        try {
            Task current = tasks.find(task.id()).orElseThrow(Problem::notFound);
            tasks.move(
                    task.id(), toProject, id -> store.moveTask(id, current.projectId(), toProject));
        } finally {
            transitions.release(task.id(), mover, Duration.ZERO, null);
        }
        changes.taskRemoved(task.projectId(), task.id());
        changes.project(task.projectId());
        changes.project(toProject);
    }

    private void claim(Task task, String mover) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!transitions.claim(task.id(), mover, CLAIM)) {
            if (System.nanoTime() - end > 0) {
                throw Problem.rule(
                        "Files of this task are being transferred just now: move it later.");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                throw Problem.detail(503, "The server is closing.");
            }
        }
    }
}
