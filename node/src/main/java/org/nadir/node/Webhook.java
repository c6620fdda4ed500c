package org.nadir.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a task's webhook that the task ended, with a few tries.
final class Webhook {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final int ATTEMPTS = 6;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final ObjectMapper json = new ObjectMapper();

    void ended(NodeTask task) {
        String address = task.record().webhook();
        if (address == null || address.isBlank()) {
            return;
        }
        Thread.ofVirtual().name("webhook-" + task.uuid()).start(() -> deliver(task, address));
    }

    private void deliver(NodeTask task, String address) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(address))
                                .timeout(Duration.ofSeconds(30))
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                json.writeValueAsString(TaskView.of(task, null))))
                                .build();
                if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                TimeUnit.SECONDS.sleep(5L * attempt);
            } catch (IOException | IllegalArgumentException failure) {
                LOG.warn(
                        "Webhook of task {} could not be reached (try {} of {}): {}",
                        task.uuid(),
                        attempt,
                        ATTEMPTS,
                        failure.getMessage());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
