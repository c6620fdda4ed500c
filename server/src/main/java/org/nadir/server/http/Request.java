package org.nadir.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One request and the reply to it. Used by one thread.
public final class Request {

    private final Context context;
    private final @Nullable Caller caller;

    private Request(Context context, @Nullable Caller caller) {
        this.context = context;
        this.caller = caller;
    }

    static Request of(Context context, Authentication authentication) {
        Caller caller = authentication.authenticate(context);
        if (caller != null && caller.scope() != null) {
            caller.scope().check(context.req().getMethod(), context.path(), context.pathParamMap());
        }
        return new Request(context, caller);
    }

    /// The web framework's view, for cookies, headers and streams.
    public Context context() {
        return context;
    }

    public InputStream body() throws IOException {
        return BodyStream.of(context);
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
        if (value != null && value.indexOf('\0') >= 0) {
            throw Problem.field(name, "Null characters are not allowed.");
        }
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
        return BodyReader.read(context);
    }

    /// Tells callers apart by where they are; for limits, not for rights.
    public String clientAddress() {
        return clientAddress(context);
    }

    public static String clientAddress(Context context) {
        return ClientAddress.of(context);
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

    /// A page, which no cache keeps and no other site frames.
    public void html(int status, String page) {
        context.status(status)
                .contentType("text/html; charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", "frame-ancestors 'self'")
                .header("X-Content-Type-Options", "nosniff")
                .result(page);
    }

    public void redirect(String to) {
        context.status(302).header("Location", to);
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
