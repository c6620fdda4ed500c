package org.nadir.server.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.nadir.server.db.Database;
import org.nadir.server.db.Micros;

/// The rows of users, their groups and their global permissions. Thread-safe.
public final class Users {

    private static final String DEFAULT_GROUP = "Default";

    private static final List<ModelPermission> DEFAULT_PERMISSIONS =
            List.of(
                    ModelPermission.ADD_PROJECT,
                    ModelPermission.CHANGE_PROJECT,
                    ModelPermission.DELETE_PROJECT,
                    ModelPermission.VIEW_PROJECT,
                    ModelPermission.ADD_TASK,
                    ModelPermission.CHANGE_TASK,
                    ModelPermission.DELETE_TASK,
                    ModelPermission.VIEW_TASK,
                    ModelPermission.ADD_PRESET,
                    ModelPermission.CHANGE_PRESET,
                    ModelPermission.DELETE_PRESET,
                    ModelPermission.VIEW_PRESET,
                    ModelPermission.VIEW_PROCESSINGNODE);

    private final Jdbi jdbi;

    public Users(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Makes the group that every new user joins, when it is not there yet.
    public void ensureDefaultGroup() {
        jdbi.useTransaction(handle -> {
            if (findGroup(handle, DEFAULT_GROUP).isPresent()) {
                return;
            }
            handle.createUpdate("INSERT INTO access_groups (name) VALUES (:name)")
                    .bind("name", DEFAULT_GROUP)
                    .execute();
            long group = defaultGroup(handle);
            for (ModelPermission permission : DEFAULT_PERMISSIONS) {
                handle.createUpdate(
                                """
                                INSERT INTO group_permissions (group_id, permission)
                                VALUES (:group, :permission)
                                """)
                        .bind("group", group)
                        .bind("permission", permission.key())
                        .execute();
            }
        });
    }

    public long defaultGroup() {
        return jdbi.withHandle(Users::defaultGroup);
    }

    private static long defaultGroup(Handle handle) {
        return findGroup(handle, DEFAULT_GROUP).orElseThrow();
    }

    private static Optional<Long> findGroup(Handle handle, String name) {
        return handle.createQuery("SELECT id FROM access_groups WHERE name = :name")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne();
    }

    public Optional<User> find(long id) {
        return jdbi.withHandle(handle -> byId(handle, id));
    }

    public Optional<User> find(String username) {
        return jdbi.withHandle(handle -> byName(handle, username));
    }

    /// Adds a user, who joins the default group.
    public User create(String username, String passwordHash, boolean superuser) {
        return jdbi.inTransaction(handle -> create(handle, username, passwordHash, superuser));
    }

    /// As [#create(String, String, boolean)], for a user with an e-mail address and no more rights than the default group's.
    User create(String username, String email, String passwordHash) {
        return jdbi.inTransaction(handle -> {
            User user = create(handle, username, passwordHash, false);
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
        return jdbi.inTransaction(handle -> {
            Optional<User> named = byName(handle, username);
            Optional<User> numbered = byId(handle, id);
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
        join(handle, id);
        Database.skipIdentity(handle, "users");
        return byId(handle, id).orElseThrow();
    }

    private static Optional<User> byId(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM users WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> User.of(row))
                .findOne();
    }

    private static Optional<User> byName(Handle handle, String username) {
        return handle.createQuery("SELECT * FROM users WHERE username = :username")
                .bind("username", username)
                .map((row, context) -> User.of(row))
                .findOne();
    }

    private static void join(Handle handle, long userId) {
        handle.createUpdate("INSERT INTO group_members (group_id, user_id) VALUES (:group, :user)")
                .bind("group", defaultGroup(handle))
                .bind("user", userId)
                .execute();
    }

    private static User create(
            Handle handle, String username, String passwordHash, boolean superuser) {
        User user =
                handle.createQuery(
                                """
                                INSERT INTO users
                                    (username, password, is_superuser, is_staff, date_joined)
                                VALUES (:username, :password, :superuser, :superuser, :now)
                                RETURNING *
                                """)
                        .bind("username", username)
                        .bind("password", passwordHash)
                        .bind("superuser", superuser)
                        .bind("now", Micros.now())
                        .map((row, context) -> User.of(row))
                        .one();
        join(handle, user.id());
        return user;
    }

    public boolean hasSuperuser() {
        return jdbi.withHandle(Users::hasSuperuser);
    }

    private static boolean hasSuperuser(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM users WHERE is_superuser = TRUE")
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /// Creates the first super user, unless there is one: of several callers at the same time exactly one gets a user.
    public Optional<User> createFirstSuperuser(String username, String passwordHash) {
        try {
            return jdbi.inTransaction(
                    TransactionIsolationLevel.SERIALIZABLE,
                    handle ->
                            hasSuperuser(handle)
                                    ? Optional.<User>empty()
                                    : Optional.of(create(handle, username, passwordHash, true)));
        } catch (JdbiException lostTheRace) {
            if (hasSuperuser()) {
                return Optional.empty();
            }
            throw lostTheRace;
        }
    }

    public void setPassword(long id, String passwordHash) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("UPDATE users SET password = :hash WHERE id = :id")
                        .bind("hash", passwordHash)
                        .bind("id", id)
                        .execute());
    }

    public void setActive(long id, boolean active) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("UPDATE users SET is_active = :active WHERE id = :id")
                        .bind("active", active)
                        .bind("id", id)
                        .execute());
    }

    /// Deletes a user who owns no project.
    public void delete(long id) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("DELETE FROM users WHERE id = :id").bind("id", id).execute());
    }

    public void signedIn(long id) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("UPDATE users SET last_login = :now WHERE id = :id")
                        .bind("now", Micros.now())
                        .bind("id", id)
                        .execute());
    }

    /// The user's global permissions, own and by group; of super users all.
    public Set<String> permissions(long userId, boolean superuser) {
        var permissions = new TreeSet<String>();
        if (superuser) {
            for (ModelPermission permission : ModelPermission.values()) {
                permissions.add(permission.key());
            }
            return permissions;
        }
        permissions.addAll(
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT permission FROM user_permissions
                                        WHERE user_id = :user
                                        UNION
                                        SELECT permission FROM group_permissions p
                                        JOIN group_members m ON m.group_id = p.group_id
                                        WHERE m.user_id = :user
                                        """)
                                .bind("user", userId)
                                .mapTo(String.class)
                                .list()));
        return permissions;
    }

    /// Active users whose name or e-mail begins with the text, in any case.
    public List<User> search(String prefix, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT * FROM users
                                WHERE LOWER(SUBSTR(username, 1, :length)) = LOWER(:prefix)
                                   OR LOWER(SUBSTR(email, 1, :length)) = LOWER(:prefix)
                                ORDER BY username LIMIT :limit
                                """)
                        .bind("length", prefix.length())
                        .bind("prefix", prefix)
                        .bind("limit", limit)
                        .map((row, context) -> User.of(row))
                        .list());
    }

    /// A group of users.
    public record Group(long id, String name) {}

    public List<Group> searchGroups(String prefix, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, name FROM access_groups
                                WHERE LOWER(SUBSTR(name, 1, :length)) = LOWER(:prefix)
                                ORDER BY name LIMIT :limit
                                """)
                        .bind("length", prefix.length())
                        .bind("prefix", prefix)
                        .bind("limit", limit)
                        .map((row, context) -> new Group(row.getLong(1), row.getString(2)))
                        .list());
    }
}
