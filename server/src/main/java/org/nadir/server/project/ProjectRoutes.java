package org.nadir.server.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.ModelPermission;
import org.nadir.server.account.Right;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Paging;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.live.Changes;

/// Projects over HTTP.
public final class ProjectRoutes {

    private final Projects projects;
    private final ProjectAccess access;
    private final Accounts accounts;
    private final Changes changes;
    private final ProjectListForm form;

    /// How the list and the ids in it look; for clients of different ages.
    ///
    /// @param plainList answer a list without `page` as a bare array
    /// @param uuidTaskIds show tasks by their UUID
    public record ProjectListForm(boolean plainList, boolean uuidTaskIds) {}

    public ProjectRoutes(
            Projects projects,
            ProjectAccess access,
            Accounts accounts,
            Changes changes,
            ProjectListForm form) {
        this.projects = projects;
        this.access = access;
        this.accounts = accounts;
        this.changes = changes;
        this.form = form;
    }

    public void addTo(RouteTable table) {
        String one = "/api/projects/{project}/";
        Guard<ProjectAccess.Admitted> changeable =
                accounts.may(ModelPermission.CHANGE_PROJECT, access.needsOpenly(Right.CHANGE));
        table.get("/api/projects/", Guard.signedIn(), this::list)
                .post("/api/projects/", accounts.may(ModelPermission.ADD_PROJECT), this::create)
                .get(one, access.needs(Right.VIEW), this::read)
                .patch(one, changeable, this::update)
                .put(one, changeable, this::replace)
                .delete(
                        one,
                        accounts.may(ModelPermission.DELETE_PROJECT, access.needs(Right.VIEW)),
                        this::delete);
    }

    private void list(Request request, Caller caller) {
        ProjectQuery query = ProjectQuery.of(request, caller);
        boolean paged =
                request.query("page") != null
                        || (request.query("search") == null && !form.plainList());
        if (!paged) {
            request.reply(array(caller, projects.list(query, 0, Integer.MAX_VALUE)));
            return;
        }
        if (query.searchesNames()) {
            // One look through all names gives the count and the page.
            List<Long> ids = projects.ids(query);
            Paging page = Paging.of(request, ids.size());
            replyPage(request, caller, page, projects.list(page.of(ids)));
            return;
        }
        Paging page = Paging.of(request, projects.count(query));
        replyPage(request, caller, page, projects.list(query, page.offset(), Paging.SIZE));
    }

    private void replyPage(Request request, Caller caller, Paging page, List<Project> found) {
        request.reply(page.envelope(request, array(caller, found)));
    }

    private void create(Request request, Caller caller) {
        Project project = projects.create(caller.id(), ProjectChange.of(request.fields(), true));
        changes.project(project.id());
        request.reply(201, json(caller, project));
    }

    private void read(Request request, ProjectAccess.Admitted admitted) {
        request.reply(json(admitted.caller(), admitted.project()));
    }

    private void update(Request request, ProjectAccess.Admitted admitted) {
        save(request, admitted, ProjectChange.of(request.fields(), false));
    }

    private void replace(Request request, ProjectAccess.Admitted admitted) {
        save(request, admitted, ProjectChange.of(request.fields(), true));
    }

    private void save(Request request, ProjectAccess.Admitted admitted, ProjectChange change) {
        Project saved = projects.update(admitted.project().id(), change);
        changes.project(saved.id());
        request.reply(json(admitted.caller(), saved));
    }

    private void delete(Request request, ProjectAccess.Admitted admitted) {
        Caller caller = admitted.caller();
        Project project = admitted.project();
        boolean owns = caller.superuser() || project.ownerId() == caller.id();
        if (owns && admitted.rights().contains(Right.DELETE)) {
            projects.startDeletion(project.id());
            changes.wakeScheduler();
        } else {
            projects.revoke(project.id(), caller.id());
        }
        changes.project(project.id());
        request.noContent();
    }

    /// A project as the API shows it to a caller.
    public ObjectNode describe(Caller caller, long project) {
        return json(caller, projects.find(project).orElseThrow(Problem::notFound));
    }

    private ObjectNode json(Caller caller, Project project) {
        return (ObjectNode) array(caller, List.of(project)).get(0);
    }

    private ArrayNode array(Caller caller, List<Project> list) {
        Collection<Long> ids = list.stream().map(Project::id).toList();
        Map<Long, Set<Right>> rights = projects.rights(caller, ids);
        Map<Long, List<Projects.TaskKey>> tasks = projects.tasks(ids);
        ArrayNode array = Json.array();
        for (Project project : list) {
            array.add(
                    json(
                            caller,
                            project,
                            rights.getOrDefault(project.id(), Set.of()),
                            tasks.getOrDefault(project.id(), List.of())));
        }
        return array;
    }

    private ObjectNode json(
            Caller caller, Project project, Set<Right> rights, List<Projects.TaskKey> tasks) {
        ObjectNode json = Json.object().put("id", project.id());
        ArrayNode taskIds = json.putArray("tasks");
        for (Projects.TaskKey task : tasks) {
            if (form.uuidTaskIds()) {
                taskIds.add(task.publicId());
            } else {
                taskIds.add(task.id());
            }
        }
        var keys = new TreeSet<String>();
        rights.forEach(right -> keys.add(right.key()));
        json.put("name", project.name())
                .put("description", project.description())
                .put("created_at", Micros.iso(project.createdAt()));
        json.set("permissions", Json.texts(keys));
        json.put("owned", caller.superuser() || project.ownerId() == caller.id());
        json.set("tags", Json.texts(project.tags()));
        return json.put("public", project.isPublic())
                .put("public_edit", project.publicEdit())
                .put("public_id", project.publicId());
    }
}
