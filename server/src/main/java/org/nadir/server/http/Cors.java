package org.nadir.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// Any origin may call, with credentials. Cookies still stay at home, as they are `SameSite=Lax`.
public final class Cors {

    private Cors() {}

    public static void mount(RoutesConfig routes) {
        routes.before("/api/*", Cors::allow);
        routes.before("/public/*", Cors::allow);
        routes.before("/swagger*", Cors::allow);
        routes.before(Cors::answerOptions);
    }

    private static void allow(Context context) {
        String origin = context.header("Origin");
        if (origin != null) {
            context.header("Access-Control-Allow-Origin", origin);
            context.header("Access-Control-Allow-Credentials", "true");
            context.header(
                    "Access-Control-Expose-Headers",
                    "Content-Disposition, Content-Range, Accept-Ranges, ETag, X-Groups-Count");
            context.header("Vary", "Origin");
        }
    }

    private static void answerOptions(Context context) {
        if (context.req().getMethod().equals("OPTIONS")) {
            preflight(context);
            context.skipRemainingHandlers();
        }
    }

    private static void preflight(Context context) {
        context.header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
        String asked = context.header("Access-Control-Request-Headers");
        if (asked != null) {
            context.header("Access-Control-Allow-Headers", asked);
        }
        context.header("Access-Control-Max-Age", "86400");
        context.header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        context.status(204);
    }
}
