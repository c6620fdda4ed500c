package org.nadir.nodeodm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Drives one node over the NodeODM protocol. Thread-safe; holds no state but the connection pool.
///
/// Nodes say errors with status 200 and an `error` key: those become [NodeRefusedException]. Connection trouble, time-outs
/// and 5xx become plain [IOException], which callers may take as passing.
public final class NodeClient {

    private static final Duration INFO_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private final NodeAddress address;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    public NodeClient(NodeAddress address, HttpClient http) {
        this.address = address;
        this.http = http;
    }

    /// A HTTP client fit for nodes: HTTP/1.1 and a short connect time-out. Redirects are followed by hand, without token.
    public static HttpClient httpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    public NodeAddress address() {
        return address;
    }

    public NodeInfo info() throws IOException {
        return json.treeToValue(get("/info", "", INFO_TIMEOUT), NodeInfo.class);
    }

    public List<NodeOption> options() throws IOException {
        JsonNode array = get("/options", "", INFO_TIMEOUT);
        var options = new ArrayList<NodeOption>();
        for (JsonNode option : array) {
            options.add(json.treeToValue(option, NodeOption.class));
        }
        return options;
    }

    /// Creates a task under a uuid of our own, so that a lost reply can be checked with [#taskInfo] and a second try makes
    /// no second task. Returns the uuid that the node uses, which differs only on nodes that ignore the wish.
    public String createTask(
            String uuid,
            String name,
            List<OptionValue> options,
            List<Path> files,
            TransferListener listener)
            throws IOException {
        String given = initTask(uuid, name, options);
        new FileUpload(this, given, listener).sendAll(files);
        try {
            return commit(given);
        } catch (NodeRefusedException refusal) {
            throw refusal;
        } catch (IOException lost) {
            // The reply may have been lost after the commit went through.
            taskInfo(given, -1);
            return given;
        }
    }

    private String initTask(String uuid, String name, List<OptionValue> options)
            throws IOException {
        var form =
                new MultipartForm()
                        .field("name", name)
                        .field("options", json.writeValueAsString(options));
        HttpRequest request =
                HttpRequest.newBuilder(address.uri("/task/new/init", ""))
                        .timeout(CALL_TIMEOUT)
                        .header("Content-Type", form.contentType())
                        .header("set-uuid", uuid)
                        .POST(form.body())
                        .build();
        return text(call(request), "uuid");
    }

