package org.nadir.server.export;

import org.jspecify.annotations.Nullable;
import org.nadir.geo.Crs;
import org.nadir.server.http.Fields;
import org.nadir.server.http.Problem;
import org.nadir.server.task.Task;
import org.nadir.tiles.CutLine;

/// What is asked for of a point cloud.
///
/// @param taskEpsg the task's coordinate system, for files that do not tell theirs; 0 when it has none
/// @param target null for the cloud's own coordinate system
/// @param resample points nearer to each other than this are thinned; 0 keeps all
/// @param crop null for everything
record CloudWish(
        CloudFormat format,
        int taskEpsg,
        @Nullable Crs target,
        double resample,
        @Nullable CutLine crop) {

    /// Reads a request.
    ///
    /// @throws Problem for parameters that make no export
    static CloudWish of(Fields fields, Task task) {
        String name = Wishes.text(fields, "format");
        CloudFormat format =
                CloudFormat.find(name == null ? "laz" : name)
                        .orElseThrow(() -> Problem.rule("Unsupported format: " + name));
        Crs target = Wishes.target(fields, task);
        Double resample = Wishes.number(fields, "resample");
        Integer own = task.result().epsg();
        return new CloudWish(
                format,
                own == null ? 0 : own,
                target,
                resample == null ? 0 : resample,
                Wishes.crop(task));
    }

    /// Whether the LAZ file as it is is what is asked for.
    boolean isNative() {
        return format == CloudFormat.LAZ && target == null && resample == 0 && crop == null;
    }
}
