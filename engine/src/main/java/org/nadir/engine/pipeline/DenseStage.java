package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nadir.engine.depth.DenseQuality;
import org.nadir.engine.depth.DenseSettings;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.fusion.DenseReconstruction;
import org.nadir.engine.split.PhotoGroups;
import org.nadir.engine.work.Work;

/// Depth maps of all placed photos, fused into the dense cloud.
final class DenseStage implements StageAction {

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
        // Depth maps of a 12-megapixel photo take about 16 bytes per pixel at half size.
        DiskSpace.require(run.project().root(), run.sfm().scene().shots().size() * 20_000_000L);
        var settings =
                new DenseSettings(
                        quality,
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

    private static void runAtOnce(Run run, DenseSettings settings, Work work) throws IOException {
        DenseCloud cloud =
                DenseReconstruction.run(run.sfm().scene(), settings, run.project().depth(), work)
                        .cloud();
        work.console()
                .info(String.format(Locale.ROOT, "The dense cloud has %,d points", cloud.count()));
        CloudFile.write(run.project().depth().resolve("cloud.bin"), cloud);
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
        CloudFile.join(parts, settings.sampleRadius(), run.project().depth().resolve("cloud.bin"));
        for (Path part : parts) {
            Files.delete(part);
        }
    }
}
