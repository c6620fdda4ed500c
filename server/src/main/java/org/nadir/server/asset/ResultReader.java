package org.nadir.server.asset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.pointcloud.LasReader;
import org.nadir.server.http.Json;
import org.nadir.server.media.MediaNames;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads out of a folder of results what the task's row tells about them. A file that cannot be read costs only its own facts.
public final class ResultReader {

    private static final Logger LOG = LoggerFactory.getLogger(ResultReader.class);

    private static final String CLOUD = "odm_georeferencing/odm_georeferenced_model.laz";

    /// Records of LAS files that tell the coordinate system (ASPRS LAS 1.4, 3.2 and 3.3).
    private static final int GEO_KEYS = 34735;

    private static final int WELL_KNOWN_TEXT = 2112;

    private static final long LARGEST_JSON = 64 << 20;

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
        Reference reference =
                lacksReference(assets.resolve(CLOUD))
                        ? Reference.NONE
                        : Reference.first(orthophoto, dsm, dtm);
        return new Task.Result(
                task.result().imagesCount(),
                store.size(task.projectId(), task.id()),
                task.result().compacted(),
                Json.texts(CloudForms.withConvertible(AssetCatalog.available(assets), assets)),
                extent(orthophoto),
                extent(dsm),
                extent(dtm),
                reference.epsg(),
                reference.wkt(),
                orthophoto == null ? Json.array() : orthophoto.bands(),
                statistics(assets.resolve("odm_report/stats.json")),
                MediaNames.count(store.mediaFiles(task.projectId(), task.id())));
    }

    /// As [#read], with the number of photos that the results or, better, the task's folder tell.
    public Task.Result readWithPhotos(Task task) throws IOException {
        int photos = store.inputs(task.projectId(), task.id()).size();
        Path list = store.assets(task.projectId(), task.id()).resolve("images.json");
        return read(task).withImagesCount(photos > 0 ? photos : entries(list));
    }

    private static int entries(Path list) {
        if (!Files.isRegularFile(list)) {
            return 0;
        }
        try {
            JsonNode images = json(list);
            return images.isArray() ? images.size() : 0;
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warn("Cannot read {}: {}", list, unreadable.getMessage());
            return 0;
        }
    }

    /// The coordinate system of a task: by its code or, without one, as text.
    private record Reference(@Nullable Integer epsg, @Nullable String wkt) {
        static final Reference NONE = new Reference(null, null);

        static Reference first(@Nullable RasterFacts... rasters) {
            for (RasterFacts raster : rasters) {
                if (raster != null && raster.epsg() != 0) {
                    return new Reference(raster.epsg(), null);
                }
                if (raster != null && raster.wkt() != null) {
                    return new Reference(null, raster.wkt());
                }
            }
            return NONE;
        }
    }

    /// Whether there is a cloud that says it is nowhere: then the rasters' place is not to be trusted for it.
    private static boolean lacksReference(Path cloud) {
        if (!Files.isRegularFile(cloud)) {
            return false;
        }
        try (LasReader reader = LasReader.open(cloud)) {
            return reader.header().records().stream()
                    .noneMatch(record ->
                            record.user().equals("LASF_Projection")
                                    && (record.id() == GEO_KEYS || record.id() == WELL_KNOWN_TEXT));
        } catch (IOException | RuntimeException unreadable) {
            LOG.info("{} cannot be asked for its place: {}", cloud, unreadable.getMessage());
            return false;
        }
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
            JsonNode report = json(file);
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

    private static JsonNode json(Path file) throws IOException {
        if (Files.size(file) > LARGEST_JSON) {
            throw new IOException("it is too large");
        }
        return Json.parse(Files.readString(file));
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
