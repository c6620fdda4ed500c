package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.RawHttp.bytes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.Walk.Role;
import org.nadir.server.openapi.Operations;
import org.slf4j.LoggerFactory;

/// Every route with junk in every place that its description names: path, query, body fields, whole bodies, content types and
/// framing. No answer may be a server's error, none may be missing, and refusals have one of the contract's shapes (those of pages may be
/// pages). Some
/// of all combinations are drawn anew with the seed, which `-Dnadir.fuzz.seed` sets.
@Timeout(300)
class FuzzTest {

    private static final long SEED = Long.getLong("nadir.fuzz.seed", 20_170_218);
    private static final int DRAWN = 4;
    private static final Pattern PATH_NAME = Pattern.compile("[{<]([a-z_]+)[}>]");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// As they stand in a request line.
    private static final List<String> IN_PATHS =
            List.of(
                    "0",
                    "-1",
                    "1.5",
                    "99999999999999999999",
                    "NaN",
                    "1e400",
                    "null",
                    "true",
                    "%5B%5D",
                    "%7B%7D",
                    "%00",
                    "%0A",
                    "%0d%0aX-Evil:%201",
                    "..%2F..%2Fetc%2Fpasswd",
                    "..%5C..%5Cx",
                    "%2e%2e",
                    "%252e%252e",
                    "..",
                    ".",
                    "%ff%fe",
                    "%C3%28",
                    "%F0%9F%92%A9",
                    "%",
                    "%zz",
                    "%u0041",
                    "1;x=1",
                    "'%20OR%201=1--",
                    "00000000-0000-0000-0000-000000000000",
                    "x".repeat(3000),
                    "%20",
                    "*",
                    "~",
                    "a%2Fb",
                    "\u00e9");

