package org.nadir.server.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keyed and plain digests, random tokens, and the key file that survives restarts.
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /// The key in a file that only its owner may read; made on first use.
    static byte[] loadOrCreateKey(Path file) throws IOException {
        if (!Files.exists(file)) {
            var key = new byte[32];
            RANDOM.nextBytes(key);
            createPrivately(file, HexFormat.of().formatHex(key));
        }
        String text = Files.readString(file).strip();
        if (text.length() < 64) {
            throw new IOException(
                    "The key file is damaged: " + file + "; delete it to get a new one");
        }
        return HexFormat.of().parseHex(text);
    }

    private static void createPrivately(Path file, String content) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path temporary = file.resolveSibling(file.getFileName() + "." + token().substring(0, 12));
        if (posix) {
            Files.createFile(
                    temporary,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(temporary, content);
        try {
            // A link, unlike a move, does not replace the key of a second server that was quicker.
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException second) {
            return;
        } catch (UnsupportedOperationException noLinks) {
            Files.move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// 256 random bits in hexadecimal.
    public static String token() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public static byte[] hmacSha256(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    public static boolean same(String a, String b) {
        return MessageDigest.isEqual(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
