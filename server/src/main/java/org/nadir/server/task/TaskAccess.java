package org.nadir.server.task;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.ModelPermission;
import org.nadir.server.account.Right;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.project.Project;
import org.nadir.server.project.Projects;

/// The guards of routes that name a task. Tasks have the rights of their project; what a caller may not see answers 404.
public final class TaskAccess {

    /// A task, its project, and the caller (null: anonymous, on a public task) with these rights.
    public record Admitted(
            Task task, Project project, @Nullable Caller caller, Set<Right> rights) {}

    private static final String VIEW_OR_PUBLIC =
            "view task, or anybody by the UUID of a public one";

    private final Tasks tasks;
    private final Projects projects;
    private final Accounts accounts;

    public TaskAccess(Tasks tasks, Projects projects, Accounts accounts) {
        this.tasks = tasks;
        this.projects = projects;
        this.accounts = accounts;
    }

    /// Signed-in callers with this right on the project; to change or delete tasks takes the global permission for it too.
    public Guard<Admitted> needs(Right right) {
        Guard<Admitted> granted =
                Guard.of(
                        right.key() + " task",
                        request -> {
                            request.requireCaller();
                            Admitted admitted = find(request);
                            if (!admitted.rights().contains(right)) {
                                throw Problem.notFound();
                            }
                            return admitted;
                        });
        return switch (right) {
            case VIEW, ADD -> granted;
            case CHANGE -> accounts.may(ModelPermission.CHANGE_TASK, granted);
            case DELETE -> accounts.may(ModelPermission.DELETE_TASK, granted);
        };
    }

    /// Callers who may view the project, and anybody who knows the UUID of a public task.
    public Guard<Admitted> viewOrPublic() {
        return Guard.of(VIEW_OR_PUBLIC, request -> viewOrPublic(request, find(request)));
    }

    /// As [#viewOrPublic], for paths without a project.
    public Guard<Admitted> viewOrPublicById() {
        return Guard.of(
                VIEW_OR_PUBLIC,
                request ->
                        viewOrPublic(
                                request,
                                admit(
                                        request,
                                        named(request.path("task"))
                                                .orElseThrow(Problem::notFound))));
    }

    private static Admitted viewOrPublic(Request request, Admitted admitted) {
        boolean open = admitted.task().wish().isPublic() || admitted.project().isPublic();
        boolean byUuid = !request.path("task").matches("[0-9]+");
        if (!admitted.rights().contains(Right.VIEW) && !(open && byUuid)) {
            throw Problem.notFound();
        }
        return admitted;
    }

    /// Callers who may change the project, and anybody who knows the UUID of a task that is open for changes by the public.
    public Guard<Admitted> changeOrPublicEdit() {
        return Guard.of(
                "change task, or anybody by the UUID of one that is open to edits",
                request -> {
                    Admitted admitted = find(request);
                    Task.Wish wish = admitted.task().wish();
                    Project project = admitted.project();
                    boolean open =
                            (wish.isPublic() && wish.publicEdit())
                                    || (project.isPublic() && project.publicEdit());
                    boolean known =
                            admitted.rights().contains(Right.VIEW)
                                    || !request.path("task").matches("[0-9]+");
                    if (!admitted.rights().contains(Right.CHANGE) && !(open && known)) {
                        throw Problem.notFound();
                    }
                    return admitted;
                });
    }

    /// Anybody, for a task named by its UUID alone, when it or its project is public.
    public Guard<Admitted> isPublic() {
        return Guard.of(
                "anybody, on a public task",
                request -> {
                    Task task =
                            named(request.path("task"))
                                    .filter(found -> !request.path("task").matches("[0-9]+"))
                                    .orElseThrow(Problem::notFound);
                    Admitted admitted = admit(request, task);
                    if (!task.wish().isPublic() && !admitted.project().isPublic()) {
                        throw Problem.notFound();
                    }
                    return admitted;
                });
    }

    private Admitted find(Request request) {
        Task task = named(request.path("task")).orElseThrow(Problem::notFound);
        if (task.projectId() != request.id("project")) {
            throw Problem.notFound();
        }
        return admit(request, task);
    }

    private Admitted admit(Request request, Task task) {
        Project project = projects.find(task.projectId()).orElseThrow(Problem::notFound);
        Caller caller = request.caller();
        Set<Right> rights =
                caller == null
                        ? EnumSet.noneOf(Right.class)
                        : projects.rights(caller, project.id());
        return new Admitted(task, project, caller, rights);
    }

    /// The task with this id, be it a number or a UUID.
    public Optional<Task> named(String id) {
        OptionalLong number = Request.positive(id);
        if (number.isPresent()) {
            return tasks.find(number.getAsLong());
        }
        return id.length() == 36
                ? tasks.findByPublicId(id.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
