package org.nadir.server.site;

import org.nadir.server.http.Pages;
import org.nadir.server.http.Request;

/// The frame of the pages under `/admin/`: plain HTML that needs no script.
final class AdminPage {

    private static final String STYLE =
            """
            body{max-width:48rem;margin:2rem auto}
            nav{margin-bottom:1.5rem}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.5rem .75rem .5rem 0;border-bottom:1px solid #8886;vertical-align:top}
            .field{margin:1rem 0}
            .field label{margin:0 0 .25rem;font-weight:600}
            .field.flag{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
            .field.flag label{margin:0}
            .field.flag p{flex-basis:100%}
            input[type=checkbox]{width:auto;display:inline-block}
            input[type=number],input[pattern]{width:9rem;display:inline-block}
            select,textarea{box-sizing:border-box;width:100%;padding:.5rem;font:inherit}
            textarea{font:14px/1.4 ui-monospace,monospace}
            .hint{margin:.25rem 0;opacity:.85;font-size:.9rem}
            .wrong,.done{margin:.25rem 0;border-left:4px solid #c62828;padding-left:.75rem}
            .done{border-color:#2e7d32}
            .swatch{display:inline-block;width:1.5rem;height:1.5rem;vertical-align:middle;margin-left:.5rem;border:1px solid #888}
            .row form{display:inline}
            .actions{display:flex;gap:1rem;align-items:center;margin:1.5rem 0}
            img.logo{max-width:128px;max-height:128px;display:block;margin:.5rem 0}
            """;

    private static final String NAVIGATION =
            """
            <nav aria-label="Administration"><a href="/admin/">Administration</a> · <a href="/dashboard/">To the application</a></nav>
            """;

    private AdminPage() {}

    /// Answers with a page. Nothing but what the page itself brings may run or be shown in it.
    ///
    /// @param body HTML
    static void send(Request request, Pages pages, int status, String title, String body) {
        request.html(status, pages.plain(title, STYLE, NAVIGATION, body));
        request.context()
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action"
                                + " 'self'; base-uri 'none'; frame-ancestors 'self'");
    }

    static String link(String path, String text) {
        return "<a href=\"%s\">%s</a>".formatted(Pages.escape(path), Pages.escape(text));
    }

    /// A form with one button.
    static String button(String action, String csrf, String label) {
        return "<form method=\"post\" action=\"%s\">%s<button type=\"submit\">%s</button></form>\n"
                .formatted(Pages.escape(action), csrf, Pages.escape(label));
    }
}
