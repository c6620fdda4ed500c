package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.nadir.engine.terrain.HeightFigures;

/// The figures over all cells of an elevation model, in a small file beside it: `dsm.statistics.json` beside `dsm.tif`.
final class DemStatistics {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DemStatistics() {}

    static void write(Path raster, HeightFigures.Statistics statistics) throws IOException {
        Path file = file(raster);
        if (statistics.known() == 0) {
            Files.deleteIfExists(file);
            return;
        }
        JSON.writeValue(
                file.toFile(),
                JSON.createObjectNode()
                        .put("min", statistics.min())
                        .put("max", statistics.max())
                        .put("mean", statistics.mean())
                        .put("stddev", statistics.standardDeviation()));
    }

    /// Under the keys of `stats.json`; empty when the model was not made.
    static Optional<JsonNode> read(Path raster) throws IOException {
        Path file = file(raster);
        return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
    }

    private static Path file(Path raster) {
        String name = String.valueOf(raster.getFileName());
        return raster.resolveSibling(name.replace(".tif", ".statistics.json"));
    }
}
