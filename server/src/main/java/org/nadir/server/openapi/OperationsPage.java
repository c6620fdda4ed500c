package org.nadir.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The document as one page to read: no script, nothing from elsewhere.
final class OperationsPage {

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Nadir API</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            summary { cursor: pointer; padding: .3rem 0; overflow-wrap: anywhere; }
            code { font-family: ui-monospace, monospace; }
            .method { display: inline-block; min-width: 4.2rem; font-weight: 600; }
            .what { opacity: .75; }
            details { border-bottom: 1px solid #8884; }
            table { border-collapse: collapse; margin: .3rem 0 .8rem; }
            td, th { text-align: left; padding: .15rem .8rem .15rem 0; vertical-align: top; }
            </style></head><body>
            <h1>Nadir API</h1>
            <p>For machines: <a href="/swagger.json">swagger.json</a>, <a href="/swagger.yaml">swagger.yaml</a>.
            Tokens come from <code>POST /api/token-auth/</code> and go into the header
            <code>Authorization: JWT …</code> or the query <code>?jwt=…</code>.</p>
            """;

    private final StringBuilder out = new StringBuilder(HEAD);

    private OperationsPage() {}

    static String of(JsonNode document) {
        var page = new OperationsPage();
        page.write(document);
        return page.out.append("</body></html>\n").toString();
    }

    private record Line(String method, String path, JsonNode operation) {}

    private void write(JsonNode document) {
        Map<String, List<Line>> byTag = new TreeMap<>();
        for (var path : document.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                byTag.computeIfAbsent(
                                method.getValue().path("tags").path(0).asText(),
                                any -> new ArrayList<>())
                        .add(
                                new Line(
                                        method.getKey().toUpperCase(Locale.ROOT),
                                        path.getKey(),
                                        method.getValue()));
            }
        }
        byTag.forEach((tag, lines) -> {
            out.append("<h2>").append(escape(tag)).append("</h2>\n");
            lines.forEach(this::line);
        });
    }

    private void line(Line line) {
        JsonNode operation = line.operation();
        out.append("<details><summary><code><span class=\"method\">")
                .append(line.method())
                .append("</span> ")
                .append(escape(line.path()))
                .append("</code> <span class=\"what\">")
                .append(escape(operation.path("summary").asText()))
                .append("</span></summary>\n<p>")
                .append(escape(operation.path("description").asText()))
                .append("</p>\n<table>\n");
        for (JsonNode parameter : operation.path("parameters")) {
            row(
                    parameter.path("name").asText(),
                    parameter.path("in").asText(),
                    parameter.path("schema"),
                    parameter.path("description").asText());
        }
        JsonNode content = operation.path("requestBody").path("content");
        JsonNode body = content.path("multipart/form-data");
        if (body.isMissingNode()) {
            body = content.path("application/json");
        }
        for (var field : body.path("schema").path("properties").properties()) {
            row(
                    field.getKey(),
                    "body",
                    field.getValue(),
                    field.getValue().path("description").asText());
        }
        for (var answer : operation.path("responses").properties()) {
            if (!answer.getKey().equals("default")) {
                row(
                        answer.getKey(),
                        "answer",
                        null,
                        answer.getValue().path("description").asText());
            }
        }
        out.append("</table></details>\n");
    }

    private void row(
            String name,
            String place,
            @org.jspecify.annotations.Nullable JsonNode schema,
            String text) {
        out.append("<tr><td><code>")
                .append(escape(name))
                .append("</code></td><td>")
                .append(place)
                .append("</td><td>")
                .append(schema == null ? "" : escape(schema.path("type").asText()))
                .append("</td><td>")
                .append(escape(text))
                .append("</td></tr>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
