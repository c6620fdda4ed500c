package org.nadir.server.project;

import java.util.Set;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.ModelPermission;
import org.nadir.server.account.Right;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;

/// The guards of routes that name a project. What a caller may not see answers 404, so that ids cannot be probed.
public final class ProjectAccess {

    /// A project, and the caller who was let in with these rights.
    public record Admitted(Project project, Caller caller, Set<Right> rights) {}

    private final Projects projects;
    private final Accounts accounts;

    public ProjectAccess(Projects projects, Accounts accounts) {
        this.projects = projects;
        this.accounts = accounts;
    }

    /// Those who may add tasks: the right to change the project is what counts, and the global permission to add tasks.
    public Guard<Admitted> takesTasks() {
        return accounts.may(ModelPermission.ADD_TASK, needs(Right.CHANGE));
    }

    /// The right is needed; without it the project seems not to exist.
    public Guard<Admitted> needs(Right right) {
        return Guard.of(
                right.key() + " project",
                request -> {
                    Admitted admitted = visible(request);
                    if (!admitted.rights().contains(right)) {
                        throw Problem.notFound();
                    }
                    return admitted;
                });
    }

    /// The right is needed; one who may at least see the project is told so with a 403.
    public Guard<Admitted> needsOpenly(Right right) {
        return Guard.of(
                right.key() + " project",
                request -> {
                    Admitted admitted = visible(request);
                    if (!admitted.rights().contains(right)) {
                        throw Problem.forbidden();
                    }
                    return admitted;
                });
    }

    /// Anybody who knows the public id of a project that is public now.
    public Guard<Project> isPublic() {
        return Guard.of(
                "anybody, on a public project",
                request ->
                        projects.findPublic(request.path("public")).orElseThrow(Problem::notFound));
    }

    private Admitted visible(Request request) {
        Caller caller = request.requireCaller();
        Project project = projects.find(request.id("project")).orElseThrow(Problem::notFound);
        Set<Right> rights = projects.rights(caller, project.id());
        if (!rights.contains(Right.VIEW)) {
            throw Problem.notFound();
        }
        return new Admitted(project, caller, rights);
    }
}
