package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.Walk.Role;
import org.nadir.server.openapi.Operations;

/// The OpenAPI document against an independent parser, against the route table, and against what every route really answers to
/// an owner, an administrator, a stranger and people without an account, judged by an independent schema validator.
@Timeout(120)
class OpenApiTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static Walk walk;
    static JsonNode document;

    private final SchemaRegistry registry = SchemaRegistry.withDialect(Dialects.getOpenApi30());
    private final Map<String, Schema> schemas = new HashMap<>();

    @BeforeAll
    static void start() {
        walk = Walk.start(data, scratch);
        document = walk.client(Role.ANONYMOUS).get("/swagger.json").expect(200).json();
    }

    @AfterAll
    static void stop() {
        walk.close();
    }

    @Test
    void anotherParserFindsNothingWrong() {
        SwaggerParseResult result =
                new OpenAPIV3Parser().readContents(document.toString(), List.of(), null);
        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getPaths()).hasSize(document.path("paths").size());
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        var described = new TreeSet<String>();
        Operations.load().names().forEach(described::add);
        described.removeIf(name -> name.startsWith("{"));
        var missing = new ArrayList<String>();
        for (var route : walk.server().inside().routes()) {
            if (!described.remove(route.name()) && !route.name().startsWith("HEAD")) {
                missing.add(
                        "\"%s\": {\"tag\": \"\", \"summary\": \"\", \"body\": {}, \"answer\": \"\"},"
                                .formatted(route.name()));
            }
        }
        assertThat(missing).as("entries to add to operations.json").isEmpty();
        assertThat(described).as("entries of routes that are gone").isEmpty();
    }

    @Test
    void yamlSaysTheSame() throws IOException {
        Client.Reply yaml = walk.client(Role.ANONYMOUS).get("/swagger.yaml").expect(200);
        assertThat(new ObjectMapper(new YAMLFactory()).readTree(yaml.bytes())).isEqualTo(document);
    }

    @Test
    void thePagesListAllOperations() {
        for (String path : List.of("/swagger/", "/redoc/")) {
            Client.Reply page = walk.client(Role.ANONYMOUS).get(path).expect(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            document.path("paths")
                    .fieldNames()
                    .forEachRemaining(name -> assertThat(page.text()).contains(name));
            assertThat(page.text()).doesNotContain("<script").doesNotContain("src=");
        }
    }

    @Test
    void answersAreAsDescribed() throws IOException {
        var wrong = new ArrayList<String>();
        for (RouteRow row : RouteRow.all()) {
            JsonNode operation =
                    document.path("paths")
                            .path(row.path().replace('<', '{').replace('>', '}'))
                            .path(row.method().toLowerCase(Locale.ROOT));
            for (Role role :
                    List.of(
                            Role.ANONYMOUS,
                            Role.STRANGER,
                            Role.OWNER,
                            Role.SUPER,
                            Role.PUBLIC_EDIT)) {
                String problem = check(operation, walk.send(role, row));
                if (problem != null) {
                    wrong.add(row.name() + " as " + role + ": " + problem);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private @Nullable String check(JsonNode operation, Walk.Answer answer) {
        JsonNode responses = operation.path("responses");
        String status = Integer.toString(answer.status());
        JsonNode response = responses.path(responses.has(status) ? status : "default");
        if (answer.status() < 400 && !responses.has(status)) {
            return status + " is not described";
        }
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            return answer.bytes().length == 0 ? null : "has a body: " + answer.text();
        }
        String type = answer.type().replaceFirst(";.*", "");
        if (!content.has(type)) {
            return content.has("*/*")
                    ? null
                    : "is " + type + " and not " + content.fieldNames().next();
        }
        if (!type.equals("application/json")) {
            return null;
        }
        var errors =
                schema(content.path(type).path("schema")).validate(answer.text(), InputFormat.JSON);
        return errors.isEmpty() ? null : errors + " in " + answer.text();
    }

    private Schema schema(JsonNode schema) {
        return schemas.computeIfAbsent(
                schema.toString(),
                text ->
                        registry.getSchema(
                                "{\"allOf\": ["
                                        + text
                                        + "], \"components\": "
                                        + document.path("components")
                                        + "}",
                                InputFormat.JSON));
    }

    @Test
    void theValidatorSeesAnAnswerThatIsWrong() {
        Schema task = schema(reference("Project"));
        String good =
                walk.client(Role.OWNER)
                        .get(walk.path("/api/projects/{project}/", Role.OWNER))
                        .text();
        assertThat(task.validate(good, InputFormat.JSON)).isEmpty();
        assertThat(task.validate(good.replace("\"owned\"", "\"own\""), InputFormat.JSON))
                .isNotEmpty();
        assertThat(
                        task.validate(
                                good.replace("\"name\":\"", "\"name\":1,\"x\":\""),
                                InputFormat.JSON))
                .isNotEmpty();
    }

    private static JsonNode reference(String name) {
        return new ObjectMapper().createObjectNode().put("$ref", "#/components/schemas/" + name);
    }
}
