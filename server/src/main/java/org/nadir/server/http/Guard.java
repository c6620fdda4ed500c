package org.nadir.server.http;

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
