package org.nadir.server.project;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One word that a name must hold as a whole, in any case of its letters: "north" is in "North-field 7" but not in
/// "Northern field". Typed as "north*" it is the beginning of a word.
///
/// @param text letters and digits
/// @param begins whether words that go on after it are meant too
record NameWord(String text, boolean begins) {

    /// Letters, their marks and digits. In the form of a set that regular expressions of Java and of PostgreSQL and the GLOB
    /// of SQLite all understand: beyond ASCII it takes everything but the blocks of punctuation.
    private static final String LETTERS =
            "0-9A-Za-z\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u1FFF\u2070-\u2FFF\u3040-\uFEFF\uFF10-"
                    + Character.toString(0x10FFFF);

    /// The words in a text that somebody typed.
    static List<NameWord> of(String typed) {
        List<String> words =
                Arrays.stream(typed.split("[^" + LETTERS + "]+"))
                        .filter(word -> !word.isEmpty())
                        .toList();
        return IntStream.range(0, words.size())
                .mapToObj(k ->
                        new NameWord(words.get(k), k == words.size() - 1 && typed.endsWith("*")))
                .toList();
    }

    /// What a name between two spaces holds where it holds this word; without the sign for "anything" at both ends, which
    /// the databases write differently. SQLite compares only ASCII in any case, therefore each letter is named in its cases.
    String pattern() {
        var pattern = new StringBuilder();
        text.codePoints().forEach(letter -> pattern.append(anyCase(letter)));
        // Chinese and Japanese have no spaces between words.
        if (text.codePoints().anyMatch(Character::isIdeographic)) {
            return pattern.toString();
        }
        String edge = "[^" + LETTERS + "]";
        return begins ? edge + pattern : edge + pattern + edge;
    }

    /// A coarser pattern, of LIKE, which takes any letter for one beyond ASCII: what it does not find does not hold this word.
    String part() {
        return "%"
                + text.codePoints()
                        .mapToObj(letter -> letter < 128 ? Character.toString(letter) : "_")
                        .collect(Collectors.joining())
                + "%";
    }

    /// A finer pattern, of LIKE: what it finds between two spaces holds this word. Empty, which finds nothing, where LIKE does
    /// not know the letters in any case.
    String betweenSpaces() {
        if (!text.chars().allMatch(letter -> letter < 128)) {
            return "";
        }
        return "% " + text + (begins ? "%" : " %");
    }

    private static String anyCase(int letter) {
        int[] cases = {
            letter,
            Character.toLowerCase(letter),
            Character.toUpperCase(letter),
            Character.toTitleCase(letter)
        };
        int[] different = Arrays.stream(cases).distinct().toArray();
        return different.length == 1
                ? Character.toString(letter)
                : "[" + new String(different, 0, different.length) + "]";
    }
}
