package org.nadir.engine.ortho;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Work;

/// Plans the seams of a section on finer cells than the plan of the whole orthophoto has, where that one had to be coarse to fit
/// into the memory: the coarse seams are moved to where they show least, and photos that turn out not to see the ground are
/// replaced.
///
/// Near a section's border the seams stay where the coarse plan has them, so that sections fit together whatever was decided
/// inside.
final class SectionPlanner {

    /// Cells around a section that are planned with it: room for the blending and for what hides the ground inside.
    private static final int MARGIN = 32;

    /// Cells inside the border whose photos stay those of the coarse plan: as far as blending reaches from the next section,
    /// and one for the interpolation of labels.
    private static final int FIXED = Multiband.REACH / PlanCells.FINE + 2;

    /// Photos that are tried although the coarse plan shows nothing of them in a section, at most.
    private static final int OTHERS = 4;

    private final OrthoPlan whole;
    private final PhotoCache photos;
    private final double usualFootprint;
    private final int usualWidth;
    private final Work work;

    /// @param photos reduced to the size of the finer cells
    /// @param usualFootprint size of a full-size photo's pixel on the ground, metres
    SectionPlanner(OrthoPlan whole, PhotoCache photos, double usualFootprint, Work work) {
        this.whole = whole;
        this.photos = photos;
        this.usualFootprint = usualFootprint;
        this.usualWidth =
                SeamPlan.usualWidth(whole.layers()) * (whole.labels().factor() / PlanCells.FINE);
        this.work = work;
    }

    /// Pixels beyond a section that its surface must reach.
    static int marginPixels() {
        return MARGIN * PlanCells.FINE;
    }

    /// The plan of a section.
    ///
    /// @param surface smoothed, under the section and its margin
    /// @param scatter from [SurfaceScatter], likewise
    OrthoPlan plan(Section section, HeightGrid surface, HeightGrid scatter) {
        int left = section.column0() / PlanCells.FINE - MARGIN;
        int top = section.row0() / PlanCells.FINE - MARGIN;
        GridFrame frame = section.frame(whole.frame(), marginPixels()).coarser(PlanCells.FINE);
        PlanSurface ground = PlanSurface.of(surface, whole.crop(), frame, work.workers());
        OrthoPlan detailed = whole.withSurface(surface);
        if (ground.isEmpty()) {
            return detailed;
        }
        List<ViewLayer> layers = layers(ground, scatter, candidates(left, top, frame));
        var labels =
                new LabelRaster(
                        PlanCells.FINE,
                        left,
                        top,
                        frame.width(),
                        frame.height(),
                        new short[frame.width() * frame.height()]);
        int levels = Integer.numberOfTrailingZeros(whole.labels().factor() / PlanCells.FINE);
        SeamPlan.of(ground, layers, levels, usualWidth, work)
                .refine(whole.labels(), labels, MARGIN + FIXED);
        return detailed.withChoice(layers.stream().map(ViewLayer::withoutColours).toList(), labels);
    }

    /// The photos that the coarse plan shows in a window of fine cells, and some that see it well.
    private int[] candidates(int left, int top, GridFrame window) {
        LabelRaster coarse = whole.labels();
        int ratio = coarse.factor() / PlanCells.FINE;
        int firstColumn = Math.clamp(Math.floorDiv(left, ratio) - 1, 0, coarse.width());
        int endColumn = Math.clamp((left + window.width()) / ratio + 2, 0, coarse.width());
        int firstRow = Math.clamp(Math.floorDiv(top, ratio) - 1, 0, coarse.height());
        int endRow = Math.clamp((top + window.height()) / ratio + 2, 0, coarse.height());
        var shown = new boolean[whole.shots().size()];
        for (int row = firstRow; row < endRow; row++) {
            for (int column = firstColumn; column < endColumn; column++) {
                short label = coarse.labels()[row * coarse.width() + column];
                if (label >= 0) {
                    shown[label] = true;
                }
            }
        }
        record Other(int photo, long worth) {}
        List<Other> others = new ArrayList<>();
        for (int i = 0; i < shown.length; i++) {
            if (!shown[i]) {
                long worth = worth(whole.layers().get(i), firstColumn, firstRow, endColumn, endRow);
                if (worth > 0) {
                    others.add(new Other(i, worth));
                }
            }
        }
        others.sort(Comparator.comparingLong(Other::worth).reversed());
        others.stream().limit(OTHERS).forEach(other -> shown[other.photo()] = true);
        var found = new int[shown.length];
        int count = 0;
        for (int i = 0; i < shown.length; i++) {
            if (shown[i]) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /// How much of the cells a photo sees, and how well.
    private static long worth(
            ViewLayer layer, int firstColumn, int firstRow, int endColumn, int endRow) {
        long sum = 0;
        for (int row = Math.max(firstRow, layer.top());
                row < Math.min(endRow, layer.bottom());
                row++) {
            for (int column = Math.max(firstColumn, layer.left());
                    column < Math.min(endColumn, layer.right());
                    column++) {
                sum += Math.max(0, ViewLayer.HIDDEN - layer.costAt(column, row));
            }
        }
        return sum;
    }

    private List<ViewLayer> layers(PlanSurface ground, HeightGrid scatter, int[] candidates) {
        var layers = new ArrayList<>(Collections.nCopies(whole.shots().size(), ViewLayer.empty()));
        var painter = new LayerPainter(ground, whole.shots());
        work.workers()
                .forEach(
                        candidates.length,
                        n -> {
                            int i = candidates[n];
                            ViewLayer layer =
                                    new ViewLayerBuilder(
                                                    ground,
                                                    scatter,
                                                    whole.shots().get(i),
                                                    usualFootprint)
                                            .build(photos.image(i));
                            painter.apply(i, layer, whole.tones()[i]);
                            painter.apply(layer, whole.local()[i]);
                            layers.set(i, layer);
                        });
        return layers;
    }
}
