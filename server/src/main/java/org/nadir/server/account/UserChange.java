package org.nadir.server.account;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an administrator sets of a user, checked. What is not named stays.
///
/// @param columns column name to value; `password` is hashed already
/// @param groups ids; null to leave them
/// @param permissions keys; null to leave them
public record UserChange(
        Map<String, Object> columns,
        @Nullable List<Long> groups,
        @Nullable List<String> permissions) {

    /// The new user name; null to leave it.
    @Nullable String name() {
        Object name = columns.get("username");
        return name == null ? null : name.toString();
    }

    /// The value of a column that must be there.
    String text(String column) {
        return Objects.requireNonNull(columns.get(column), column).toString();
    }

    boolean makesSuperuser() {
        return Boolean.TRUE.equals(columns.get("is_superuser"));
    }

    /// Whether browsers that are signed in must sign in again.
    boolean endsSessions() {
        return columns.containsKey("password") || Boolean.FALSE.equals(columns.get("is_active"));
    }
}
