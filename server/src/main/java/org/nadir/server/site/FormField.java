package org.nadir.server.site;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Pages;

/// One field of a form for administrators: how it is drawn, and what may be in it.
///
/// @param hint stands below the field; empty for none
/// @param choices for [Kind#CHOICE]: values and what is shown for them
/// @param max the longest text, or the largest number
record FormField(
        Kind kind,
        String name,
        String label,
        String hint,
        boolean required,
        int max,
        Map<String, String> choices) {

    enum Kind {
        LINE,
        AREA,
        COLOUR,
        WHOLE,
        FLAG,
        CHOICE,
        PICTURE
    }

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final int AREA_MAX = 100_000;

    static FormField line(String name, String label, int max, String hint) {
        return new FormField(Kind.LINE, name, label, hint, false, max, Map.of());
    }

    static FormField area(String name, String label, String hint) {
        return new FormField(Kind.AREA, name, label, hint, false, AREA_MAX, Map.of());
    }

    static FormField colour(String name, String label) {
        return new FormField(Kind.COLOUR, name, label, "", false, 7, Map.of());
    }

    static FormField whole(String name, String label, int max) {
        return new FormField(Kind.WHOLE, name, label, "", true, max, Map.of());
    }

    static FormField flag(String name, String label, String hint) {
        return new FormField(Kind.FLAG, name, label, hint, false, 0, Map.of());
    }

    static FormField choice(String name, String label, Map<String, String> choices) {
        return new FormField(Kind.CHOICE, name, label, "", true, 0, choices);
    }

    static FormField picture(String name, String label, String hint) {
        return new FormField(Kind.PICTURE, name, label, hint, false, 0, Map.of());
    }

    FormField mandatory() {
        return new FormField(kind, name, label, hint, true, max, choices);
    }

    /// Notes what is wrong with a value; an empty one is looked at only where one is needed.
    void check(String value, FieldReader errors) {
        if (value.isBlank()) {
            if (required && kind != Kind.PICTURE) {
                errors.error(name, "This field is required.");
            }
            return;
        }
        switch (kind) {
            case LINE, AREA -> {
                if (value.length() > max) {
                    errors.error(name, "Ensure this value has at most " + max + " characters.");
                } else if (value.indexOf('\0') >= 0) {
                    errors.error(name, "Null characters are not allowed.");
                }
            }
            case COLOUR -> {
                if (!Theme.COLOUR.matcher(value).matches()) {
                    errors.error(name, "Enter a colour such as #2c3e50.");
                }
            }
            case WHOLE -> {
                if (!WHOLE.matcher(value).matches() || Integer.parseInt(value) > max) {
                    errors.error(name, "Enter a whole number from 0 to " + max + ".");
                }
            }
            case CHOICE -> {
                if (!choices.containsKey(value)) {
                    errors.error(name, "Select a valid choice.");
                }
            }
            case FLAG, PICTURE -> {}
        }
    }

    /// The field with its label, hint and errors, as HTML.
    String html(String value, List<String> wrong) {
        String id = "id_" + name;
        var described = new StringBuilder();
        var notes = new StringBuilder();
        if (!hint.isEmpty()) {
            described.append(id).append("_hint ");
            notes.append("<p class=\"hint\" id=\"%s_hint\">%s</p>\n".formatted(id, escape(hint)));
        }
        if (!wrong.isEmpty()) {
            described.append(id).append("_error");
            notes.append(
                    "<p class=\"wrong\" id=\"%s_error\">%s</p>\n"
                            .formatted(id, escape(String.join(" ", wrong))));
        }
        String more =
                "id=\"%s\" name=\"%s\"%s%s%s"
                        .formatted(
                                id,
                                name,
                                required ? " required" : "",
                                described.isEmpty()
                                        ? ""
                                        : " aria-describedby=\""
                                                + described.toString().strip()
                                                + "\"",
                                wrong.isEmpty() ? "" : " aria-invalid=\"true\"");
        String caption = "<label for=\"%s\">%s</label>\n".formatted(id, escape(label));
        return kind == Kind.FLAG
                ? "<div class=\"field flag\">%s%s%s</div>\n"
                        .formatted(control(more, value), caption, notes)
                : "<div class=\"field\">%s%s%s</div>\n"
                        .formatted(caption, control(more, value), notes);
    }

    private String control(String more, String value) {
        String safe = escape(value);
        return switch (kind) {
            case LINE ->
                    "<input type=\"text\" maxlength=\"%d\" value=\"%s\" %s>\n"
                            .formatted(max, safe, more);
            case AREA ->
                    // The line break after the tag is not part of the value, but one after it would
                    // be.
                    "<textarea rows=\"6\" spellcheck=\"false\" %s>\n%s</textarea>\n"
                            .formatted(more, safe);
            case COLOUR ->
                    "<input type=\"text\" maxlength=\"7\" pattern=\"#[0-9a-fA-F]{6}\" placeholder=\"as designed\" value=\"%s\" %s>%s\n"
                            .formatted(safe, more, swatch(value));
            case WHOLE ->
                    "<input type=\"number\" min=\"0\" max=\"%d\" value=\"%s\" %s>\n"
                            .formatted(max, safe, more);
            case FLAG ->
                    "<input type=\"checkbox\" value=\"on\"%s %s>\n"
                            .formatted(isOn(value) ? " checked" : "", more);
            case CHOICE -> "<select %s>%s</select>\n".formatted(more, options(value));
            case PICTURE ->
                    picture(value)
                            + "<input type=\"file\" accept=\"image/png,image/jpeg\" %s>\n"
                                    .formatted(more);
        };
    }

    /// What is there now.
    private static String picture(String path) {
        return path.startsWith("/media/")
                ? "<img class=\"logo\" src=\"%s\" alt=\"As it is now\">\n".formatted(escape(path))
                : "";
    }

    private static String swatch(String value) {
        return Theme.COLOUR.matcher(value).matches()
                ? "<span class=\"swatch\" style=\"background:" + value + "\"></span>"
                : "";
    }

    private String options(String value) {
        var options = new StringBuilder();
        choices.forEach((key, text) ->
                options.append(
                        "<option value=\"%s\"%s>%s</option>"
                                .formatted(
                                        escape(key),
                                        key.equals(value) ? " selected" : "",
                                        escape(text))));
        return options.toString();
    }

    /// As browsers and scripts send a ticked box.
    static boolean isOn(String value) {
        return value.equals("on") || value.equals("true") || value.equals("1");
    }

    private static String escape(String text) {
        return Pages.escape(text);
    }
}
