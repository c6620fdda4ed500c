package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nadir.engine.depth.DenseQuality;
import org.nadir.engine.depth.DenseSettings;
import org.nadir.engine.fusion.DenseReconstruction;
import org.nadir.engine.split.PhotoGroups;
import org.nadir.engine.work.Work;

/// Depth maps of all placed photos, fused into the dense cloud.
final class DenseStage implements StageAction {

    /// Photos whose points are merged at a time. Their neighbours are about as many again, and are merged once more for it.
    static final int BATCH = 40;

    @Override
    public Stage stage() {
        return Stage.OPENMVS;
    }

    @Override
    public List<String> options() {
        return List.of(
                "pc-quality",
                "pc-filter",
                "pc-sample",
                "pc-skip-geometric",
                "fast-orthophoto",
                "split");
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        run.unalign();
        var quality =
                run.options().flag("fast-orthophoto")
                        ? DenseQuality.LOWEST
                        : DenseQuality.ofOption(run.options().text("pc-quality"));
        // The undistorted photo and the depth map of a photo of 12 megapixels take 11 million
        // bytes.
        DiskSpace.require(run.project().root(), run.sfm().scene().shots().size() * 20_000_000L);
        var settings =
                new DenseSettings(
                        quality,
                        run.hasFineDepthMaps(),
                        run.options().number("pc-filter"),
                        run.options().number("pc-sample"),
                        run.options().flag("pc-skip-geometric"),
                        DenseSettings.DEFAULT.sourceViews());
        Files.createDirectories(run.project().depth());
        if (run.isSplit()) {
            runInGroups(run, settings, work);
        } else {
            runAtOnce(run, settings, work);
        }
        if (run.options().flag("optimize-disk-space")) {
            deleteMaps(run);
        }
    }

    /// The cloud is all that later stages need, but for a full 3D model, which asks the depth maps what they look through.
    private static void deleteMaps(Run run) throws IOException {
        boolean needed = ModelPlan.isWanted(run.options()) && run.modelPlan().isSolid();
        String which = needed ? "photo-*.bin" : "{photo,depth}-*.bin";
        try (var maps = Files.newDirectoryStream(run.project().depth(), which)) {
            for (Path map : maps) {
                Files.delete(map);
            }
        }
    }

    /// Points are merged and filtered for some photos at a time, with those of their neighbours beside: as a whole they would be in
    /// memory three times.
    private static void runAtOnce(Run run, DenseSettings settings, Work work) throws IOException {
        Path folder = run.project().depth();
        int[] batchOf = batchOf(run.sfm().scene().shots().size());
        var parts = new ArrayList<Path>();
        DenseReconstruction.run(
                run.sfm().scene(),
                settings,
                folder,
                batchOf,
                batchOf[batchOf.length - 1] + 1,
                (batch, cloud) -> {
                    parts.add(folder.resolve("cloud-%04d.bin".formatted(batch)));
                    CloudFile.write(parts.getLast(), cloud);
                },
                work);
        join(parts, settings, run);
    }

    /// The batch of each photo, in their order, which is that of the flight as a rule.
    static int[] batchOf(int photos) {
        int batches = Math.max(1, photos / BATCH);
        return IntStream.range(0, photos)
                .map(photo -> (int) ((long) photo * batches / photos))
                .toArray();
    }

    /// Puts the parts into one file and deletes them.
    private static void join(List<Path> parts, DenseSettings settings, Run run) throws IOException {
        CloudFile.join(parts, settings.sampleRadius(), run.project().depth().resolve("cloud.bin"));
        for (Path part : parts) {
            Files.delete(part);
        }
    }

    /// One group's points in memory at a time; then all of them in one file, as of a block that is not split.
    private static void runInGroups(Run run, DenseSettings settings, Work work) throws IOException {
        PhotoGroups groups = run.groups();
        work.console().info("The block is processed in " + groups.count() + " groups of photos");
        List<Path> parts = new ArrayList<>();
        DenseReconstruction.run(
                run.sfm().scene(),
                settings,
                run.project().depth(),
                groups.groupOf(),
                groups.count(),
                (group, cloud) -> {
                    work.console()
                            .info(
                                    String.format(
                                            Locale.ROOT,
                                            "Group %d of %d: %d photos, %,d points",
                                            group + 1,
                                            groups.count(),
                                            groups.size(group),
                                            cloud.count()));
                    Path file =
                            run.project()
                                    .submodels()
                                    .resolve("submodel_%04d/cloud.bin".formatted(group));
                    CloudFile.write(file, cloud);
                    parts.add(file);
                },
                work);
        join(parts, settings, run);
    }
}
