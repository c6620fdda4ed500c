package org.nadir.server.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;

/// Who was granted what on objects of one kind. Projects and nodes keep this in tables of the same shape.
public final class Grants {

    /// The id of no user.
    public static final long NOBODY = -1;

    /// A user or group with rights on an object.
    public record Holder(boolean group, long id, String name, Set<Right> rights) {}

    private record Row(long id, String name, String access) {}

    private final String kind;

    private Grants(String kind) {
        this.kind = kind;
    }

    public static Grants ofProjects() {
        return new Grants("project");
    }

    public static Grants ofNodes() {
        return new Grants("node");
    }

    /// Users by name, then groups by name.
    public List<Holder> list(Handle handle, long objectId) {
        List<Holder> holders = new ArrayList<>();
        holders.addAll(
                holders(
                        false,
                        handle.createQuery(
                                        """
                                        SELECT u.id, u.username, g.access FROM %1$s_user_grants g
                                        JOIN users u ON u.id = g.user_id
                                        WHERE g.%1$s_id = :object ORDER BY u.username
                                        """
                                                .formatted(kind))
                                .bind("object", objectId)));
        holders.addAll(
                holders(
                        true,
                        handle.createQuery(
                                        """
                                        SELECT a.id, a.name, g.access FROM %1$s_group_grants g
                                        JOIN access_groups a ON a.id = g.group_id
                                        WHERE g.%1$s_id = :object ORDER BY a.name
                                        """
                                                .formatted(kind))
                                .bind("object", objectId)));
        return holders;
    }

    private static List<Holder> holders(boolean group, Query query) {
        Map<Long, Holder> byId = new LinkedHashMap<>();
        query.map((row, context) -> new Row(row.getLong(1), row.getString(2), row.getString(3)))
                .forEach(row -> {
                    Holder holder =
                            byId.computeIfAbsent(
                                    row.id(),
                                    id ->
                                            new Holder(
                                                    group,
                                                    id,
                                                    row.name(),
                                                    EnumSet.noneOf(Right.class)));
                    Right.find(row.access()).ifPresent(holder.rights()::add);
                });
        return List.copyOf(byId.values());
    }

    /// Puts these grants in the place of all that there were.
    ///
    /// @param owner a user whose own grants stay as they are; [#NOBODY] for none
    /// @throws Problem when one of the users or groups does not exist; the transaction must then fail
    public void replace(Handle handle, long objectId, List<GrantForm> wanted, long owner) {
        handle.createUpdate(
                        "DELETE FROM %1$s_user_grants WHERE %1$s_id = :object AND user_id <> :owner"
                                .formatted(kind))
                .bind("object", objectId)
                .bind("owner", owner)
                .execute();
        handle.createUpdate("DELETE FROM %1$s_group_grants WHERE %1$s_id = :object".formatted(kind))
                .bind("object", objectId)
                .execute();
        for (GrantForm form : wanted) {
            long holder = holder(handle, form);
            if (form.group() || holder != owner) {
                add(handle, objectId, form, holder);
            }
        }
    }

    private static long holder(Handle handle, GrantForm form) {
        Optional<Long> id =
                handle.createQuery(
                                form.group()
                                        ? "SELECT id FROM access_groups WHERE name = :name"
                                        : "SELECT id FROM users WHERE username = :name")
                        .bind("name", form.name())
                        .mapTo(Long.class)
                        .findOne();
        return id.orElseThrow(() ->
                Problem.error((form.group() ? "Unknown group: " : "Unknown user: ") + form.name()));
    }

    private void add(Handle handle, long objectId, GrantForm form, long holder) {
        for (Right right : form.rights()) {
            handle.createUpdate(
                            """
                            INSERT INTO %1$s_%2$s_grants (%1$s_id, %2$s_id, access)
                            VALUES (:object, :holder, :access) ON CONFLICT DO NOTHING
                            """
                                    .formatted(kind, form.group() ? "group" : "user"))
                    .bind("object", objectId)
                    .bind("holder", holder)
                    .bind("access", right.key())
                    .execute();
        }
    }

    /// As the permission editors read it, the owner first.
    public static ArrayNode json(List<Holder> holders, long owner) {
        ArrayNode array = Json.array();
        for (Holder holder : holders) {
            ObjectNode json = Json.object();
            if (holder.group()) {
                json.put("groupname", holder.name());
            } else {
                json.put("username", holder.name()).put("owner", holder.id() == owner);
            }
            var keys = new TreeSet<String>();
            holder.rights().forEach(right -> keys.add(right.key()));
            json.set("permissions", Json.texts(keys));
            boolean first = !holder.group() && holder.id() == owner;
            if (first) {
                array.insert(0, json);
            } else {
                array.add(json);
            }
        }
        return array;
    }
}
