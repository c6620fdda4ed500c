package org.nadir.server.http;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/// Finds out who is asking.
public interface Authentication {

    /// @return null for a request without credentials
    /// @throws Problem for credentials that are wrong, even where none were needed
    @Nullable Caller authenticate(Context context);
}
