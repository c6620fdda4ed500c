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

    /// Whom it lets in, in words, for those who read the table: `signed in`, `change project`. A guard on a route line says it,
    /// see [#of]; those that are only parts of others need not.
    default String right() {
        return "";
    }

    /// A guard that says whom it lets in.
    static <T> Guard<T> of(String right, Guard<T> check) {
        return new Guard<>() {
            @Override
            public T admit(Request request) {
                return check.admit(request);
            }

            @Override
            public String right() {
                return right;
            }
        };
    }

    /// Lets anybody in.
    static Guard<Request> open() {
        return of("anybody", request -> request);
    }

    /// Any signed-in user.
    static Guard<Caller> signedIn() {
        return of("signed in", Request::requireCaller);
    }

    /// For pages: who is not signed in is sent to the login, and comes back here afterwards.
    static <T> Guard<T> orLogin(Guard<T> guard) {
        return of(
                guard.right() + ", or to the login",
                request -> {
                    if (request.caller() == null) {
                        String query = request.context().queryString();
                        String here = request.context().path() + (query == null ? "" : "?" + query);
                        throw new Redirect(
                                "/login/?next=" + URLEncoder.encode(here, StandardCharsets.UTF_8));
                    }
                    return guard.admit(request);
                });
    }

    /// A signed-in user in person, and not a program with an API token: for what tokens must never reach.
    static Guard<Caller> inPerson() {
        return of(
                "signed in, not with an API token",
                request -> {
                    Caller caller = request.requireCaller();
                    if (caller.scope() != null) {
                        throw Problem.forbidden("API tokens cannot be used for this.");
                    }
                    return caller;
                });
    }

    static Guard<Caller> staff() {
        return of(
                "staff",
                request -> {
                    Caller caller = request.requireCaller();
                    if (!caller.staff()) {
                        throw Problem.forbidden();
                    }
                    return caller;
                });
    }
}
