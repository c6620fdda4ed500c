package org.nadir.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.nadir.server.http.Json;

/// JSON trees as YAML in block style. Texts are quoted as in JSON, which YAML reads the same.
final class Yaml {

    private final StringBuilder out = new StringBuilder();

    private Yaml() {}

    static String of(JsonNode tree) {
        var yaml = new Yaml();
        yaml.value(tree, 0);
        return yaml.out.toString();
    }

    private void value(JsonNode node, int depth) {
        if (node.isValueNode() || node.isEmpty()) {
            out.append(' ').append(Json.text(node)).append('\n');
            return;
        }
        if (depth > 0) {
            out.append('\n');
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                out.repeat("  ", depth).append('-');
                value(element, depth + 1);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            out.repeat("  ", depth).append(key(field.getKey())).append(':');
            value(field.getValue(), depth + 1);
        }
    }

    private static String key(String name) {
        return name.matches("[A-Za-z_$][A-Za-z0-9_-]*")
                ? name
                : Json.text(com.fasterxml.jackson.databind.node.TextNode.valueOf(name));
    }
}
