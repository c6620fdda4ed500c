package org.nadir.server.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Json;

/// The rows of presets. Thread-safe.
public final class Presets {

    /// A named set of options.
    ///
    /// @param ownerId null for those of the system
    public record Preset(
            long id,
            @Nullable Long ownerId,
            String name,
            JsonNode options,
            long createdAt,
            boolean system) {

        static Preset of(ResultSet row) throws SQLException {
            return new Preset(
                    row.getLong("id"),
                    Micros.orNull(row, "owner_id"),
                    row.getString("name"),
                    Json.parse(row.getString("options")),
                    row.getLong("created_at"),
                    row.getBoolean("is_system"));
        }
    }

    private final Jdbi jdbi;

    public Presets(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Adds the system's presets on first start.
    public void ensureSystemPresets() {
        jdbi.useTransaction(handle -> {
            long known =
                    handle.createQuery("SELECT COUNT(*) FROM presets WHERE is_system = TRUE")
                            .mapTo(Long.class)
                            .one();
            if (known == 0) {
                for (Map.Entry<String, String> preset : SystemPresets.ALL.entrySet()) {
                    insert(handle, null, preset.getKey(), options(preset.getValue()));
                }
            }
        });
    }

    private static ArrayNode options(String list) {
        ArrayNode options = Json.array();
        for (String option : list.split(",")) {
            int equals = option.indexOf('=');
            if (equals < 0) {
                options.addObject().put("name", option).put("value", true);
            } else {
                options.addObject()
                        .put("name", option.substring(0, equals))
                        .put("value", option.substring(equals + 1));
            }
        }
        return options;
    }

    public List<Preset> list(long userId) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT * FROM presets
                                WHERE is_system = TRUE OR owner_id = :user ORDER BY id
                                """)
                        .bind("user", userId)
                        .map((row, context) -> Preset.of(row))
                        .list());
    }

    public Optional<Preset> find(long id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM presets WHERE id = :id")
                        .bind("id", id)
                        .map((row, context) -> Preset.of(row))
                        .findOne());
    }

    public Preset create(long ownerId, String name, JsonNode options) {
        return jdbi.inTransaction(handle -> insert(handle, ownerId, name, options));
    }

    private static Preset insert(
            Handle handle, @Nullable Long ownerId, String name, JsonNode options) {
        return handle.createQuery(
                        """
                        INSERT INTO presets (owner_id, name, options, created_at, is_system)
                        VALUES (:owner, :name, :options, :now, :system) RETURNING *
                        """)
                .bind("owner", ownerId)
                .bind("name", name)
                .bind("options", Json.text(options))
                .bind("now", Micros.now())
                .bind("system", ownerId == null)
                .map((row, context) -> Preset.of(row))
                .one();
    }

    public Preset update(long id, String name, JsonNode options) {
        return jdbi.inTransaction(handle ->
                handle.createQuery(
                                """
                                UPDATE presets SET name = :name, options = :options
                                WHERE id = :id RETURNING *
                                """)
                        .bind("name", name)
                        .bind("options", Json.text(options))
                        .bind("id", id)
                        .map((row, context) -> Preset.of(row))
                        .one());
    }

    public void delete(long id) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("DELETE FROM presets WHERE id = :id").bind("id", id).execute());
    }
}
