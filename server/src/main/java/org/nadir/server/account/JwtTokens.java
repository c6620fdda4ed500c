package org.nadir.server.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;

/// Compact HS256 tokens (RFC 7519) with the payload that WebODM's have. Thread-safe.
public final class JwtTokens {

    private static final String HEADER =
            encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    private final byte[] key;
    private final Duration life;
    private final Clock clock;

    JwtTokens(byte[] key, Duration life, Clock clock) {
        this.key = key.clone();
        this.life = life;
        this.clock = clock;
    }

    String issue(User user) {
        ObjectNode payload =
                Json.object()
                        .put("user_id", user.id())
                        .put("username", user.username())
                        .put("exp", clock.instant().plus(life).getEpochSecond())
                        .put("email", user.email());
        String signed = HEADER + "." + encode(Json.bytes(payload));
        return signed + "." + encode(Secrets.hmacSha256(key, signed));
    }

    /// The user id in a token that is ours and still good.
    ///
    /// @throws Problem with the texts that clients look for
    long userId(String token) {
        int dot = token.lastIndexOf('.');
        JsonNode payload;
        try {
            String signed = token.substring(0, Math.max(0, dot));
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            // Our signature only ever stands under our header, so the algorithm needs no look.
            if (!MessageDigest.isEqual(signature, Secrets.hmacSha256(key, signed))) {
                throw Problem.forbidden("Error decoding signature.");
            }
            String body = signed.substring(signed.indexOf('.') + 1);
            payload =
                    Json.parse(
                            new String(
                                    Base64.getUrlDecoder().decode(body), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException garbage) {
            throw Problem.forbidden("Error decoding signature.");
        }
        if (payload.path("exp").asLong(0) <= clock.instant().getEpochSecond()) {
            throw Problem.forbidden("Signature has expired.");
        }
        return payload.path("user_id").asLong(-1);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
