package org.nadir.server.http;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/// The token that proves that a form or a script of this very site sent a request.
public final class Csrf {

    public static final String FIELD = "csrfmiddlewaretoken";
    private static final String HEADER = "X-CSRFToken";

    private Csrf() {}

    /// What the request brings: a header, or a field of an urlencoded form, or the first field of a multipart form.
    public static @Nullable String given(Context context) {
        String header = context.header(HEADER);
        return header != null ? header : BodyReader.formField(context, FIELD);
    }
}
