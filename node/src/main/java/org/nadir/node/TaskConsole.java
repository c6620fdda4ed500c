package org.nadir.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The console of one task: lines in memory for quick answers, and the same lines in `task_output.txt`, from which they come
/// back after a restart. Thread-safe.
final class TaskConsole {

    private final Path file;
    private final List<String> lines = new ArrayList<>();

    TaskConsole(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
        }
    }

    synchronized void add(String line) {
        String clean = line.replace('\r', ' ').replace('\n', ' ');
        lines.add(clean);
        try (Writer out =
                Files.newBufferedWriter(
                        file,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            out.write(clean);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    synchronized void clear() throws IOException {
        lines.clear();
        Files.deleteIfExists(file);
    }

    /// Lines from `start` on; a negative start means that many lines at the end.
    synchronized List<String> from(int start) {
        int first = start >= 0 ? Math.min(start, lines.size()) : Math.max(0, lines.size() + start);
        return List.copyOf(lines.subList(first, lines.size()));
    }
}
