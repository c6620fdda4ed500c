package org.nadir.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.pipeline.Engine;
import org.nadir.engine.pipeline.EngineVersion;
import org.nadir.engine.pipeline.ProjectFolder;
import org.nadir.engine.pipeline.RunListener;
import org.nadir.engine.pipeline.RunSummary;
import org.nadir.engine.pipeline.Stage;
import org.nadir.engine.work.Cancellation;

/// The engine from photos to all products. Run it with `./nadir bench engine [brighton|block|large|all|PHOTOS] [--photos N]
/// [--pc-quality Q]`.
///
/// - `brighton`, also without any word: times on the flight over Brighton Beach, from the folder that `NADIR_BENCH_BRIGHTON`
///   names, else the reduced photos of the sample. A folder of photos instead takes those. A run that lost photos prints no
///   times.
/// - `block`: rendered photos of streets; all products against the renderer's truth, of any `--pc-quality`. See
///   [TruthBenchmark].
/// - `large`: as many rendered photos of 4000 by 3000 as `--photos` says, 160 without; time, memory, and the truth again.
///
/// Rendered photos are kept for the next run in the folder that `NADIR_BENCH_FOLDER` names, products as well.
public final class EngineBenchmark {

    private static final Map<String, String> OPTIONS =
            Map.of(
                    "dsm",
                    "true",
                    "dtm",
                    "true",
                    "orthophoto-png",
                    "true",
                    "pc-las",
                    "true",
                    "pc-csv",
                    "true");

    private EngineBenchmark() {}

    public static void main(String[] args) throws Exception {
        String set = args.length == 0 ? "brighton" : args[0];
        switch (set) {
            case "brighton" -> sample();
            case "block" -> TruthBenchmark.block(quality(args));
            case "large" -> TruthBenchmark.large(photos(args));
            case "all" -> {
                sample();
                TruthBenchmark.block(TruthBenchmark.USUAL);
                TruthBenchmark.large(photos(args));
            }
            default -> folder(Path.of(set).toAbsolutePath());
        }
    }

    private static int photos(String[] args) {
        return args.length > 2 && "--photos".equals(args[1]) ? Integer.parseInt(args[2]) : 160;
    }

    private static String quality(String[] args) {
        return args.length > 2 && "--pc-quality".equals(args[1]) ? args[2] : TruthBenchmark.USUAL;
    }

    private static void sample() throws Exception {
        String named = System.getenv("NADIR_BENCH_BRIGHTON");
        folder(
                named == null
                        ? Path.of(System.getProperty("nadir.home", "."), "samples/brighton_beach")
                                .toAbsolutePath()
                        : Path.of(named).toAbsolutePath());
    }

    private static void folder(Path photos) throws Exception {
        Path out = Files.createTempDirectory("nadir-bench");
        try {
            RunSummary run =
                    Engine.run(
                            new ProjectFolder(out, photos),
                            Options.of(OptionCatalog.load(), OPTIONS),
                            silent(),
                            Cancellation.never());
            if (run.placed() < run.photos()) {
                throw new IllegalStateException(
                        "Only "
                                + run.placed()
                                + " of "
                                + run.photos()
                                + " photos were placed: the times mean nothing");
            }
            print(photos, run);
        } finally {
            Scratch.delete(out);
        }
    }

    private static void print(Path photos, RunSummary run) {
        System.out.printf(
                Locale.ROOT,
                "### engine, %d photos of %s%n%nNadir %s, Java %s, %d processors, vector instructions %s%n%n",
                run.photos(),
                photos.getFileName(),
                EngineVersion.NUMBER,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                        ? "in use"
                        : "not in use");
        System.out.println("| stage | seconds |\n|---|---|");
        run.stageSeconds()
                .forEach((stage, seconds) ->
                        System.out.printf(Locale.ROOT, "| %s | %.1f |%n", stage, seconds));
        System.out.printf(
                Locale.ROOT,
                "| **all** | **%.1f** |%n%n%d of %d photos, %.2f px mean reprojection error, %,d dense points, peak %d MB resident%n",
                run.seconds(),
                run.placed(),
                run.photos(),
                run.reprojectionPixels(),
                run.densePoints(),
                run.peakMegabytes());
    }

    private static RunListener silent() {
        return new RunListener() {
            @Override
            public void progress(
                    Stage stage, double inStage, double percent, long secondsLeft, String title) {}

            @Override
            public void line(Level level, String text) {}
        };
    }
}
