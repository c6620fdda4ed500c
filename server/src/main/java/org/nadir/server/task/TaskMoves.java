package org.nadir.server.task;

import java.io.IOException;
import org.nadir.server.account.Right;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Problem;
import org.nadir.server.live.Changes;
import org.nadir.server.project.Projects;
import org.nadir.server.storage.MediaStore;

/// Moves tasks, with their files, from one project to another.
public final class TaskMoves {

    private final Tasks tasks;
    private final TaskClaims claims;
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
        this.claims = new TaskClaims(transitions);
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
        try (TaskClaims.Claim claim = claims.take(task.id())) {
            claim.keep();
            Task current = tasks.find(task.id()).orElseThrow(Problem::notFound);
            tasks.move(
                    task.id(), toProject, id -> store.moveTask(id, current.projectId(), toProject));
        }
        changes.taskRemoved(task.projectId(), task.id());
        changes.project(task.projectId());
        changes.project(toProject);
    }
}
