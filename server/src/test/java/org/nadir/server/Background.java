package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Background jobs as a client sees them, and rows that only a crash or another day would bring.
final class Background {

    private Background() {}

    /// The id in an answer that began a job.
    static String id(Client.Reply reply) {
        JsonNode json = reply.expect(200).json();
        assertThat(json.path("celery_task_id").asText()).as("%s", json).hasSize(36);
        return json.path("celery_task_id").asText();
    }

    /// Waits for the end of a job.
    ///
    /// @return the last answer of `check`
    static JsonNode end(Client client, String id) {
        var last = new JsonNode[1];
        TestServer.until(
                "job " + id + " ends",
                () -> {
                    last[0] = client.get("/api/workers/check/" + id).expect(200).json();
                    return last[0].path("ready").asBoolean();
                });
        return last[0];
    }

    /// The result of a job that must succeed, by way of an anonymous client: the id is all that is needed.
    static Client.Reply result(Client client, Client.Reply begun, String query) {
        String id = id(begun);
        JsonNode end = end(client.anonymous(), id);
        assertThat(end.path("error").asText()).isEmpty();
        return client.anonymous().get("/api/workers/get/" + id + query).expect(200);
    }

    static Path file(Path folder, Client.Reply reply) {
        try {
            Path file = Files.createTempFile(folder, "result", ".bin");
            return Files.write(file, reply.bytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void sql(TestServer server, String statement, Object... values) {
        try (Connection connection = TestDatabase.connect(server.data());
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setObject(i + 1, values[i]);
            }
            prepared.execute();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
