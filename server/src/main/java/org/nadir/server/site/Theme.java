package org.nadir.server.site;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import org.nadir.server.http.Json;

/// What a theme consists of: colours, a style sheet, and HTML in four places of the page. What is not set is as the web UI is
/// designed, by day and by night.
final class Theme {

    static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    /// Under the names that WebODM gives them.
    static final List<String> COLOURS =
            List.of(
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
                    "failed",
                    "success");

    static final String CSS = "css";

    /// HTML by design, and therefore for super users only.
    static final List<String> SNIPPETS =
            List.of("html_before_header", "html_after_header", "html_after_body", "html_footer");

    private Theme() {}

    /// The colours that are set.
    static ObjectNode colours(Records.Entry theme) {
        ObjectNode colours = Json.object();
        COLOURS.stream()
                .filter(name -> !theme.text(name).isEmpty())
                .forEach(name -> colours.put(name, theme.text(name)));
        return colours;
    }
}
