package org.nadir.server.plugin;

import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.task.TaskAccess;

/// Short addresses of the public pages of tasks. They lead on to the page, which tells whether it may be seen.
public final class ShortLinkRoutes {

    private static final String NAME = "shortlinks";

    private final TaskAccess access;
    private final ShortLinks links;
    private final Plugins plugins;

    public ShortLinkRoutes(TaskAccess access, ShortLinks links, Plugins plugins) {
        this.access = access;
        this.links = links;
        this.plugins = plugins;
    }

    public void addTo(RouteTable table) {
        table.post(
                        "/api/plugins/shortlinks/task/{task}/shortlink",
                        plugins.whileOn(NAME, access.viewOrPublicById()),
                        (request, admitted) ->
                                request.reply(
                                        Json.object()
                                                .put("shortId", links.of(admitted.task().id()))))
                .get(
                        "/sm{id}",
                        plugins.whileOn(NAME, Guard.open()),
                        (request, anybody) -> lead(request, "map"))
                .get(
                        "/s3{id}",
                        plugins.whileOn(NAME, Guard.open()),
                        (request, anybody) -> lead(request, "3d"));
    }

    private void lead(Request request, String page) {
        String task = links.publicId(request.path("id")).orElseThrow(Problem::notFound);
        request.context().redirect("/public/task/" + task + "/" + page + "/");
    }
}
