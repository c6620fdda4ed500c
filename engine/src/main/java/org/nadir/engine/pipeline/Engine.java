package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.OptionSpec;
import org.nadir.engine.options.Options;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// The engine's front door: photos and options in, an ODM-layout tree and events out. Start reading here: [#actions] is
/// the pipeline.
public final class Engine {

    private final ProjectFolder project;
    private final Options options;
    private final RunListener listener;
    private final Cancellation cancellation;
    private final RunLog log;
    private final StageStore store;

    private Engine(
            ProjectFolder project,
            Options options,
            RunListener listener,
            Cancellation cancellation) {
        this.project = project;
        this.options = options;
        this.listener = listener;
        this.cancellation = cancellation;
        this.log = new RunLog(listener, options.chosen());
        this.store = new StageStore(project);
    }

    /// Runs all stages that are not done yet. Results of an earlier run in the same folder are used again as far as photos
    /// and options are the same.
    ///
    /// @throws Problem when photos, options or machine do not allow a result; the message is for the person
    /// @throws CancellationException when cancelled; what is finished stays for the next run
    public static RunSummary run(
            ProjectFolder project, Options options, RunListener listener, Cancellation cancellation)
            throws IOException {
        return new Engine(project, options, listener, cancellation).run();
    }

    private static List<StageAction> actions() {
        return List.of(
                new DatasetStage(),
                new ReconstructionStage(),
                new DenseStage(),
                new FilterPointsStage(),
                new MeshingStage(),
                new TexturingStage(),
                new GeoreferencingStage(),
                new DemStage(),
                new OrthophotoStage(),
                new ReportStage(),
                new PostprocessStage());
    }

    private RunSummary run() throws IOException {
        Files.createDirectories(project.root());
        int threads = Math.max(1, options.integer("max-concurrency"));
        try (var workers = new Workers(threads, cancellation)) {
            var run = new Run(project, options, log);
            runStages(run, workers);
            log.write(project.file("log.json"), null, null);
            return run.summary(log.stageSeconds());
        } catch (Problem problem) {
            failed(problem.code().exitCode(), String.valueOf(problem.getMessage()));
            throw problem;
        } catch (CancellationException cancelled) {
            failed(1, "Cancelled");
            throw cancelled;
        } catch (OutOfMemoryError memory) {
            log.error("Failed to allocate memory");
            throw problemOf(
                    Problem.Code.OUT_OF_MEMORY,
                    "Not enough memory: fewer threads (max-concurrency), lower pc-quality, smaller photos or more memory.",
                    memory);
        } catch (IOException failure) {
            if (isDiskFull(failure)) {
                throw problemOf(
                        Problem.Code.DISK_FULL, DiskSpace.message(project.root(), 0), failure);
            }
            failed(1, String.valueOf(failure.getMessage()));
            throw failure;
        } catch (RuntimeException failure) {
            failed(1, failure.toString());
            throw failure;
        }
    }

    private Problem problemOf(Problem.Code code, String message, Throwable cause) {
        failed(code.exitCode(), message);
        return new Problem(code, message, cause);
    }

    private void failed(int code, String message) {
        log.error(message);
        try {
            log.write(project.file("log.json"), code, message);
        } catch (IOException unwritable) {
            listener.line(
                    Console.Level.ERROR,
                    "log.json could not be written: " + unwritable.getMessage());
        }
    }

    private static boolean isDiskFull(IOException failure) {
        String message = failure.getMessage();
        return message != null
                && (message.contains("No space left") || message.contains("not enough space"));
    }

