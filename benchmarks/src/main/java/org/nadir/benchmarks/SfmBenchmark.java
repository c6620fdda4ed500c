package org.nadir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.pipeline.EngineVersion;
import org.nadir.testkit.PlacedPhotos;
import org.nadir.testkit.SyntheticControl;
import org.nadir.testkit.SyntheticSurvey;

/// From photos to cameras: the engine up to its stage `opensfm`, in a process of its own as the node starts it, against bars.
/// Run it with `./nadir bench sfm [brighton|block|orbit|large|all] [--vs-colmap] [--photos DIR]`.
///
/// - `brighton`: the flight over Brighton Beach against another program's cameras. Photos from `--photos`, else from the folder
///   that `NADIR_BENCH_BRIGHTON` names, else the reduced ones of the sample, for which the bars are not meant. The cameras lie
///   in `reference/shots.geojson` beside or in the folder of photos.
/// - `block`: a hundred rendered photos of a town with ground control, against the renderer's truth.
/// - `orbit`: photos around an object without GPS, from `--photos` or `NADIR_BENCH_ORBIT`.
/// - `large`: a hundred and a thousand small rendered photos, for what grows with their number. `--large N` takes another
///   number than a thousand.
///
/// Rendered photos are kept for the next run in the folder that `NADIR_BENCH_FOLDER` names. `--vs-colmap` runs COLMAP on the
/// photos of `brighton`, `orbit` and `block` as well; see [ColmapRun] for how, and [CommonTracks] for what is compared.
public final class SfmBenchmark {

    private static final int HEAP = 1400;
    private static final int LARGE_HEAP = 5000;

    /// Photos of `large` are small, so that a thousand can be rendered; features as many as fit their size.
    private static final String LARGE_FEATURES = "2500";

    private final List<String> arguments;
    private final Path scratch;

    private SfmBenchmark(List<String> arguments, Path scratch) {
        this.arguments = arguments;
        this.scratch = scratch;
    }

