package org.nadir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.pipeline.EngineVersion;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.sfm.SfmFile;
import org.nadir.geo.UtmZone;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.imaging.PhotoTags;
import org.nadir.testkit.PlacedPhotos;

/// Cameras from photos with something wrong: one flight in the shapes that [RobustSets] gives it, and rendered flights over
/// difficult ground ([RenderedSets]). Prints one table.
///
/// Run it with `./nadir bench robust [NAME…] [--algorithms] [--photos DIR] [--strangers DIR] [--features N]`. Photos of the flight from
/// `--photos`, else from the folder that `NADIR_BENCH_BRIGHTON` names; without them only rendered sets run. Reference cameras
/// lie in `reference/shots.geojson` beside or in the folder. `--strangers` (or `NADIR_BENCH_ORBIT`) names photos of another
/// place. `--algorithms` runs each set with `sfm-algorithm` `triangulation` and `planar`, too. What the runs say in warnings
/// follows the table. Projects are kept in the folder that `NADIR_BENCH_FOLDER` names.
public final class RobustBenchmark {

    private static final String ON_EARTH = "odm_report/shots.geojson";

    private static final int HEAP = 3000;
    private static final int MOST_STRANGERS = 3;
    private static final List<String> ALGORITHMS =
            List.of("incremental", "triangulation", "planar");

    private final List<String> arguments;
    private final Path scratch;
    private final Map<String, List<String>> warnings = new LinkedHashMap<>();

    private RobustBenchmark(List<String> arguments, Path scratch) {
        this.arguments = arguments;
        this.scratch = scratch;
    }

