package org.nadir.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// Reads typed values out of [Fields] and gathers what is wrong with them, so that a client hears of all errors at once.
/// Each method calls its consumer only when the field is present and good.
public final class FieldReader {

    private static final int MAX_IDS = 1000;

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

    /// A finite number.
    public FieldReader decimal(String field, DoubleConsumer use) {
        JsonNode value = fields.value(field);
        if (value == null) {
            return this;
        }
        try {
            double number = new BigDecimal(scalar(value)).doubleValue();
            if (Double.isFinite(number)) {
                use.accept(number);
                return this;
            }
            return error(field, "A valid number is required.");
        } catch (NumberFormatException broken) {
            return error(field, "A valid number is required.");
        }
    }

    private static String scalar(JsonNode value) {
        return value.isTextual() || value.isNumber() ? value.asText().strip() : "";
    }

    /// A text, or null where the client says null or blank text.
    public FieldReader textOrNull(String field, int max, Consumer<@Nullable String> use) {
        JsonNode value = fields.value(field);
        if (value != null && value.isNull()) {
            use.accept(null);
            return this;
        }
        return text(field, max, text -> use.accept(text.isBlank() ? null : text.strip()));
    }

    /// Ids of other objects: a list, in forms also one value or several of the same name.
    public FieldReader ids(String field, Consumer<List<Long>> use) {
        return json(
                field,
                value -> {
                    if (value.isObject() || value.isNull()) {
                        error(field, "Expected a list of items.");
                        return;
                    }
                    var ids = new LinkedHashSet<Long>();
                    boolean good = true;
                    for (JsonNode item : value.isArray() ? value : List.of(value)) {
                        good &= addId(field, scalar(item), ids);
                    }
                    if (ids.size() > MAX_IDS) {
                        error(field, "Ensure this field has no more than " + MAX_IDS + " items.");
                    } else if (good) {
                        use.accept(List.copyOf(ids));
                    }
                });
    }

    private boolean addId(String field, String text, Set<Long> ids) {
        if (text.matches("[0-9]{1,18}")) {
            ids.add(Long.parseLong(text));
            return true;
        }
        error(field, "Incorrect type. Expected pk value.");
        return false;
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

    /// As [#check], in the shape of the permission editors, which name one problem at a time.
    public void checkFirst() {
        errors.forEach((field, sentences) -> {
            throw Problem.error(field + ": " + sentences.getFirst());
        });
    }

    /// @throws Problem naming every bad field, when there is one
    public void check() {
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
    }
}
