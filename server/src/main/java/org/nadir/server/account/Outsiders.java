package org.nadir.server.account;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.nadir.server.db.Database;
import org.nadir.server.db.Micros;

/// The rows of users whom somebody else knows, and who have no password here. Thread-safe.
public final class Outsiders {

    private final Jdbi jdbi;

    public Outsiders(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Adds a user with no more rights than the default group's.
    public User create(String username, String email) {
        return jdbi.inTransaction(handle -> {
            User user = Users.create(handle, username, Passwords.NONE, false);
            return setEmail(handle, user.id(), email);
        });
    }

    private static User setEmail(Handle handle, long id, String email) {
        return handle.createQuery("UPDATE users SET email = :email WHERE id = :id RETURNING *")
                .bind("email", email)
                .bind("id", id)
                .map((row, context) -> User.of(row))
                .one();
    }

    /// Users with this e-mail address, in any case.
    public List<User> withEmail(String email) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM users WHERE LOWER(email) = LOWER(:email)")
                        .bind("email", email)
                        .map((row, context) -> User.of(row))
                        .list());
    }

    /// Makes the user with exactly this id, or gives the one with this id the name. Whose id or name would be taken away
    /// from somebody else is refused.
    public Optional<User> adopt(long id, String username) {
        try {
            return tryToAdopt(id, username);
        } catch (JdbiException lostTheRace) {
            return tryToAdopt(id, username);
        }
    }

    private Optional<User> tryToAdopt(long id, String username) {
        return jdbi.inTransaction(handle -> {
            Optional<User> named = Users.byName(handle, username);
            Optional<User> numbered = Users.byId(handle, id);
            if (named.isPresent() && named.get().id() != id) {
                return Optional.<User>empty();
            }
            if (numbered.isEmpty()) {
                return Optional.of(createWithId(handle, id, username));
            }
            if (numbered.get().username().equals(username)) {
                return numbered;
            }
            return rename(handle, numbered.get(), username);
        });
    }

    /// Renames a user who was adopted before. One with a password or with rights of this server is somebody else, who only
    /// happens to have the number.
    private static Optional<User> rename(Handle handle, User user, String username) {
        if (user.hasPassword() || user.superuser() || user.staff()) {
            return Optional.empty();
        }
        return handle.createQuery("UPDATE users SET username = :name WHERE id = :id RETURNING *")
                .bind("name", username)
                .bind("id", user.id())
                .map((row, context) -> User.of(row))
                .findOne();
    }

    private static User createWithId(Handle handle, long id, String username) {
        handle.createUpdate(
                        """
                        INSERT INTO users (id, username, password, date_joined)
                        VALUES (:id, :username, :password, :now)
                        """)
                .bind("id", id)
                .bind("username", username)
                .bind("password", Passwords.NONE)
                .bind("now", Micros.now())
                .execute();
        Users.join(handle, id);
        Database.skipIdentity(handle, "users");
        return Users.byId(handle, id).orElseThrow();
    }
}
