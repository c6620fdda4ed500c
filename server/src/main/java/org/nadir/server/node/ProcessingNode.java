package org.nadir.server.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Json;

/// A row of `nodes`.
///
/// @param local whether this very program runs the node
/// @param facts what the node said of itself when last asked
public record ProcessingNode(
        long id,
        String hostname,
        int port,
        String token,
        String storedLabel,
        boolean local,
        Facts facts) {

    /// @param lastRefreshed microseconds since 1970; null before first contact
    /// @param options the option list as the node gave it; an empty object before first contact
    public record Facts(
            @Nullable Long lastRefreshed,
            @Nullable String apiVersion,
            int queueCount,
            @Nullable Integer maxImages,
            @Nullable String engine,
            @Nullable String engineVersion,
            JsonNode options) {}

    static ProcessingNode of(ResultSet row) throws SQLException {
        String options = row.getString("available_options");
        Long maxImages = Micros.orNull(row, "max_images");
        return new ProcessingNode(
                row.getLong("id"),
                row.getString("hostname"),
                row.getInt("port"),
                row.getString("token"),
                row.getString("label"),
                row.getBoolean("is_local"),
                new Facts(
                        Micros.orNull(row, "last_refreshed"),
                        row.getString("api_version"),
                        row.getInt("queue_count"),
                        maxImages == null ? null : Math.toIntExact(maxImages),
                        row.getString("engine"),
                        row.getString("engine_version"),
                        options.isEmpty() ? Json.object() : Json.parse(options)));
    }

    /// The name that people see: the label, or else host and port.
    public String label() {
        return storedLabel.isEmpty() ? hostname + ":" + port : storedLabel;
    }

    public NodeAddress address() {
        return new NodeAddress(hostname, port, token);
    }

    public boolean isOnline(Duration limit) {
        Long refreshed = facts.lastRefreshed();
        return refreshed != null && Micros.now() - refreshed <= limit.toNanos() / 1000;
    }

    /// The stages from which a task can run again: the choices of the node's `rerun-from` option.
    public List<String> rerunStages() {
        var stages = new ArrayList<String>();
        for (JsonNode option : facts.options()) {
            if (option.path("name").asText().equals("rerun-from")) {
                option.path("domain").forEach(stage -> stages.add(stage.asText()));
            }
        }
        return stages;
    }
}
