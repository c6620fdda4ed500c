package org.nadir.server.http;

import io.javalin.http.Context;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The body of a request as a stream, the beginning of which can be looked at before anybody reads it: whether a form with
/// files comes from a page of ours must be known before the files are received.
final class BodyStream {

    private static final String KEPT = "nadir.body";
    private static final String ASKED_FOR = "nadir.body.asked";
    private static final int BEGINNING = 4096;
    private static final int LONGEST_VALUE = 1024;

    private BodyStream() {}

    static InputStream of(Context context) throws IOException {
        InputStream kept = context.attribute(KEPT);
        context.attribute(ASKED_FOR, true);
        return kept != null ? kept : context.req().getInputStream();
    }

    /// Whether the client waits to be asked for the body (`Expect: 100-continue`, RFC 9110, 10.1.1), which the first read
    /// does, and nobody has read yet.
    static boolean isHeldBack(Context context) {
        return "100-continue".equalsIgnoreCase(context.header("Expect"))
                && context.attribute(ASKED_FOR) == null;
    }

    /// The value of the first part of a multipart body, when that is a field of this name.
    static @Nullable String firstField(Context context, String name) {
        byte[] beginning;
        try {
            beginning = beginning(context);
        } catch (IOException broken) {
            throw Problem.detail(400, "The request body could not be read.");
        }
        try {
            var parts =
                    new MultipartReader(
                            new ByteArrayInputStream(beginning),
                            MultipartReader.boundary(context.header("Content-Type")));
            MultipartReader.Part first = parts.next();
            return first == null || first.fileName() != null || !first.name().equals(name)
                    ? null
                    : new String(first.body().readNBytes(LONGEST_VALUE), StandardCharsets.UTF_8);
        } catch (IOException cutOff) {
            // The part is longer than what was looked at: not a token.
            return null;
        }
    }

    private static byte[] beginning(Context context) throws IOException {
        var body = new BufferedInputStream(of(context), BEGINNING);
        body.mark(BEGINNING);
        byte[] beginning = body.readNBytes(BEGINNING);
        body.reset();
        context.attribute(KEPT, body);
        return beginning;
    }
}
