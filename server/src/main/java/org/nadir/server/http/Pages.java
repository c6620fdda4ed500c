package org.nadir.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// HTML that the server itself writes: the front page of the web UI with additions, and small pages that need no script.
/// Thread-safe.
public final class Pages {

    private static final String BARE =
            """
            <!doctype html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Nadir</title>
              </head>
              <body>
                <div id="root"></div>
              </body>
            </html>
            """;

    private static final String FORM_STYLE =
            """
            :root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
            html{background:light-dark(#fff,#121513);color:light-dark(#161a17,#edf0ec)}
            a{color:light-dark(#0a5b49,#74d7bc)}
            body{max-width:24rem;margin:12vh auto;padding:0 1rem}
            h1{font-size:1.5rem}
            label{display:block;margin:1rem 0}
            input{display:block;box-sizing:border-box;width:100%;padding:.5rem;font:inherit}
            button{padding:.5rem 1rem;font:inherit}
            [role=alert]{border-left:4px solid #c62828;padding-left:.75rem}
            """;

    private final String index;
    private final boolean scripted;

    private Pages(String index, boolean scripted) {
        this.index = index;
        this.scripted = scripted;
    }

    /// With the web UI of the class path; without one, pages are bare but complete.
    public static Pages load() {
        String index = read();
        return index == null ? new Pages(BARE, false) : new Pages(index, true);
    }

    private static @Nullable String read() {
        try (InputStream in =
                Pages.class.getClassLoader().getResourceAsStream("webui/index.html")) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The page in which the web UI runs.
    ///
    /// @param head HTML to add to its head
    public String app(String head) {
        return index.replaceFirst(
                "</head>", java.util.regex.Matcher.quoteReplacement(head) + "</head>");
    }

    /// The page in which the web UI runs, with a form for browsers without scripts and for programs that read HTML.
    public String appWithForm(String form) {
        String body = scripted ? "<noscript>" + form + "</noscript>" : form;
        return index.replaceFirst(
                "</body>", java.util.regex.Matcher.quoteReplacement(body) + "</body>");
    }

    /// A page of its own, without the web UI.
    public String plain(String title, String body) {
        return plain(title, "", "", body);
    }

    /// @param style CSS besides the usual one
    /// @param above HTML above the heading
    public String plain(String title, String style, String above, String body) {
        return """
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>%1$s</title>
            <style>%2$s</style>
          </head>
          <body>
            %3$s<main>
            <h1>%1$s</h1>
            %4$s
            </main>
          </body>
        </html>
        """
                .formatted(escape(title), FORM_STYLE + style, above, body);
    }

    /// Text as it may stand in HTML, in attributes too.
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
