package org.nadir.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.nadir.server.account.Right;
import org.nadir.server.http.ErrorTable;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.live.Changes;
import org.nadir.server.project.ProjectAccess;
import org.nadir.server.project.ProjectRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies of tasks and projects over HTTP. As WebODM has it, a copy that fails is told with status 200.
public final class DuplicateRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(DuplicateRoutes.class);

    private final Duplicates duplicates;
    private final TaskAccess access;
    private final ProjectAccess projectAccess;
    private final TaskJson json;
    private final ProjectRoutes projects;
    private final Changes changes;

    public DuplicateRoutes(
            Duplicates duplicates,
            TaskAccess access,
            ProjectAccess projectAccess,
            TaskJson json,
            ProjectRoutes projects,
            Changes changes) {
        this.duplicates = duplicates;
        this.access = access;
        this.projectAccess = projectAccess;
        this.json = json;
        this.projects = projects;
        this.changes = changes;
    }

    public void addTo(RouteTable table) {
        table.post(
                        "/api/projects/{project}/tasks/{task}/duplicate/",
                        access.needs(Right.CHANGE),
                        (request, admitted) -> answer(request, "task", () -> task(admitted.task())))
                .post(
                        "/api/projects/{project}/duplicate/",
                        projectAccess.needs(Right.CHANGE),
                        (request, admitted) -> answer(request, "project", () -> project(admitted)));
    }

    private interface Copy {
        JsonNode make() throws IOException;
    }

    private static void answer(Request request, String kind, Copy copy) {
        ObjectNode reply = Json.object();
        try {
            JsonNode made = copy.make();
            reply.put("success", true).set(kind, made);
        } catch (Problem refused) {
            reply.put("error", refused.getMessage());
        } catch (IOException | java.io.UncheckedIOException disk) {
            LOG.error("A {} cannot be duplicated", kind, disk);
            reply.put(
                    "error",
                    ErrorTable.isDiskFull(disk)
                            ? "The server has no disk space left for a copy."
                            : "The files cannot be copied; the server's log says why.");
        }
        request.reply(reply);
    }

    private JsonNode task(Task task) throws IOException {
        Task copy = duplicates.duplicate(task);
        changes.project(copy.projectId());
        changes.task(copy.projectId(), copy.id());
        changes.wakeScheduler(copy.id());
        return json.one(copy);
    }

    private JsonNode project(ProjectAccess.Admitted admitted) throws IOException {
        long copy = duplicates.duplicate(admitted.project(), admitted.caller());
        changes.project(copy);
        changes.wakeScheduler();
        return projects.describe(admitted.caller(), copy);
    }
}
