package org.nadir.server.http;

import org.jspecify.annotations.Nullable;

/// The signed-in user behind a request; anonymous requests have none.
///
/// @param scope null for the user in person; else what the API token that they gave to a program may do
public record Caller(
        long id, String username, boolean staff, boolean superuser, @Nullable Scope scope) {

    /// The user in person.
    public Caller(long id, String username, boolean staff, boolean superuser) {
        this(id, username, staff, superuser, null);
    }

    /// The same user through an API token, which carries no rights of staff or super users.
    public Caller through(Scope scope) {
        return new Caller(id, username, false, false, scope);
    }

    /// Whether an API token leaves this project out; nothing is left out for a user in person.
    public boolean isKeptFrom(long projectId) {
        return scope != null && scope.project() != null && scope.project() != projectId;
    }
}
