package org.nadir.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One request and the reply to it. Used by one thread.
public final class Request {

    private final Context context;
    private final @Nullable Caller caller;
    private @Nullable Fields fields;

    private Request(Context context, @Nullable Caller caller) {
        this.context = context;
        this.caller = caller;
    }

    static Request of(Context context, Authentication authentication) {
        return new Request(context, authentication.authenticate(context));
    }

    /// The web framework's view, for cookies, headers and streams.
    public Context context() {
        return context;
    }

    /// Null for anonymous callers.
    public @Nullable Caller caller() {
        return caller;
    }

    public Caller requireCaller() {
        if (caller == null) {
            throw Problem.anonymous();
        }
        return caller;
    }

    public String path(String name) {
        return context.pathParam(name);
    }

    /// An id in the path; anything but a positive integer is an object that does not exist.
    public long id(String name) {
        OptionalLong id = positive(path(name));
        if (id.isEmpty()) {
            throw Problem.notFound();
        }
        return id.getAsLong();
    }

    public static OptionalLong positive(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    /// A query parameter; null when absent or empty, which means the same in this API.
    public @Nullable String query(String name) {
        String value = context.queryParam(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /// A whole number in the query; a broken one is a rule violation.
    public int queryInteger(String name, int otherwise) {
        String value = query(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException broken) {
            throw Problem.rule("Invalid " + name + " parameter: " + value);
        }
    }

    /// The fields of the body, whatever its form. Not for bodies with files: those are received with [Uploads].
    public Fields fields() {
        if (fields == null) {
            fields = BodyReader.read(context);
        }
        return fields;
    }

    /// As the client wrote it; null without one.
    @Nullable String contentType() {
        return context.header("Content-Type");
    }

    public boolean isMultipart() {
        String type = contentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    public boolean isHead() {
        return context.method() == io.javalin.http.HandlerType.HEAD;
    }

    public void reply(JsonNode body) {
        reply(200, body);
    }

    public void reply(int status, JsonNode body) {
        context.status(status).contentType("application/json").result(Json.bytes(body));
    }

    public void noContent() {
        context.status(204);
    }

    public void success() {
        reply(Json.object().put("success", true));
    }

    /// Scheme, host and path of this request as the client sees them (a proxy in front may say so in `X-Forwarded-*`).
    public String absoluteUrl(String path) {
        String forwardedScheme = context.header("X-Forwarded-Proto");
        String forwardedHost = context.header("X-Forwarded-Host");
        String scheme = forwardedScheme == null ? context.scheme() : forwardedScheme;
        String host = forwardedHost == null ? context.host() : forwardedHost;
        return scheme + "://" + (host == null ? "localhost" : host) + path;
    }
}
