package org.nadir.engine.ortho;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.PhotoReader;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.terrain.HeightGrids;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Makes the orthophoto straight from the surface model and the photos.
///
/// First a plan on a coarser raster: what each photo shows there ([ViewLayer]), colours levelled ([ColourBalance],
/// [LocalLevelling]), one photo chosen per cell ([SeamPlan]). Then the pixels, block by block ([BlockRenderer]), in
/// strips from north to south. Each photo is decoded once for the plan and, when memory does not hold them all, again
/// for the strips that show it.
public final class OrthophotoBuilder {

    private static final int BLOCK = 512;

    /// Many bands of many bits take much memory.
    private static final int BAND_ROWS = 256;

    /// Cells of a surface up to which it is smoothed as a whole.
    private static final int MOST_CELLS = 16_000_000;

    /// What smoothing looks at around a window: the reach of [SurfaceScatter] and twice that of [SurfaceSmoothing], metres.
    private static final double SMOOTHING_REACH = 4;

    private static final int BALANCE_LAYER = 110;
    private static final double SMOOTHING_METRES = 0.35;
    private static final double NOISE_METRES = 0.1;
    private static final int BLUR = 3;

    /// A surface piece by piece, in finer cells than the memory could hold of all of it.
    @FunctionalInterface
    public interface SurfaceWindows {

        /// The cells of a box and a few more: the first column and row are multiples of [#ALIGN] of the whole lattice, so that
        /// rasters made from blocks of cells do not depend on where a window begins.
        HeightGrid within(double left, double bottom, double right, double top) throws IOException;
    }

    /// See [SurfaceWindows].
    public static final int ALIGN = 16;

    private final List<Shot> shots;
    private final HeightGrid surface;
    private final CropPolygon crop;
    private final OrthoSettings settings;
    private final PhotoReader reader;
    private final Work work;
    private final @Nullable SurfaceWindows windows;
    private final BlockBuffers.Pool buffers = new BlockBuffers.Pool();

    private OrthophotoBuilder(
            List<Shot> shots,
            HeightGrid surface,
            CropPolygon crop,
            OrthoSettings settings,
            PhotoReader reader,
            @Nullable SurfaceWindows windows,
            Work work) {
        this.shots = List.copyOf(shots);
        this.surface = surface;
        this.crop = crop;
        this.settings = settings;
        this.reader = reader;
        this.windows = windows;
        this.work = work;
    }

    /// What came out.
    ///
    /// @param frame where the image lies
    /// @param photosUsed photos that show somewhere in it
    /// @param coverage share of the crop polygon that has pixels, 0 to 1, as planned
    public record Summary(GridFrame frame, int photosUsed, double coverage) {}

    /// The raster that [#build] fills: the crop polygon's box at the settings' resolution.
    public static GridFrame frame(CropPolygon crop, OrthoSettings settings) {
        return crop.frame(settings.resolution());
    }

    /// As the longer form, with photos decoded from their files.
    public static Summary build(
            List<Shot> shots,
            HeightGrid surface,
            CropPolygon crop,
            OrthoSettings settings,
            RowSink sink,
            Work work)
            throws IOException {
        return build(shots, surface, crop, settings, PhotoReader.files(), sink, work);
    }

    /// As the other forms, for a surface too large for the memory: what is planned for the whole comes from `surface` in
    /// coarse cells, the pixels from `windows`.
    public static Summary build(
            List<Shot> shots,
            HeightGrid surface,
            SurfaceWindows windows,
            CropPolygon crop,
            OrthoSettings settings,
            PhotoReader reader,
            RowSink sink,
            Work work)
            throws IOException {
        return new OrthophotoBuilder(placed(shots), surface, crop, settings, reader, windows, work)
                .run(sink);
    }

