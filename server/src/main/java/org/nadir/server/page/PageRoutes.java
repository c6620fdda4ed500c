package org.nadir.server.page;

import org.nadir.server.account.Accounts;
import org.nadir.server.account.ModelPermission;
import org.nadir.server.account.Right;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Pages;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.live.Changes;
import org.nadir.server.node.NodeWatch;
import org.nadir.server.node.Nodes;
import org.nadir.server.node.ProcessingNode;
import org.nadir.server.project.ProjectAccess;
import org.nadir.server.project.Projects;
import org.nadir.server.task.TaskAccess;

/// The pages for people who are signed in. What a page shows is loaded by the web UI; here is decided who gets it at all.
public final class PageRoutes {

    private final Accounts accounts;
    private final Projects projects;
    private final ProjectAccess projectAccess;
    private final TaskAccess taskAccess;
    private final Nodes nodes;
    private final NodeWatch watch;
    private final Changes changes;
    private final Pages pages;

    public PageRoutes(
            Accounts accounts,
            Projects projects,
            ProjectAccess projectAccess,
            TaskAccess taskAccess,
            Nodes nodes,
            NodeWatch watch,
            Changes changes,
            Pages pages) {
        this.accounts = accounts;
        this.projects = projects;
        this.projectAccess = projectAccess;
        this.taskAccess = taskAccess;
        this.nodes = nodes;
        this.watch = watch;
        this.changes = changes;
        this.pages = pages;
    }

    public void addTo(RouteTable table) {
        String task = "project/{project}/task/{task}/";
        Guard<TaskAccess.Admitted> viewer = Guard.orLogin(taskAccess.needs(Right.VIEW));
        table.get("/", Guard.open(), (request, any) -> front(request))
                .get("/dashboard/", Guard.orLogin(Guard.signedIn()), this::dashboard)
                .get(
                        "/map/project/{project}/",
                        Guard.orLogin(projectAccess.needs(Right.VIEW)),
                        (request, admitted) -> show(request))
                .get("/map/" + task, viewer, (request, admitted) -> show(request))
                .get("/3d/" + task, viewer, (request, admitted) -> show(request))
                .get("/processingnode/{node}/", Guard.orLogin(this::visibleNode), this::node)
                .get("/about/", Guard.open(), (request, any) -> show(request));
    }

    private void show(Request request) {
        request.html(200, pages.app(""));
    }

    private void front(Request request) {
        if (!accounts.users().hasSuperuser()) {
            request.redirect("/welcome/");
            return;
        }
        request.redirect(request.caller() == null ? "/login/" : "/dashboard/");
    }

    /// Somebody who has nothing yet finds a project to begin with.
    private void dashboard(Request request, Caller caller) {
        boolean mayAdd = accounts.permissions(caller).contains(ModelPermission.ADD_PROJECT.key());
        if (mayAdd && caller.scope() == null && !request.isHead()) {
            projects.ensureFirst(caller.id()).ifPresent(first -> changes.project(first.id()));
        }
        show(request);
    }

    private ProcessingNode visibleNode(Request request) {
        Caller caller = request.requireCaller();
        return nodes.find(request.id("node"))
                .filter(node -> nodes.may(caller, node.id(), Right.VIEW))
                .orElseThrow(Problem::notFound);
    }

    private void node(Request request, ProcessingNode node) {
        watch.refreshSoon(node);
        show(request);
    }
}
