package org.nadir.server.account;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Pages;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;

/// The HTML forms of accounts, and what they have in common.
final class Forms {

    private static final Pattern HERE = Pattern.compile("/|/[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*");
    private static final int MAX_PASSWORD = 4096;

    private Forms() {}

    /// Where to go after a login: only pages of this very site.
    static String next(@Nullable String wanted, String otherwise) {
        return wanted != null && wanted.length() <= 2000 && HERE.matcher(wanted).matches()
                ? wanted
                : otherwise;
    }

    /// @param error a sentence; empty for none
    static String credentials(
            String action, String csrf, String next, String error, String button) {
        return open(action, csrf, error)
                + text("username", "User name", "text", "username")
                + text("password", "Password", "password", "current-password")
                + "<input type=\"hidden\" name=\"next\" value=\"%s\">".formatted(Pages.escape(next))
                + close(button);
    }

    static String open(String action, String csrf, String error) {
        String alert = error.isEmpty() ? "" : "<p role=\"alert\">" + Pages.escape(error) + "</p>\n";
        return alert
                + "<form method=\"post\" action=\"%s\">%s\n".formatted(Pages.escape(action), csrf);
    }

    static String text(String name, String label, String type, String autocomplete) {
        return """
        <label>%s <input type="%s" name="%s" autocomplete="%s" required></label>
        """
                .formatted(label, type, name, autocomplete);
    }

    static String close(String button) {
        return "<button type=\"submit\">" + button + "</button>\n</form>\n";
    }

    /// The new password that a form gives twice.
    ///
    /// @throws Problem naming what is wrong with it
    static String newPassword(Request request) {
        var given = new String[] {"", ""};
        var reader =
                new FieldReader(request.fields())
                        .require("new_password1")
                        .require("new_password2")
                        .text("new_password1", MAX_PASSWORD, text -> given[0] = text)
                        .text("new_password2", MAX_PASSWORD, text -> given[1] = text);
        if (request.fields().has("new_password1") && given[0].isBlank()) {
            reader.error("new_password1", "This field may not be blank.");
        }
        if (!given[0].equals(given[1])) {
            reader.error("new_password2", "The two passwords differ.");
        }
        reader.check();
        return given[0];
    }

    /// What is wrong, as one text for a person.
    static String sentence(Problem problem) {
        var text = new StringBuilder();
        problem.body()
                .properties()
                .forEach(field -> {
                    String name =
                            field.getKey().equals("non_field_errors") ? "" : field.getKey() + ": ";
                    field.getValue()
                            .forEach(one -> text.append(name).append(one.asText()).append(' '));
                });
        return text.toString().strip();
    }
}