    /// Makes the orthophoto and hands its rows to `sink`: exactly `frame(crop, settings).height()` of them.
    ///
    /// @param surface the surface model, known all over the crop polygon; where it is unknown the image is transparent
    /// @throws Problem `NOT_ALIGNED` without shots, `BAD_BOUNDARY` when surface and polygon do not meet
    public static Summary build(
            List<Shot> shots,
            HeightGrid surface,
            CropPolygon crop,
            OrthoSettings settings,
            PhotoReader reader,
            RowSink sink,
            Work work)
            throws IOException {
        int factor = (int) Math.ceil(Math.sqrt(surface.z().length / (double) MOST_CELLS));
        if (factor == 1) {
            return new OrthophotoBuilder(placed(shots), surface, crop, settings, reader, null, work)
                    .run(sink);
        }
        HeightGrid coarse = HeightGrids.coarser(surface, factor, work.workers());
        return build(shots, coarse, windows(surface), crop, settings, reader, sink, work);
    }

    /// The windows of a surface that is in memory.
    private static SurfaceWindows windows(HeightGrid surface) {
        return (left, bottom, right, top) ->
                HeightGrids.window(
                        surface, GridFrame.of(surface).window(left, bottom, right, top, ALIGN));
    }

    /// As the other forms, with the pixels from bands that cameras of their own took. Seams are planned on `shots`, which show
    /// one of the bands; no number is changed or mixed with others.
    ///
    /// @param windows null when `surface` is fine enough
    public static Summary build(
            List<Shot> shots,
            HeightGrid surface,
            @Nullable SurfaceWindows windows,
            CropPolygon crop,
            OrthoSettings settings,
            BandPhotos bands,
            BandSink sink,
            Work work)
            throws IOException {
        var builder =
                new OrthophotoBuilder(
                        placed(shots), surface, crop, settings, PhotoReader.files(), windows, work);
        Planned planned = builder.plan();
        builder.renderBands(planned.plan, planned.ground, bands, sink);
        return builder.summary(planned);
    }

    /// What is handed from planning to rendering; the rest of the planning's memory is free then.
    private record Planned(
            OrthoPlan plan,
            PlanSurface ground,
            HeightGrid scatter,
            PhotoCache photos,
            double usualFootprint) {}

    private Summary run(RowSink sink) throws IOException {
        Planned planned = plan();
        render(planned, sink);
        return summary(planned);
    }

    private static List<Shot> placed(List<Shot> shots) {
        if (shots.isEmpty()) {
            throw new Problem(Problem.Code.NOT_ALIGNED, "No photo has found its place.");
        }
        return shots;
    }

    private Planned plan() {
        work.progress().title("Planning the orthophoto");
        GridFrame frame = frame(crop, settings);
        int factor = PlanCells.factor(frame, settings.planCells());
        HeightGrid scatter = new SurfaceScatter(work.workers()).of(surface);
        HeightGrid smooth = smooth(surface, scatter);
        PlanSurface ground = PlanSurface.of(smooth, crop, frame.coarser(factor), work.workers());
        if (ground.isEmpty()) {
            throw new Problem(
                    Problem.Code.BAD_BOUNDARY,
                    "The surface model and the area of the orthophoto do not meet.");
        }
        var photos = new PhotoCache(reader, shots, reductions(ground), settings.photoBytes());
        double usual = usualFootprint(ground);
        List<ViewLayer> layers = layers(ground, scatter, photos, usual);
        photos.releaseUnlessComplete();
        PhotoTone[] tones = balance(ground, layers);
        LocalTone[] local = levelLocally(ground, layers);
        short[] labels = new SeamPlan(ground, layers, work.part(0.4, 0.6)).solve();
        GridFrame cells = ground.frame();
        var choice = new LabelRaster(factor, 0, 0, cells.width(), cells.height(), labels);
        // What sections bring themselves is not held beside them: the smoothed surface, the colours
        // of the coarse cells.
        var plan =
                new OrthoPlan(
                        frame,
                        shots,
                        windows == null ? smooth : surface,
                        crop,
                        isRefined(factor) ? withoutColours(layers) : layers,
                        choice,
                        tones,
                        local);
        return new Planned(plan, ground, scatter, photos, usual);
    }