    public static void main(String[] args) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "### robust cameras%n%nNadir %s, Java %s, %d processors%n%n",
                EngineVersion.NUMBER,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        String kept = System.getenv("NADIR_BENCH_FOLDER");
        if (kept != null) {
            new RobustBenchmark(List.of(args), Path.of(kept).toAbsolutePath()).run();
            return;
        }
        try (Scratch scratch = Scratch.create()) {
            new RobustBenchmark(List.of(args), scratch.folder()).run();
        }
    }

    private void run() throws Exception {
        System.out.println(
                "| set | algorithm | placed | px | shape m | position m | turn ° | focal % | check plan m |"
                        + " check height m | warnings | s |\n|---|---|---|---|---|---|---|---|---|---|---|---|");
        Path photos = folder("--photos", "NADIR_BENCH_BRIGHTON");
        if (photos != null) {
            flight(photos);
        }
        for (RenderedSets set : RenderedSets.values()) {
            if (isWanted(set.title())) {
                rendered(set);
            }
        }
        System.out.println();
        warnings.forEach((set, lines) -> {
            System.out.println("`" + set + "`");
            lines.forEach(line -> System.out.println("- " + line));
            System.out.println();
        });
    }

    private boolean isWanted(String set) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).startsWith("--")) {
                i += arguments.get(i).equals("--algorithms") ? 0 : 1;
            } else {
                names.add(arguments.get(i));
            }
        }
        return names.isEmpty() || names.contains(set);
    }

    private List<String> algorithms() {
        return arguments.contains("--algorithms") ? ALGORITHMS : ALGORITHMS.subList(0, 1);
    }

    private void flight(Path photos) throws Exception {
        Path inside = photos.resolve("reference/shots.geojson");
        PlacedPhotos reference =
                PlacedPhotos.read(
                        Files.exists(inside)
                                ? inside
                                : photos.resolveSibling("reference/shots.geojson"),
                        null);
        Path known = scratch.resolve("known");
        if (!Files.exists(known.resolve("cameras.json"))) {
            Scratch.delete(known);
            copy(photos, Files.createDirectories(known.resolve("images")));
            EngineProcess.run(known, options("incremental"), HEAP);
        }
        PlacedPhotos placed = placed(known);
        SparseScene scene =
                SfmFile.read(known.resolve("opensfm/reconstruction.bin"), named(photos)).scene();
        Shot shot = scene.shots().getFirst();
        double[] there = Objects.requireNonNull(placed.shots().get(shot.name())).centre();
        double[] here = shot.pose().centreInWorld();
        double[] offset = {there[0] - here[0], there[1] - here[1]};
        int zone = zone(files(photos).getFirst());
        for (Map.Entry<String, RobustSets.Recipe> set : RobustSets.all().entrySet()) {
            if (!isWanted(set.getKey())) {
                continue;
            }
            Path project = scratch.resolve(set.getKey());
            Scratch.delete(project);
            var making =
                    new RobustSets.Making(project, scene, offset, zone, shot.camera(), strangers());
            List<PhotoCopy> copies = new ArrayList<>();
            for (Path file : files(photos)) {
                copies.add(PhotoCopy.of(file));
            }
            Files.createDirectories(project);
            set.getValue().make(copies, making);
            for (String algorithm : algorithms()) {
                Row row = new Row(set.getKey(), algorithm, project);
                row.expected = RobustSets.expected(set.getKey());
                row.truth = renamed(reference, copies);
                boolean bent = set.getKey().startsWith("barrel");
                Camera lens = bent ? RobustSets.barrelLens(shot.camera()) : shot.camera();
                row.focal = lens.focalX();
                if (Files.exists(project.resolve("gcp_list.txt"))) {
                    row.check = MarkedTiePoints.of(scene, offset, zone, lens).check();
                    row.truth = renamed(placed, copies);
                }
                row.run();
            }
        }
    }

    private void rendered(RenderedSets set) throws Exception {
        Path project = scratch.resolve(set.title());
        Path images = project.resolve("images");
        if (!Files.exists(project.resolve("rendered"))) {
            Scratch.delete(project);
            set.survey().writePhotos(images, set.plan());
            Files.createFile(project.resolve("rendered"));
        }
        for (String algorithm : algorithms()) {
            Row row = new Row(set.title(), algorithm, project);
            row.truth = PlacedPhotos.truth(set.survey());
            row.focal = set.plan().lens().focal();
            row.run();
        }
    }

    /// One run and its line of the table.
    private final class Row {

        private final String set;
        private final String algorithm;
        private final Path project;
        private @Nullable Integer expected;
        private @Nullable PlacedPhotos truth;
        private double focal;
        private @Nullable List<org.nadir.testkit.SyntheticControl.Point> check;

        Row(String set, String algorithm, Path project) {
            this.set = set;
            this.algorithm = algorithm;
            this.project = project;
        }

        void run() throws Exception {
            String name = set + (algorithm.equals("incremental") ? "" : " " + algorithm);
            EngineProcess run;
            try {
                Map<String, String> options = options(algorithm);
                options.put("rerun-from", "dataset");
                run = EngineProcess.run(project, options, HEAP);
            } catch (IllegalStateException failure) {
                System.out.printf("| %s | %s | failed |%n", set, algorithm);
                warnings.put(
                        name, List.of(String.valueOf(failure.getMessage()).replace('\n', ' ')));
                return;
            }
            Files.write(project.resolve("console-" + algorithm + ".txt"), run.console());
            List<String> said =
                    run.console().stream().filter(line -> line.startsWith("[WARNING]")).toList();
            if (!said.isEmpty()) {
                warnings.put(name, said);
            }
            PlacedPhotos placed = placed(project);
            PlacedPhotos known = java.util.Objects.requireNonNull(truth);
            double plain = isOnEarth(project) ? placed.differenceTo(known).position() : Double.NaN;
            PlacedPhotos.Difference shape = placed.differenceInShape(known);
            double[] errors = check == null ? null : placed.checkErrors(check);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %d/%d | %.2f | %.3f | %.3f | %.2f | %+.2f | %s | %s | %d | %.0f |%n",
                    set,
                    algorithm,
                    run.placed(),
                    expected == null ? Integer.valueOf(run.photos()) : expected,
                    run.reprojection(),
                    shape.position(),
                    plain,
                    shape.degrees(),
                    100 * focalError(placed, known),
                    errors == null ? "" : String.format(Locale.ROOT, "%.3f", errors[0]),
                    errors == null ? "" : String.format(Locale.ROOT, "%.3f", errors[1]),
                    said.size(),
                    run.sfmSeconds());
        }

        /// Of the lens that is farthest off, among those of photos with known cameras.
        private double focalError(PlacedPhotos placed, PlacedPhotos known) {
            double worst = 0;
            for (Map.Entry<String, PlacedPhotos.Shot> shot : placed.shots().entrySet()) {
                PlacedPhotos.Lens lens = placed.lenses().get(shot.getValue().camera());
                if (known.shots().containsKey(shot.getKey()) && lens != null) {
                    double error = lens.focalX() / focal - 1;
                    worst = Math.abs(error) > Math.abs(worst) ? error : worst;
                }
            }
            return worst;
        }
    }

    private static PlacedPhotos renamed(PlacedPhotos reference, List<PhotoCopy> copies) {
        var shots = new TreeMap<String, PlacedPhotos.Shot>();
        for (PhotoCopy copy : copies) {
            PlacedPhotos.Shot shot = reference.shots().get(copy.original);
            if (shot != null) {
                shots.put(copy.name, shot);
            }
        }
        return new PlacedPhotos(shots, reference.lenses());
    }

    private static int zone(Path photo) throws IOException {
        PhotoTags.Position at = PhotoTagReader.read(photo).position();
        if (at == null) {
            throw new IllegalArgumentException(photo + " has no position");
        }
        return UtmZone.of(at.longitude(), at.latitude()).number();
    }

    private List<Path> strangers() throws IOException {
        Path folder = folder("--strangers", "NADIR_BENCH_ORBIT");
        if (folder == null) {
            return List.of();
        }
        List<Path> files = files(folder);
        return files.subList(0, Math.min(MOST_STRANGERS, files.size()));
    }

    private @Nullable Path folder(String argument, String variable) {
        int at = arguments.indexOf(argument);
        String name = at < 0 ? System.getenv(variable) : arguments.get(at + 1);
        return name == null ? null : Path.of(name).toAbsolutePath();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Files.createSymbolicLink(to.resolve(file.getFileName()), file);
        }
    }

    /// Photos of which only the name is known, which is what a reconstruction is read by.
    private static List<Photo> named(Path folder) throws IOException {
        Camera any = Camera.perspective("any", 1, 1, 1);
        List<Photo> photos = new ArrayList<>();
        for (Path file : files(folder)) {
            photos.add(new Photo(file.getFileName().toString(), file, any, null, null, 0));
        }
        return photos;
    }

    private Map<String, String> options(String algorithm) {
        var options = new HashMap<>(Map.of("end-with", "opensfm", "sfm-algorithm", algorithm));
        int at = arguments.indexOf("--features");
        if (at >= 0) {
            options.put("min-num-features", arguments.get(at + 1));
        }
        return options;
    }

    /// Photos without a place on earth are in a frame of the reconstruction's own.
    private static PlacedPhotos placed(Path project) throws IOException {
        Path cameras = project.resolve("cameras.json");
        if (isOnEarth(project)) {
            return PlacedPhotos.read(project.resolve(ON_EARTH), cameras);
        }
        SparseScene scene =
                SfmFile.read(
                                project.resolve("opensfm/reconstruction.bin"),
                                named(project.resolve("images")))
                        .scene();
        var shots = new TreeMap<String, PlacedPhotos.Shot>();
        for (Shot shot : scene.shots()) {
            shots.put(
                    shot.name(),
                    new PlacedPhotos.Shot(
                            shot.camera().id(),
                            shot.pose().centreInWorld(),
                            shot.pose().cameraFromWorld()));
        }
        return new PlacedPhotos(shots, PlacedPhotos.lenses(cameras));
    }

    private static boolean isOnEarth(Path project) {
        return Files.exists(project.resolve(ON_EARTH));
    }
}
