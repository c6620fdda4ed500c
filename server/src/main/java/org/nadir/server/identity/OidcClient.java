package org.nadir.server.identity;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks to one provider: where to send the browser, and what its code is worth. Thread-safe.
final class OidcClient {

    private static final Logger LOG = LoggerFactory.getLogger(OidcClient.class);
    private static final Duration KEEP = Duration.ofHours(1);

    /// A token with an unknown key makes us look for new keys, but not more often than this.
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(30);

    private record Known<T>(T value, Instant since) {
        boolean isYoungerThan(Duration age, Instant now) {
            return now.isBefore(since.plus(age));
        }
    }

    private final OidcProvider provider;
    private final OutsideHttp http;
    private final Clock clock;
    private volatile @Nullable Known<OidcProvider.Endpoints> endpoints;
    private volatile @Nullable Known<KeySet> keys;

    OidcClient(OidcProvider provider, OutsideHttp http, Clock clock) {
        this.provider = provider;
        this.http = http;
        this.clock = clock;
    }

    OidcProvider provider() {
        return provider;
    }

    /// Where the browser goes to sign in.
    URI authorization(OidcLogin login, String redirect) throws IOException {
        var query = new LinkedHashMap<String, String>();
        query.put("response_type", "code");
        query.put("client_id", provider.clientId());
        query.put("redirect_uri", redirect);
        query.put("scope", "openid email");
        query.put("state", login.state());
        query.put("nonce", login.nonce());
        query.put("code_challenge", login.challenge());
        query.put("code_challenge_method", "S256");
        String address = endpoints().authorization().toString();
        return URI.create(
                address + (address.contains("?") ? "&" : "?") + OutsideHttp.encode(query));
    }

    /// Trades the code for an ID token, checked in every respect.
    ///
    /// @throws IOException when the provider does not answer, or refuses
    /// @throws IdToken.Unbelievable when what it answers cannot be believed
    IdToken redeem(String code, OidcLogin login, String redirect)
            throws IOException, IdToken.Unbelievable {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect);
        form.put("code_verifier", login.verifier());
        OutsideHttp.Answer answer = askForToken(form);
        String compact = answer.json().path("id_token").asText("");
        if (answer.status() != 200 || compact.isEmpty()) {
            throw new IOException(
                    "refused with "
                            + answer.status()
                            + " "
                            + answer.json().path("error").asText(""));
        }
        IdToken token = IdToken.parse(compact);
        if (!token.isSignedBy(candidates(token))) {
            throw new IdToken.Unbelievable("its signature is not the provider's");
        }
        token.check(provider.issuer(), provider.clientId(), login.nonce(), clock.instant());
        return token;
    }

    private OutsideHttp.Answer askForToken(Map<String, String> form) throws IOException {
        OidcProvider.Endpoints where = endpoints();
        boolean isPublic = provider.clientSecret().isEmpty();
        if (isPublic || where.secretInBody()) {
            form.put("client_id", provider.clientId());
            if (!isPublic) {
                form.put("client_secret", provider.clientSecret());
            }
            return http.post(where.token(), form, "");
        }
        String pair =
                OutsideHttp.encode(provider.clientId())
                        + ":"
                        + OutsideHttp.encode(provider.clientSecret());
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return http.post(where.token(), form, "Basic " + basic);
    }

    private List<KeySet.Key> candidates(IdToken token) throws IOException {
        Instant now = clock.instant();
        Known<KeySet> known = keys;
        if (known != null && known.isYoungerThan(KEEP, now)) {
            List<KeySet.Key> found = known.value().candidates(token.keyId(), token.algorithm());
            if (!found.isEmpty() || known.isYoungerThan(LEAST_PAUSE, now)) {
                return found;
            }
        }
        KeySet read = KeySet.of(http.get(endpoints().keys()).json());
        LOG.debug("{} has {} keys", provider, read.keys().size());
        keys = new Known<>(read, now);
        return read.candidates(token.keyId(), token.algorithm());
    }

    private OidcProvider.Endpoints endpoints() throws IOException {
        OidcProvider.Endpoints given = provider.endpoints();
        if (given != null) {
            return given;
        }
        Known<OidcProvider.Endpoints> known = endpoints;
        if (known != null && known.isYoungerThan(KEEP, clock.instant())) {
            return known.value();
        }
        OidcProvider.Endpoints read = discover();
        endpoints = new Known<>(read, clock.instant());
        return read;
    }

    private OidcProvider.Endpoints discover() throws IOException {
        String base = provider.issuer().replaceFirst("/+$", "");
        OutsideHttp.Answer answer =
                http.get(URI.create(base + "/.well-known/openid-configuration"));
        if (!answer.json().path("issuer").asText("").equals(provider.issuer())) {
            throw new IOException("the discovery document is of another issuer");
        }
        try {
            return OidcProvider.endpoints(answer.json());
        } catch (IllegalArgumentException broken) {
            throw new IOException("the discovery document is broken: " + broken.getMessage());
        }
    }
}
