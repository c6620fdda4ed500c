package org.nadir.server.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;

/// A table of named JSON objects: themes, basemaps. Thread-safe.
final class Records {

    /// One row.
    record Entry(long id, String name, JsonNode content) {

        String text(String field) {
            return content.path(field).asText("");
        }
    }

    private final Jdbi jdbi;
    private final String table;
    private final String nameField;

    /// @param nameField what forms call the name
    Records(Jdbi jdbi, String table, String nameField) {
        this.jdbi = jdbi;
        this.table = table;
        this.nameField = nameField;
    }

    /// By id, which is the order in which they were made.
    List<Entry> list() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT id, name, content FROM <table> ORDER BY id")
                        .define("table", table)
                        .map((row, context) ->
                                new Entry(
                                        row.getLong(1),
                                        row.getString(2),
                                        Json.parse(row.getString(3))))
                        .list());
    }

    Optional<Entry> find(long id) {
        return list().stream().filter(entry -> entry.id() == id).findFirst();
    }

    /// @throws Problem when the name is taken
    long add(String name, ObjectNode content) {
        return named(
                name,
                handle ->
                        handle.createQuery(
                                        """
                                        INSERT INTO <table> (name, content) VALUES (:name, :content)
                                        RETURNING id
                                        """)
                                .define("table", table)
                                .bind("name", name)
                                .bind("content", Json.text(content))
                                .mapTo(Long.class)
                                .one());
    }

    /// @throws Problem when the name is taken, or the row is gone
    void change(long id, String name, ObjectNode content) {
        long changed =
                named(
                        name,
                        handle ->
                                (long)
                                        handle.createUpdate(
                                                        """
                                                        UPDATE <table> SET name = :name, content = :content
                                                        WHERE id = :id
                                                        """)
                                                .define("table", table)
                                                .bind("name", name)
                                                .bind("content", Json.text(content))
                                                .bind("id", id)
                                                .execute());
        if (changed == 0) {
            throw Problem.notFound();
        }
    }

    /// @param id null for a new one
    /// @return the id
    long save(@Nullable Long id, String name, ObjectNode content) {
        if (id == null) {
            return add(name, content);
        }
        change(id, name, content);
        return id;
    }

    void delete(long id) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("DELETE FROM <table> WHERE id = :id")
                        .define("table", table)
                        .bind("id", id)
                        .execute());
    }

    private interface Change {
        long make(Handle handle);
    }

    private long named(String name, Change change) {
        try {
            return jdbi.inTransaction(change::make);
        } catch (JdbiException failure) {
            if (list().stream().noneMatch(entry -> entry.name().equals(name))) {
                throw failure;
            }
            throw Problem.field(nameField, "There is one of this name already.");
        }
    }
}
