package org.nadir.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The public keys of a provider (RFC 7517): RSA, and EC on P-256. Others are passed over.
record KeySet(List<Key> keys) {

    private static final int LEAST_RSA_BITS = 2048;

    /// @param id empty when the provider gives none
    record Key(String id, PublicKey key) {
        String algorithm() {
            return key instanceof RSAPublicKey ? "RS256" : "ES256";
        }
    }

    static KeySet of(JsonNode document) {
        var keys = new ArrayList<Key>();
        for (JsonNode json : document.path("keys")) {
            String use = json.path("use").asText("sig");
            if (use.equals("sig")) {
                read(json).ifPresent(key -> keys.add(new Key(json.path("kid").asText(""), key)));
            }
        }
        return new KeySet(List.copyOf(keys));
    }

    private static Optional<PublicKey> read(JsonNode json) {
        try {
            return switch (json.path("kty").asText("")) {
                case "RSA" -> Optional.of(rsa(json)).filter(KeySet::isLongEnough);
                case "EC" ->
                        json.path("crv").asText("").equals("P-256")
                                ? Optional.of(ec(json))
                                : Optional.empty();
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static PublicKey rsa(JsonNode json) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(json, "n"), number(json, "e")));
    }

    private static boolean isLongEnough(PublicKey key) {
        return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
    }

    private static PublicKey ec(JsonNode json) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        var point = new ECPoint(number(json, "x"), number(json, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger number(JsonNode json, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(json.path(name).asText("")));
    }

    /// The keys with which a token of this header may be signed. The algorithm follows from the key, never from the token
    /// alone.
    List<Key> candidates(String keyId, String algorithm) {
        return keys.stream()
                .filter(key -> key.algorithm().equals(algorithm))
                .filter(key -> keyId.isEmpty() || key.id().isEmpty() || key.id().equals(keyId))
                .toList();
    }
}
