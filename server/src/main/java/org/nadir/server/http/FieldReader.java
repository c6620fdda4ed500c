package org.nadir.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads typed values out of [Fields] and gathers what is wrong with them, so that a client hears of all errors at once.
/// Each method calls its consumer only when the field is present and good.
public final class FieldReader {

    private final Fields fields;
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    public FieldReader(Fields fields) {
        this.fields = fields;
    }

    public FieldReader require(String name) {
        if (!fields.has(name)) {
            error(name, "This field is required.");
        }
        return this;
    }

    /// A text of at most `max` characters that is not blank.
    public FieldReader name(String field, int max, Consumer<String> use) {
        return text(
                field,
                max,
                text -> {
                    if (text.isBlank()) {
                        error(field, "This field may not be blank.");
                    } else {
                        use.accept(text.strip());
                    }
                });
    }

    public FieldReader text(String field, int max, Consumer<String> use) {
        JsonNode value = fields.value(field);
        if (value == null) {
            return this;
        }
        if (value.isNull()) {
            return error(field, "This field may not be null.");
        }
        if (!value.isTextual() && !value.isNumber()) {
            return error(field, "Not a valid string.");
        }
        String text = value.asText();
        if (text.length() > max) {
            return error(field, "Ensure this field has no more than " + max + " characters.");
        }
        if (text.indexOf('\0') >= 0) {
            return error(field, "Null characters are not allowed.");
        }
        use.accept(text);
        return this;
    }

    public FieldReader flag(String field, Consumer<Boolean> use) {
        JsonNode value = fields.value(field);
        if (value == null) {
            return this;
        }
        Boolean flag = flag(value);
        if (flag == null) {
            return error(field, "Must be a valid boolean.");
        }
        use.accept(flag);
        return this;
    }

    private static @Nullable Boolean flag(JsonNode value) {
        return switch (value.asText().strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "1.0", "on", "yes", "t", "y" -> true;
            case "false", "0", "0.0", "off", "no", "f", "n", "" -> false;
            default -> null;
        };
    }

    /// A whole number, or null where the client says null or empty text.
    public FieldReader integerOrNull(String field, Consumer<@Nullable Long> use) {
        JsonNode value = fields.value(field);
        if (value == null) {
            return this;
        }
        String text = value.isContainerNode() ? "[]" : value.asText().strip();
        if (value.isNull() || text.isEmpty() || text.equals("null")) {
            use.accept(null);
            return this;
        }
        try {
            use.accept(new BigDecimal(text).longValueExact());
        } catch (NumberFormatException broken) {
            return error(field, "A valid integer is required.");
        } catch (ArithmeticException fraction) {
            return error(field, "A valid integer is required.");
        }
        return this;
    }

    /// A value that is JSON itself: given as such, or as text that holds JSON (the only way in forms).
    public FieldReader json(String field, Consumer<JsonNode> use) {
        JsonNode value = fields.value(field);
        if (value == null) {
            return this;
        }
        if (!value.isTextual()) {
            use.accept(value);
            return this;
        }
        try {
            use.accept(value.asText().isBlank() ? Json.array() : Json.parse(value.asText()));
        } catch (IllegalArgumentException broken) {
            return error(field, "Value must be valid JSON.");
        }
        return this;
    }

    public FieldReader error(String field, String sentence) {
        errors.computeIfAbsent(field, any -> new ArrayList<>()).add(sentence);
        return this;
    }

    /// @throws Problem naming every bad field, when there is one
    public void check() {
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
    }
}
