package org.nadir.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.nadir.server.http.Json;

/// What `operations.json` says about routes, by the name of their line (`GET /api/projects/`). An entry has
///
/// - `tag` and `summary`
/// - `query`: parameters, each `"name": "type: what it means"`
/// - `body`: fields in the same form; `"name!"` for those that are required
/// - `files`: what file parts the request takes, when it takes any
/// - `answer`: a status other than 200 and what comes: a schema's name, `[name]` for a list, `text`, `none`, or
///   `file` with a media type; several with ` | ` between
///
/// Types are those of OpenAPI, and `json` for anything.
public final class Operations {

    private final JsonNode entries;

    private Operations(JsonNode entries) {
        this.entries = entries;
    }

    public static Operations load() {
        return new Operations(resource("operations.json"));
    }

    public Optional<JsonNode> find(String route) {
        return Optional.ofNullable(entries.get(route));
    }

    /// All names that are described.
    public Iterable<String> names() {
        return entries::fieldNames;
    }

    static JsonNode resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(Operations.class.getResourceAsStream(name), name)) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
