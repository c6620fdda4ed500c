package org.nadir.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads bodies without files: JSON, urlencoded forms, and multipart forms whose file parts are passed over.
final class BodyReader {

    private static final int MAX_BYTES = 10 << 20;
    private static final long MOST_TAKEN = 64 << 20;
    private static final String READ = "nadir.fields";

    private BodyReader() {}

    /// The body is read once and kept with the request.
    static Fields read(Context context) {
        Fields known = context.attribute(READ);
        if (known != null) {
            return known;
        }
        try {
            Fields fields = read(context.header("Content-Type"), BodyStream.of(context));
            context.attribute(READ, fields);
            return fields;
        } catch (IOException broken) {
            throw Problem.detail(400, "The request body could not be read.");
        }
    }

    /// A field of an urlencoded form, or the first one of a multipart form; null when the body is anything else.
    static @Nullable String formField(Context context, String name) {
        String header = context.header("Content-Type");
        String type = header == null ? "" : header.toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/form-data")) {
            return BodyStream.firstField(context, name);
        }
        return type.startsWith("application/x-www-form-urlencoded")
                ? read(context).text(name)
                : null;
    }

    private static Fields read(@Nullable String contentType, InputStream body) throws IOException {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/form-data")) {
            return formFields(new MultipartReader(body, MultipartReader.boundary(contentType)));
        }
        String text = new String(limited(body), StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return Fields.none();
        }
        if (type.startsWith("application/json") || type.contains("+json")) {
            return json(text);
        }
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return urlEncoded(text);
        }
        throw Problem.detail(415, "Unsupported media type \"" + type + "\" in request.");
    }

    private static Fields json(String text) {
        JsonNode node;
        try {
            node = Json.parse(text);
        } catch (IllegalArgumentException broken) {
            throw Problem.malformed(String.valueOf(broken.getMessage()));
        }
        if (!node.isObject()) {
            throw Problem.together("Invalid data. Expected a dictionary.");
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        node.properties().forEach(field -> values.put(field.getKey(), field.getValue()));
        return Fields.ofJson(values);
    }

    static Fields urlEncoded(String text) {
        var form = new Fields.FormBuilder();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            try {
                form.add(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException broken) {
                throw Problem.detail(400, "Malformed form data.");
            }
        }
        return form.build();
    }

    private static Fields formFields(MultipartReader parts) throws IOException {
        var form = new Fields.FormBuilder();
        int total = 0;
        for (var part = parts.next(); part != null; part = parts.next()) {
            if (part.fileName() == null) {
                byte[] value = part.body().readNBytes(MAX_BYTES - total + 1);
                total += value.length;
                checkSize(total, part.body());
                form.add(part.name(), new String(value, StandardCharsets.UTF_8));
            }
        }
        return form.build();
    }

    private static byte[] limited(InputStream body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var block = new byte[8192];
        for (int n = body.read(block); n >= 0; n = body.read(block)) {
            checkSize(bytes.size() + n, body);
            bytes.write(block, 0, n);
        }
        return bytes.toByteArray();
    }

    /// Many clients read no answer before they have sent all: some of what is too much is taken and thrown away.
    private static void checkSize(int size, InputStream rest) throws IOException {
        if (size > MAX_BYTES) {
            rest.skip(MOST_TAKEN);
            throw Problem.detail(413, "The request body is too large.");
        }
    }
}
