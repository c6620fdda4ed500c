package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

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

    /// Keeps time and memory of a stage for the reports of later runs.
    void figures(RunLog.StageFigures figures) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(figures.stage().id() + ".figures"),
                figures.seconds() + " " + figures.peakMegabytes());
    }

    /// What [#figures] kept of a stage that an earlier run did; empty when nothing legible is there.
    Optional<RunLog.StageFigures> earlierFigures(Stage stage) throws IOException {
        Path file = folder.resolve(stage.id() + ".figures");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String[] words = Files.readString(file).split(" ", 2);
            return Optional.of(
                    new RunLog.StageFigures(
                            stage, Double.parseDouble(words[0]), Long.parseLong(words[1]), true));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException illegible) {
            return Optional.empty();
        }
    }

    /// Forgets this stage and all later ones.
    void forgetFrom(Stage first) throws IOException {
        for (Stage stage : Stage.values()) {
            if (stage.ordinal() >= first.ordinal()) {
                forget(stage);
            }
        }
    }

    void forget(Stage stage) throws IOException {
        Files.deleteIfExists(mark(stage));
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
