package org.nadir.server.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Hashes passwords with PBKDF2-HMAC-SHA256 (RFC 8018), written as `pbkdf2_sha256$iterations$salt$hash` in base 64.
/// Thread-safe; at most two hashes are computed at a time, since each takes a good part of a second.
public final class Passwords {

    /// Stands where a password's hash would, for users who have no password here; no password fits it.
    static final String NONE = "!";

    private static final String SCHEME = "pbkdf2_sha256";
    private static final int KEY_BITS = 256;

    private final int iterations;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore cores = new Semaphore(2);
    private final String unknownUser;

    /// @param iterations 600,000 or more for real use
    public Passwords(int iterations) {
        this.iterations = iterations;
        // Verifying against this takes as long as against a real one, so that a reply tells nothing
        // about user names.
        this.unknownUser =
                SCHEME
                        + "$"
                        + iterations
                        + "$"
                        + base64(randomBytes(16))
                        + "$"
                        + base64(randomBytes(KEY_BITS / 8));
    }

    public String hash(String password) {
        byte[] salt = randomBytes(16);
        return SCHEME
                + "$"
                + iterations
                + "$"
                + base64(salt)
                + "$"
                + base64(derive(password, salt, iterations));
    }

    public boolean verify(String password, String hash) {
        String[] parts = hash.split("\\$");
        if (parts.length != 4 || !parts[0].equals(SCHEME)) {
            return false;
        }
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        byte[] expected = Base64.getDecoder().decode(parts[3]);
        return MessageDigest.isEqual(expected, derive(password, salt, Integer.parseInt(parts[1])));
    }

    /// Spends the time of a check without a user.
    public void verifyNobody(String password) {
        verify(password, unknownUser);
    }

    private byte[] derive(String password, byte[] salt, int rounds) {
        cores.acquireUninterruptibly();
        try {
            var spec = new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BITS);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        } finally {
            cores.release();
        }
    }

    private byte[] randomBytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
