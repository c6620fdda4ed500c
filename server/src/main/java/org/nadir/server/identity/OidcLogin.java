package org.nadir.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.Secrets;
import org.nadir.server.http.Json;

/// A login that was begun: the browser keeps it in a sealed cookie while it visits the provider, so that it can be finished
/// in this browser only, and nothing piles up here.
///
/// @param provider index of the provider
/// @param state comes back with the browser
/// @param nonce comes back inside the ID token
/// @param verifier proves to the provider that the code comes from whoever began (RFC 7636)
/// @param next page to go to afterwards
record OidcLogin(
        int provider, String state, String nonce, String verifier, String next, Instant until) {

    static final Duration LIFE = Duration.ofMinutes(10);

    static OidcLogin begin(int provider, String next, Instant now) {
        return new OidcLogin(
                provider, Secrets.token(), Secrets.token(), Secrets.token(), next, now.plus(LIFE));
    }

    /// What the provider may know of the verifier beforehand.
    String challenge() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    String seal(byte[] key) {
        byte[] json =
                Json.bytes(
                        Json.object()
                                .put("provider", provider)
                                .put("state", state)
                                .put("nonce", nonce)
                                .put("verifier", verifier)
                                .put("next", next)
                                .put("until", until.getEpochSecond()));
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(json);
        return text + "." + mac(key, text);
    }

    private static String mac(byte[] key, String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Secrets.hmacSha256(key, text));
    }

    /// The login of which the browser brings both the cookie and the state.
    static Optional<OidcLogin> open(
            @Nullable String cookie, @Nullable String state, byte[] key, Instant now) {
        int dot = cookie == null ? -1 : cookie.lastIndexOf('.');
        if (cookie == null || state == null || dot < 0) {
            return Optional.empty();
        }
        String text = cookie.substring(0, dot);
        if (!Secrets.same(cookie.substring(dot + 1), mac(key, text))) {
            return Optional.empty();
        }
        OidcLogin login = read(text);
        return Secrets.same(login.state(), state) && now.isBefore(login.until())
                ? Optional.of(login)
                : Optional.empty();
    }

    /// Of a text that was sealed here.
    private static OidcLogin read(String text) {
        JsonNode json =
                Json.parse(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        return new OidcLogin(
                json.path("provider").asInt(),
                json.path("state").asText(),
                json.path("nonce").asText(),
                json.path("verifier").asText(),
                json.path("next").asText(),
                Instant.ofEpochSecond(json.path("until").asLong()));
    }
}
