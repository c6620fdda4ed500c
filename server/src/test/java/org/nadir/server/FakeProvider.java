package org.nadir.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.nadir.server.http.Json;

/// An OpenID Connect provider that follows the standard, and can be told to break it: real HTTP, real keys.
final class FakeProvider implements AutoCloseable {

    static final String CLIENT = "nadir";
    static final String SECRET = "s3cret & more";

    /// What the browser brought to the authorization page, kept under the code that was given for it.
    private final Map<String, Map<String, String>> logins = new ConcurrentHashMap<>();

    private final AtomicInteger codes = new AtomicInteger();
    private final HttpServer http;
    private KeyPair rsa = rsa();
    private final KeyPair ec = ec();
    private volatile String keyId = "key-1";

    volatile Consumer<ObjectNode> claims = claims -> {};
    volatile String algorithm = "RS256";
    volatile boolean forged;
    volatile boolean silent;

    private final Clock clock;

    FakeProvider(Clock clock) {
        this.clock = clock;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        http.createContext("/.well-known/openid-configuration", this::discovery);
        http.createContext("/keys", this::keys);
        http.createContext("/token", this::token);
        http.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /// As at the beginning.
    void behave() {
        claims = any -> {};
        algorithm = "RS256";
        forged = false;
        silent = false;
    }

    /// From now on another key signs.
    void changeKey() {
        rsa = rsa();
        keyId = "key-" + codes.incrementAndGet() + "-new";
    }

    /// What the person does in the browser: agrees, and is sent back with a code.
    ///
    /// @param authorization where our server sent the browser
    /// @return path and query of the callback
    String agree(String authorization) {
        Map<String, String> query = decode(authorization.substring(authorization.indexOf('?') + 1));
        String code = "code-" + codes.incrementAndGet();
        logins.put(code, query);
        return "/oidc/callback/?code=" + code + "&state=" + query.get("state");
    }

    static Map<String, String> decode(String query) {
        var values = new HashMap<String, String>();
        for (String pair : query.split("&")) {
            String[] halves = pair.split("=", 2);
            values.put(
                    URLDecoder.decode(halves[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
        }
        return values;
    }

    private void discovery(HttpExchange exchange) throws IOException {
        ObjectNode document =
                Json.object()
                        .put("issuer", issuer())
                        .put("authorization_endpoint", issuer() + "/authorize?tenant=a")
                        .put("token_endpoint", issuer() + "/token")
                        .put("jwks_uri", issuer() + "/keys");
        reply(exchange, 200, document);
    }

    private void keys(HttpExchange exchange) throws IOException {
        var one = (RSAPublicKey) rsa.getPublic();
        var two = (ECPublicKey) ec.getPublic();
        ObjectNode document = Json.object();
        document.putArray("keys")
                .add(Json.object().put("kty", "oct").put("k", "AAAA").put("kid", "odd"))
                .add(
                        Json.object()
                                .put("kty", "RSA")
                                .put("use", "sig")
                                .put("kid", keyId)
                                .put("n", number(one.getModulus(), 256))
                                .put("e", number(one.getPublicExponent(), 3)))
                .add(
                        Json.object()
                                .put("kty", "EC")
                                .put("crv", "P-256")
                                .put("kid", "ec-1")
                                .put("x", number(two.getW().getAffineX(), 32))
                                .put("y", number(two.getW().getAffineY(), 32)));
        reply(exchange, 200, document);
    }

    /// Gives a token only to who holds the client's secret, the same redirect address and the verifier of the challenge.
    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                decode(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> login = logins.remove(form.getOrDefault("code", ""));
        String basic =
                Base64.getEncoder()
                        .encodeToString(
                                (CLIENT + ":s3cret+%26+more").getBytes(StandardCharsets.UTF_8));
        boolean good =
                login != null
                        && ("Basic " + basic)
                                .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        && "authorization_code".equals(form.get("grant_type"))
                        && has(login, "redirect_uri", form.getOrDefault("redirect_uri", ""))
                        && has(
                                login,
                                "code_challenge",
                                challenge(form.getOrDefault("code_verifier", "")));
        if (silent || login == null || !good) {
            reply(exchange, 400, Json.object().put("error", "invalid_grant"));
            return;
        }
        reply(
                exchange,
                200,
                Json.object().put("id_token", idToken(login.getOrDefault("nonce", ""))));
    }

    private static boolean has(Map<String, String> login, String name, String value) {
        return value.equals(login.get(name));
    }

    private static String challenge(String verifier) {
        try {
            return base64(
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private String idToken(String nonce) {
        long now = clock.instant().getEpochSecond();
        ObjectNode payload =
                Json.object()
                        .put("iss", issuer())
                        .put("aud", CLIENT)
                        .put("sub", "subject-1")
                        .put("nonce", nonce)
                        .put("iat", now)
                        .put("exp", now + 300);
        claims.accept(payload);
        ObjectNode header =
                Json.object()
                        .put("alg", algorithm)
                        .put("kid", algorithm.equals("ES256") ? "ec-1" : keyId);
        String signed = base64(Json.bytes(header)) + "." + base64(Json.bytes(payload));
        return signed + "." + base64(sign(signed));
    }

    private byte[] sign(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            if (algorithm.equals("HS256")) {
                // The old trick: our public key as if it were a shared secret.
                var mac = javax.crypto.Mac.getInstance("HmacSHA256");
                mac.init(
                        new javax.crypto.spec.SecretKeySpec(
                                rsa.getPublic().getEncoded(), "HmacSHA256"));
                return mac.doFinal(bytes);
            }
            if (algorithm.equals("none")) {
                return new byte[] {0};
            }
            boolean curve = algorithm.equals("ES256");
            Signature signature =
                    Signature.getInstance(curve ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
            KeyPair right = curve ? ec : rsa;
            KeyPair wrong = curve ? ec() : rsa();
            signature.initSign((forged ? wrong : right).getPrivate());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private static String number(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        var fixed = new byte[length];
        int from = Math.max(0, bytes.length - length);
        byte[] tail = Arrays.copyOfRange(bytes, from, bytes.length);
        System.arraycopy(tail, 0, fixed, length - tail.length, tail.length);
        return base64(fixed);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void reply(HttpExchange exchange, int status, ObjectNode body)
            throws IOException {
        byte[] bytes = Json.bytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
