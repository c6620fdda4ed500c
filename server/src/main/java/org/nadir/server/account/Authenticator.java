package org.nadir.server.account;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Authentication;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Csrf;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.Scope;

/// Tries session, Basic, the JWT header and `?jwt=`, in this order; the first that names a user wins, and the first that is
/// wrong ends the request.
public final class Authenticator implements Authentication {

    static final String SESSION_COOKIE = "sessionid";
    static final String CSRF_COOKIE = "csrftoken";

    private final Accounts accounts;

    public Authenticator(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public @Nullable Caller authenticate(Context context) {
        Optional<Caller> caller = session(context);
        if (caller.isEmpty()) {
            caller = header(context);
        }
        if (caller.isEmpty()) {
            caller = query(context.queryParam("jwt"));
        }
        return caller.orElse(null);
    }

    private Optional<Caller> session(Context context) {
        String token = context.cookie(SESSION_COOKIE);
        if (token == null) {
            return Optional.empty();
        }
        Optional<Sessions.Session> session = accounts.sessions().find(token);
        Optional<User> user =
                session.flatMap(open -> accounts.users().find(open.userId())).filter(User::active);
        if (user.isPresent() && !Scope.isSafe(context.req().getMethod())) {
            checkCsrf(context, session.orElseThrow().csrf());
        }
        return user.map(User::asCaller);
    }

    private static void checkCsrf(Context context, String expected) {
        String given = Csrf.given(context);
        if (given == null || !Secrets.same(given, expected)) {
            throw Problem.forbidden("CSRF Failed: CSRF token missing or incorrect.");
        }
    }

    private Optional<Caller> header(Context context) {
        String header = context.header("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        String[] words = header.strip().split("\\s+");
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "basic" -> Optional.of(basic(only(words), Request.clientAddress(context)));
            case "jwt" -> Optional.of(token(only(words)));
            case "bearer" -> bearer(words);
            default -> Optional.empty();
        };
    }

    /// Of all tokens that go by this word, only our API tokens are for us.
    private Optional<Caller> bearer(String[] words) {
        return words.length == 2 && words[1].startsWith(ApiTokens.PREFIX)
                ? Optional.of(token(words[1]))
                : Optional.empty();
    }

    private Caller token(String token) {
        return token.startsWith(ApiTokens.PREFIX)
                ? accounts.tokenCaller(token)
                : accounts.tokenUser(token).asCaller();
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

    private Caller basic(String encoded, String address) {
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
        return accounts.basic(username, password, address)
                .map(User::asCaller)
                .orElseThrow(() -> Problem.forbidden("Invalid username/password."));
    }

    private Optional<Caller> query(@Nullable String token) {
        return token == null || token.isEmpty() ? Optional.empty() : Optional.of(token(token));
    }
}
