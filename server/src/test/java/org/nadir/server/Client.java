package org.nadir.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Speaks HTTP to a server as a script does. Immutable; `as…` and `with…` give clients with other credentials.
record Client(HttpClient http, String base, List<String> headers) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "----test7MA4YWxkTrZu0gW";

    /// What came back.
    record Reply(int status, byte[] bytes, HttpResponse<byte[]> response) {
        JsonNode json() {
            try {
                return JSON.readTree(bytes);
            } catch (IOException noJson) {
                throw new AssertionError("No JSON: " + status + " " + text(), noJson);
            }
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        Reply expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError(
                        response.request().method()
                                + " "
                                + response.uri()
                                + ": "
                                + status
                                + " instead of "
                                + wanted
                                + ": "
                                + text());
            }
            return this;
        }
    }

    /// A file part of a form.
    record FilePart(String part, String name, byte[] content) {
        static FilePart image(String name) {
            return new FilePart("images", name, ("photo " + name).getBytes(StandardCharsets.UTF_8));
        }
    }

    static Client of(int port) {
        return new Client(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build(),
                "http://127.0.0.1:" + port,
                List.of());
    }

    Client with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.addAll(List.of(name, value));
        return new Client(http, base, more);
    }

    Client anonymous() {
        return new Client(http, base, List.of());
    }

    Client login(String username, String password) {
        String token =
                anonymous()
                        .post(
                                "/api/token-auth/",
                                Map.of("username", username, "password", password))
                        .expect(200)
                        .json()
                        .path("token")
                        .asText();
        return anonymous().with("Authorization", "JWT " + token);
    }

    Reply get(String path, String... extra) {
        return send("GET", path, BodyPublishers.noBody(), extra);
    }

    Reply head(String path) {
        return send("HEAD", path, BodyPublishers.noBody());
    }

    Reply delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Reply post(String path) {
        return send("POST", path, BodyPublishers.noBody());
    }

    Reply post(String path, Map<String, ?> json) {
        return sendJson("POST", path, json);
    }

    Reply patch(String path, Map<String, ?> json) {
        return sendJson("PATCH", path, json);
    }

    Reply put(String path, Map<String, ?> json) {
        return sendJson("PUT", path, json);
    }

    private Reply sendJson(String method, String path, Map<String, ?> json) {
        try {
            return send(
                    method,
                    path,
                    BodyPublishers.ofByteArray(JSON.writeValueAsBytes(json)),
                    "Content-Type",
                    "application/json");
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    Reply form(String path, Map<String, String> fields, FilePart... files) {
        return form(path, fields, Arrays.asList(files));
    }

    Reply form(String path, Map<String, String> fields, List<FilePart> files) {
        var parts = new ArrayList<BodyPublisher>();
        fields.forEach((name, value) ->
                parts.add(
                        text(
                                "--"
                                        + BOUNDARY
                                        + "\r\nContent-Disposition: form-data; name=\""
                                        + name
                                        + "\"\r\n\r\n"
                                        + value
                                        + "\r\n")));
        for (FilePart file : files) {
            parts.add(
                    text(
                            "--"
                                    + BOUNDARY
                                    + "\r\nContent-Disposition: form-data; name=\""
                                    + file.part()
                                    + "\"; filename=\""
                                    + file.name()
                                    + "\"\r\nContent-Type: image/jpeg\r\n\r\n"));
            parts.add(BodyPublishers.ofByteArray(file.content()));
            parts.add(text("\r\n"));
        }
        parts.add(text("--" + BOUNDARY + "--\r\n"));
        return send(
                "POST",
                path,
                BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)),
                "Content-Type",
                "multipart/form-data; boundary=" + BOUNDARY);
    }

    private static BodyPublisher text(String text) {
        return BodyPublishers.ofString(text);
    }

    Reply send(String method, String path, BodyPublisher body, String... extra) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        if (extra.length > 0) {
            request.headers(extra);
        }
        try {
            HttpResponse<byte[]> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException failure) {
            throw new AssertionError(method + " " + path + " failed", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
