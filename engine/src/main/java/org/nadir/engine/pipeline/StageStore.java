package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Remembers which stages are finished, and from what. Each stage leaves a fingerprint of everything that its result
/// depends on: the photos, the options that it reads, and the fingerprint of the stage before. A restart runs a stage
/// again exactly when its fingerprint changed, so results are reused after a crash and redone after a change of options.
final class StageStore {

    private final Path folder;

    StageStore(ProjectFolder project) {
        this.folder = project.root().resolve("stages");
    }

    boolean isDone(Stage stage, String fingerprint) throws IOException {
        Path mark = mark(stage);
        return Files.exists(mark) && Files.readString(mark).equals(fingerprint);
    }

    void done(Stage stage, String fingerprint) throws IOException {
        Files.createDirectories(folder);
        Path partial = folder.resolve(stage.id() + ".part");
        Files.writeString(partial, fingerprint);
        Files.move(
                partial,
                mark(stage),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    /// Forgets this stage and all later ones.
    void forgetFrom(Stage first) throws IOException {
        for (Stage stage : Stage.values()) {
            if (stage.ordinal() >= first.ordinal()) {
                Files.deleteIfExists(mark(stage));
            }
        }
    }

    static String fingerprint(String... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Path mark(Stage stage) {
        return folder.resolve(stage.id());
    }
}
