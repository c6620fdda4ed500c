package org.nadir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// COLMAP on the processor, with its own defaults but for these: features from photos of at most 2,000 pixels, which is what
/// our `feature-quality` high takes of photos of 4,000; one camera for all photos with the lens model `OPENCV`, the nearest
/// to ours; matches of spatial neighbours where there is GPS, else of all pairs.
///
/// @param taken sums over its steps; the memory is the largest of them
record ColmapRun(MeasuredProcess taken, ColmapModel model, String description) {

    private static final Map<String, String> NO_SCREEN = Map.of("QT_QPA_PLATFORM", "offscreen");

    static boolean isInstalled() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, "colmap"))) {
                return true;
            }
        }
        return false;
    }

    static ColmapRun of(Path photos, Path folder, boolean hasGps)
            throws IOException, InterruptedException {
        Path sparse = Files.createDirectories(folder.resolve("sparse"));
        String database = folder.resolve("database.db").toString();
        var steps = new ArrayList<MeasuredProcess>();
        steps.add(
                step(
                        "feature_extractor",
                        "--database_path",
                        database,
                        "--image_path",
                        photos.toString(),
                        "--ImageReader.single_camera",
                        "1",
                        "--ImageReader.camera_model",
                        "OPENCV",
                        "--SiftExtraction.use_gpu",
                        "0",
                        "--SiftExtraction.max_image_size",
                        "2000"));
        steps.add(
                step(
                        hasGps ? "spatial_matcher" : "exhaustive_matcher",
                        "--database_path",
                        database,
                        "--SiftMatching.use_gpu",
                        "0"));
        steps.add(
                step(
                        "mapper",
                        "--database_path",
                        database,
                        "--image_path",
                        photos.toString(),
                        "--output_path",
                        sparse.toString()));
        Path text = Files.createDirectories(folder.resolve("text"));
        step(
                "model_converter",
                "--input_path",
                sparse.resolve("0").toString(),
                "--output_path",
                text.toString(),
                "--output_type",
                "TXT");
        String how = hasGps ? "spatial matching" : "exhaustive matching";
        return new ColmapRun(sum(steps), ColmapModel.read(text), "2,000 px, " + how);
    }

    private static MeasuredProcess step(String name, String... options)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("nice", "-n", "10", "colmap", name));
        command.addAll(List.of(options));
        var said = new ArrayList<String>();
        MeasuredProcess taken = MeasuredProcess.run(command, NO_SCREEN, said::add);
        if (taken.exitCode() != 0) {
            throw new IllegalStateException(
                    "colmap " + name + " failed:\n" + String.join("\n", said));
        }
        return taken;
    }

    private static MeasuredProcess sum(List<MeasuredProcess> steps) {
        return new MeasuredProcess(
                0,
                steps.stream().mapToDouble(MeasuredProcess::seconds).sum(),
                steps.stream().mapToDouble(MeasuredProcess::processorSeconds).sum(),
                steps.stream().mapToDouble(MeasuredProcess::peakMegabytes).max().orElse(0));
    }
}
