package org.nadir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nadir.engine.pipeline.EngineVersion;
import org.nadir.testkit.Errors;
import org.nadir.testkit.OrthophotoTruth;
import org.nadir.testkit.PlacedPhotos;
import org.nadir.testkit.ProductTruth;
import org.nadir.testkit.SurveyTruth;
import org.nadir.testkit.SyntheticControl;
import org.nadir.testkit.SyntheticSurvey;

/// Rendered photos of streets with houses and trees through the whole engine, in a process of its own as the node starts it,
/// and its products against the renderer's truth in world coordinates.
///
/// Photos have noise of 2 grey levels and the losses of JPEG. Their tags are as wrong as those of cheap drones; ground control
/// points, marked to half a pixel, tie the block to the world. How well is told by check points apart from the products.
/// Compared is what at least five photos show: at the border of a flight nobody expects a good surface.
final class TruthBenchmark {

    private static final int LEAST_FRAMES = 5;

    /// The `pc-quality` that nobody has to ask for.
    static final String USUAL = "medium";

    private final SyntheticSurvey.Plan plan;
    private final SyntheticSurvey survey;
    private final Path folder;
    private final String name;

    private TruthBenchmark(String name, SyntheticSurvey.Plan plan, Path folder) {
        this.name = name;
        this.plan = plan;
        this.folder = folder;
        survey = SyntheticSurvey.of(plan);
    }

    static void block(String quality) throws Exception {
        run(
                "streets",
                SyntheticSurvey.Plan.streets(6, 6, 70, 1600, 1200, 17),
                Map.of("dsm", "true", "dtm", "true", "gltf", "true", "pc-quality", quality),
                3000,
                new double[] {0, 0});
    }

    /// Default options and a surface model. 12 megapixels, 3 cm on the ground.
    static void large(int photos) throws Exception {
        int rows = (int) Math.max(1, Math.round(Math.sqrt(photos / 1.6)));
        int columns = (photos + rows - 1) / rows;
        run(
                "streets12mp" + rows * columns,
                SyntheticSurvey.Plan.streets(rows, columns, 100, 4000, 3000, 17),
                Map.of("dsm", "true"),
                3400,
                new double[] {18 * 60 * rows * columns / 160.0, 4096});
    }

    private static void run(
            String name,
            SyntheticSurvey.Plan plan,
            Map<String, String> options,
            int heap,
            double[] most)
            throws Exception {
        System.out.printf(
                Locale.ROOT,
                "### products against the truth%n%nNadir %s, Java %s, %d processors, load %.1f at the start%n%n",
                EngineVersion.NUMBER,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        .getSystemLoadAverage());
        try (Scratch scratch = Scratch.create()) {
            String kept = System.getenv("NADIR_BENCH_FOLDER");
            Path folder = kept == null ? scratch.folder() : Path.of(kept).toAbsolutePath();
            new TruthBenchmark(name, plan, folder).measure(options, heap, most);
        }
    }

    private void measure(Map<String, String> options, int heap, double[] most) throws Exception {
        Path photos = folder.resolve(name + "-photos");
        if (!Files.exists(folder.resolve(name + ".done"))) {
            long start = System.nanoTime();
            survey.writePhotos(photos, plan);
            System.err.printf(
                    Locale.ROOT, "Rendered in %.0f s%n", (System.nanoTime() - start) / 1e9);
            Files.createFile(folder.resolve(name + ".done"));
        }
        if (System.getenv("NADIR_BENCH_RENDER_ONLY") != null) {
            return;
        }
        SyntheticControl control =
                SyntheticControl.of(survey, 4, new SyntheticControl.Marking(0.5, 0), 3);
        String quality = options.getOrDefault("pc-quality", USUAL);
        String suffix = USUAL.equals(quality) ? "" : "-" + quality;
        Path project = folder.resolve(name + suffix + "-project");
        if (System.getenv("NADIR_BENCH_COMPARE_ONLY") == null) {
            Scratch.delete(project);
            link(photos, Files.createDirectories(project.resolve("images")));
            Files.writeString(project.resolve("gcp_list.txt"), control.file());
            EngineProcess run = EngineProcess.run(project, new HashMap<>(options), heap);
            resources(run, most);
        }
        compare(project, control);
    }

    private void resources(EngineProcess run, double[] most) {
        System.out.printf(
                "#### %d rendered photos of %d by %d%n%n| stage | seconds |%n|---|---|%n",
                run.photos(), plan.width(), plan.height());
        Pattern stage = Pattern.compile("Finished (\\S+) stage in ([0-9.]+) s");
        for (String line : run.console()) {
            Matcher matcher = stage.matcher(line);
            if (matcher.find()) {
                System.out.printf("| %s | %s |%n", matcher.group(1), matcher.group(2));
            }
        }
        System.out.println();
        var bars = new Bars();
        bars.all("photos placed", run.placed(), survey.cameras().size());
        bars.note("mean reprojection error", run.reprojection(), " px");
        if (most[0] > 0) {
            bars.atMost("the whole process", run.taken().seconds(), most[0], " s");
            bars.atMost("peak memory", run.taken().peakMegabytes(), most[1], " MB");
        } else {
            bars.note("the whole process", run.taken().seconds(), " s");
            bars.note("peak memory", run.taken().peakMegabytes(), " MB");
        }
        bars.note("processor time", run.taken().processorSeconds(), " s");
        bars.print();
    }

