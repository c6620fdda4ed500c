package org.nadir.server.asset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.server.http.Json;
import org.nadir.server.media.MediaNames;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads out of a folder of results what the task's row tells about them. A file that cannot be read costs only its own facts.
public final class ResultReader {

    private static final Logger LOG = LoggerFactory.getLogger(ResultReader.class);

    private final MediaStore store;

    public ResultReader(MediaStore store) {
        this.store = store;
    }

    /// The task's result with what is now in its folder.
    public Task.Result read(Task task) throws IOException {
        Path assets = store.assets(task.projectId(), task.id());
        RasterFacts orthophoto = raster(assets.resolve("odm_orthophoto/odm_orthophoto.tif"));
        RasterFacts dsm = raster(assets.resolve("odm_dem/dsm.tif"));
        RasterFacts dtm = raster(assets.resolve("odm_dem/dtm.tif"));
        Integer epsg = firstEpsg(orthophoto, dsm, dtm);
        return new Task.Result(
                task.result().imagesCount(),
                store.size(task.projectId(), task.id()),
                task.result().compacted(),
                Json.texts(CloudForms.withConvertible(AssetCatalog.available(assets), assets)),
                extent(orthophoto),
                extent(dsm),
                extent(dtm),
                epsg,
                null,
                orthophoto == null ? Json.array() : orthophoto.bands(),
                statistics(assets.resolve("odm_report/stats.json")),
                MediaNames.count(store.mediaFiles(task.projectId(), task.id())));
    }

    private static @Nullable Integer firstEpsg(@Nullable RasterFacts... rasters) {
        for (RasterFacts raster : rasters) {
            if (raster != null && raster.epsg() != 0) {
                return raster.epsg();
            }
        }
        return null;
    }

    private static @Nullable JsonNode extent(@Nullable RasterFacts raster) {
        return raster == null || raster.extent() == null ? null : Json.numbers(raster.extent());
    }

    private static @Nullable RasterFacts raster(Path file) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (var reader = GeoTiffReader.open(file)) {
            return RasterFacts.of(reader);
        } catch (IOException | RuntimeException unreadable) {
            LOG.warn("Cannot read {}: {}", file, unreadable.getMessage());
            return null;
        }
    }

    private static ObjectNode statistics(Path file) {
        ObjectNode statistics = Json.object();
        if (!Files.isRegularFile(file)) {
            return statistics;
        }
        try {
            JsonNode report = Json.parse(Files.readString(file));
            JsonNode reconstruction = report.path("reconstruction_statistics");
            JsonNode processing = report.path("processing_statistics");
            set(statistics.putObject("pointcloud"), "points", points(report));
            set(statistics, "gsd", report.path("odm_processing_statistics").path("average_gsd"));
            set(statistics, "area", processing.path("area"));
            set(statistics, "start_date", processing.path("start_date"));
            set(statistics, "end_date", processing.path("end_date"));
            ArrayNode references = statistics.putArray("spatial_refs");
            if (reconstruction.path("has_gps").asBoolean()) {
                references.add("gps");
            }
            if (reconstruction.path("has_gcp").asBoolean()) {
                references.add("gcp");
            }
            if (report.path("align").isContainerNode()) {
                references.add("alignment");
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warn("Cannot read {}: {}", file, unreadable.getMessage());
        }
        return statistics;
    }

    /// Points of the dense cloud, or of the sparse one when there is no dense cloud.
    private static JsonNode points(JsonNode report) {
        JsonNode dense =
                report.path("point_cloud_statistics")
                        .path("stats")
                        .path("statistic")
                        .path(0)
                        .path("count");
        return dense.isNumber()
                ? dense
                : report.path("reconstruction_statistics").path("reconstructed_points_count");
    }

    private static void set(ObjectNode target, String name, JsonNode value) {
        if (value.isMissingNode()) {
            target.putNull(name);
        } else {
            target.set(name, value);
        }
    }
}
