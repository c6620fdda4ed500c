package org.nadir.server.account;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Authentication;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Problem;

/// Tries session, Basic, the JWT header and `?jwt=`, in this order; the first that names a user wins, and the first that is
/// wrong ends the request.
public final class Authenticator implements Authentication {

    static final String SESSION_COOKIE = "sessionid";
    static final String CSRF_COOKIE = "csrftoken";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final Accounts accounts;

    public Authenticator(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public @Nullable Caller authenticate(Context context) {
        Optional<User> user = session(context);
        if (user.isEmpty()) {
            user = header(context.header("Authorization"));
        }
        if (user.isEmpty()) {
            user = query(context.queryParam("jwt"));
        }
        return user.map(User::asCaller).orElse(null);
    }

    private Optional<User> session(Context context) {
        String token = context.cookie(SESSION_COOKIE);
        if (token == null) {
            return Optional.empty();
        }
        Optional<Sessions.Session> session = accounts.sessions().find(token);
        Optional<User> user =
                session.flatMap(open -> accounts.users().find(open.userId())).filter(User::active);
        if (user.isPresent() && !SAFE.contains(context.req().getMethod())) {
            checkCsrf(context, session.orElseThrow().csrf());
        }
        return user;
    }

    private static void checkCsrf(Context context, String expected) {
        String given = context.header("X-CSRFToken");
        if (given == null || !Secrets.same(given, expected)) {
            throw Problem.forbidden("CSRF Failed: CSRF token missing or incorrect.");
        }
    }

    private Optional<User> header(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        String[] words = header.strip().split("\\s+");
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "basic" -> Optional.of(basic(only(words)));
            case "jwt" -> Optional.of(accounts.tokenUser(only(words)));
            default -> Optional.empty();
        };
    }

    private static String only(String[] words) {
        if (words.length == 1) {
            throw Problem.forbidden("Invalid Authorization header. No credentials provided.");
        }
        if (words.length > 2) {
            throw Problem.forbidden(
                    "Invalid Authorization header. Credentials string should not contain spaces.");
        }
        return words[1];
    }

    private User basic(String encoded) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException garbage) {
            throw Problem.forbidden(
                    "Invalid basic header. Credentials not correctly base64 encoded.");
        }
        int colon = pair.indexOf(':');
        String username = colon < 0 ? pair : pair.substring(0, colon);
        String password = colon < 0 ? "" : pair.substring(colon + 1);
        return accounts.basic(username, password)
                .orElseThrow(() -> Problem.forbidden("Invalid username/password."));
    }

    private Optional<User> query(@Nullable String token) {
        return token == null || token.isEmpty()
                ? Optional.empty()
                : Optional.of(accounts.tokenUser(token));
    }
}
