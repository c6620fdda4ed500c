package org.nadir.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;

/// An OpenID Connect provider, and what this server is to it.
///
/// @param name for the button on the login page
/// @param issuer exactly as ID tokens have it in `iss`
/// @param endpoints null to read them from the provider's discovery document
public record OidcProvider(
        String name,
        String clientId,
        String clientSecret,
        String issuer,
        @Nullable Endpoints endpoints) {

    /// Where the provider is asked.
    ///
    /// @param secretInBody send the client secret as a form field rather than as Basic credentials
    public record Endpoints(URI authorization, URI token, URI keys, boolean secretInBody) {
        public Endpoints {
            requireSecret(authorization);
            requireSecret(token);
            requireSecret(keys);
        }
    }

    public OidcProvider {
        if (name.isBlank() || clientId.isBlank() || issuer.isBlank()) {
            throw new IllegalArgumentException(
                    "An OpenID Connect provider needs name, client_id and issuer: " + name);
        }
        requireSecret(URI.create(issuer));
    }

    /// Reads a list as an administrator writes it: an array of objects with `name`, `client_id`, `client_secret`, `issuer`
    /// and, for providers without a discovery document, `authorization_endpoint`, `token_endpoint` and `jwks_uri`.
    ///
    /// @throws IllegalArgumentException naming what is wrong
    public static List<OidcProvider> list(String text) {
        JsonNode array = Json.parse(text);
        if (!array.isArray()) {
            throw new IllegalArgumentException("Expected a JSON array of providers");
        }
        var providers = new ArrayList<OidcProvider>();
        array.forEach(one -> providers.add(of(one)));
        return providers;
    }

    private static OidcProvider of(JsonNode json) {
        return new OidcProvider(
                text(json, "name"),
                text(json, "client_id"),
                json.path("client_secret").asText(""),
                text(json, "issuer"),
                json.has("token_endpoint") ? endpoints(json) : null);
    }

    /// From a provider's own description, or from one with the same names.
    static Endpoints endpoints(JsonNode json) {
        var methods = new ArrayList<String>();
        json.path("token_endpoint_auth_methods_supported")
                .forEach(one -> methods.add(one.asText()));
        return new Endpoints(
                URI.create(text(json, "authorization_endpoint")),
                URI.create(text(json, "token_endpoint")),
                URI.create(text(json, "jwks_uri")),
                !methods.isEmpty() && !methods.contains("client_secret_basic"));
    }

    private static String text(JsonNode json, String name) {
        String text = json.path(name).asText("");
        if (text.isBlank()) {
            throw new IllegalArgumentException("An OpenID Connect provider lacks " + name);
        }
        return text;
    }

    /// Passwords and codes travel encrypted, or do not leave this machine.
    static void requireSecret(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        String host = address.getHost();
        boolean secret = scheme.equals("https") || (scheme.equals("http") && isHere(host));
        if (host == null || !secret) {
            throw new IllegalArgumentException("Must be an https address: " + address);
        }
    }

    private static boolean isHere(@Nullable String host) {
        return host != null && host.matches("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    }

    /// Without the secret, for logs.
    @Override
    public String toString() {
        return "OidcProvider[" + name + ", " + issuer + "]";
    }
}
