package org.nadir.engine.ortho;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
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
    private static final int BALANCE_LAYER = 110;
    private static final double SMOOTHING_METRES = 0.35;
    private static final double NOISE_METRES = 0.1;
    private static final int BLUR = 3;

    /// The surface between two heights on the map, in finer cells than the memory could hold of all of it.
    @FunctionalInterface
    public interface SurfaceStrips {

        /// @return a grid as wide as the whole, from some ten metres below `bottom` to as much above `top`, which
        ///     smoothing looks at
        HeightGrid between(double bottom, double top) throws IOException;
    }

    private final List<Shot> shots;
    private final HeightGrid surface;
    private final CropPolygon crop;
    private final OrthoSettings settings;
    private final PhotoReader reader;
    private final Work work;
    private final @Nullable SurfaceStrips strips;

    private OrthophotoBuilder(
            List<Shot> shots,
            HeightGrid surface,
            CropPolygon crop,
            OrthoSettings settings,
            PhotoReader reader,
            @Nullable SurfaceStrips strips,
            Work work) {
        this.shots = List.copyOf(shots);
        this.surface = surface;
        this.crop = crop;
        this.settings = settings;
        this.reader = reader;
        this.strips = strips;
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
    /// coarse cells, the pixels from `strips`.
    public static Summary build(
            List<Shot> shots,
            HeightGrid surface,
            SurfaceStrips strips,
            CropPolygon crop,
            OrthoSettings settings,
            PhotoReader reader,
            RowSink sink,
            Work work)
            throws IOException {
        return new OrthophotoBuilder(placed(shots), surface, crop, settings, reader, strips, work)
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
        return new OrthophotoBuilder(placed(shots), surface, crop, settings, reader, null, work)
                .run(sink);
    }

    /// As the other forms, with the pixels from bands that cameras of their own took. Seams are planned on `shots`, which show
    /// one of the bands; no number is changed or mixed with others.
    ///
    /// @param strips null when `surface` is fine enough
    public static Summary build(
            List<Shot> shots,
            HeightGrid surface,
            @Nullable SurfaceStrips strips,
            CropPolygon crop,
            OrthoSettings settings,
            BandPhotos bands,
            BandSink sink,
            Work work)
            throws IOException {
        return new OrthophotoBuilder(
                        placed(shots), surface, crop, settings, PhotoReader.files(), strips, work)
                .run((plan, ground, photos, on) -> on.renderBands(plan, ground, bands, sink));
    }

    /// What makes the pixels of a plan.
    @FunctionalInterface
    private interface Rendering {
        void render(
                OrthoPlan plan, PlanSurface ground, PhotoCache photos, OrthophotoBuilder builder)
                throws IOException;
    }

    private Summary run(RowSink sink) throws IOException {
        return run((plan, ground, photos, on) -> on.render(plan, photos, sink));
    }

    private static List<Shot> placed(List<Shot> shots) {
        if (shots.isEmpty()) {
            throw new Problem(Problem.Code.NOT_ALIGNED, "No photo has found its place.");
        }
        return shots;
    }

    private Summary run(Rendering rendering) throws IOException {
        work.progress().title("Planning the orthophoto");
        GridFrame frame = frame(crop, settings);
        int factor = planFactor(frame);
        HeightGrid scatter = new SurfaceScatter(work.workers()).of(surface);
        HeightGrid smooth = smooth(surface, scatter);
        PlanSurface ground = PlanSurface.of(smooth, crop, frame.coarser(factor), work.workers());
        if (ground.isEmpty()) {
            throw new Problem(
                    Problem.Code.BAD_BOUNDARY,
                    "The surface model and the area of the orthophoto do not meet.");
        }
        var photos = new PhotoCache(reader, shots, reductions(ground), settings.photoBytes());
        List<ViewLayer> layers = layers(ground, scatter, photos);
        PhotoTone[] tones = balance(ground, layers);
        LocalTone[] local = levelLocally(ground, layers);
        short[] labels = new SeamPlan(ground, layers, work.part(0.4, 0.6)).solve();
        var plan = new OrthoPlan(frame, factor, shots, smooth, crop, layers, labels, tones, local);
        rendering.render(plan, ground, photos, this);
        return summary(frame, labels, ground);
    }

    private HeightGrid smooth(HeightGrid grid, HeightGrid scatter) {
        int radius = Math.clamp(Math.round(SMOOTHING_METRES / grid.cell()), 1, 8);
        HeightGrid straight = new EdgeStraightening(work.workers()).apply(grid, scatter);
        return new SurfaceSmoothing(work.workers()).apply(straight, radius, NOISE_METRES);
    }

    private int planFactor(GridFrame frame) {
        double cells = (double) frame.width() * frame.height();
        return (int) Math.max(1, Math.ceil(Math.sqrt(cells / settings.planCells())));
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

    private List<ViewLayer> layers(PlanSurface ground, HeightGrid scatter, PhotoCache photos) {
        double[] footprints =
                shots.stream()
                        .mapToDouble(shot -> footprint(shot, ground.lowest()))
                        .sorted()
                        .toArray();
        double usual = footprints[footprints.length / 2];
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

    private void render(OrthoPlan plan, PhotoCache photos, RowSink sink) throws IOException {
        work.progress().title("Making the orthophoto");
        GridFrame frame = plan.frame();
        int across = (frame.width() + BLOCK - 1) / BLOCK;
        int strips = (frame.height() + BLOCK - 1) / BLOCK;
        for (int strip = 0; strip < strips; strip++) {
            int row0 = strip * BLOCK;
            int rows = Math.min(BLOCK, frame.height() - row0);
            var rgba = new byte[Math.multiplyExact(4 * rows, frame.width())];
            OrthoPlan detailed = detailed(plan, row0, rows);
            Workers.forEach(
                    work.part(0.6 + 0.4 * strip / strips, 0.6 + 0.4 * (strip + 1) / strips),
                    across,
                    block -> {
                        int column0 = block * BLOCK;
                        int columns = Math.min(BLOCK, frame.width() - column0);
                        new BlockRenderer(detailed, photos, column0, row0, columns, rows)
                                .render(rgba, frame.width());
                    });
            sink.writeRows(rgba, rows);
        }
    }

    private void renderBands(OrthoPlan plan, PlanSurface ground, BandPhotos bands, BandSink sink)
            throws IOException {
        work.progress().title("Making the orthophoto of " + bands.count() + " bands");
        var labels = new short[bands.count()][];
        for (int band = 0; band < labels.length; band++) {
            labels[band] = BandLabels.of(plan, ground, bands, band, work.workers());
        }
        var cache =
                new PlaneCache(
                        bands,
                        shots.toArray(Shot[]::new),
                        reductions(ground, bands),
                        settings.photoBytes());
        GridFrame frame = plan.frame();
        int across = (frame.width() + BLOCK - 1) / BLOCK;
        int count = (frame.height() + BLOCK - 1) / BLOCK;
        for (int strip = 0; strip < count; strip++) {
            int row0 = strip * BLOCK;
            int rows = Math.min(BLOCK, frame.height() - row0);
            int numbers = Math.multiplyExact(bands.count() * rows, frame.width());
            var values = new float[numbers];
            OrthoPlan detailed = detailed(plan, row0, rows);
            Workers.forEach(
                    work.part(0.6 + 0.4 * strip / count, 0.6 + 0.4 * (strip + 1) / count),
                    across,
                    block -> {
                        int column0 = block * BLOCK;
                        int columns = Math.min(BLOCK, frame.width() - column0);
                        new BandRenderer(detailed, bands, cache, column0, row0, columns, rows)
                                .render(labels, values, frame.width());
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

    /// The plan with the fine surface under some rows.
    private OrthoPlan detailed(OrthoPlan plan, int row0, int rows) throws IOException {
        if (strips == null) {
            return plan;
        }
        GridFrame frame = plan.frame();
        double reach = Multiband.REACH * frame.cell();
        double top = frame.top() - row0 * frame.cell() + reach;
        double bottom = frame.top() - (row0 + rows) * frame.cell() - reach;
        HeightGrid strip = strips.between(bottom, top);
        return plan.withSurface(smooth(strip, new SurfaceScatter(work.workers()).of(strip)));
    }

    private Summary summary(GridFrame frame, short[] labels, PlanSurface ground) {
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
        return new Summary(frame, count, covered / (double) wanted);
    }
}
