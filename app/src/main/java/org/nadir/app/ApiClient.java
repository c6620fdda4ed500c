package org.nadir.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A client of the server's own API, for the demonstration: what any user's script would do.
final class ApiClient {

    private static final String BOUNDARY = "nadir-demo-5b1f";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;
    private String token = "";

    ApiClient(String base) {
        this.base = base;
    }

    void signIn(String user, String password) throws IOException {
        token =
                post("/api/token-auth/", Map.of("username", user, "password", password))
                        .path("token")
                        .asText();
    }

    JsonNode get(String path) throws IOException {
        return send(request(path).GET());
    }

    JsonNode post(String path, Object body) throws IOException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body))));
    }

    /// One multipart request with text fields and image files.
    JsonNode upload(String path, Map<String, String> fields, List<Path> images) throws IOException {
        List<BodyPublisher> parts = new ArrayList<>();
        fields.forEach((name, value) ->
                parts.add(BodyPublishers.ofString(head("name=\"" + name + "\"") + value + "\r\n")));
        for (Path image : images) {
            parts.add(
                    BodyPublishers.ofString(
                            head("name=\"images[]\"; filename=\"" + image.getFileName() + "\"")));
            parts.add(BodyPublishers.ofFile(image));
            parts.add(BodyPublishers.ofString("\r\n"));
        }
        parts.add(BodyPublishers.ofString("--" + BOUNDARY + "--\r\n"));
        return send(
                request(path)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(BodyPublishers.concat(parts.toArray(BodyPublisher[]::new))));
    }

    private static String head(String disposition) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return token.isEmpty() ? request : request.header("Authorization", "JWT " + token);
    }

    private JsonNode send(HttpRequest.Builder builder) throws IOException {
        HttpRequest request = builder.build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new IOException(
                        request.method()
                                + " "
                                + request.uri()
                                + " answered "
                                + response.statusCode()
                                + ": "
                                + response.body());
            }
            return json.readTree(response.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", interrupted);
        }
    }
}
