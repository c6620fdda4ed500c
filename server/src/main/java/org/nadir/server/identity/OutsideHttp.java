package org.nadir.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.nadir.server.http.Json;

/// Asks identity servers: a short question, a short JSON answer, and no waiting for long. Thread-safe.
final class OutsideHttp {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_ANSWER = 1 << 20;

    private final HttpClient http;

    OutsideHttp(HttpClient http) {
        this.http = http;
    }

    /// An answer of any status.
    record Answer(int status, JsonNode json) {}

    Answer get(URI address) throws IOException {
        return send(HttpRequest.newBuilder(address).GET());
    }

    /// @param authorization a header value; empty for none
    Answer post(URI address, Map<String, String> form, String authorization) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request);
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<InputStream> response =
                    http.send(
                            request.header("Accept", "application/json").timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
                if (bytes.length > MAX_ANSWER) {
                    throw new IOException("The answer is too long");
                }
                return new Answer(response.statusCode(), parse(bytes));
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", closing);
        }
    }

    private static JsonNode parse(byte[] bytes) throws IOException {
        try {
            return Json.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException noJson) {
            throw new IOException("The answer is not JSON", noJson);
        }
    }
}
