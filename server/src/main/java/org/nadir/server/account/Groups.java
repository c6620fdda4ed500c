package org.nadir.server.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Problem;

/// The rows of groups as administrators list and change them. Thread-safe.
public final class Groups {

    /// A group and the ids of its permissions in the [PermissionCatalog].
    public record Entry(long id, String name, List<Long> permissions) {}

    private record Named(long id, String name) {}

    private static final UniqueNames NAMES =
            new UniqueNames(
                    "access_groups",
                    "name",
                    () -> Problem.field("name", "group with this name already exists."));

    private final Jdbi jdbi;

    Groups(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param name null for all groups
    public long count(@Nullable String name) {
        return jdbi.withHandle(handle ->
                named(handle, "SELECT COUNT(*) FROM access_groups", name, "")
                        .mapTo(Long.class)
                        .one());
    }

    /// @param order an ORDER BY list made of known columns
    public List<Entry> list(@Nullable String name, String order, int offset, int limit) {
        return jdbi.withHandle(handle -> {
            List<Named> page =
                    named(
                                    handle,
                                    "SELECT id, name FROM access_groups",
                                    name,
                                    " ORDER BY " + order + " LIMIT :limit OFFSET :offset")
                            .bind("limit", limit)
                            .bind("offset", offset)
                            .map((row, context) -> new Named(row.getLong(1), row.getString(2)))
                            .list();
            var entries = new ArrayList<Entry>();
            page.forEach(group -> entries.add(entry(handle, group)));
            return entries;
        });
    }

    private static Query named(Handle handle, String select, @Nullable String name, String rest) {
        return name == null
                ? handle.createQuery(select + rest)
                : handle.createQuery(select + " WHERE name = :name" + rest).bind("name", name);
    }

    public Optional<Entry> find(long id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    private static Optional<Entry> find(Handle handle, long id) {
        return handle.createQuery("SELECT id, name FROM access_groups WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new Named(row.getLong(1), row.getString(2)))
                .findOne()
                .map(group -> entry(handle, group));
    }

    private static Entry entry(Handle handle, Named group) {
        List<String> keys =
                handle.createQuery(
                                "SELECT permission FROM group_permissions WHERE group_id = :group")
                        .bind("group", group.id())
                        .mapTo(String.class)
                        .list();
        return new Entry(group.id(), group.name(), PermissionCatalog.ids(keys));
    }

    /// @param permissions keys
    public Entry create(String name, List<String> permissions) {
        return NAMES.change(
                jdbi,
                name,
                UniqueNames.NEW,
                handle -> {
                    long id =
                            handle.createQuery(
                                            """
                                            INSERT INTO access_groups (name) VALUES (:name)
                                            RETURNING id
                                            """)
                                    .bind("name", name)
                                    .mapTo(Long.class)
                                    .one();
                    permit(handle, id, permissions);
                    return find(handle, id).orElseThrow(Problem::notFound);
                });
    }

    /// @param name null to leave it
    /// @param permissions keys; null to leave them
    public Entry update(long id, @Nullable String name, @Nullable List<String> permissions) {
        return NAMES.change(
                jdbi,
                name,
                id,
                handle -> {
                    Entry now = find(handle, id).orElseThrow(Problem::notFound);
                    if (name != null && !name.equals(now.name())) {
                        refuseDefault(now, "renamed");
                        handle.createUpdate("UPDATE access_groups SET name = :name WHERE id = :id")
                                .bind("name", name)
                                .bind("id", id)
                                .execute();
                    }
                    if (permissions != null) {
                        permit(handle, id, permissions);
                    }
                    return find(handle, id).orElseThrow(Problem::notFound);
                });
    }

    private static void permit(Handle handle, long id, List<String> permissions) {
        handle.createUpdate("DELETE FROM group_permissions WHERE group_id = :group")
                .bind("group", id)
                .execute();
        for (String permission : permissions) {
            handle.createUpdate(
                            """
                            INSERT INTO group_permissions (group_id, permission)
                            VALUES (:group, :permission)
                            """)
                    .bind("group", id)
                    .bind("permission", permission)
                    .execute();
        }
    }

    /// Deletes a group, its members' place in it, and what it was granted.
    public void delete(long id) {
        jdbi.useTransaction(handle -> {
            refuseDefault(find(handle, id).orElseThrow(Problem::notFound), "deleted");
            handle.createUpdate("DELETE FROM access_groups WHERE id = :id")
                    .bind("id", id)
                    .execute();
        });
    }

    private static void refuseDefault(Entry group, String what) {
        if (group.name().equals(Users.DEFAULT_GROUP)) {
            throw Problem.rule(
                    "The group "
                            + Users.DEFAULT_GROUP
                            + " cannot be "
                            + what
                            + ": every new user joins it.");
        }
    }
}