    /// As they stand in JSON.
    private static final List<String> IN_BODIES =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1.5",
                    "1e400",
                    "-1e400",
                    "1e-400",
                    "99999999999999999999999999",
                    "9223372036854775807",
                    "2147483648",
                    "[]",
                    "{}",
                    "[[[]]]",
                    "[null]",
                    "[1]",
                    "{\"a\":{\"b\":[]}}",
                    "\"\"",
                    "\" \"",
                    "\"\\u0000\"",
                    "\"\\u0007\\u001b[2J\"",
                    "\"\\ud800\"",
                    "\"../../etc/passwd\"",
                    "\"%00\"",
                    "\"NaN\"",
                    "\"1e400\"",
                    "\"<script>alert(1)</script>\"",
                    "\"'; DROP TABLE tasks; --\"",
                    "\"{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[[[1e400,0],[0,null]]]}\"",
                    "[{\"name\":\"dsm\",\"value\":{}}]",
                    "[{\"name\":null}]",
                    "[{\"username\":1,\"permissions\":\"x\"}]",
                    "{\"type\":\"Polygon\",\"coordinates\":[]}",
                    "\"" + "x".repeat(300) + "\"");

    @TempDir static Path data;
    @TempDir static Path scratch;
    static Walk walk;
    static String credentials;
    static ListAppender<ILoggingEvent> log;

    private final List<String> wrong = new ArrayList<>();
    private int sent;

    @BeforeAll
    static void start() {
        walk = Walk.start(data, scratch);
        credentials = "Authorization: " + walk.client(Role.SUPER).headers().get(1) + "\r\n";
        log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger("org.nadir.server.http")).addAppender(log);
    }

    @AfterAll
    static void stop() {
        ((Logger) LoggerFactory.getLogger("org.nadir.server.http")).detachAppender(log);
        walk.close();
    }

    @Test
    void junkAnywhereIsRefusedInTheShapesOfTheContract() throws IOException {
        System.out.println("FuzzTest: nadir.fuzz.seed=" + SEED);
        var random = new Random(SEED);
        Operations operations = Operations.load();
        for (RouteRow row : RouteRow.all()) {
            JsonNode entry = operations.find(row.name()).orElse(JSON.createObjectNode());
            String path =
                    row.isNew()
                            ? walk.pathToNewThings(row.path(), Role.SUPER)
                            : walk.path(row.path(), Role.SUPER);
            paths(row, random);
            queries(row, path, entry, random);
            if (!row.method().equals("GET")) {
                fields(row, path, entry, random);
                bodies(row, path, random);
                forms(row, path, entry, random);
            }
        }
        System.out.println("FuzzTest: " + sent + " requests");
        assertThat(wrong).isEmpty();
        assertThat(
                        log.list.stream()
                                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR)))
                .as("errors in the log")
                .isEmpty();
        walk.client(Role.OWNER).get("/api/projects/").expect(200);
    }

    private static <T> List<T> draw(List<T> all, Random random) {
        var drawn = new ArrayList<T>();
        for (int i = 0; i < DRAWN; i++) {
            drawn.add(all.get(random.nextInt(all.size())));
        }
        return drawn;
    }

    private void paths(RouteRow row, Random random) {
        Matcher names = PATH_NAME.matcher(row.path());
        while (names.find()) {
            for (String junk : draw(IN_PATHS, random)) {
                String path = walk.path(row.path().replace(names.group(), junk), Role.SUPER);
                send(row.method(), path, "application/json", bytes("{}"));
            }
        }
    }

    private void queries(RouteRow row, String path, JsonNode entry, Random random) {
        var names = new ArrayList<String>(List.of("page", "ordering"));
        entry.path("query").fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            for (String junk : draw(IN_PATHS, random).subList(0, DRAWN / 2)) {
                send(
                        row.method(),
                        path + "?" + name + "=" + junk,
                        "application/json",
                        bytes(row.body().startsWith("{") ? row.body() : "{}"));
            }
        }
        send(row.method(), path + "?" + "a=b&".repeat(1500), "application/json", bytes("{}"));
        send(row.method(), path + "?=&&=%&%3d", "application/json", bytes("{}"));
    }

    private void fields(RouteRow row, String path, JsonNode entry, Random random) {
        for (var field : entry.path("body").properties()) {
            String name = field.getKey().replace("!", "");
            for (String junk : draw(IN_BODIES, random)) {
                send(
                        row.method(),
                        path,
                        "application/json",
                        body(entry, name, junk).getBytes(StandardCharsets.UTF_8));
            }
        }
        List<String> heavy =
                List.of(
                        "\"" + "x".repeat(1 << 20) + "\"",
                        "[" + "0,".repeat(100_000) + "0]",
                        "[".repeat(10_000) + "]".repeat(10_000));
        var names = new ArrayList<String>();
        entry.path("body").fieldNames().forEachRemaining(names::add);
        for (String junk : List.of(heavy.get(random.nextInt(heavy.size())))) {
            String name =
                    names.isEmpty()
                            ? "name"
                            : names.get(random.nextInt(names.size())).replace("!", "");
            send(row.method(), path, "application/json", bytes(body(entry, name, junk)));
        }
    }

    /// A body in which all required fields but one are good.
    private static String body(JsonNode entry, String name, String junk) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (var field : entry.path("body").properties()) {
            if (field.getKey().endsWith("!")) {
                String type = field.getValue().asText();
                fields.put(
                        field.getKey().replace("!", ""),
                        type.startsWith("string") ? "\"1\"" : type.startsWith("json") ? "[]" : "1");
            }
        }
        fields.put(name, junk);
        var body = new StringBuilder("{");
        fields.forEach((key, value) ->
                body.append(body.length() > 1 ? "," : "")
                        .append('"')
                        .append(key)
                        .append("\":")
                        .append(value));
        return body.append('}').toString();
    }

    private void bodies(RouteRow row, String path, Random random) {
        for (String junk :
                draw(
                        List.of(
                                "",
                                " ",
                                "{",
                                "[]",
                                "1",
                                "\"x\"",
                                "null",
                                "NaN",
                                "{\"name\":NaN}",
                                "{\"a\":1}}",
                                "{'a':1}",
                                "{\"a\":1,\"a\":2}",
                                "\u00ef\u00bb\u00bf{}",
                                "{\"name\":\"\u00ff\u00fe\"}",
                                "\u00ff\u00fe{\u0000}\u0000",
                                "[".repeat(10_000),
                                "{\"a\":".repeat(10_000)),
                        random)) {
            send(row.method(), path, "application/json", bytes(junk));
        }
        var noise = new byte[2000];
        random.nextBytes(noise);
        for (String type :
                draw(
                        List.of(
                                "application/json",
                                "text/plain",
                                "application/xml",
                                "",
                                "nonsense",
                                "application/json; charset=bogus",
                                "application/json; charset=utf-16",
                                "application/x-www-form-urlencoded",
                                "multipart/form-data",
                                "multipart/form-data; boundary=",
                                "multipart/form-data; boundary=x",
                                "multipart/form-data; boundary=" + "x".repeat(200),
                                "image/jpeg"),
                        random)) {
            send(row.method(), path, type, noise);
        }
        if (random.nextInt(5) == 0) {
            framing(row, path);
        }
    }

    private void framing(RouteRow row, String path) {
        String head =
                row.method()
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\n"
                        + credentials
                        + "Connection: close\r\nContent-Type: application/json\r\n";
        raw(bytes(head + "Content-Length: 100\r\n\r\n{}"));
        raw(bytes(head + "Content-Length: -1\r\n\r\n{}"));
        raw(bytes(head + "Content-Length: many\r\n\r\n{}"));
        raw(bytes(head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"));
        raw(bytes(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{}"));
        raw(bytes(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"));
        raw(
                bytes(
                        head
                                + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n"));
        raw(bytes(head + "Transfer-Encoding: gzip\r\n\r\n{}"));
    }

    private void forms(RouteRow row, String path, JsonNode entry, Random random) {
        for (var field : entry.path("body").properties()) {
            String name = field.getKey().replace("!", "");
            for (String junk :
                    draw(
                                    List.of(
                                            "%00",
                                            "%ff", "%", "[{", "1.0", "-", "null", "%F0%9F%92%A9"),
                                    random)
                            .subList(0, 2)) {
                send(
                        row.method(),
                        path,
                        "application/x-www-form-urlencoded",
                        bytes(name + "=" + junk));
            }
            send(
                    row.method(),
                    path,
                    "application/x-www-form-urlencoded",
                    bytes((URLEncoder.encode(name, StandardCharsets.UTF_8) + "=1&").repeat(50)));
        }
        send(row.method(), path, "application/x-www-form-urlencoded", bytes("f=1&".repeat(10_000)));
        String type = "multipart/form-data; boundary=edge";
        String part = "--edge\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n1\r\n";
        String file =
                "--edge\r\nContent-Disposition: form-data; name=\"images\"; filename=\"%s\"\r\n\r\nx\r\n";
        String end = "--edge--\r\n";
        send(row.method(), path, type, bytes(part.repeat(10_000) + end));
        send(row.method(), path, type, bytes(end));
        send(row.method(), path, type, bytes("--edge"));
        send(row.method(), path, type, bytes(part));
        send(
                row.method(),
                path,
                type,
                bytes("--edge\r\nX: " + "y".repeat(20_000) + "\r\n\r\n1\r\n" + end));
        send(
                row.method(),
                path,
                type,
                bytes("--edge\r\nContent-Disposition: form-data\r\n\r\n1\r\n" + end));
        send(
                row.method(),
                path,
                type,
                bytes(
                        "--edge\r\nContent-Disposition: form-data; name=\"f\"; filename*=UTF-8''%ff%\r\n\r\n1\r\n"
                                + end));
        for (String name :
                draw(
                        List.of(
                                "../../../etc/passwd",
                                "",
                                ".",
                                "..",
                                "a/b",
                                "a\\b",
                                "\u0000",
                                "x".repeat(1000),
                                "CON",
                                "%2e%2e%2f",
                                "\u00ff\u00fe",
                                " ",
                                "-rf",
                                "data",
                                "assets"),
                        random)) {
            send(
                    row.method(),
                    path,
                    type,
                    bytes(file.formatted(name) + file.formatted("ok.jpg") + end));
        }
    }

    private void send(String method, String path, String type, byte[] body) {
        String head =
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\n"
                        + credentials
                        + "Connection: close\r\nContent-Type: "
                        + type
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        raw(head.getBytes(StandardCharsets.UTF_8), body);
    }

    private void raw(byte[]... request) {
        sent++;
        RawHttp.Answer answer = RawHttp.exchange(walk.server().port(), request);
        String problem = problem(RawHttp.start(request[0]), answer);
        if (!problem.isEmpty() && wrong.size() < 40) {
            String body = request.length > 1 ? RawHttp.start(request[1]) : "";
            wrong.add(
                    problem
                            + " to "
                            + RawHttp.start(request[0])
                                    .replaceAll("(?s)HTTP/1.1.*?Connection: close", "")
                            + body);
        }
    }

    private static String problem(String start, RawHttp.Answer answer) {
        if (answer.status() == 0) {
            return "nothing";
        }
        if (answer.status() >= 500) {
            return answer.status() + " " + answer.body();
        }
        if (answer.status() < 400) {
            return "";
        }
        boolean page = !start.contains(" /api/") && answer.head().contains("text/html");
        return page || (answer.isJson() && isShape(answer.body()))
                ? ""
                : answer.status() + " in no shape: " + answer.head() + answer.body();
    }

    private static boolean isShape(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isArray()) {
                return isSentences(json);
            }
            if (!json.isObject() || json.isEmpty()) {
                return false;
            }
            for (JsonNode value : json) {
                if (!value.isTextual() && !isSentences(value)) {
                    return false;
                }
            }
            return true;
        } catch (IOException noJson) {
            return false;
        }
    }

    private static boolean isSentences(JsonNode json) {
        for (JsonNode one : json) {
            if (!one.isTextual()) {
                return false;
            }
        }
        return json.isArray() && !json.isEmpty();
    }
}