    private void compare(Path project, SyntheticControl control) throws IOException {
        var bars = new Bars();
        double gsd = plan.gsd();
        System.out.printf(
                Locale.ROOT,
                "A pixel of a photo covers %.1f cm. Edges and lines: mean of all, then 95 of 100 are within.%n%n",
                100 * gsd);
        georeference(project, control, bars);
        var truth = new SurveyTruth(survey);
        var products = new ProductTruth(truth, LEAST_FRAMES, gsd);
        Path dsm = project.resolve("odm_dem/dsm.tif");
        surface(products.surface(dsm), bars);
        Path dtm = project.resolve("odm_dem/dtm.tif");
        if (Files.exists(dtm)) {
            ProductTruth.Terrain terrain = products.terrain(dtm);
            bars.note("terrain, open ground, RMS", terrain.open().rms(), " m");
            bars.atMost("terrain under buildings, RMS", terrain.under().rms(), 0.15, " m");
            bars.note("terrain under buildings, 95 %", terrain.under().absolute95(), " m");
            bars.note("terrain under trees, RMS", terrain.underTrees().rms(), " m");
        }
        orthophoto(
                new OrthophotoTruth(truth, LEAST_FRAMES)
                        .compare(project.resolve("odm_orthophoto/odm_orthophoto.tif"), dsm),
                bars);
        mesh(project, products, bars);
        bars.print();
    }

    /// How well the block as a whole lies in the world.
    private void georeference(Path project, SyntheticControl control, Bars bars)
            throws IOException {
        PlacedPhotos placed =
                PlacedPhotos.read(
                        project.resolve("odm_report/shots.geojson"),
                        project.resolve("cameras.json"));
        double[] errors = placed.checkErrors(control.check());
        bars.note("check points in plan, RMS", errors[0] / plan.gsd(), " GSD");
        bars.note("check points in height, RMS", errors[1] / plan.gsd(), " GSD");
        double focal = placed.lenses().values().iterator().next().focalX();
        bars.note("focal length", 100 * Math.abs(focal / plan.lens().focal() - 1), " %");
    }

    private void surface(ProductTruth.Surface surface, Bars bars) {
        double gsd = plan.gsd();
        bars.atMost("surface, open ground, RMS", surface.open().rms() / gsd, 1, " GSD");
        bars.note("surface, open ground, median", surface.open().median() / gsd, " GSD");
        bars.note("surface, open ground, 95 %", surface.open().absolute95() / gsd, " GSD");
        bars.note("surface, beside buildings, RMS", surface.beside().rms() / gsd, " GSD");
        bars.note("surface, beside buildings, 95 %", surface.beside().absolute95() / gsd, " GSD");
        bars.note("surface, roofs, RMS", surface.roofs().rms() / gsd, " GSD");
        bars.note("surface, roofs, 95 %", surface.roofs().absolute95() / gsd, " GSD");
        bars.note("surface, trees, RMS", surface.trees().rms() / gsd, " GSD");
        bars.note("surface, trees, median", surface.trees().median() / gsd, " GSD");
        Errors edges = surface.edges();
        bars.note("building edges outwards, mean", edges.mean() / gsd, " GSD");
        bars.atMost("building edges, 95 %", edges.absolute95() / gsd, 2, " GSD");
        bars.note("building edges, half within", edges.absolute50() / gsd, " GSD");
        bars.note("building edges, RMS", edges.rms() / gsd, " GSD");
        bars.note("building edges not found", 100 * surface.missed(), " %");
    }

    private static void orthophoto(OrthophotoTruth.Figures figures, Bars bars) {
        bars.note("orthophoto, a pixel", 100 * figures.pixel(), " cm");
        bars.note("painted lines, RMS off the truth", figures.lines().rms(), " px");
        bars.note("painted lines, 95 % off the truth", figures.lines().absolute95(), " px");
        bars.note("painted lines, RMS off straight", figures.bends().rms(), " px");
        bars.note("painted lines, 95 % off straight", figures.bends().absolute95(), " px");
        bars.atMost("painted lines, largest off straight", figures.bends().largest(), 1.5, " px");
        bars.note("painted lines not found", 100 * figures.lostLines(), " %");
        bars.note("roof edges outwards, mean", figures.roofs().mean(), " px");
        bars.note("roof edges, half within", figures.roofs().absolute50(), " px");
        bars.note("roof edges, RMS", figures.roofs().rms(), " px");
        bars.atMost("roof edges, 95 %", figures.roofs().absolute95(), 4, " px");
        bars.note("roof edges not found", 100 * figures.lostRoofs(), " %");
        bars.atMost("holes that photos show", 100 * figures.holeShare(), 0.1, " %");
    }

    private void mesh(Path project, ProductTruth products, Bars bars) throws IOException {
        List<String> lines = Files.readAllLines(project.resolve("odm_georeferencing/coords.txt"));
        String[] shift = lines.get(1).split("\\s+");
        Errors mesh =
                products.mesh(
                        project.resolve("odm_texturing/odm_textured_model_geo.obj"),
                        Double.parseDouble(shift[0]),
                        Double.parseDouble(shift[1]));
        bars.note("mesh vertices", mesh.count(), "");
        bars.atMost("mesh, 95 % of the vertices", mesh.absolute95() / plan.gsd(), 1.5, " GSD");
        bars.note("mesh, half of the vertices", mesh.absolute50() / plan.gsd(), " GSD");
        bars.note("mesh, RMS", mesh.rms() / plan.gsd(), " GSD");
    }

    private static void link(Path photos, Path images) throws IOException {
        try (Stream<Path> files = Files.list(photos)) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(images.resolve(file.getFileName()), file);
            }
        }
    }
}