    private void runStages(Run run, Workers workers) throws IOException {
        warnAboutOptions();
        forgetOnRequest();
        List<StageAction> wanted = new ArrayList<>();
        for (StageAction action : actions()) {
            if (action.isWanted(run) && action.stage().ordinal() <= lastStage().ordinal()) {
                wanted.add(action);
            }
        }
        var forecast = new TimeForecast(weights(wanted));
        String fingerprint = "";
        boolean reusing = true;
        for (StageAction action : wanted) {
            cancellation.check();
            fingerprint = fingerprint(run, action, fingerprint);
            reusing &= store.isDone(action.stage(), fingerprint);
            if (reusing && !action.alwaysRuns()) {
                log.info(
                        action.stage().id()
                                + " was finished by an earlier run; its results are used again");
                store.earlierFigures(action.stage()).ifPresent(log::reused);
                forecast.finished(action.stage(), 0);
                report(action.stage(), 1, 0, action.stage().title());
                continue;
            }
            runStage(run, workers, action, forecast);
            store.done(action.stage(), fingerprint);
        }
    }

    private void runStage(Run run, Workers workers, StageAction action, TimeForecast forecast)
            throws IOException {
        Stage stage = action.stage();
        log.begin(stage);
        log.info("Running " + stage.id() + " stage");
        long start = System.nanoTime();
        var progress =
                new StageProgressListener(
                        stage,
                        (inStage, title) -> {
                            double seconds = (System.nanoTime() - start) / 1e9;
                            report(
                                    stage,
                                    inStage,
                                    forecast.secondsLeft(stage, inStage, seconds),
                                    title);
                        });
        progress.title(stage.title());
        progress.fraction(0);
        action.run(run, new Work(workers, progress, cancellation, log));
        progress.fraction(1);
        double seconds = (System.nanoTime() - start) / 1e9;
        forecast.finished(stage, seconds);
        log.info(
                String.format(
                        java.util.Locale.ROOT, "Finished %s stage in %.1f s", stage.id(), seconds));
        store.figures(log.end());
    }

    private void report(Stage stage, double inStage, long secondsLeft, String title) {
        double percent =
                stage.startPercent() + (stage.endPercent() - stage.startPercent()) * inStage;
        listener.progress(stage, inStage, percent, secondsLeft, title);
    }

    private Stage lastStage() {
        return Stage.find(options.text("end-with")).orElse(Stage.ODM_POSTPROCESS);
    }

    private void forgetOnRequest() throws IOException {
        if (options.flag("rerun-all")) {
            store.forgetFrom(Stage.DATASET);
        }
        var from = Stage.find(options.text("rerun-from"));
        if (from.isPresent()) {
            store.forgetFrom(from.get());
        }
    }

    private void warnAboutOptions() {
        OptionCatalog catalog = OptionCatalog.load();
        for (String name : options.chosen().keySet()) {
            OptionSpec spec = catalog.find(name).orElseThrow();
            if (spec.support() == OptionSpec.Support.NO
                    && !options.text(name).equals(spec.defaultValue())) {
                log.warning(name + " is not supported and is ignored.");
            }
        }
    }

    private static Map<Stage, Double> weights(List<StageAction> wanted) {
        var weights = new EnumMap<Stage, Double>(Stage.class);
        wanted.forEach(action -> weights.put(action.stage(), typicalSeconds(action.stage())));
        return weights;
    }

    /// Seconds for a few dozen photos on two cores; see [TimeForecast].
    private static double typicalSeconds(Stage stage) {
        return switch (stage) {
            case DATASET -> 2;
            case OPENSFM -> 45;
            case OPENMVS -> 40;
            case ODM_FILTERPOINTS -> 5;
            case ODM_MESHING -> 10;
            case MVS_TEXTURING -> 20;
            case ODM_GEOREFERENCING -> 5;
            case ODM_DEM -> 5;
            case ODM_ORTHOPHOTO -> 25;
            case ODM_REPORT, ODM_POSTPROCESS -> 1;
        };
    }

    private String fingerprint(Run run, StageAction action, String before) throws IOException {
        var parts =
                new ArrayList<String>(List.of(EngineVersion.NUMBER, action.stage().id(), before));
        if (action.stage() != Stage.DATASET) {
            parts.add(run.inputFingerprint());
        }
        action.options().forEach(name -> parts.add(name + "=" + options.text(name)));
        return StageStore.fingerprint(parts.toArray(String[]::new));
    }
}
