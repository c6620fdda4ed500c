package org.nadir.engine.options;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One processing option: what values it takes and what this engine makes of it.
///
/// @param defaultValue as text, as nodes publish it; empty when there is none
/// @param domain for enums the choices separated by commas, else one of the domain texts that node clients know
public record OptionSpec(
        String name, Type type, String defaultValue, String domain, Support support, String help) {

    public enum Type {
        INT,
        FLOAT,
        STRING,
        BOOL,
        ENUM,
        JSON
    }

    /// What the engine does with an option that a user sets.
    public enum Support {
        /// Honoured in full.
        DONE,
        /// Honoured as far as its help text says.
        PARTIAL,
        /// Without effect by design; harmless to ignore.
        ACCEPTED,
        /// Ignored, and the console says so.
        NO
    }

    private static final Pattern RANGE =
            Pattern.compile("(?:integer|float): (\\S+) <= x <= (\\S+)");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    public List<String> choices() {
        return type == Type.ENUM ? Arrays.asList(domain.split(",")) : List.of();
    }

    /// The value in its canonical text form; throws [IllegalArgumentException] with a sentence that does not repeat the
    /// option's name.
    public String check(String value) {
        return switch (type) {
            case STRING -> value;
            case JSON -> checkJson(value);
            case BOOL -> checkBool(value);
            case ENUM -> checkChoice(value);
            case INT -> Long.toString(Math.round(checkNumber(value, true)));
            case FLOAT -> Double.toString(checkNumber(value, false));
        };
    }

    private static String checkJson(String value) {
        String text = value.strip();
        if (text.isEmpty() || text.startsWith("{") || text.startsWith("[")) {
            return text;
        }
        throw new IllegalArgumentException("must be JSON text");
    }

    private static String checkBool(String value) {
        return switch (value.strip().toLowerCase(java.util.Locale.ROOT)) {
            case "true", "1", "" -> "true";
            case "false", "0" -> "false";
            default ->
                    throw new IllegalArgumentException(
                            "must be true or false, not \"" + value + "\"");
        };
    }

    private String checkChoice(String value) {
        if (choices().contains(value) || value.isEmpty() && defaultValue.isEmpty()) {
            return value;
        }
        throw new IllegalArgumentException(
                "must be one of " + String.join(", ", choices()) + ", not \"" + value + "\"");
    }

    private double checkNumber(String value, boolean whole) {
        String text = value.strip();
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a number, not \"" + value + "\"");
        }
        double number = Double.parseDouble(text);
        if (whole && number != Math.rint(number)
                || !Double.isFinite(number)
                || whole && Math.abs(number) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("must be a whole number, not \"" + value + "\"");
        }
        Matcher range = RANGE.matcher(domain);
        boolean inside =
                range.matches()
                        ? number >= Double.parseDouble(range.group(1))
                                && number <= Double.parseDouble(range.group(2))
                        : switch (domain) {
                            case "positive integer", "positive float" -> number >= 0;
                            case "float > 0.0" -> number > 0;
                            default -> true;
                        };
        if (!inside) {
            throw new IllegalArgumentException(
                    "must be in the range \"" + domain + "\", not " + value);
        }
        return number;
    }
}
