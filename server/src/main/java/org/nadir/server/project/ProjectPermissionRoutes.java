package org.nadir.server.project;

import org.nadir.server.account.Accounts;
import org.nadir.server.account.Grants;
import org.nadir.server.account.ModelPermission;
import org.nadir.server.account.Right;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.live.Changes;

/// The project editor: who a project is shared with, and everything about it in one request.
public final class ProjectPermissionRoutes {

    private final Projects projects;
    private final ProjectAccess access;
    private final Accounts accounts;
    private final Changes changes;

    public ProjectPermissionRoutes(
            Projects projects, ProjectAccess access, Accounts accounts, Changes changes) {
        this.projects = projects;
        this.access = access;
        this.accounts = accounts;
        this.changes = changes;
    }

    public void addTo(RouteTable table) {
        String one = "/api/projects/{project}/";
        table.get(one + "permissions/", access.needs(Right.CHANGE), this::read)
                .post(
                        one + "edit/",
                        accounts.may(ModelPermission.CHANGE_PROJECT, access.needs(Right.CHANGE)),
                        this::edit);
    }

    private void read(Request request, ProjectAccess.Admitted admitted) {
        Project project = admitted.project();
        request.context().header("X-Groups-Count", Long.toString(accounts.groups().count(null)));
        request.reply(Grants.json(projects.holders(project.id()), project.ownerId()));
    }

    private void edit(Request request, ProjectAccess.Admitted admitted) {
        Project project = admitted.project();
        projects.edit(project.id(), ProjectEdit.of(request.fields()));
        changes.project(project.id());
        request.success();
    }
}