    private static boolean isRefined(int factor) {
        return factor > PlanCells.FINE;
    }

    private static List<ViewLayer> withoutColours(List<ViewLayer> layers) {
        return layers.stream().map(ViewLayer::withoutColours).toList();
    }

    private HeightGrid smooth(HeightGrid grid) {
        return smooth(grid, new SurfaceScatter(work.workers()).of(grid));
    }

    private HeightGrid smooth(HeightGrid grid, HeightGrid scatter) {
        int radius = Math.clamp(Math.round(SMOOTHING_METRES / grid.cell()), 1, 8);
        HeightGrid straight = new EdgeStraightening(work.workers()).apply(grid, scatter);
        return new SurfaceSmoothing(work.workers()).apply(straight, radius, NOISE_METRES);
    }

    /// By how much each photo may be reduced without losing anything at the orthophoto's resolution.
    private double[] reductions(PlanSurface ground) {
        var factors = new double[shots.size()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] =
                    Math.max(1, settings.resolution() / footprint(shots.get(i), ground.highest()));
        }
        return factors;
    }

    /// Size on the ground of a photo's pixel, seen straight, at a height.
    private static double footprint(Shot shot, double z) {
        double distance = Math.abs(shot.pose().centreInWorld()[2] - z);
        return Math.max(1e-9, distance / shot.camera().focalPixels());
    }

    /// Size on the ground of a full-size photo's pixel in this block, metres.
    private double usualFootprint(PlanSurface ground) {
        double[] footprints =
                shots.stream()
                        .mapToDouble(shot -> footprint(shot, ground.lowest()))
                        .sorted()
                        .toArray();
        return footprints[footprints.length / 2];
    }

    private List<ViewLayer> layers(
            PlanSurface ground, HeightGrid scatter, PhotoCache photos, double usual) {
        var layers =
                new ArrayList<>(java.util.Collections.nCopies(shots.size(), ViewLayer.empty()));
        Workers.forEach(
                work.part(0, 0.35),
                shots.size(),
                i -> {
                    var builder = new ViewLayerBuilder(ground, scatter, shots.get(i), usual);
                    try {
                        layers.set(i, builder.build(photos.image(i)));
                    } catch (IOException unreadable) {
                        work.console()
                                .warning(
                                        shots.get(i).name()
                                                + " is left out of the orthophoto: "
                                                + unreadable.getMessage());
                    }
                });
        return layers;
    }

    /// Layers reduced until they are small enough for colour statistics.
    private record Reduced(List<ViewLayer> layers, int level) {}

    private Reduced reduced(List<ViewLayer> layers) {
        List<ViewLayer> current = layers;
        int level = 0;
        while (SeamPlan.usualWidth(current) > 1.5 * BALANCE_LAYER) {
            List<ViewLayer> finer = current;
            current = work.workers().map(finer.size(), i -> finer.get(i).halved());
            level++;
        }
        return new Reduced(current, level);
    }

    /// Fits the photos' tones to one another and applies them to the layers.
    private PhotoTone[] balance(PlanSurface ground, List<ViewLayer> layers) {
        var tones = new PhotoTone[shots.size()];
        Arrays.setAll(tones, i -> PhotoTone.neutral());
        if (!settings.levelColours()) {
            return tones;
        }
        Reduced small = reduced(layers);
        ColourSamples samples =
                new ColourSampling(shots, ground, small.layers(), small.level()).collect();
        PhotoTone[] solved = new ColourBalance(samples, lenses()).solve(work.workers());
        var painter = new LayerPainter(ground, shots);
        work.workers().forEach(layers.size(), i -> painter.apply(i, layers.get(i), solved[i]));
        return solved;
    }

    /// A number per photo; equal for photos of one lens.
    private int[] lenses() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        return shots.stream()
                .mapToInt(shot -> {
                    numbers.putIfAbsent(shot.camera().id(), numbers.size());
                    return numbers.getOrDefault(shot.camera().id(), 0);
                })
                .toArray();
    }

    private LocalTone[] levelLocally(PlanSurface ground, List<ViewLayer> layers) {
        var local = new LocalTone[layers.size()];
        if (!settings.levelColours()) {
            var nothing = new GridFrame(0, 0, 1, 1, 1);
            Arrays.setAll(local, i -> new LocalTone(nothing, new float[3]));
            return local;
        }
        Reduced small = reduced(layers);
        GridFrame frame = ground.frame().coarser(1 << small.level());
        LocalTone[] solved = new LocalLevelling(small.layers(), frame, BLUR).solve(work.workers());
        var painter = new LayerPainter(ground, shots);
        work.workers().forEach(layers.size(), i -> painter.apply(layers.get(i), solved[i]));
        return solved;
    }

    /// A row of sections at a time.
    private void render(Planned planned, RowSink sink) throws IOException {
        work.progress().title("Making the orthophoto");
        OrthoPlan plan = planned.plan;
        PhotoCache photos = planned.photos;
        GridFrame frame = plan.frame();
        var planner =
                new SectionPlanner(
                        plan, forPlanning(photos, planned.ground), planned.usualFootprint, work);
        for (int row0 = 0; row0 < frame.height(); row0 += Section.HEIGHT) {
            List<Section> sections = Section.row(frame, row0);
            int rows = sections.getFirst().height();
            var rgba = new byte[Math.multiplyExact(4 * rows, frame.width())];
            for (int i = 0; i < sections.size(); i++) {
                double from = row0 + rows * (double) i / sections.size();
                double to = row0 + rows * (i + 1.0) / sections.size();
                Work part =
                        work.part(
                                0.6 + 0.4 * from / frame.height(), 0.6 + 0.4 * to / frame.height());
                // Back and forth, so that a row begins with the photos that the one before ended
                // with.
                boolean back = row0 / Section.HEIGHT % 2 == 1;
                Section section = sections.get(back ? sections.size() - 1 - i : i);
                OrthoPlan detailed = detailed(plan, planner, section, planned.scatter);
                render(detailed, section, photos, rgba, part);
            }
            sink.writeRows(rgba, rows);
        }
    }

    /// Strip by strip, with the seams of the whole plan: nothing is blended over them.
    private void renderBands(OrthoPlan plan, PlanSurface ground, BandPhotos bands, BandSink sink)
            throws IOException {
        work.progress().title("Making the orthophoto of " + bands.count() + " bands");
        var cache =
                new PlaneCache(
                        bands,
                        shots.toArray(Shot[]::new),
                        reductions(ground, bands),
                        settings.photoBytes());
        GridFrame frame = plan.frame();
        int across = (frame.width() + BLOCK - 1) / BLOCK;
        int count = (frame.height() + BAND_ROWS - 1) / BAND_ROWS;
        for (int n = 0; n < count; n++) {
            int row0 = n * BAND_ROWS;
            int rows = Math.min(BAND_ROWS, frame.height() - row0);
            var strip = new Section(0, row0, frame.width(), rows);
            int numbers = Math.multiplyExact(bands.count() * rows, frame.width());
            var values = new float[numbers];
            OrthoPlan detailed =
                    windows == null
                            ? plan
                            : plan.withSurface(
                                    smooth(window(windows, plan, strip, Multiband.REACH)));
            Workers.forEach(
                    work.part(0.6 + 0.4 * n / count, 0.6 + 0.4 * (n + 1) / count),
                    across,
                    block -> {
                        int column0 = block * BLOCK;
                        int columns = Math.min(BLOCK, frame.width() - column0);
                        new BandRenderer(detailed, bands, cache, column0, row0, columns, rows)
                                .render(values, frame.width());
                    });
            sink.writeRows(values, rows);
        }
    }

    /// As [#reductions], for each shot and band.
    private double[] reductions(PlanSurface ground, BandPhotos bands) {
        var factors = new double[shots.size() * bands.count()];
        for (int i = 0; i < factors.length; i++) {
            Shot shot = bands.shot(shots.get(i / bands.count()), i % bands.count());
            factors[i] =
                    shot == null
                            ? 1
                            : Math.max(
                                    1, settings.resolution() / footprint(shot, ground.highest()));
        }
        return factors;
    }

    /// The photos in the size that sections are planned with, made from the larger ones.
    private PhotoCache forPlanning(PhotoCache photos, PlanSurface ground) {
        double cell = PlanCells.FINE * settings.resolution();
        var factors = new double[shots.size()];
        for (int i = 0; i < factors.length; i++) {
            double pixel =
                    Math.max(settings.resolution(), footprint(shots.get(i), ground.lowest()));
            factors[i] = Math.max(1, cell / pixel);
        }
        return photos.smaller(factors, settings.photoBytes() / 4);
    }

    private void render(
            OrthoPlan plan, Section section, PhotoCache photos, byte[] rgba, Work part) {
        int across = (section.width() + BLOCK - 1) / BLOCK;
        int down = (section.height() + BLOCK - 1) / BLOCK;
        int stride = plan.frame().width();
        Workers.forEach(
                part,
                across * down,
                block -> {
                    int column = block % across * BLOCK;
                    int row = block / across * BLOCK;
                    new BlockRenderer(
                                    plan,
                                    photos,
                                    buffers,
                                    section.column0() + column,
                                    section.row0() + row,
                                    Math.min(BLOCK, section.width() - column),
                                    Math.min(BLOCK, section.height() - row))
                            .render(rgba, row, stride);
                });
    }

    /// The plan of a section: with the fine surface where the whole has a coarse one, and with finer seams where those of the
    /// whole are coarse.
    private OrthoPlan detailed(
            OrthoPlan plan, SectionPlanner planner, Section section, HeightGrid scatter)
            throws IOException {
        boolean refine = isRefined(plan.labels().factor());
        if (windows == null) {
            return refine ? planner.plan(section, plan.surface(), scatter) : plan;
        }
        int margin = refine ? SectionPlanner.marginPixels() : Multiband.REACH;
        HeightGrid raw = window(windows, plan, section, margin);
        HeightGrid wild = new SurfaceScatter(work.workers()).of(raw);
        HeightGrid fine = smooth(raw, wild);
        return refine ? planner.plan(section, fine, wild) : plan.withSurface(fine);
    }

    /// The surface under a section, as far around it as smoothing looks.
    ///
    /// @param margin pixels
    private static HeightGrid window(
            SurfaceWindows windows, OrthoPlan plan, Section section, int margin)
            throws IOException {
        GridFrame box = section.frame(plan.frame(), margin);
        return windows.within(
                box.left() - SMOOTHING_REACH,
                box.bottom() - SMOOTHING_REACH,
                box.right() + SMOOTHING_REACH,
                box.top() + SMOOTHING_REACH);
    }

    private Summary summary(Planned planned) {
        short[] labels = planned.plan.labels().labels();
        PlanSurface ground = planned.ground;
        var used = new boolean[shots.size()];
        long wanted = 0;
        long covered = 0;
        for (int i = 0; i < labels.length; i++) {
            wanted += ground.z()[i] == ground.z()[i] ? 1 : 0;
            if (labels[i] >= 0) {
                covered++;
                used[labels[i]] = true;
            }
        }
        int count = 0;
        for (boolean use : used) {
            count += use ? 1 : 0;
        }
        return new Summary(planned.plan.frame(), count, covered / (double) wanted);
    }
}
