package org.nadir.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.nadir.server.http.Json;

/// An ID token (OpenID Connect Core 2), a JWS in compact form (RFC 7515). Nothing in [#claims] may be believed before
/// [#isSignedBy] and [#check].
record IdToken(String keyId, String algorithm, String signed, byte[] signature, JsonNode claims) {

    private static final Pattern COMPACT =
            Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final int MAX_LENGTH = 100_000;

    /// How far clocks may be apart.
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    /// Why a token cannot be believed.
    static final class Unbelievable extends Exception {
        private static final long serialVersionUID = 1L;

        Unbelievable(String why) {
            super(why);
        }
    }

    static IdToken parse(String compact) throws Unbelievable {
        if (compact.length() > MAX_LENGTH || !COMPACT.matcher(compact).matches()) {
            throw new Unbelievable("not a signed token");
        }
        String[] parts = compact.split("\\.");
        try {
            JsonNode header = json(parts[0]);
            if (header.has("crit")) {
                throw new Unbelievable("it demands what is not known here");
            }
            return new IdToken(
                    header.path("kid").asText(""),
                    header.path("alg").asText(""),
                    parts[0] + "." + parts[1],
                    Base64.getUrlDecoder().decode(parts[2]),
                    json(parts[1]));
        } catch (IllegalArgumentException garbage) {
            throw new Unbelievable("not a signed token");
        }
    }

    private static JsonNode json(String part) {
        return Json.parse(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    boolean isSignedBy(List<KeySet.Key> candidates) {
        return candidates.stream().anyMatch(this::isSignedBy);
    }

    private boolean isSignedBy(KeySet.Key key) {
        String name =
                key.algorithm().equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
        try {
            Signature verifier = Signature.getInstance(name);
            verifier.initVerify(key.key());
            verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(signature);
        } catch (GeneralSecurityException notOne) {
            return false;
        }
    }

    /// Whether the claims are those of the login that was begun here (OpenID Connect Core 3.1.3.7).
    ///
    /// @throws Unbelievable saying why not
    void check(String issuer, String clientId, String nonce, Instant now) throws Unbelievable {
        require(claims.path("iss").asText("").equals(issuer), "it is of another issuer");
        require(isFor(clientId), "it is meant for somebody else");
        require(
                claims.path("exp").isNumber()
                        && now.minus(LEEWAY).getEpochSecond() < claims.path("exp").asLong(),
                "it has expired");
        require(
                claims.path("iat").asLong(0) <= now.plus(LEEWAY).getEpochSecond(),
                "it is from the future");
        require(
                claims.path("nbf").asLong(0) <= now.plus(LEEWAY).getEpochSecond(),
                "it is not valid yet");
        require(claims.path("nonce").asText("").equals(nonce), "it is of another login");
        require(!subject().isEmpty() && subject().length() <= 255, "it names nobody");
    }

    private boolean isFor(String clientId) {
        JsonNode audience = claims.path("aud");
        if (audience.isTextual()) {
            return audience.asText().equals(clientId);
        }
        boolean named = false;
        for (JsonNode one : audience) {
            named |= one.asText().equals(clientId);
        }
        boolean alone = audience.size() == 1 && !claims.has("azp");
        return named && (alone || claims.path("azp").asText("").equals(clientId));
    }

    private static void require(boolean good, String otherwise) throws Unbelievable {
        if (!good) {
            throw new Unbelievable(otherwise);
        }
    }

    String subject() {
        return claims.path("sub").asText("");
    }

    /// Empty unless the provider has made sure that it is the person's.
    String verifiedEmail() {
        boolean verified = claims.path("email_verified").asText("").equals("true");
        String email = claims.path("email").asText("").strip();
        return verified && email.length() <= 254 && email.indexOf('@') > 0 ? email : "";
    }

    String wishedName() {
        String preferred = claims.path("preferred_username").asText("");
        return preferred.isBlank() ? claims.path("email").asText("") : preferred;
    }
}