    private String commit(String uuid) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(address.uri("/task/new/commit/" + uuid, ""))
                        .timeout(CALL_TIMEOUT)
                        .POST(BodyPublishers.noBody())
                        .build();
        return text(call(request), "uuid");
    }

    /// Sends one file; the caller retries.
    void upload(String uuid, Path file) throws IOException {
        var form = new MultipartForm().file("images", file);
        HttpRequest request =
                HttpRequest.newBuilder(address.uri("/task/new/upload/" + uuid, ""))
                        .header("Content-Type", form.contentType())
                        .POST(form.body())
                        .build();
        call(request);
    }

    /// @param fromLine first console line wanted, counted from 0; -1 for none
    public TaskInfo taskInfo(String uuid, int fromLine) throws IOException {
        JsonNode info =
                get(
                        "/task/" + encode(uuid) + "/info",
                        fromLine < 0 ? "" : "with_output=" + fromLine,
                        CALL_TIMEOUT);
        JsonNode status = info.path("status");
        if (!status.path("code").isInt()) {
            throw new NodeRefusedException("Node " + address + " gave no status for task " + uuid);
        }
        var lines = new ArrayList<String>();
        info.path("output").forEach(line -> lines.add(line.asText()));
        return new TaskInfo(
                uuid,
                info.path("name").asText(""),
                info.path("processingTime").asLong(-1),
                TaskStatus.ofCode(status.path("code").asInt()),
                status.path("errorMessage").asText(""),
                info.path("imagesCount").asInt(0),
                info.path("progress").asDouble(0),
                info.path("detail").isObject()
                        ? json.treeToValue(info.path("detail"), StageProgress.class)
                        : null,
                lines);
    }

    public void cancel(String uuid) throws IOException {
        action("cancel", json.createObjectNode().put("uuid", uuid));
    }

    public void remove(String uuid) throws IOException {
        action("remove", json.createObjectNode().put("uuid", uuid));
    }

    public void restart(String uuid, List<OptionValue> options) throws IOException {
        action(
                "restart",
                json.createObjectNode()
                        .put("uuid", uuid)
                        .put("options", json.writeValueAsString(options)));
    }

    /// Fetches a result into `target`, resuming where a connection broke. The file is complete when this returns.
    public void download(String uuid, String asset, Path target, TransferListener listener)
            throws IOException {
        new FileDownload(http, address.uri("/task/" + encode(uuid) + "/download/" + asset, ""))
                .to(target, listener);
    }

    private void action(String name, ObjectNode fields) throws IOException {
        // ClusterODM in front of a node takes urlencoded bodies but no JSON.
        var body = new StringBuilder();
        fields.properties()
                .forEach(field ->
                        body.append(body.isEmpty() ? "" : "&")
                                .append(field.getKey())
                                .append('=')
                                .append(encode(field.getValue().asText())));
        HttpRequest request =
                HttpRequest.newBuilder(address.uri("/task/" + name, ""))
                        .timeout(CALL_TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build();
        call(request);
    }

    private JsonNode get(String path, String query, Duration timeout) throws IOException {
        return call(
                HttpRequest.newBuilder(address.uri(path, query)).timeout(timeout).GET().build());
    }

    private JsonNode call(HttpRequest request) throws IOException {
        HttpResponse<String> response = send(http, request, BodyHandlers.ofString());
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            throw new NodeRefusedException("Node " + address + " refused the token");
        }
        if (response.statusCode() >= 500) {
            throw new IOException(
                    "Node " + address + " answered with status " + response.statusCode());
        }
        JsonNode answer = parse(response);
        JsonNode error = answer.path("error");
        if (!error.isMissingNode() && !error.isNull()) {
            throw new NodeRefusedException(readable(error));
        }
        if (answer.path("success").isBoolean() && !answer.path("success").booleanValue()) {
            throw new NodeRefusedException(
                    "Node " + address + " did not accept " + request.uri().getPath());
        }
        return answer;
    }

    private JsonNode parse(HttpResponse<String> response) throws NodeRefusedException {
        try {
            JsonNode answer = json.readTree(response.body());
            if (response.statusCode() / 100 == 2 && answer.isContainerNode()) {
                return answer;
            }
        } catch (JsonProcessingException notJson) {
            // Falls through to the same message: the body is of no use.
        }
        throw new NodeRefusedException(
                "Node "
                        + address
                        + " answered "
                        + response.statusCode()
                        + " without JSON: is it a processing node?");
    }

    /// Option errors come as JSON text, an array of `{name, error}`; everything else is a sentence already.
    private String readable(JsonNode error) {
        String text = error.isTextual() ? error.asText() : error.toString();
        try {
            JsonNode list = json.readTree(text);
            if (list.isArray()) {
                var sentences = new ArrayList<String>();
                list.forEach(e ->
                        sentences.add(e.path("name").asText() + ": " + e.path("error").asText()));
                return String.join("; ", sentences);
            }
        } catch (JsonProcessingException plain) {
            // Plain text, as is usual.
        }
        return text;
    }

    private String text(JsonNode answer, String key) throws NodeRefusedException {
        if (!answer.path(key).isTextual()) {
            throw new NodeRefusedException("Node " + address + " gave no " + key);
        }
        return answer.path(key).asText();
    }

    static <T> HttpResponse<T> send(
            HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(
                    "Interrupted while waiting for " + request.uri().getHost(), interrupted);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// A multipart/form-data body that reads files while it is sent.
    private static final class MultipartForm {

        private final String boundary = "nadir-" + java.util.UUID.randomUUID();
        private final List<BodyPublisher> parts = new ArrayList<>();

        MultipartForm field(String name, String value) {
            parts.add(
                    BodyPublishers.ofString(
                            "--"
                                    + boundary
                                    + "\r\nContent-Disposition: form-data; name=\""
                                    + name
                                    + "\"\r\n\r\n"
                                    + value
                                    + "\r\n"));
            return this;
        }

        MultipartForm file(String name, Path file) throws IOException {
            String safe =
                    file.getFileName()
                            .toString()
                            .replace("\"", "%22")
                            .replace("\r", "")
                            .replace("\n", "");
            parts.add(
                    BodyPublishers.ofString(
                            "--"
                                    + boundary
                                    + "\r\nContent-Disposition: form-data; name=\""
                                    + name
                                    + "\"; filename=\""
                                    + safe
                                    + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
            parts.add(BodyPublishers.ofFile(file));
            parts.add(BodyPublishers.ofString("\r\n"));
            return this;
        }

        String contentType() {
            return "multipart/form-data; boundary=" + boundary;
        }

        BodyPublisher body() {
            var all = new ArrayList<>(parts);
            all.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
            return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
        }
    }

    /// Waits before try number `attempt` (from 1), longer each time.
    static void pause(int attempt) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(Math.min(30_000, 500L << attempt));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", interrupted);
        }
    }
}
