package org.nadir.server.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Fields;
import org.nadir.server.http.Json;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.job.JobFailure;
import org.nadir.server.job.JobProgress;
import org.nadir.server.job.JobWork;
import org.nadir.server.job.Jobs;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskAccess;
import org.nadir.server.tile.CutLines;
import org.nadir.server.tile.LayerKind;
import org.nadir.tiles.BaseSurface;
import org.nadir.tiles.CutLine;
import org.nadir.tiles.RasterLayer;
import org.nadir.tiles.UnplacedRasterException;
import org.nadir.tiles.Volume;

/// Measuring volumes on the surface model.
public final class MeasureRoutes {

    private static final String NAME = "measure";
    private static final String KIND = "volume";

    private final TaskAccess access;
    private final MediaStore store;
    private final Jobs jobs;
    private final Plugins plugins;

    public MeasureRoutes(TaskAccess access, MediaStore store, Jobs jobs, Plugins plugins) {
        this.plugins = plugins;
        this.access = access;
        this.store = store;
        this.jobs = jobs;
    }

    public void addTo(RouteTable table) {
        String task = "/api/plugins/measure/task/{task}/";
        table.post(task + "volume", plugins.whileOn(NAME, access.viewOrPublicById()), this::begin)
                .get(
                        task + "volume/get/{job}",
                        plugins.whileOn(NAME, access.viewOrPublicById()),
                        (request, admitted) ->
                                PluginReplies.result(request, jobs, admitted.task(), KIND));
    }

    private void begin(Request request, TaskAccess.Admitted admitted) {
        Task task = admitted.task();
        Path dsm = store.assets(task.projectId(), task.id()).resolve(LayerKind.DSM.path());
        Optional<BaseSurface> base = base(request.fields());
        CutLine area = area(request.fields());
        if (!Files.isRegularFile(dsm)) {
            PluginReplies.error(request, "No surface model is available.");
        } else if (base.isEmpty()) {
            PluginReplies.error(request, "Invalid method");
        } else if (area == null) {
            PluginReplies.error(request, "Invalid area: a GeoJSON polygon is needed");
        } else {
            var work = new Measuring(dsm, area, base.get());
            PluginReplies.begun(request, jobs.begin(task.id(), KIND, work));
        }
    }

    private static Optional<BaseSurface> base(Fields fields) {
        String method = fields.text("method");
        String name = method == null || method.isBlank() ? "triangulate" : method.strip();
        for (BaseSurface base : BaseSurface.values()) {
            if (base.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(base);
            }
        }
        return Optional.empty();
    }

    /// @return null when the request has no polygon
    private static @Nullable CutLine area(Fields fields) {
        JsonNode value = fields.value("area");
        if (value == null) {
            return null;
        }
        try {
            JsonNode json = value.isTextual() ? Json.parse(value.asText()) : value;
            JsonNode geometry = json.path("geometry").isObject() ? json.path("geometry") : json;
            return geometry.path("type").asText().equals("Polygon") ? CutLines.parse(json) : null;
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }

    private record Measuring(Path dsm, CutLine area, BaseSurface base) implements JobWork {

        @Override
        public Result run(Path folder, JobProgress progress) throws IOException, JobFailure {
            try (RasterLayer layer = RasterLayer.open(dsm)) {
                var volume =
                        new Volume(layer, area, share -> progress.at(100 * share, "Measuring"));
                double metres =
                        volume.cubicMetres(base)
                                .orElseThrow(() ->
                                        new JobFailure(
                                                "The surface model has no heights in this"
                                                        + " area, or not along its edge."));
                return new Result.OfValue(DoubleNode.valueOf(metres));
            } catch (UnplacedRasterException unplaced) {
                throw new JobFailure("The surface model has no known place on the earth.");
            } catch (IllegalArgumentException crossing) {
                throw new JobFailure("The edge of this area crosses itself.");
            }
        }
    }
}
