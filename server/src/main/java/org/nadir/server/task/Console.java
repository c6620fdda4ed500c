package org.nadir.server.task;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.nadir.server.storage.Folders;

/// The console of each task: a text file, one line per line of the node, each ended by a newline. A last line without one was
/// cut off by a crash and does not count. One writer per task; any number of readers.
public final class Console {

    /// How many lines a file of this length had, so that a long file is not counted again at each poll.
    private record Counted(long length, int lines) {}

    private static final int BLOCK = 1 << 16;

    private final ConcurrentHashMap<Path, Counted> counts = new ConcurrentHashMap<>();

    /// How many whole lines the file has.
    public int lineCount(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        long length = Files.size(file);
        Counted known = counts.get(file);
        if (known != null && known.length() == length) {
            return known.lines();
        }
        int lines = 0;
        try (var in = Files.newInputStream(file)) {
            var block = new byte[BLOCK];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                for (int i = 0; i < n; i++) {
                    lines += block[i] == '\n' ? 1 : 0;
                }
            }
        }
        counts.put(file, new Counted(length, lines));
        return lines;
    }

    /// Adds lines after the last whole one.
    public void append(Path file, List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        int before = lineCount(file);
        var text = new StringBuilder();
        for (String line : lines) {
            // One line of the node must stay one line here: the next poll asks from the count of
            // lines.
            text.append(line.stripTrailing().replaceAll("\\R", " ")).append('\n');
        }
        Files.createDirectories(file.getParent());
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            dropCutLine(out);
            out.seek(out.length());
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            counts.put(file, new Counted(out.length(), before + lines.size()));
        }
    }

    private static void dropCutLine(RandomAccessFile file) throws IOException {
        long end = file.length();
        while (end > 0) {
            file.seek(end - 1);
            if (file.read() == '\n') {
                break;
            }
            end--;
        }
        file.setLength(end);
    }

    /// Empties the console.
    public void clear(Path file) throws IOException {
        Files.deleteIfExists(file);
        counts.remove(file);
    }

    /// Makes a text file the console.
    public void replace(Path file, Path text) throws IOException {
        Files.createDirectories(file.getParent());
        Path copy = file.resolveSibling("console_output.new");
        Files.copy(text, copy, StandardCopyOption.REPLACE_EXISTING);
        try (var out = new RandomAccessFile(copy.toFile(), "rw")) {
            if (out.length() > 0) {
                out.seek(out.length() - 1);
                if (out.read() != '\n') {
                    out.write('\n');
                }
            }
        }
        Folders.sync(copy);
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        counts.remove(file);
    }

    /// A part of the console.
    ///
    /// @param lines those asked for
    /// @param total how many there are in all, at least 1 as an empty text has one empty line
    public record Excerpt(List<String> lines, int total) {

        public Excerpt {
            lines = List.copyOf(lines);
        }

        public String text() {
            return String.join("\n", lines);
        }
    }

    /// Reads lines from `from` (counted from 0). A positive limit takes the first ones, a negative limit the last ones.
    public Excerpt read(Path file, int from, int limit) throws IOException {
        int total = trimmedLineCount(file);
        int first = Math.max(0, from);
        int end = total;
        if (limit > 0) {
            end = (int) Math.min(total, (long) first + limit);
        } else if (limit < 0) {
            first = (int) Math.max(first, total + (long) limit);
        }
        var lines = new ArrayList<String>();
        if (first < end) {
            try (var reader = reader(file)) {
                int index = 0;
                for (String line = reader.readLine();
                        line != null && index < end;
                        line = reader.readLine()) {
                    if (index++ >= first) {
                        lines.add(line);
                    }
                }
            }
        }
        return new Excerpt(lines, Math.max(1, total));
    }

    /// Lines up to the last one that is not blank.
    private static int trimmedLineCount(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        int index = 0;
        int trimmed = 0;
        try (var reader = reader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                index++;
                if (!line.isBlank()) {
                    trimmed = index;
                }
            }
        }
        return trimmed;
    }

    private static java.io.BufferedReader reader(Path file) throws IOException {
        // Not Files.newBufferedReader, which throws on bytes that are no UTF-8.
        return new java.io.BufferedReader(
                new java.io.InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8),
                BLOCK);
    }
}
