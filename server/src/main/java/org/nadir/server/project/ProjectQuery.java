package org.nadir.server.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;

/// Which projects a list shows, and in which order: those that the caller may see, narrowed by filters and search words.
final class ProjectQuery {

    /// Names that may be ordered by, and their columns.
    private static final Map<String, String> ORDERINGS =
            Map.of(
                    "id", "p.id",
                    "name", "p.name",
                    "description", "p.description",
                    "created_at", "p.created_at",
                    "tags", "p.tags",
                    "public", "p.is_public",
                    "public_edit", "p.public_edit",
                    "public_id", "p.public_id",
                    "owner", "p.owner_id",
                    "deleting", "p.deleting");

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();
    private boolean searchesNames;

    private ProjectQuery() {}

    static ProjectQuery of(Request request, Caller caller) {
        var query = new ProjectQuery();
        query.conditions.add("p.deleting = FALSE");
        if (!caller.superuser()) {
            query.visibleTo(caller);
        }
        query.filters(request);
        String search = request.query("search");
        if (search != null) {
            for (String word : search.strip().split("\\s+")) {
                query.searchWord(word);
            }
        }
        query.orderBy(request.query("ordering"));
        return query;
    }

    private void visibleTo(Caller caller) {
        conditions.add(
                """
                (EXISTS (SELECT 1 FROM project_user_grants g
                         WHERE g.project_id = p.id AND g.access = 'view' AND g.user_id = :caller)
                 OR EXISTS (SELECT 1 FROM project_group_grants g
                            JOIN group_members m ON m.group_id = g.group_id
                            WHERE g.project_id = p.id AND g.access = 'view' AND m.user_id = :caller))
                """);
        values.put("caller", caller.id());
        Long only = caller.scope() == null ? null : caller.scope().project();
        if (only != null) {
            equal("p.id", "onlyProject", only);
        }
    }

    private void filters(Request request) {
        String id = request.query("id");
        if (id != null) {
            if (!id.strip().matches("-?[0-9]{1,18}")) {
                throw Problem.field("id", "Enter a number.");
            }
            equal("p.id", "filterId", Long.parseLong(id.strip()));
        }
        String name = request.query("name");
        if (name != null) {
            equal("p.name", "filterName", name);
        }
        String description = request.query("description");
        if (description != null) {
            equal("p.description", "filterDescription", description);
        }
        String createdAt = request.query("created_at");
        if (createdAt != null) {
            try {
                equal("p.created_at", "filterCreated", Micros.parse(createdAt));
            } catch (IllegalArgumentException broken) {
                throw Problem.field("created_at", "Enter a valid date/time.");
            }
        }
    }

    private void equal(String column, String name, Object value) {
        conditions.add(column + " = :" + name);
        values.put(name, value);
    }

    /// `#tag` and `:tag` look at project tags, with two signs at task tags, `@user` at the owner; any other word must be one
    /// of the words in the name of the project or of one of its tasks.
    private void searchWord(String word) {
        String name = "word" + values.size();
        if (word.startsWith("##") || word.startsWith("::")) {
            conditions.add(
                    "EXISTS (SELECT 1 FROM tasks t WHERE t.project_id = p.id AND "
                            + hasTag("t.tags", name, word.substring(2))
                            + ")");
        } else if (word.startsWith("#") || word.startsWith(":")) {
            conditions.add(hasTag("p.tags", name, word.substring(1)));
        } else if (word.startsWith("@")) {
            if (values.putIfAbsent("owner", word.substring(1).toLowerCase(Locale.ROOT)) == null) {
                conditions.add(
                        """
                        EXISTS (SELECT 1 FROM users u
                                WHERE u.id = p.owner_id AND LOWER(u.username) = :owner)
                        """);
            }
        } else {
            NameWord.of(word).forEach(this::nameHolds);
        }
    }

    private void nameHolds(NameWord word) {
        String name = "word" + values.size();
        values.put(name, word.pattern());
        values.put(name + "part", word.part());
        values.put(name + "plain", word.betweenSpaces());
        conditions.add(
                "(%s OR p.id IN (SELECT t.project_id FROM tasks t WHERE %s))"
                        .formatted(holds("p.name", name), holds("t.name", name)));
        searchesNames = true;
    }

    /// The cheap comparisons come first: they say no to most names, and yes to most of the rest.
    private static String holds(String column, String word) {
        return """
        (%1$s <like> :%2$spart AND (' ' || %1$s || ' ' <like> :%2$splain
            OR ' ' || %1$s || ' ' <matches> (<anything> || :%2$s || <anything>)))
        """
                .formatted(column, word);
    }

    /// A tag stands between spaces; a leading dot hides it in lists but not from this search.
    private String hasTag(String column, String name, String tag) {
        values.put(name, "% " + escape(tag) + " %");
        values.put(name + "dot", "% ." + escape(tag) + " %");
        String padded = "' ' || LOWER(" + column + ") || ' '";
        return "(%s LIKE :%s ESCAPE '!' OR %s LIKE :%sdot ESCAPE '!')"
                .formatted(padded, name, padded, name);
    }

    private static String escape(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
    }

    private void orderBy(@Nullable String ordering) {
        if (ordering != null) {
            for (String field : ordering.split(",")) {
                boolean descending = field.strip().startsWith("-");
                String name = descending ? field.strip().substring(1) : field.strip();
                String column = ORDERINGS.get(name);
                if (column != null) {
                    order.add(column + (descending ? " DESC" : ""));
                }
            }
        }
        if (order.isEmpty()) {
            order.add("p.created_at DESC");
        }
        order.add("p.id DESC");
    }

    /// Whether the names of all tasks have to be looked through.
    boolean searchesNames() {
        return searchesNames;
    }

    String fromAndWhere() {
        return "FROM projects p WHERE " + String.join(" AND ", conditions);
    }

    String orderBy() {
        return " ORDER BY " + String.join(", ", order);
    }

    Query bind(Query query) {
        return query.bindMap(values);
    }
}