    public static void main(String[] args) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "### cameras%n%nNadir %s, Java %s, %d processors, load %.1f at the start%n%n",
                EngineVersion.NUMBER,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        .getSystemLoadAverage());
        try (Scratch scratch = Scratch.create()) {
            new SfmBenchmark(List.of(args), scratch.folder()).run();
        }
    }

    private void run() throws Exception {
        String set =
                arguments.isEmpty() || arguments.getFirst().startsWith("-")
                        ? "all"
                        : arguments.getFirst();
        switch (set) {
            case "brighton" -> brighton();
            case "block" -> block();
            case "orbit" -> orbit();
            case "large" -> large();
            case "all" -> {
                brighton();
                block();
                orbit();
                large();
            }
            default ->
                    throw new IllegalArgumentException(
                            "There is no set " + set + ": brighton, block, orbit, large, all");
        }
    }

    private void brighton() throws Exception {
        Path photos = folder("NADIR_BENCH_BRIGHTON");
        if (photos == null) {
            photos =
                    Path.of(System.getProperty("nadir.home", "."), "samples", "brighton_beach")
                            .toAbsolutePath();
            System.out.println(
                    "**Brighton Beach: only the reduced photos of the sample; the bars are meant for full-size ones**\n");
        }
        Path project = project("brighton", photos);
        EngineProcess run = EngineProcess.run(project, options(), HEAP);
        title("Brighton Beach", run);
        var bars = new Bars();
        bars.all("photos placed", run.placed(), run.photos());
        bars.atMost("mean reprojection error", run.reprojection(), 0.6, " px");
        Path reference = reference(photos);
        if (Files.exists(reference)) {
            PlacedPhotos.Difference difference =
                    placed(project).differenceTo(PlacedPhotos.read(reference, null));
            bars.all("photos compared with the reference", difference.photos(), run.photos());
            bars.atMost("positions, RMS after the mean shift", difference.position(), 0.10, " m");
            bars.atMost("rotations, RMS", difference.degrees(), 0.5, "°");
        } else {
            System.out.println("**No reference at " + reference + ": cameras not compared**\n");
        }
        resources(bars, run, 35, 2000);
        bars.print();
        versusColmap(project, photos, run, true);
    }

    private static Path reference(Path photos) {
        Path inside = photos.resolve("reference/shots.geojson");
        return Files.exists(inside) ? inside : photos.resolveSibling("reference/shots.geojson");
    }

    private void block() throws Exception {
        SyntheticSurvey.Plan plan = SyntheticSurvey.Plan.town(10, 10, 70, 1600, 1200, 17);
        SyntheticSurvey survey = SyntheticSurvey.of(plan);
        SyntheticControl control =
                SyntheticControl.of(survey, 4, new SyntheticControl.Marking(0.5, 0.02), 3);
        Path photos = rendered("block", survey, plan);
        Path project = project("block", photos);
        Files.writeString(project.resolve("gcp_list.txt"), control.file());
        EngineProcess run = EngineProcess.run(project, options(), 3000);
        title("rendered block", run);
        PlacedPhotos placed = placed(project);
        double[] errors = placed.checkErrors(control.check());
        System.out.printf(
                Locale.ROOT,
                "%d control points (%d of their marks wrong), %d check points, a pixel covers %.1f cm%n%n",
                control.control().size(),
                control.wrongMarks(),
                control.check().size(),
                100 * plan.gsd());
        var bars = new Bars();
        bars.all("photos placed", run.placed(), survey.cameras().size());
        bars.atMost("check points in plan, RMS", errors[0] / plan.gsd(), 1, " GSD");
        bars.atMost("check points in height, RMS", errors[1] / plan.gsd(), 1.5, " GSD");
        double focal = placed.lenses().values().iterator().next().focalX();
        double off = Math.abs(focal / plan.lens().focal() - 1);
        bars.atMost("focal length", 100 * off, 0.5, " %");
        PlacedPhotos.Difference difference = placed.differenceTo(PlacedPhotos.truth(survey));
        bars.note("camera positions, RMS", difference.plain(), " m");
        bars.note("camera rotations, RMS", difference.degrees(), "°");
        bars.note("mean reprojection error", run.reprojection(), " px");
        resources(bars, run);
        bars.print();
        versusColmap(project, photos, run, true);
    }

    private void orbit() throws Exception {
        Path photos = folder("NADIR_BENCH_ORBIT");
        if (photos == null) {
            System.out.println(
                    "**Orbit: skipped, no photos. Name their folder with --photos or NADIR_BENCH_ORBIT**\n");
            return;
        }
        Path project = project("orbit", photos);
        EngineProcess run = EngineProcess.run(project, options(), 3000);
        title("orbit without GPS", run);
        var bars = new Bars();
        bars.all("photos placed", run.placed(), run.photos());
        bars.note("mean reprojection error", run.reprojection(), " px");
        resources(bars, run);
        bars.print();
        versusColmap(project, photos, run, false);
    }

    private void large() throws Exception {
        int at = arguments.indexOf("--large");
        int wanted = at < 0 ? 1000 : Integer.parseInt(arguments.get(at + 1));
        int rows = (int) Math.round(Math.sqrt(wanted / 1.6));
        EngineProcess few = largeRun(10, 10);
        EngineProcess many = largeRun(rows, (wanted + rows - 1) / rows);
        var bars = new Bars();
        bars.all("photos placed of " + many.photos(), many.placed(), many.photos());
        resources(bars, few);
        resources(bars, many);
        bars.atMost("peak memory at " + many.photos(), many.taken().peakMegabytes(), 6000, " MB");
        double small = few.taken().seconds() / few.photos();
        double big = many.taken().seconds() / many.photos();
        bars.atMost("time per photo, of that at 100", big / small, 1.5, "");
        double smallWork = few.taken().processorSeconds() / few.photos();
        double bigWork = many.taken().processorSeconds() / many.photos();
        bars.note("processor time per photo, of that at 100", bigWork / smallWork, "");
        bars.print();
    }

    private EngineProcess largeRun(int rows, int columns) throws Exception {
        SyntheticSurvey.Plan plan = SyntheticSurvey.Plan.town(rows, columns, 40, 900, 600, 17);
        String name = "large" + rows * columns;
        Path photos = rendered(name, SyntheticSurvey.of(plan), plan);
        Map<String, String> options = options();
        options.put("min-num-features", LARGE_FEATURES);
        EngineProcess run = EngineProcess.run(project(name, photos), options, LARGE_HEAP);
        title(rows * columns + " rendered photos of 900 by 600", run);
        return run;
    }

    private void versusColmap(Path project, Path photos, EngineProcess ours, boolean hasGps)
            throws IOException, InterruptedException {
        if (!arguments.contains("--vs-colmap")) {
            return;
        }
        if (!ColmapRun.isInstalled()) {
            System.out.println("**COLMAP is not installed (Debian: apt install colmap)**\n");
            return;
        }
        ColmapRun colmap = ColmapRun.of(photos, project.resolve("colmap"), hasGps);
        CommonTracks common =
                CommonTracks.of(
                        project.resolve("opensfm/reconstruction.bin"), photos, colmap.model());
        System.out.println("Beside COLMAP, " + colmap.description() + ":\n");
        var bars = new Bars();
        bars.note("COLMAP features, matches, cameras", colmap.taken().seconds(), " s");
        bars.note("COLMAP, processor time", colmap.taken().processorSeconds(), " s");
        bars.note("COLMAP, peak memory", colmap.taken().peakMegabytes(), " MB");
        double ratio = colmap.taken().seconds() / ours.taken().seconds();
        bars.atLeast("times as fast", ratio, 5, "");
        bars.note(
                "times as little processor time",
                colmap.taken().processorSeconds() / ours.taken().processorSeconds(),
                "");
        bars.atLeast("photos placed", ours.placed(), colmap.model().shots().size(), "");
        bars.note("common tracks", common.tracks(), "");
        bars.note("common observations", common.observations(), "");
        bars.atMost(
                "mean reprojection error on common tracks, COLMAP's as the bar",
                common.ours(),
                common.theirs(),
                " px");
        bars.print();
    }

    private static void title(String what, EngineProcess run) {
        System.out.printf("#### %s, %d photos%n%n", what, run.photos());
        var text = new StringBuilder();
        run.phases()
                .forEach((phase, seconds) ->
                        text.append(text.isEmpty() ? "" : ", ")
                                .append(
                                        String.format(
                                                Locale.ROOT,
                                                "%s %.1f s",
                                                phase.toLowerCase(Locale.ROOT),
                                                seconds)));
        System.out.println(text + "\n");
    }

    private static void resources(Bars bars, EngineProcess run, double seconds, double megabytes) {
        bars.atMost("features to cameras", run.sfmSeconds(), seconds, " s");
        bars.note("the whole process", run.taken().seconds(), " s");
        bars.note("processor time", run.taken().processorSeconds(), " s");
        bars.atMost("peak memory", run.taken().peakMegabytes(), megabytes, " MB");
    }

    private static void resources(Bars bars, EngineProcess run) {
        String of = " (" + run.photos() + " photos)";
        bars.note("features to cameras" + of, run.sfmSeconds(), " s");
        bars.note("processor time" + of, run.taken().processorSeconds(), " s");
        bars.note("peak memory" + of, run.taken().peakMegabytes(), " MB");
    }

    private static Map<String, String> options() {
        return new HashMap<>(Map.of("end-with", "opensfm"));
    }

    private static PlacedPhotos placed(Path project) throws IOException {
        return PlacedPhotos.read(
                project.resolve("odm_report/shots.geojson"), project.resolve("cameras.json"));
    }

    private @Nullable Path folder(String variable) {
        int at = arguments.indexOf("--photos");
        String name = at < 0 ? System.getenv(variable) : arguments.get(at + 1);
        return name == null ? null : Path.of(name).toAbsolutePath();
    }

    /// A project folder with links to the photos.
    private Path project(String name, Path photos) throws IOException {
        Path project = scratch.resolve(name);
        Path images = Files.createDirectories(project.resolve("images"));
        try (Stream<Path> files = Files.list(photos)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.createSymbolicLink(images.resolve(file.getFileName()), file);
            }
        }
        return project;
    }

    private Path rendered(String name, SyntheticSurvey survey, SyntheticSurvey.Plan plan)
            throws IOException {
        String kept = System.getenv("NADIR_BENCH_FOLDER");
        Path photos = (kept == null ? scratch : Path.of(kept)).resolve(name + "-photos");
        Path done = photos.resolveSibling(name + ".done");
        if (!Files.exists(done)) {
            survey.writePhotos(photos, plan);
            Files.createFile(done);
        }
        return photos.toAbsolutePath();
    }
}
