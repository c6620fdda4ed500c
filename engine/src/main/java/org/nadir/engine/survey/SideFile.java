package org.nadir.engine.survey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A text file beside the photos: UTF-8 with or without byte order mark, any line ends, blank lines and lines that start
/// with `#` left out.
public final class SideFile {

    /// Blanks, tabs, and the fixed blanks that come with text from web pages.
    private static final Pattern GAP = Pattern.compile("[\\s\\u00a0]+");

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private SideFile() {}

    /// A line that says something.
    ///
    /// @param number from 1, as editors count
    record Line(int number, String text) {

        List<String> words() {
            return List.of(GAP.split(text));
        }
    }

    /// The file of that name, in whatever case it is written, in the first of the folders that has it.
    public static Optional<Path> find(String name, List<Path> folders) throws IOException {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.list(folder)) {
                // The exact name first, then the others in a fixed order.
                Optional<Path> found =
                        files.filter(f -> f.getFileName().toString().equalsIgnoreCase(name))
                                .filter(Files::isRegularFile)
                                .min(
                                        java.util.Comparator.<Path, Boolean>comparing(f ->
                                                        !f.getFileName().toString().equals(name))
                                                .thenComparing(f -> f));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    static List<Line> lines(Path file) throws IOException {
        // Bytes that are no UTF-8 become a replacement sign: names with it match no photo, and say
        // so.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        var lines = new ArrayList<Line>();
        int number = 0;
        for (String line : text.split("\r\n|\r|\n", -1)) {
            number++;
            String content = GAP.matcher(line).replaceAll(" ").strip();
            if (!content.isEmpty() && !content.startsWith("#")) {
                lines.add(new Line(number, content));
            }
        }
        return lines;
    }

    /// The number a word says; `NaN` in any case is no number but allowed.
    ///
    /// @throws BadLineException when it says none
    static double number(String word) throws BadLineException {
        if (word.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        if (!NUMBER.matcher(word).matches()) {
            throw new BadLineException(
                    "\""
                            + word
                            + "\" is not a number"
                            + (word.contains(",")
                                    ? " (decimals need a point, columns blanks or tabs)"
                                    : ""));
        }
        return Double.parseDouble(word);
    }

    /// As [#number], but `NaN` is not allowed.
    static double finite(String word) throws BadLineException {
        double number = number(word);
        if (!Double.isFinite(number)) {
            throw new BadLineException("\"" + word + "\" is not a number");
        }
        return number;
    }

    /// A line that cannot be used; the message says why.
    static final class BadLineException extends Exception {

        private static final long serialVersionUID = 1L;

        BadLineException(String message) {
            super(message);
        }
    }
}
