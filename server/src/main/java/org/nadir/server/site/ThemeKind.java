package org.nadir.server.site;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;

/// Themes; see [Theme].
final class ThemeKind implements RecordKind {

    private static final String NAME = "name";
    private static final List<FormField> FIELDS = fieldList();

    private final Settings settings;

    ThemeKind(Settings settings) {
        this.settings = settings;
    }

    private static List<FormField> fieldList() {
        var fields = new ArrayList<FormField>();
        fields.add(FormField.line(NAME, "Name", 255, "").mandatory());
        for (String colour : Theme.COLOURS) {
            fields.add(FormField.colour(colour, "Colour: " + words(colour)));
        }
        fields.add(FormField.area(Theme.CSS, "CSS", "Added to every page of the application."));
        for (String snippet : Theme.SNIPPETS) {
            fields.add(
                    FormField.area(
                            snippet,
                            words(snippet).replace("html ", "HTML: "),
                            "Shown as it is to every visitor; scripts in it do not run."));
        }
        return List.copyOf(fields);
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }

    @Override
    public String name() {
        return "theme";
    }

    @Override
    public String one() {
        return "theme";
    }

    @Override
    public String many() {
        return "Themes";
    }

    @Override
    public boolean superOnly() {
        return true;
    }

    @Override
    public boolean open() {
        return true;
    }

    @Override
    public List<FormField> fields() {
        return FIELDS;
    }

    @Override
    public List<Line> list() {
        long active = settings.activeTheme().id();
        return settings.themes().list().stream()
                .map(theme ->
                        new Line(theme.id(), theme.name(), theme.id() == active ? "active" : ""))
                .toList();
    }

    @Override
    public Map<String, String> blank() {
        return Map.of();
    }

    @Override
    public Optional<Map<String, String>> find(long id) {
        return settings.themes().find(id).map(ThemeKind::values);
    }

    private static Map<String, String> values(Records.Entry theme) {
        var values = new LinkedHashMap<String, String>();
        FIELDS.forEach(field -> values.put(field.name(), theme.text(field.name())));
        values.put(NAME, theme.name());
        return values;
    }

    @Override
    public void save(@Nullable Long id, Sent sent) {
        sent.errors().check();
        ObjectNode content = Json.object();
        sent.values().forEach(content::put);
        content.remove(NAME);
        settings.themes().save(id, sent.value(NAME), content);
    }

    @Override
    public void delete(long id) {
        if (settings.activeTheme().id() == id) {
            throw Problem.rule("This theme is the active one: activate another one first.");
        }
        settings.themes().delete(id);
    }
}
