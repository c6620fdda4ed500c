package org.nadir.server.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.nadir.server.db.Micros;

/// The rows of users, their groups and their global permissions. Thread-safe.
public final class Users {

    static final String DEFAULT_GROUP = "Default";

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

    static Optional<User> byId(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM users WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> User.of(row))
                .findOne();
    }

    static Optional<User> byName(Handle handle, String username) {
        return handle.createQuery("SELECT * FROM users WHERE username = :username")
                .bind("username", username)
                .map((row, context) -> User.of(row))
                .findOne();
    }

    static void join(Handle handle, long userId) {
        handle.createUpdate("INSERT INTO group_members (group_id, user_id) VALUES (:group, :user)")
                .bind("group", defaultGroup(handle))
                .bind("user", userId)
                .execute();
    }

    static User create(Handle handle, String username, String passwordHash, boolean superuser) {
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
                                WHERE is_active = TRUE
                                  AND (LOWER(SUBSTR(username, 1, :length)) = LOWER(:prefix)
                                       OR LOWER(SUBSTR(email, 1, :length)) = LOWER(:prefix))
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
