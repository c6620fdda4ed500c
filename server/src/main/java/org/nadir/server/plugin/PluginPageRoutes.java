package org.nadir.server.plugin;

import org.nadir.server.http.Guard;
import org.nadir.server.http.Handler;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// The pages and files of plugins. None of ours has any, so that each answers 404, as WebODM does for plugins that are not
/// installed or switched off; without these lines the web UI would answer.
public final class PluginPageRoutes {

    private PluginPageRoutes() {}

    public static void addTo(RouteTable table) {
        Handler<Request> none =
                (request, any) -> {
                    throw Problem.notFound();
                };
        table.get("/plugins/<path>", Guard.open(), none)
                .post("/plugins/<path>", Guard.open(), none);
    }
}
