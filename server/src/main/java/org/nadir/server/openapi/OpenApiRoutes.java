package org.nadir.server.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// The description of the API over HTTP. Made at the first question, when the table is complete.
public final class OpenApiRoutes {

    private final RouteTable table;
    private final String version;

    public OpenApiRoutes(RouteTable table, String version) {
        this.table = table;
        this.version = version;
    }

    public void addTo(RouteTable routes) {
        routes.get("/swagger.json", Guard.open(), this::json)
                .get("/swagger.yaml", Guard.open(), this::yaml)
                .get("/swagger/", Guard.open(), this::page)
                .get("/redoc/", Guard.open(), this::page);
    }

    private ObjectNode document() {
        return OpenApiDocument.of(table.routes(), Operations.load(), version);
    }

    private void json(Request request, Request any) {
        request.reply(document());
    }

    private void yaml(Request request, Request any) {
        send(request, "application/yaml; charset=utf-8", () -> Yaml.of(document()));
    }

    private void page(Request request, Request any) {
        request.context()
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        send(request, "text/html; charset=utf-8", () -> OperationsPage.of(document()));
    }

    private static void send(Request request, String type, Supplier<String> text) {
        request.context().contentType(type).result(text.get());
    }
}
