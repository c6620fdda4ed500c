package org.nadir.engine.terrain;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Rasters of height from a dense cloud: the surface with all that stands on the ground (DSM) and the bare ground
/// (DTM).
///
/// The raster is made in blocks: points are binned per block (with a margin), each cell gets a robust height from the
/// points around its centre ([CellHeight]), small gaps between measured cells are closed with growing radii ([GapFilling]). What is left open
/// inside the crop polygon is then filled smoothly ([HoleFilling]), and a median takes off what is left of the noise.
/// Besides the raster itself the memory needed is one integer per point and a few blocks.
public final class SurfaceModel {

    private static final int BLOCK = 512;
    private static final double SPECK_METRES = 0.5;
    private static final float SPECK_HEIGHT = 1;
    private static final int SPECK_ROWS = 1024;

    private final DenseCloud cloud;
    private final CropPolygon crop;
    private final DemSettings settings;
    private final Work work;
    private final IntPredicate keep;
    private final CellHeight.Kind kind;
    private final double spacing;

    private SurfaceModel(
            DenseCloud cloud,
            CropPolygon crop,
            DemSettings settings,
            Work work,
            IntPredicate keep,
            CellHeight.Kind kind) {
        this.cloud = cloud;
        this.crop = crop;
        this.settings = settings;
        this.work = work;
        this.keep = keep;
        this.kind = kind;
        this.spacing = CloudBounds.of(cloud, keep).spacing();
    }

    /// The digital surface model inside the crop polygon, from every point that is not noise; NaN outside.
    ///
    /// @throws org.nadir.engine.work.Problem `EMPTY_CLOUD` without usable points
    public static HeightGrid surface(
            DenseCloud cloud, CropPolygon crop, DemSettings settings, Work work) {
        work.progress().title("Making the surface model");
        IntPredicate keep = i -> cloud.classification()[i] != GroundClassifier.NOISE;
        return new SurfaceModel(cloud, crop, settings, work, keep, CellHeight.Kind.TOP).build();
    }

    /// The digital terrain model inside the crop polygon, from the ground points (class 2); NaN outside.
    ///
    /// @throws org.nadir.engine.work.Problem `EMPTY_CLOUD` without ground points
    public static HeightGrid terrain(
            DenseCloud cloud, CropPolygon crop, DemSettings settings, Work work) {
        work.progress().title("Making the terrain model");
        IntPredicate ground = i -> cloud.classification()[i] == GroundClassifier.GROUND;
        BitSet feet = GroundFeet.find(cloud, work);
        IntPredicate keep = i -> ground.test(i) && !feet.get(i);
        return new SurfaceModel(cloud, crop, settings, work, keep, CellHeight.Kind.MEAN).build();
    }

    private HeightGrid build() {
        GridFrame frame = crop.frame(settings.cell());
        var z = new float[Math.multiplyExact(frame.width(), frame.height())];
        var blocks = new PointBlocks(cloud, frame, BLOCK, margin(), keep);
        Workers.forEach(
                work.part(0, 0.7), blocks.count(), block -> fillBlock(blocks, block, frame, z));
        HeightGrid grid = frame.withHeights(z);
        if (kind == CellHeight.Kind.TOP && frame.cell() <= SPECK_METRES / 2) {
            removeSpecks(z, frame);
        }
        if (settings.gapFillSteps() > 0) {
            crop(grid);
            var bias = kind == CellHeight.Kind.TOP ? HoleFilling.Bias.LOW : HoleFilling.Bias.NONE;
            new HoleFilling(work.workers(), bias, frame.cell())
                    .fill(z, frame.width(), frame.height());
        }
        work.progress().fraction(0.85);
        grid = new MedianFilter(work.workers()).apply(grid, medianRadius());
        crop(grid);
        work.progress().fraction(1);
        return grid;
    }

    /// Opens cells on things that stand well above their surroundings but are too small to be things: false matches,
    /// single leaves. They take the height around them afterwards. Strip by strip, since an opening takes two more rasters.
    private void removeSpecks(float[] z, GridFrame frame) {
        int radius = Math.clamp(Math.round(SPECK_METRES / 2 / frame.cell()), 1, 8);
        var specks = new BitSet();
        for (int top = 0; top < frame.height(); top += SPECK_ROWS) {
            int end = Math.min(frame.height(), top + SPECK_ROWS);
            // An erosion and a dilation reach two radii far.
            int first = Math.max(0, top - 2 * radius);
            int last = Math.min(frame.height(), end + 2 * radius);
            float[] strip = Arrays.copyOfRange(z, first * frame.width(), last * frame.width());
            float[] opened =
                    new Morphology(work.workers(), frame.width(), last - first).open(strip, radius);
            for (int i = top * frame.width(); i < end * frame.width(); i++) {
                if (z[i] - opened[i - first * frame.width()] > SPECK_HEIGHT) {
                    specks.set(i);
                }
            }
        }
        specks.stream().forEach(i -> z[i] = Float.NaN);
    }

    /// Cells beyond a block's edge whose points or heights reach into it.
    private int margin() {
        double[] radii = gapRadii();
        double cells = CellHeight.REACH * support() / settings.cell() + 1;
        cells += radii.length == 0 ? 0 : radii[radii.length - 1];
        return (int) Math.ceil(cells) + CellHeight.SPIKE_RADIUS;
    }

    /// Radius around a cell's centre within which points count, metres.
    private double support() {
        return Math.max(0.75 * settings.cell(), 1.1 * spacing);
    }

    /// Search radii in cells: three times the spacing of the points, since in crowns they lie farther apart, growing by √2 per step.
    private double[] gapRadii() {
        var radii = new double[settings.gapFillSteps()];
        double first = Math.max(1.5, 3 * spacing / settings.cell());
        for (int i = 0; i < radii.length; i++) {
            radii[i] = first * Math.pow(Math.sqrt(2), i);
        }
        return radii;
    }

    private int medianRadius() {
        return Math.clamp(Math.round(0.75 * spacing / settings.cell()), 1, 3);
    }

    private void fillBlock(PointBlocks blocks, int block, GridFrame frame, float[] z) {
        PointBlocks.Window window = blocks.window(block);
        GridFrame local = window.frame();
        float[] heights;
        if (blocks.isEmpty(block)) {
            heights = new float[local.width() * local.height()];
            Arrays.fill(heights, Float.NaN);
        } else {
            CloudBins bins = blocks.bins(block);
            heights = new CellHeight(cloud, local, bins, kind, support()).heights();
            var filling = new GapFilling(local.width(), local.height(), settings.cell());
            heights = filling.fill(heights, gapRadii());
        }
        for (int row = window.firstRow(); row < window.endRow(); row++) {
            int from = (row - window.top()) * local.width() + window.firstColumn() - window.left();
            System.arraycopy(
                    heights,
                    from,
                    z,
                    row * frame.width() + window.firstColumn(),
                    window.endColumn() - window.firstColumn());
        }
    }

    /// Sets what lies outside the crop polygon to unknown.
    private void crop(HeightGrid grid) {
        work.workers()
                .forEach(
                        grid.height(),
                        row -> {
                            var inside = new boolean[grid.width()];
                            crop.markRow(
                                    grid.centreY(row),
                                    grid.centreX(0),
                                    grid.cell(),
                                    grid.width(),
                                    inside);
                            for (int column = 0; column < grid.width(); column++) {
                                if (!inside[column]) {
                                    grid.z()[row * grid.width() + column] = Float.NaN;
                                }
                            }
                        });
    }
}
