package org.nadir.server.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.nadir.server.http.Caller;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Name, organisation and colours of this installation: read by anybody, since the login page shows them; set by super users.
public final class SettingsRoutes {

    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final Pattern WEBSITE = Pattern.compile("(https?://[^\\s\"'<>]+)?");

    /// The colours of a theme, under the names that WebODM gives them.
    private static final Set<String> COLOURS =
            Set.of(
                    "primary",
                    "secondary",
                    "tertiary",
                    "button_primary",
                    "button_default",
                    "button_danger",
                    "header_background",
                    "header_primary",
                    "border",
                    "highlight",
                    "dialog_warning",
                    "success",
                    "failed");

    private final Settings settings;

    public SettingsRoutes(Settings settings) {
        this.settings = settings;
    }

    public void addTo(RouteTable table) {
        table.get("/api/settings/", Guard.open(), (request, any) -> request.reply(settings.read()))
                .patch("/api/settings/", superuser(), this::change);
    }

    private static Guard<Caller> superuser() {
        return request -> {
            Caller caller = Guard.inPerson().admit(request);
            if (!caller.superuser()) {
                throw Problem.forbidden();
            }
            return caller;
        };
    }

    private void change(Request request, Caller caller) {
        Map<String, JsonNode> changes = new LinkedHashMap<>();
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
                .json("theme", theme -> changes.put("theme", theme(theme, reader)))
                .check();
        settings.write(changes);
        request.reply(settings.read());
    }

    private static JsonNode website(String text, FieldReader reader) {
        if (!WEBSITE.matcher(text).matches()) {
            reader.error("organization_website", "Enter a valid URL.");
        }
        return TextNode.valueOf(text);
    }

    private static JsonNode theme(JsonNode theme, FieldReader reader) {
        if (!theme.isObject()) {
            reader.error("theme", "Expected an object of colours.");
            return theme;
        }
        theme.properties()
                .forEach(colour -> {
                    boolean good =
                            COLOURS.contains(colour.getKey())
                                    && COLOUR.matcher(colour.getValue().asText("")).matches();
                    if (!good) {
                        reader.error("theme", "Not a colour such as #2c3e50: " + colour.getKey());
                    }
                });
        return theme;
    }
}
