package org.nadir.server.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.http.Json;

/// The one record of how this installation presents itself, with the themes and basemaps to choose from. Thread-safe.
public final class Settings {

    static final String APP_NAME = "app_name";
    static final String ORGANIZATION_NAME = "organization_name";
    static final String ORGANIZATION_WEBSITE = "organization_website";
    static final String LOGO = "app_logo";
    static final String ACTIVE_THEME = "active_theme";
    private static final String DEFAULT_BASEMAP = "default_basemap";

    private final Jdbi jdbi;
    private final Records themes;
    private final Records basemaps;

    public Settings(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.themes = new Records(jdbi, "themes", "name");
        this.basemaps = new Records(jdbi, "basemaps", "label");
    }

    Records themes() {
        return themes;
    }

    Records basemaps() {
        return basemaps;
    }

    /// What was set; the defaults are left out.
    private Map<String, JsonNode> stored() {
        var stored = new HashMap<String, JsonNode>();
        jdbi.useHandle(handle ->
                handle.createQuery("SELECT name, content FROM site_settings")
                        .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                        .forEach(one -> stored.put(one.getKey(), Json.parse(one.getValue()))));
        return stored;
    }

    /// A setting as text.
    String text(String name) {
        JsonNode value = stored().get(name);
        if (value != null) {
            return value.asText();
        }
        return name.equals(APP_NAME) ? "Nadir" : "";
    }

    /// Without any theme, one without anything in it.
    Records.Entry activeTheme() {
        return chosen(ACTIVE_THEME, themes.list())
                .orElseGet(() -> new Records.Entry(0, "", Json.object()));
    }

    /// Empty only when there are no basemaps at all.
    Optional<Records.Entry> defaultBasemap() {
        return chosen(DEFAULT_BASEMAP, basemaps.list());
    }

    /// The one that was chosen, or else the oldest: one choice is one row, so that there are never two.
    private Optional<Records.Entry> chosen(String setting, List<Records.Entry> entries) {
        JsonNode id = stored().get(setting);
        return entries.stream()
                .filter(entry -> id != null && entry.id() == id.asLong())
                .findFirst()
                .or(() -> entries.stream().findFirst());
    }

    void setDefaultBasemap(long id) {
        write(Map.of(DEFAULT_BASEMAP, LongNode.valueOf(id)));
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

    /// Gives the active theme these colours and no others.
    void recolour(JsonNode colours) {
        Records.Entry theme = activeTheme();
        ObjectNode content = theme.content().deepCopy();
        content.remove(Theme.COLOURS);
        colours.properties().forEach(one -> content.set(one.getKey(), one.getValue()));
        themes.change(theme.id(), theme.name(), content);
    }
}
