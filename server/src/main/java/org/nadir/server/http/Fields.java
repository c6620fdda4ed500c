package org.nadir.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The named values of a request body. Those of forms are texts (or arrays of texts when a name came several times); those of
/// JSON bodies have their own types. Unknown names are simply never asked for.
public final class Fields {

    private final Map<String, JsonNode> values;
    private final boolean form;

    private Fields(Map<String, JsonNode> values, boolean form) {
        this.values = values;
        this.form = form;
    }

    static Fields none() {
        return new Fields(Map.of(), false);
    }

    public static Fields ofJson(Map<String, JsonNode> values) {
        return new Fields(values, false);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// Whether the body was a form, whose values are all text.
    public boolean isForm() {
        return form;
    }

    public @Nullable JsonNode value(String name) {
        return values.get(name);
    }

    /// The value as text; null when it is absent, null, or an object.
    public @Nullable String text(String name) {
        JsonNode value = values.get(name);
        if (value == null || value.isNull() || value.isObject()) {
            return null;
        }
        if (value.isArray()) {
            return value.isEmpty() ? null : value.get(value.size() - 1).asText();
        }
        return value.asText();
    }

    /// Gathers the values of a form.
    static final class FormBuilder {
        private final Map<String, JsonNode> values = new LinkedHashMap<>();

        void add(String name, String text) {
            values.merge(name, TextNode.valueOf(text), FormBuilder::append);
        }

        private static JsonNode append(JsonNode earlier, JsonNode later) {
            if (earlier instanceof ArrayNode list) {
                return list.add(later);
            }
            return Json.array().add(earlier).add(later);
        }

        Fields build() {
            return new Fields(values, true);
        }
    }
}
