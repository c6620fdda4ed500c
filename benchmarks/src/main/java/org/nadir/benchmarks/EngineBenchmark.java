package org.nadir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.pipeline.Engine;
import org.nadir.engine.pipeline.EngineVersion;
import org.nadir.engine.pipeline.ProjectFolder;
import org.nadir.engine.pipeline.RunListener;
import org.nadir.engine.pipeline.RunSummary;
import org.nadir.engine.pipeline.Stage;
import org.nadir.engine.work.Cancellation;

/// The engine on a folder of photos, from nothing to all products. Run it with `./nadir bench engine [PHOTOS]`; without a
/// folder it takes the sample. The result is checked before its times are printed: a run that lost photos prints no times.
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
        Path photos =
                Path.of(
                                args.length > 0
                                        ? args[0]
                                        : System.getProperty("nadir.home", ".")
                                                + "/samples/brighton_beach")
                        .toAbsolutePath();
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
            delete(out);
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
