package org.nadir.imaging;

import com.drew.metadata.Metadata;
import com.drew.metadata.xmp.XmpDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The XMP properties of a file by `prefix:Name`, in lower case, since makers do not agree on capitals.
final class XmpValues {
    private final Map<String, String> values = new HashMap<>();

    XmpValues(Metadata metadata) {
        for (XmpDirectory directory : metadata.getDirectoriesOfType(XmpDirectory.class)) {
            directory
                    .getXmpProperties()
                    .forEach((name, value) ->
                            values.putIfAbsent(name.toLowerCase(Locale.ROOT), value.strip()));
        }
    }

    /// The first of the names that has a text; lists count with their first item.
    @Nullable String text(String... names) {
        for (String name : names) {
            String key = name.toLowerCase(Locale.ROOT);
            String value = values.getOrDefault(key, values.get(key + "[1]"));
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    /// All items of the first of the names that has any: those of a list, or of a text with commas.
    List<String> texts(String... names) {
        for (String name : names) {
            String key = name.toLowerCase(Locale.ROOT);
            String whole = values.get(key);
            if (whole != null && !whole.isEmpty()) {
                return Arrays.stream(whole.split(",")).map(String::strip).toList();
            }
            List<String> items = new ArrayList<>();
            for (int i = 1; values.containsKey(key + "[" + i + "]"); i++) {
                items.add(values.getOrDefault(key + "[" + i + "]", ""));
            }
            if (!items.isEmpty()) {
                return items;
            }
        }
        return List.of();
    }

    /// As [#texts], where all items are numbers; else empty.
    List<Double> numbers(String... names) {
        List<Double> numbers = new ArrayList<>();
        for (String text : texts(names)) {
            Double value = parse(text);
            if (value == null) {
                return List.of();
            }
            numbers.add(value);
        }
        return List.copyOf(numbers);
    }

    /// The first of the names that has a finite number; `a/b` is a fraction.
    @Nullable Double number(String... names) {
        for (String name : names) {
            Double value = parse(text(name));
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    static @Nullable Double parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int slash = text.indexOf('/');
        try {
            double value =
                    slash < 0
                            ? Double.parseDouble(text)
                            : Double.parseDouble(text.substring(0, slash))
                                    / Double.parseDouble(text.substring(slash + 1));
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
