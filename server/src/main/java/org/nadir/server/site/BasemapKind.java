package org.nadir.server.site;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;

/// The maps that can lie under the results. One of them is the default, as long as there are any.
final class BasemapKind implements RecordKind {

    private static final String URL = "url";
    private static final String LABEL = "label";
    private static final String TYPE = "type";
    private static final String DEFAULT = "default";

    /// Of this site, or of another by HTTP: it is the browsers of all visitors that will ask there.
    private static final Pattern ADDRESS =
            Pattern.compile("(https?://[^/\\s\"'<>\\\\]+)?/[^\\s\"'<>\\\\]*");

    private static final Pattern SUBDOMAINS = Pattern.compile("[0-9A-Za-z,-]*");

    private static final List<FormField> FIELDS =
            List.of(
                    FormField.choice(TYPE, "Type", types()),
                    FormField.line(
                                    URL,
                                    "URL",
                                    1000,
                                    "Of tiles with {z}, {x} and {y} (and {s} for a subdomain), or of a WMS"
                                            + " server. Visitors' browsers ask there.")
                            .mandatory(),
                    FormField.line(LABEL, "Label", 255, "").mandatory(),
                    FormField.line(
                            "attribution",
                            "Attribution",
                            1000,
                            "Whom the map is owed to. Links (<a href>) work, other HTML is shown as"
                                    + " text."),
                    FormField.whole("minzoom", "Minimum zoom", 28),
                    FormField.whole("maxzoom", "Maximum zoom", 28),
                    FormField.line(
                            "subdomains", "Subdomains", 100, "abc or a,b,c: what {s} stands for."),
                    FormField.line("layers", "Layers (WMS)", 255, ""),
                    FormField.line("styles", "Styles (WMS)", 255, ""),
                    FormField.line("format", "Format (WMS)", 100, "image/png or image/jpeg"),
                    FormField.flag(
                            DEFAULT,
                            "Default",
                            "Shown unless a visitor chooses another. There is always exactly one."));

    private final Settings settings;

    BasemapKind(Settings settings) {
        this.settings = settings;
    }

    private static Map<String, String> types() {
        var types = new LinkedHashMap<String, String>();
        types.put("tms", "Tiles (TMS/XYZ)");
        types.put("wms", "WMS");
        return types;
    }

    @Override
    public String name() {
        return "basemap";
    }

    @Override
    public String one() {
        return "basemap";
    }

    @Override
    public String many() {
        return "Basemaps";
    }

    @Override
    public boolean superOnly() {
        return false;
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
        return settings.basemaps().list().stream()
                .map(map -> new Line(map.id(), map.name(), isDefault(map.id()) ? "default" : ""))
                .toList();
    }

    private boolean isDefault(long id) {
        return settings.defaultBasemap().filter(usual -> usual.id() == id).isPresent();
    }

    @Override
    public Map<String, String> blank() {
        return Map.of(TYPE, "tms", "minzoom", "0", "maxzoom", "18", "subdomains", "abc");
    }

    @Override
    public Optional<Map<String, String>> find(long id) {
        return settings.basemaps().find(id).map(this::values);
    }

    private Map<String, String> values(Records.Entry map) {
        var values = new LinkedHashMap<String, String>();
        FIELDS.forEach(field -> values.put(field.name(), map.text(field.name())));
        values.put(LABEL, map.name());
        values.put(DEFAULT, isDefault(map.id()) ? "on" : "");
        return values;
    }

    @Override
    public void save(@Nullable Long id, Sent sent) {
        check(sent);
        ObjectNode content = Json.object();
        sent.values().forEach(content::put);
        content.remove(List.of(LABEL, DEFAULT));
        long saved = settings.basemaps().save(id, sent.value(LABEL), content);
        // A box that is not ticked takes nothing away: the default moves when another one is made
        // it.
        if (FormField.isOn(sent.value(DEFAULT))) {
            settings.setDefaultBasemap(saved);
        }
    }

    private static void check(Sent sent) {
        String url = sent.value(URL);
        boolean tiles = sent.value(TYPE).equals("tms");
        if (!url.isEmpty() && !ADDRESS.matcher(url).matches()) {
            sent.errors().error(URL, "Enter a URL that begins with https://, http:// or /.");
        } else if (tiles && !url.isEmpty() && !isTemplate(url)) {
            sent.errors().error(URL, "The URL of tiles needs {z}, {x} and {y} in it.");
        }
        if (url.contains("{s}") && sent.value("subdomains").isEmpty()) {
            sent.errors().error("subdomains", "The URL has {s} in it: say what it stands for.");
        }
        if (!SUBDOMAINS.matcher(sent.value("subdomains")).matches()) {
            sent.errors().error("subdomains", "Use letters, digits, - and commas only.");
        }
        if (!tiles && sent.value("layers").isEmpty()) {
            sent.errors().error("layers", "A WMS needs the names of its layers.");
        }
        sent.errors().check();
        if (Integer.parseInt(sent.value("minzoom")) > Integer.parseInt(sent.value("maxzoom"))) {
            sent.errors().error("maxzoom", "Must not be below the minimum zoom.").check();
        }
    }

    private static boolean isTemplate(String url) {
        return url.contains("{z}")
                && url.contains("{x}")
                && (url.contains("{y}") || url.contains("{-y}"));
    }

    @Override
    public void delete(long id) {
        settings.basemaps().delete(id);
    }
}
