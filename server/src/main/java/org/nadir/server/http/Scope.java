package org.nadir.server.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an API token lets a program do, which is less than what its owner may.
///
/// @param write whether unsafe methods are allowed
/// @param project the only project that is open to it; null for all of its owner's
public record Scope(boolean write, @Nullable Long project) {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /// What a token of one project may read besides that project; each answers only what concerns it, or nothing private.
    private static final List<String> AROUND_A_PROJECT =
            List.of("/api/processingnodes/", "/api/presets/", "/api/workers/");

    private static final Set<String> LISTS = Set.of("/api/", "/api/projects/", "/api/events/");

    public static boolean isSafe(String method) {
        return SAFE.contains(method);
    }

    /// Asked for every request, whatever its route: a route that knows nothing of tokens is closed to those of one project
    /// unless it names that project in its path as `{project}`.
    ///
    /// @throws Problem when the token does not reach that far
    void check(String method, String path, Map<String, String> pathParameters) {
        if (!write && !isSafe(method)) {
            throw Problem.forbidden("This token may only read.");
        }
        if (project == null) {
            return;
        }
        String named = pathParameters.get("project");
        if (named != null) {
            if (!named.equals(Long.toString(project))) {
                throw Problem.notFound();
            }
            return;
        }
        String closed = path.endsWith("/") ? path : path + "/";
        boolean around =
                LISTS.contains(closed) || AROUND_A_PROJECT.stream().anyMatch(closed::startsWith);
        if (!around || !isSafe(method)) {
            throw Problem.forbidden("This token is for one project only.");
        }
    }
}
