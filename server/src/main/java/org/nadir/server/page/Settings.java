package org.nadir.server.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.http.Json;

/// The one record of how this installation presents itself. Thread-safe.
public final class Settings {

    private final Jdbi jdbi;

    public Settings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// With defaults for what was never set.
    ObjectNode read() {
        ObjectNode settings =
                Json.object()
                        .put("app_name", "Nadir")
                        .put("organization_name", "")
                        .put("organization_website", "");
        settings.set("theme", Json.object());
        jdbi.useHandle(handle ->
                handle.createQuery("SELECT name, content FROM site_settings")
                        .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                        .forEach(one -> settings.set(one.getKey(), Json.parse(one.getValue()))));
        return settings;
    }

    /// Changes the named ones together.
    void write(Map<String, JsonNode> changes) {
        jdbi.useTransaction(handle ->
                changes.forEach((name, value) ->
                        handle.createUpdate(
                                        """
                                        INSERT INTO site_settings (name, content)
                                        VALUES (:name, :content)
                                        ON CONFLICT (name) DO UPDATE SET content = excluded.content
                                        """)
                                .bind("name", name)
                                .bind("content", Json.text(value))
                                .execute()));
    }
}
