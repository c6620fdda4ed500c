package org.nadir.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/// A request that cannot be served, with the status and the body that WebODM clients expect for it. Thrown anywhere below a
/// handler; [ErrorTable] writes it out.
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonNode body;
    private final long retryAfter;

    private Problem(int status, String message, JsonNode body) {
        this(status, message, body, 0);
    }

    private Problem(int status, String message, JsonNode body, long retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.body = body;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    public JsonNode body() {
        return body;
    }

    /// Seconds after which trying again makes sense; 0 where nothing is known of that.
    public long retryAfter() {
        return retryAfter;
    }

    /// 429 `{"detail": "sentence"}` with `Retry-After`.
    public static Problem tooMany(String sentence, long seconds) {
        return new Problem(429, sentence, Json.object().put("detail", sentence), seconds);
    }

    /// 400 `["sentence"]`: a rule of the view was broken.
    public static Problem rule(String sentence) {
        return new Problem(400, sentence, Json.array().add(sentence));
    }

    /// 400 `{"field": ["sentence"]}`.
    public static Problem field(String field, String sentence) {
        return fields(Map.of(field, List.of(sentence)));
    }

    public static Problem fields(Map<String, List<String>> sentences) {
        var body = Json.object();
        sentences.forEach((field, list) -> body.set(field, Json.texts(list)));
        return new Problem(400, sentences.toString(), body);
    }

    /// 400 `{"non_field_errors": ["sentence"]}`.
    public static Problem together(String sentence) {
        return field("non_field_errors", sentence);
    }

    /// 400 `{"error": "sentence"}`: the shape of the permission editors.
    public static Problem error(String sentence) {
        return new Problem(400, sentence, Json.object().put("error", sentence));
    }

    /// 400 for a body that is no JSON.
    public static Problem malformed(String why) {
        return detail(400, "JSON parse error - " + why);
    }

    /// 403 for a caller without credentials; both eras of clients expect 403 and not 401.
    public static Problem anonymous() {
        return detail(403, "Authentication credentials were not provided.");
    }

    public static Problem forbidden() {
        return detail(403, "You do not have permission to perform this action.");
    }

    public static Problem forbidden(String sentence) {
        return detail(403, sentence);
    }

    public static Problem notFound() {
        return detail(404, "Not found.");
    }

    public static Problem notFound(String sentence) {
        return detail(404, sentence);
    }

    public static Problem detail(int status, String sentence) {
        return new Problem(status, sentence, Json.object().put("detail", sentence));
    }
}
