package org.nadir.server.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Caller;

/// A row of `users`.
///
/// @param passwordHash as [Passwords] writes it
/// @param dateJoined microseconds since 1970, as `lastLogin`
public record User(
        long id,
        String username,
        String passwordHash,
        String email,
        String firstName,
        String lastName,
        boolean superuser,
        boolean staff,
        boolean active,
        long dateJoined,
        @Nullable Long lastLogin) {

    static User of(ResultSet row) throws SQLException {
        return new User(
                row.getLong("id"),
                row.getString("username"),
                row.getString("password"),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getBoolean("is_superuser"),
                row.getBoolean("is_staff"),
                row.getBoolean("is_active"),
                row.getLong("date_joined"),
                Micros.orNull(row, "last_login"));
    }

    /// Whether the user can sign in with a password of this server.
    public boolean hasPassword() {
        return !passwordHash.equals(Passwords.NONE);
    }

    public Caller asCaller() {
        return new Caller(id, username, staff, superuser);
    }
}
