package org.nadir.server.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.nadir.server.http.Caller;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Name, organisation, theme and basemaps of this installation as JSON: read by anybody, since the login page and public maps
/// show them; set by super users.
public final class SettingsRoutes {

    static final Pattern WEBSITE = Pattern.compile("(https?://[^\\s\"'<>]+)?");

    private final Settings settings;

    public SettingsRoutes(Settings settings) {
        this.settings = settings;
    }

    public void addTo(RouteTable table) {
        table.get("/api/settings/", Guard.open(), (request, any) -> request.reply(describe()))
                .patch("/api/settings/", superuser(), this::change);
    }

    private ObjectNode describe() {
        Records.Entry theme = settings.activeTheme();
        ObjectNode answer =
                Json.object()
                        .put("app_name", settings.text(Settings.APP_NAME))
                        .put("organization_name", settings.text(Settings.ORGANIZATION_NAME))
                        .put("organization_website", settings.text(Settings.ORGANIZATION_WEBSITE));
        String logo = settings.text(Settings.LOGO);
        answer.put("logo", logo.isEmpty() ? null : LogoRoutes.address(logo))
                .put("logo_small", logo.isEmpty() ? null : LogoRoutes.address(logo, 72))
                .put("favicon", logo.isEmpty() ? null : LogoRoutes.address(logo, 32));
        answer.set("theme", Theme.colours(theme));
        answer.put("css", theme.text(Theme.CSS));
        Theme.SNIPPETS.forEach(name -> answer.put(name, theme.text(name)));
        answer.set("basemaps", basemaps());
        return answer;
    }

    private ArrayNode basemaps() {
        long usual = settings.defaultBasemap().map(Records.Entry::id).orElse(0L);
        ArrayNode all = Json.array();
        for (Records.Entry map : settings.basemaps().list()) {
            all.addObject()
                    .put("id", map.id())
                    .put("type", map.text("type"))
                    .put("url", map.text("url"))
                    .put("label", map.name())
                    .put("attribution", map.text("attribution"))
                    .put("minzoom", map.content().path("minzoom").asInt(0))
                    .put("maxzoom", map.content().path("maxzoom").asInt(18))
                    .put("subdomains", map.text("subdomains"))
                    .put("layers", map.text("layers"))
                    .put("styles", map.text("styles"))
                    .put("format", map.text("format"))
                    .put("default", map.id() == usual);
        }
        return all;
    }

    private static Guard<Caller> superuser() {
        return Guard.of(
                "super user",
                request -> {
                    Caller caller = Guard.inPerson().admit(request);
                    if (!caller.superuser()) {
                        throw Problem.forbidden();
                    }
                    return caller;
                });
    }

    private void change(Request request, Caller caller) {
        Map<String, JsonNode> changes = new LinkedHashMap<>();
        var theme = new JsonNode[1];
        var reader = new FieldReader(request.fields());
        reader.name("app_name", 100, text -> changes.put("app_name", TextNode.valueOf(text)))
                .text(
                        "organization_name",
                        100,
                        text -> changes.put("organization_name", TextNode.valueOf(text)))
                .text(
                        "organization_website",
                        500,
                        text -> changes.put("organization_website", website(text, reader)))
                .json("theme", colours -> theme[0] = colours(colours, reader))
                .check();
        settings.write(changes);
        if (theme[0] != null) {
            settings.recolour(theme[0]);
        }
        request.reply(describe());
    }

    private static JsonNode website(String text, FieldReader reader) {
        if (!WEBSITE.matcher(text).matches()) {
            reader.error("organization_website", "Enter a valid URL.");
        }
        return TextNode.valueOf(text);
    }

    private static JsonNode colours(JsonNode theme, FieldReader reader) {
        if (!theme.isObject()) {
            reader.error("theme", "Expected an object of colours.");
            return theme;
        }
        theme.properties()
                .forEach(colour -> {
                    boolean good =
                            Theme.COLOURS.contains(colour.getKey())
                                    && Theme.COLOUR.matcher(colour.getValue().asText("")).matches();
                    if (!good) {
                        reader.error("theme", "Not a colour such as #2c3e50: " + colour.getKey());
                    }
                });
        return theme;
    }
}
