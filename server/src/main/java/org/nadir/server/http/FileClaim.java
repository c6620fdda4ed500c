package org.nadir.server.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a client says a file is, so that damage on the way is found: the form fields `file_size` and `file_sha256`. With pieces
/// they are about the whole file.
///
/// @param size -1 when nothing is said
/// @param sha256 in lower case; null when nothing is said
record FileClaim(long size, @Nullable String sha256) {

    static FileClaim of(Upload upload) {
        String size = upload.fields().text("file_size");
        String sha256 = upload.fields().text("file_sha256");
        if (size == null && sha256 == null) {
            return new FileClaim(-1, null);
        }
        if (upload.files().size() != 1) {
            throw Problem.rule("file_size and file_sha256 are for requests with one file");
        }
        if (size != null && !size.matches("[0-9]{1,18}")) {
            throw Problem.rule("Invalid file_size");
        }
        if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
            throw Problem.rule("Invalid file_sha256");
        }
        return new FileClaim(
                size == null ? -1 : Long.parseLong(size),
                sha256 == null ? null : sha256.toLowerCase(Locale.ROOT));
    }

    /// @throws Problem when the file is another
    void check(Path file) throws IOException {
        long actual = Files.size(file);
        if (size >= 0 && size != actual) {
            throw Problem.rule(
                    "The file arrived with "
                            + actual
                            + " bytes and not the "
                            + size
                            + " of file_size: send it again.");
        }
        if (sha256 != null && !sha256.equals(sha256(file))) {
            throw Problem.rule(
                    "The file arrived damaged: its SHA-256 is not that of file_sha256. Send it"
                            + " again.");
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = newDigest();
        try (var in = Files.newInputStream(file)) {
            var block = new byte[1 << 16];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
