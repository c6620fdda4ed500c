package org.nadir.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nadir.server.http.Json;
import org.nadir.server.http.RouteTable;

/// An OpenAPI 3.0 document of a route table.
public final class OpenApiDocument {

    private static final Pattern PATH_NAME = Pattern.compile("[{<]([a-z_]+)[}>]");
    private static final Pattern ANSWER = Pattern.compile("(?:([0-9]{3}) )?(.+)");

    private final Operations operations;
    private final ObjectNode document = Json.object();

    private OpenApiDocument(Operations operations) {
        this.operations = operations;
    }

    /// @param routes `HEAD` lines are left out, as they go with `GET`
    public static ObjectNode of(
            List<RouteTable.Route<?>> routes, Operations operations, String version) {
        return new OpenApiDocument(operations).build(routes, version);
    }

    private ObjectNode build(List<RouteTable.Route<?>> routes, String version) {
        document.put("openapi", "3.0.3");
        document.putObject("info")
                .put("title", "Nadir")
                .put("version", version)
                .put(
                        "description",
                        "Drone photos in; maps, surfaces and 3D models out. Compatible with WebODM.");
        document.putArray("servers").addObject().put("url", "/");
        security();
        ObjectNode paths = document.putObject("paths");
        for (RouteTable.Route<?> route : routes) {
            String method = route.method().name().toLowerCase(Locale.ROOT);
            if (!method.equals("head")) {
                paths.withObjectProperty(documentPath(route.path())).set(method, operation(route));
            }
        }
        ObjectNode components = document.withObjectProperty("components");
        components.set("schemas", Operations.resource("schemas.json"));
        return document;
    }

    private void security() {
        ObjectNode schemes = document.putObject("components").putObject("securitySchemes");
        schemes.putObject("token")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "Authorization")
                .put("description", "The word JWT, a space, and a token of /api/token-auth/");
        schemes.putObject("query").put("type", "apiKey").put("in", "query").put("name", "jwt");
        schemes.putObject("basic").put("type", "http").put("scheme", "basic");
        schemes.putObject("session")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "sessionid")
                .put("description", "Unsafe methods also need the header X-CSRFToken");
    }

    private static String documentPath(String path) {
        return path.replace('<', '{').replace('>', '}');
    }

    private ObjectNode operation(RouteTable.Route<?> route) {
        JsonNode entry = operations.find(route.name()).orElse(Json.object());
        ObjectNode operation = Json.object();
        operation.putArray("tags").add(entry.path("tag").asText("Other"));
        operation
                .put("summary", entry.path("summary").asText())
                .put("operationId", operationId(route))
                .put("x-right", route.guard().right())
                .put("description", "Who may: " + route.guard().right() + ".");
        ArrayNode parameters = operation.putArray("parameters");
        pathParameters(route.path(), parameters);
        entry.path("query")
                .properties()
                .forEach(one ->
                        parameter(parameters, "query", one.getKey(), one.getValue().asText()));
        if (entry.has("body") || entry.has("files")) {
            operation.set("requestBody", body(entry));
        }
        operation.set("responses", answers(entry.path("answer").asText("none")));
        ArrayNode security = operation.putArray("security");
        if (route.guard().right().startsWith("anybody")
                || route.guard().right().contains("or anybody")) {
            security.addObject();
        }
        for (String scheme : List.of("token", "query", "basic", "session")) {
            security.addObject().putArray(scheme);
        }
        return operation;
    }

    /// `GET /api/projects/{project}/` becomes `get_api_projects_project`.
    private static String operationId(RouteTable.Route<?> route) {
        String path = route.path().replaceAll("[^0-9A-Za-z]+", "_").replaceAll("_$", "");
        return route.method().name().toLowerCase(Locale.ROOT) + path;
    }

    private void pathParameters(String path, ArrayNode parameters) {
        Matcher names = PATH_NAME.matcher(path);
        while (names.find()) {
            String name = names.group(1);
            String text =
                    operations
                            .find("{" + name + "}")
                            .map(JsonNode::asText)
                            .orElse("string: " + name);
            parameter(parameters, "path", name, text).put("required", true);
        }
    }

    private static ObjectNode parameter(
            ArrayNode parameters, String place, String name, String text) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", place);
        parameter.put("description", meaning(text));
        parameter.set("schema", type(text));
        return parameter;
    }

    private static String meaning(String text) {
        return text.substring(text.indexOf(':') + 1).strip();
    }

    private static ObjectNode type(String text) {
        String type = text.substring(0, Math.max(0, text.indexOf(':'))).strip();
        return switch (type) {
            case "json" -> Json.object();
            case "array" -> {
                ObjectNode array = Json.object().put("type", "array");
                array.putObject("items");
                yield array;
            }
            default -> Json.object().put("type", type);
        };
    }

    private static ObjectNode body(JsonNode entry) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.array();
        for (var field : entry.path("body").properties()) {
            String name = field.getKey().replace("!", "");
            properties.set(
                    name,
                    type(field.getValue().asText())
                            .put("description", meaning(field.getValue().asText())));
            if (field.getKey().endsWith("!")) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        ObjectNode body = Json.object();
        ObjectNode content = body.putObject("content");
        if (entry.has("files")) {
            ObjectNode withFiles = schema.deepCopy();
            ObjectNode files = withFiles.withObjectProperty("properties").putObject("images[]");
            files.put("type", "array").put("description", entry.path("files").asText());
            files.putObject("items").put("type", "string").put("format", "binary");
            content.putObject("multipart/form-data").set("schema", withFiles);
        }
        if (entry.has("body")) {
            content.putObject("application/json").set("schema", schema);
            content.putObject("application/x-www-form-urlencoded").set("schema", schema);
        }
        return body;
    }

    private static ObjectNode answers(String text) {
        ObjectNode answers = Json.object();
        for (String one : text.split(" \\| ")) {
            Matcher answer = ANSWER.matcher(one.strip());
            if (!answer.matches()) {
                throw new IllegalArgumentException("Not an answer: " + one);
            }
            String status = answer.group(1) == null ? "200" : answer.group(1);
            content(answers, status, answer.group(2));
        }
        ObjectNode refused = answers.putObject("default").put("description", "What is wrong");
        refused.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
        return answers;
    }

    private static void content(ObjectNode answers, String status, String what) {
        ObjectNode answer = answers.withObjectProperty(status);
        if (what.equals("none")) {
            answer.put("description", status.startsWith("3") ? "Goes elsewhere" : "Done");
            return;
        }
        answer.put("description", what);
        ObjectNode content = answer.withObjectProperty("content");
        if (what.startsWith("file")) {
            String type = what.substring(4).strip();
            content.putObject(type.isEmpty() ? "*/*" : type)
                    .putObject("schema")
                    .put("type", "string")
                    .put("format", "binary");
            return;
        }
        ObjectNode json = content.withObjectProperty("application/json");
        if (json.has("schema")) {
            JsonNode first = json.path("schema");
            ArrayNode either =
                    first.path("oneOf") instanceof ArrayNode known
                            ? known
                            : Json.array().add(first);
            json.putObject("schema").set("oneOf", either.add(schema(what)));
        } else {
            json.set("schema", schema(what));
        }
    }

    private static ObjectNode schema(String what) {
        ObjectNode schema = Json.object();
        if (what.equals("text")) {
            return schema.put("type", "string");
        }
        if (what.startsWith("[")) {
            schema.put("type", "array").set("items", schema(what.substring(1, what.length() - 1)));
            return schema;
        }
        return schema.put("$ref", reference(what));
    }

    private static String reference(String name) {
        return "#/components/schemas/" + name;
    }
}
