package org.nadir.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nadir.nodeodm.OptionValue;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Json;

/// Lists of processing options: `[{"name": …, "value": …}]`. Whether a node knows the names and likes the values is its own
/// business.
public final class TaskOptions {

    private TaskOptions() {}

    /// Checks the form of a list; bad lists are reported under `options`.
    public static void check(JsonNode options, FieldReader reader, Consumer<ArrayNode> use) {
        if (options.isNull() || (options.isObject() && options.isEmpty())) {
            use.accept(Json.array());
            return;
        }
        if (!(options instanceof ArrayNode list)) {
            reader.error("options", "Invalid options: expected a list of name/value pairs.");
            return;
        }
        ArrayNode clean = Json.array();
        for (JsonNode option : list) {
            String name = option.path("name").asText("").strip();
            JsonNode value = option.path("value");
            boolean good =
                    option.isObject()
                            && !name.isEmpty()
                            && value.isValueNode()
                            && !value.isNull()
                            && !value.isMissingNode();
            if (!good) {
                reader.error(
                        "options",
                        "Invalid options: each needs a name and a value, not " + Json.text(option));
                return;
            }
            clean.addObject().put("name", name).set("value", value);
        }
        use.accept(clean);
    }

    /// For a node.
    public static List<OptionValue> forNode(JsonNode options) {
        var values = new ArrayList<OptionValue>();
        options.forEach(option ->
                values.add(new OptionValue(option.path("name").asText(), option.path("value"))));
        return values;
    }

    /// The list without the option that resumes at a stage, for runs that start anew.
    public static ArrayNode withoutRerun(JsonNode options) {
        ArrayNode rest = Json.array();
        for (JsonNode option : options) {
            if (!option.path("name").asText().equals("rerun-from")) {
                rest.add(option);
            }
        }
        return rest;
    }
}
