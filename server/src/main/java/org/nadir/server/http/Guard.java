package org.nadir.server.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The right that a route asks for. Stands on the route's line, so that a route without one cannot be written.
///
/// @param <T> what the handler gets once the caller is let in: the caller, a project, a task
@FunctionalInterface
public interface Guard<T> {

    /// @throws Problem when the caller is refused, or when what the path names is hidden from them
    T admit(Request request);

    /// Lets anybody in.
    static Guard<Request> open() {
        return request -> request;
    }

    /// Any signed-in user.
    static Guard<Caller> signedIn() {
        return Request::requireCaller;
    }

    /// For pages: who is not signed in is sent to the login, and comes back here afterwards.
    static <T> Guard<T> orLogin(Guard<T> guard) {
        return request -> {
            if (request.caller() == null) {
                String query = request.context().queryString();
                String here = request.context().path() + (query == null ? "" : "?" + query);
                throw new Redirect(
                        "/login/?next=" + URLEncoder.encode(here, StandardCharsets.UTF_8));
            }
            return guard.admit(request);
        };
    }

    /// A signed-in user in person, and not a program with an API token: for what tokens must never reach.
    static Guard<Caller> inPerson() {
        return request -> {
            Caller caller = request.requireCaller();
            if (caller.scope() != null) {
                throw Problem.forbidden("API tokens cannot be used for this.");
            }
            return caller;
        };
    }

    static Guard<Caller> staff() {
        return request -> {
            Caller caller = request.requireCaller();
            if (!caller.staff()) {
                throw Problem.forbidden();
            }
            return caller;
        };
    }
}
