package org.nadir.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.OptionSpec;
import org.nadir.engine.options.Options;
import org.nadir.nodeodm.NodeOption;
import org.nadir.nodeodm.OptionValue;

/// The options of a request, checked against the engine's catalogue; and the catalogue as the protocol publishes it.
final class RequestedOptions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GLTF = "gltf";

    private final OptionCatalog catalog;

    RequestedOptions(OptionCatalog catalog) {
        this.catalog = catalog;
    }

    /// The catalogue with exactly the five keys that clients expect.
    List<NodeOption> published() {
        var options = new ArrayList<NodeOption>();
        for (OptionSpec spec : catalog.all()) {
            boolean noDefault =
                    spec.type() == OptionSpec.Type.ENUM && spec.defaultValue().isEmpty();
            JsonNode domain =
                    switch (spec.type()) {
                        case ENUM -> {
                            var array = JSON.createArrayNode();
                            spec.choices().forEach(array::add);
                            if (noDefault) {
                                array.add("");
                            }
                            yield array;
                        }
                        default -> TextNode.valueOf(spec.domain());
                    };
            String type =
                    switch (spec.type()) {
                        case INT -> "int";
                        case FLOAT -> "float";
                        case BOOL -> "bool";
                        case ENUM -> "enum";
                        case STRING, JSON -> "string";
                    };
            String help =
                    spec.support() == OptionSpec.Support.NO
                            ? spec.help() + " (Not supported yet: ignored.)"
                            : spec.help();
            options.add(new NodeOption(spec.name(), type, spec.defaultValue(), domain, help));
        }
        return options;
    }

    /// Reads `[{"name": …, "value": …}, …]`. Unknown names are dropped, the first of two equal names wins, the result is
    /// in the catalogue's order with typed values. Bad input becomes a [ProtocolError] that names each option.
    List<OptionValue> parse(String text) {
        Map<String, String> values = read(text.isBlank() ? "[]" : text);
        try {
            Options checked = Options.of(catalog, values);
            return catalog.all().stream()
                    .filter(spec -> checked.isSet(spec.name()))
                    .map(spec ->
                            new OptionValue(spec.name(), typed(spec, checked.text(spec.name()))))
                    .toList();
        } catch (Options.InvalidOptionsException invalid) {
            var errors = JSON.createArrayNode();
            invalid.problems()
                    .forEach(p ->
                            errors.addObject().put("name", p.name()).put("error", p.message()));
            throw new ProtocolError(errors.toString());
        }
    }

    /// With the one file more that viewers of results ask for, the model as GLB, unless the client has its own idea of it.
    static List<OptionValue> forViewers(List<OptionValue> chosen) {
        if (chosen.stream().anyMatch(option -> option.name().equals(GLTF))) {
            return chosen;
        }
        var more = new ArrayList<>(chosen);
        more.add(new OptionValue(GLTF, BooleanNode.TRUE));
        return more;
    }

    private static Map<String, String> read(String text) {
        JsonNode array;
        try {
            array = JSON.readTree(text);
        } catch (JsonProcessingException bad) {
            throw new ProtocolError(
                    "Invalid options: not JSON text (" + bad.getOriginalMessage() + ")");
        }
        var values = new LinkedHashMap<String, String>();
        for (JsonNode option : array.isArray() ? array : JSON.createArrayNode()) {
            JsonNode value = option.path("value");
            if (option.path("name").isTextual() && !value.isMissingNode() && !value.isNull()) {
                values.putIfAbsent(
                        option.path("name").asText(),
                        value.isContainerNode() ? value.toString() : value.asText());
            }
        }
        return values;
    }

    private static JsonNode typed(OptionSpec spec, String value) {
        return switch (spec.type()) {
            case BOOL -> BooleanNode.valueOf(value.equals("true"));
            case INT -> IntNode.valueOf(Integer.parseInt(value));
            case FLOAT -> DoubleNode.valueOf(Double.parseDouble(value));
            case ENUM, STRING, JSON -> TextNode.valueOf(value);
        };
    }
}
