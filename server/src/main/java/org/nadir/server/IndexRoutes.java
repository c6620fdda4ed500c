package org.nadir.server;

import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// The table of contents of the API.
final class IndexRoutes {

    /// Version of this program.
    static final String VERSION = "0.1.0";

    void addTo(RouteTable table) {
        table.get("/api/", Guard.open(), (request, any) -> index(request));
    }

    private void index(Request request) {
        request.reply(
                Json.object()
                        .put("projects", request.absoluteUrl("/api/projects/"))
                        .put("processingnodes", request.absoluteUrl("/api/processingnodes/"))
                        .put("presets", request.absoluteUrl("/api/presets/")));
    }
}
