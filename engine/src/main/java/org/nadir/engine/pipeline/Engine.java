package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private double disk;
    private boolean split;

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
        try {
            var run = new Run(project, options, log);
            runStages(run);
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
                    "Not enough memory: fewer threads (max-concurrency), lower pc-quality, groups of photos (split), smaller photos or"
                            + " more memory.",
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

    private void runStages(Run run) throws IOException {
        SplitPlan.check(options);
        warnAboutOptions();
        forgetOnRequest();
        List<StageAction> wanted = wanted(run);
        StageAction dataset = wanted.removeFirst();
        try (var worker = new Workers(1, cancellation)) {
            runStage(run, worker, dataset, new TimeForecast(Map.of(dataset.stage(), 2.0)));
            store.done(dataset.stage(), fingerprint(run, dataset, ""));
            split = run.isSplit();
        }
        discardUnwanted(run);
        Map<Stage, String> fingerprints = fingerprints(run, dataset, wanted);
        List<StageAction> kept = kept(wanted, fingerprints);
        Forecast forecast = forecast(run, stages(wanted), pending(wanted, kept));
        double before = FolderSize.megabytes(project);
        var timing = new TimeForecast(forecast.stageSeconds());
        try (var workers = new Workers(forecast.threads(), cancellation)) {
            for (StageAction action : wanted) {
                cancellation.check();
                if (kept.contains(action) && !action.alwaysRuns()) {
                    reuse(action.stage());
                    continue;
                }
                runStage(run, workers, action, timing);
                store.done(action.stage(), fingerprints.getOrDefault(action.stage(), ""));
                disk = Math.max(disk, FolderSize.megabytes(project) - before);
            }
        }
        compare(forecast);
    }

    private List<StageAction> wanted(Run run) {
        List<StageAction> wanted = new ArrayList<>();
        for (StageAction action : actions()) {
            if (action.isWanted(run) && action.stage().ordinal() <= lastStage().ordinal()) {
                wanted.add(action);
            }
        }
        return wanted;
    }

    /// Takes away what an earlier run delivered and the options of this one do not ask for. Stages after the last one wanted
    /// keep theirs.
    private void discardUnwanted(Run run) throws IOException {
        for (StageAction action : actions()) {
            if (!action.isWanted(run) && action.stage().ordinal() <= lastStage().ordinal()) {
                store.forget(action.stage());
                discardProducts(action);
            }
        }
    }

    private void discardProducts(StageAction action) throws IOException {
        for (String product : action.products()) {
            ProjectFolder.discard(project.file(product));
        }
    }

    private Map<Stage, String> fingerprints(Run run, StageAction dataset, List<StageAction> wanted)
            throws IOException {
        var fingerprints = new EnumMap<Stage, String>(Stage.class);
        String before = fingerprint(run, dataset, "");
        for (StageAction action : wanted) {
            before = fingerprint(run, action, before);
            fingerprints.put(action.stage(), before);
        }
        return fingerprints;
    }

    /// The first stages, as far as an earlier run has finished them from the same photos and options.
    private List<StageAction> kept(List<StageAction> wanted, Map<Stage, String> fingerprints)
            throws IOException {
        List<StageAction> kept = new ArrayList<>();
        for (StageAction action : wanted) {
            if (!store.isDone(action.stage(), fingerprints.getOrDefault(action.stage(), ""))) {
                break;
            }
            kept.add(action);
        }
        return kept;
    }

    private static List<Stage> pending(List<StageAction> wanted, List<StageAction> kept) {
        return stages(
                wanted.stream()
                        .filter(action -> !kept.contains(action) || action.alwaysRuns())
                        .toList());
    }

    private static List<Stage> stages(List<StageAction> actions) {
        return actions.stream().map(StageAction::stage).toList();
    }

    /// Says what the pending stages will take, and refuses what does not fit.
    private Forecast forecast(Run run, List<Stage> all, List<Stage> pending) throws IOException {
        Machine machine =
                Machine.of(Math.max(1, options.integer("max-concurrency")), project.root());
        Workload work = workload(run, all, pending, machine);
        Forecast forecast = Forecast.ofRest(work, all, pending, machine);
        log.forecast(forecast);
        if (!pending.isEmpty()) {
            log.info(forecast.announcement(work));
        }
        if (forecast.threads() < machine.threads()) {
            log.warning(
                    "There is memory for %d of %d threads only."
                            .formatted(forecast.threads(), machine.threads()));
        }
        forecast.require(work, machine);
        return forecast;
    }

    /// With fine depth maps, or smaller ones where there is memory for no more; the products do not depend on the number of threads.
    private Workload workload(Run run, List<Stage> all, List<Stage> pending, Machine machine)
            throws IOException {
        Workload fine = Workload.of(run.photos(), run.bands(), options, true);
        Workload smaller = Workload.of(run.photos(), run.bands(), options, false);
        if (!Forecast.isTooFine(fine, smaller, all, machine)) {
            return fine;
        }
        run.useSmallerDepthMaps();
        if (pending.contains(Stage.OPENMVS)) {
            log.warning(
                    "There is memory for smaller depth maps than usual only; the usual ones need %.1f GB."
                            .formatted(Forecast.heap(fine, all, 1) / 1000));
        }
        return smaller;
    }

    private void compare(Forecast forecast) {
        double seconds =
                log.stageSeconds().entrySet().stream()
                        .filter(stage -> !stage.getKey().equals(Stage.DATASET.id()))
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
        var actual = new Forecast.Actual(seconds, ResidentMemory.peakMegabytes(), disk);
        log.actual(actual);
        if (!forecast.stageSeconds().isEmpty()) {
            log.info(forecast.comparison(actual));
        }
    }

    private void reuse(Stage stage) throws IOException {
        log.info(stage.id() + " was finished by an earlier run; its results are used again");
        store.earlierFigures(stage).ifPresent(log::reused);
        report(stage, 1, 0, stage.title());
    }

    private void runStage(Run run, Workers workers, StageAction action, TimeForecast forecast)
            throws IOException {
        Stage stage = action.stage();
        log.begin(stage);
        log.info("Running " + stage.id() + " stage");
        discardProducts(action);
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
                stage.startPercent(split)
                        + (stage.endPercent(split) - stage.startPercent(split)) * inStage;
        listener.progress(stage, inStage, percent, secondsLeft, title);
    }

    /// Whether the photos may be split; how many there are is not known from the start.
    private boolean splitWanted() {
        return options.isSet("split");
    }

    private Stage lastStage() {
        return Stage.findEnd(options.text("end-with"), splitWanted()).orElse(Stage.ODM_POSTPROCESS);
    }

    private void forgetOnRequest() throws IOException {
        if (options.flag("rerun-all")) {
            store.forgetFrom(Stage.DATASET);
        }
        var from = Stage.find(options.text("rerun-from"), splitWanted());
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

    private String fingerprint(Run run, StageAction action, String before) throws IOException {
        var parts =
                new ArrayList<String>(List.of(EngineVersion.NUMBER, action.stage().id(), before));
        if (action.stage() != Stage.DATASET) {
            parts.add(run.inputFingerprint());
        }
        if (action.options().contains("split")) {
            parts.add(new TreeMap<>(run.photoGroups()).toString());
        }
        if (!action.inputs(run).isEmpty()) {
            parts.add(action.inputs(run));
        }
        action.options().forEach(name -> parts.add(name + "=" + options.text(name)));
        return StageStore.fingerprint(parts.toArray(String[]::new));
    }
}
