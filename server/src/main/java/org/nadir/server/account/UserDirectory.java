package org.nadir.server.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Problem;

/// The rows of users as administrators list and change them. Two rules hold whoever changes what: only super users make,
/// change and delete super users, and one who can administer the server is always left. Thread-safe.
public final class UserDirectory {

    /// A user with the ids of the groups and of the own permissions.
    public record Entry(User user, List<Long> groups, List<Long> permissions) {}

    private static final UniqueNames NAMES =
            new UniqueNames(
                    "users",
                    "username",
                    () -> Problem.field("username", "A user with that username already exists."));

    private final Jdbi jdbi;

    UserDirectory(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param email null for all users
    public long count(@Nullable String email) {
        return jdbi.withHandle(handle ->
                withEmail(handle, "SELECT COUNT(*) FROM users", email, "").mapTo(Long.class).one());
    }

    /// @param order an ORDER BY list made of known columns
    public List<Entry> list(@Nullable String email, String order, int offset, int limit) {
        return jdbi.withHandle(handle -> {
            List<User> page =
                    withEmail(
                                    handle,
                                    "SELECT * FROM users",
                                    email,
                                    " ORDER BY " + order + " LIMIT :limit OFFSET :offset")
                            .bind("limit", limit)
                            .bind("offset", offset)
                            .map((row, context) -> User.of(row))
                            .list();
            var entries = new ArrayList<Entry>();
            page.forEach(user -> entries.add(entry(handle, user)));
            return entries;
        });
    }

    private static Query withEmail(
            Handle handle, String select, @Nullable String email, String rest) {
        return email == null
                ? handle.createQuery(select + rest)
                : handle.createQuery(select + " WHERE email = :email" + rest).bind("email", email);
    }

    public Optional<Entry> find(long id) {
        return jdbi.withHandle(handle -> findUser(handle, id).map(user -> entry(handle, user)));
    }

    private static Optional<User> findUser(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM users WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> User.of(row))
                .findOne();
    }

    private static Entry entry(Handle handle, User user) {
        List<Long> groups =
                handle.createQuery(
                                """
                                SELECT group_id FROM group_members
                                WHERE user_id = :user ORDER BY group_id
                                """)
                        .bind("user", user.id())
                        .mapTo(Long.class)
                        .list();
        List<String> keys =
                handle.createQuery("SELECT permission FROM user_permissions WHERE user_id = :user")
                        .bind("user", user.id())
                        .mapTo(String.class)
                        .list();
        return new Entry(user, groups, PermissionCatalog.ids(keys));
    }

    /// Adds a user, who joins the default group besides those named.
    ///
    /// @param change with at least `username` and `password`
    public Entry create(Caller actor, UserChange change) {
        return NAMES.change(
                jdbi,
                change.name(),
                UniqueNames.NEW,
                handle -> {
                    User user =
                            Users.create(
                                    handle,
                                    change.text("username"),
                                    change.text("password"),
                                    false);
                    join(handle, user.id(), change.groups() == null ? List.of() : change.groups());
                    return save(
                            handle,
                            actor,
                            user,
                            new UserChange(change.columns(), null, change.permissions()));
                });
    }

    public Entry update(Caller actor, long id, UserChange change) {
        return NAMES.change(
                jdbi,
                change.name(),
                id,
                handle -> {
                    User user = toChange(handle, actor, id);
                    if (change.groups() != null) {
                        handle.createUpdate("DELETE FROM group_members WHERE user_id = :user")
                                .bind("user", id)
                                .execute();
                        join(handle, id, change.groups());
                    }
                    return save(handle, actor, user, change);
                });
    }

    /// The user whom this actor is about to change or delete, inside the transaction that does it.
    ///
    /// @throws Problem when there is no such user, or the actor may not
    public static User toChange(Handle handle, Caller actor, long id) {
        lock(handle);
        User user = findUser(handle, id).orElseThrow(Problem::notFound);
        if (user.superuser() && !actor.superuser()) {
            throw Problem.forbidden("Only super users may change super users.");
        }
        return user;
    }

    /// Lets one administrator change users at a time, so that two cannot take each other's rights away.
    private static void lock(Handle handle) {
        handle.createUpdate("UPDATE access_groups SET name = name WHERE name = :name")
                .bind("name", Users.DEFAULT_GROUP)
                .execute();
    }

    private static void join(Handle handle, long user, List<Long> groups) {
        for (long group : groups) {
            boolean known =
                    handle.createQuery("SELECT COUNT(*) FROM access_groups WHERE id = :group")
                                    .bind("group", group)
                                    .mapTo(Long.class)
                                    .one()
                            > 0;
            if (!known) {
                throw Problem.field(
                        "groups", "Invalid pk \"" + group + "\" - object does not exist.");
            }
            handle.createUpdate(
                            """
                            INSERT INTO group_members (group_id, user_id)
                            VALUES (:group, :user) ON CONFLICT DO NOTHING
                            """)
                    .bind("group", group)
                    .bind("user", user)
                    .execute();
        }
    }

    private static Entry save(Handle handle, Caller actor, User user, UserChange change) {
        if (change.makesSuperuser() && !actor.superuser()) {
            throw Problem.forbidden("Only super users may make super users.");
        }
        setColumns(handle, user.id(), change);
        if (change.permissions() != null) {
            permit(handle, user.id(), change.permissions());
        }
        if (change.endsSessions()) {
            handle.createUpdate("DELETE FROM sessions WHERE user_id = :user")
                    .bind("user", user.id())
                    .execute();
        }
        if (user.superuser()) {
            requireAdministrator(handle);
        }
        return entry(handle, findUser(handle, user.id()).orElseThrow());
    }

    private static void setColumns(Handle handle, long id, UserChange change) {
        var values = new LinkedHashMap<>(change.columns());
        if (values.isEmpty()) {
            return;
        }
        var assignments = new ArrayList<String>();
        values.keySet().forEach(column -> assignments.add(column + " = :" + column));
        handle.createUpdate(
                        "UPDATE users SET " + String.join(", ", assignments) + " WHERE id = :id")
                .bindMap(values)
                .bind("id", id)
                .execute();
    }

    private static void permit(Handle handle, long user, List<String> permissions) {
        handle.createUpdate("DELETE FROM user_permissions WHERE user_id = :user")
                .bind("user", user)
                .execute();
        for (String permission : permissions) {
            handle.createUpdate(
                            """
                            INSERT INTO user_permissions (user_id, permission)
                            VALUES (:user, :permission)
                            """)
                    .bind("user", user)
                    .bind("permission", permission)
                    .execute();
        }
    }

    /// @throws Problem when nobody is left who can administer the server
    private static void requireAdministrator(Handle handle) {
        long left =
                handle.createQuery(
                                """
                                SELECT COUNT(*) FROM users WHERE is_superuser = TRUE
                                    AND is_active = TRUE AND is_staff = TRUE
                                """)
                        .mapTo(Long.class)
                        .one();
        if (left == 0) {
            throw Problem.rule(
                    "This is the last active super user: make another one before you delete, disable"
                            + " or demote this one.");
        }
    }

    /// Deletes a user who owns no project.
    public static void delete(Handle handle, User user) {
        handle.createUpdate("DELETE FROM users WHERE id = :id").bind("id", user.id()).execute();
        if (user.superuser()) {
            requireAdministrator(handle);
        }
    }
}
