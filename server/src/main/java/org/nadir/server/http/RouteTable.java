package org.nadir.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/// All routes of the server, one line each: method, path, right, handler. Where two paths fit, the earlier line wins. A path
/// is served with and without its trailing slash, those of the API that end in one also with `.json` instead, and `HEAD` goes
/// wherever `GET` does.
public final class RouteTable {

    /// One line of the table.
    public record Route<T>(HandlerType method, String path, Guard<T> guard, Handler<T> handler) {
        /// As tests and documents name the line: `GET /api/projects/{project}/`.
        public String name() {
            return method + " " + path;
        }

        void serve(Request request) throws java.io.IOException {
            handler.handle(request, guard.admit(request));
        }
    }

    private final List<Route<?>> routes = new ArrayList<>();

    public <T> RouteTable get(String path, Guard<T> guard, Handler<T> handler) {
        return add(HandlerType.GET, path, guard, handler)
                .add(HandlerType.HEAD, path, guard, handler);
    }

    public <T> RouteTable post(String path, Guard<T> guard, Handler<T> handler) {
        return add(HandlerType.POST, path, guard, handler);
    }

    public <T> RouteTable put(String path, Guard<T> guard, Handler<T> handler) {
        return add(HandlerType.PUT, path, guard, handler);
    }

    public <T> RouteTable patch(String path, Guard<T> guard, Handler<T> handler) {
        return add(HandlerType.PATCH, path, guard, handler);
    }

    public <T> RouteTable delete(String path, Guard<T> guard, Handler<T> handler) {
        return add(HandlerType.DELETE, path, guard, handler);
    }

    private <T> RouteTable add(
            HandlerType method, String path, Guard<T> guard, Handler<T> handler) {
        routes.add(new Route<>(method, path, guard, handler));
        return this;
    }

    public List<Route<?>> routes() {
        return List.copyOf(routes);
    }

    /// Hands all lines to Javalin.
    public void mount(RoutesConfig target, Authentication authentication) {
        for (Route<?> route : routes) {
            if (route.path().matches("/api/.+/")) {
                // Clients may ask for JSON by a suffix; there is nothing else.
                mount(target, authentication, route, route.path().replaceFirst("/$", ".json"));
            }
        }
        for (Route<?> route : routes) {
            mount(target, authentication, route, route.path());
        }
    }

    private static void mount(
            RoutesConfig target, Authentication authentication, Route<?> route, String path) {
        target.addHttpHandler(
                route.method(), path, context -> route.serve(Request.of(context, authentication)));
    }
}
