package org.nadir.engine.split;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;

/// A surface that does not fit into memory: those of the groups, each in a file, put together as they are read. Where
/// groups overlap the heights pass smoothly from one to the other.
public final class MergedSurface {

    /// Makes the surface of one group.
    @FunctionalInterface
    public interface Maker {

        /// @param window what is wanted; nothing outside is looked at
        /// @return a grid with the window's cells, or null when nothing is known there
        @Nullable HeightGrid make(int group, GridFrame window) throws IOException;
    }

    /// A file and the group it belongs to.
    private record Part(int group, GridFile grid) {}

    private static final int ALIGN = 16;

    private final GridFrame frame;
    private final GroundRegions regions;
    private final double halfWidth;
    private final List<Part> parts = new ArrayList<>();

    private MergedSurface(GridFrame frame, GroundRegions regions, double halfWidth) {
        this.frame = frame;
        this.regions = regions;
        this.halfWidth = halfWidth;
    }

    /// Makes the groups' surfaces one after the other.
    ///
    /// @param frame the whole raster; its edges are multiples of its cell
    /// @param blend width of the transition between two groups, metres; 0 for none
    /// @param folder for the files
    /// @param name of the surface, for instance `dsm`
    public static MergedSurface of(
            GridFrame frame,
            PhotoGroups groups,
            double blend,
            Path folder,
            String name,
            Maker maker)
            throws IOException {
        // Half a cell at least, so that rounding leaves no cell without a group.
        var merged =
                new MergedSurface(frame, groups.regions(), Math.max(blend / 2, frame.cell() / 2));
        for (int group = 0; group < groups.count(); group++) {
            GridFrame window = merged.window(group);
            HeightGrid grid = window == null ? null : maker.make(group, window);
            if (grid != null) {
                Path file = folder.resolve("submodel_%04d".formatted(group)).resolve(name + ".bin");
                merged.parts.add(new Part(group, GridFile.write(file, grid, frame)));
            }
        }
        return merged;
    }

    /// The cells that a group has a say in.
    private @Nullable GridFrame window(int group) {
        double[] box = {
            frame.left(), frame.bottom(),
            frame.right(), frame.bottom(),
            frame.right(), frame.top(),
            frame.left(), frame.top()
        };
        double[] reach = regions.reach(group, box, halfWidth + frame.cell());
        if (reach.length == 0) {
            return null;
        }
        double minX = Double.MAX_VALUE;
        double minY = Double.MAX_VALUE;
        double maxX = -Double.MAX_VALUE;
        double maxY = -Double.MAX_VALUE;
        for (int i = 0; i < reach.length; i += 2) {
            minX = Math.min(minX, reach[i]);
            maxX = Math.max(maxX, reach[i]);
            minY = Math.min(minY, reach[i + 1]);
            maxY = Math.max(maxY, reach[i + 1]);
        }
        return GridFrame.covering(minX, minY, maxX, maxY, frame.cell());
    }

    public GridFrame frame() {
        return frame;
    }

    /// Some rows of the surface, NaN where nothing is known.
    public HeightGrid rows(int first, int count) throws IOException {
        int width = frame.width();
        var sum = new double[Math.multiplyExact(width, count)];
        var weights = new double[sum.length];
        for (Part part : parts) {
            GridFile grid = part.grid;
            int from = Math.max(first, grid.row0());
            int to = Math.min(first + count, grid.row0() + grid.height());
            if (from < to) {
                add(part, from, grid.read(from - grid.row0(), to - from), first, sum, weights);
            }
        }
        var z = new float[sum.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = weights[i] > 0 ? (float) (sum[i] / weights[i]) : Float.NaN;
        }
        return new HeightGrid(
                frame.left(), frame.top() - first * frame.cell(), frame.cell(), width, count, z);
    }

    private void add(Part part, int from, float[] z, int first, double[] sum, double[] weights) {
        int columns = part.grid.width();
        for (int i = 0; i < z.length; i++) {
            int column = part.grid.column0() + i % columns;
            int row = from + i / columns;
            if (z[i] != z[i] || column < 0 || column >= frame.width()) {
                continue;
            }
            double weight =
                    regions.weight(
                            part.group, frame.centreX(column), frame.centreY(row), halfWidth);
            // A trace for everybody: where only one group knows a height, that one counts.
            weight = Math.max(weight, 1e-6);
            int at = (row - first) * frame.width() + column;
            sum[at] += weight * z[i];
            weights[at] += weight;
        }
    }

    /// The rows between two heights on the map and those within `margin` metres of them. The first row is a multiple of
    /// [#ALIGN], so that rasters made from blocks of rows do not depend on where a strip begins.
    public HeightGrid between(double bottom, double top, double margin) throws IOException {
        int first = Math.clamp(frame.rowOf(top + margin), 0, frame.height() - 1);
        first -= first % ALIGN;
        int end = Math.clamp(frame.rowOf(bottom - margin) + 1L, first + 1, frame.height());
        return rows(first, end - first);
    }

    /// The surface in cells `factor` times as large, each the mean of what is known in it.
    public HeightGrid coarser(int factor) throws IOException {
        GridFrame coarse = frame.coarser(factor);
        var z = new float[Math.multiplyExact(coarse.width(), coarse.height())];
        Arrays.fill(z, Float.NaN);
        for (int row = 0; row < coarse.height(); row++) {
            int first = row * factor;
            HeightGrid strip = rows(first, Math.min(factor, frame.height() - first));
            for (int column = 0; column < coarse.width(); column++) {
                z[row * coarse.width() + column] = mean(strip, column * factor, factor);
            }
        }
        return coarse.withHeights(z);
    }

    private static float mean(HeightGrid strip, int column, int factor) {
        double sum = 0;
        int known = 0;
        for (int c = column; c < Math.min(strip.width(), column + factor); c++) {
            for (int r = 0; r < strip.height(); r++) {
                float z = strip.at(c, r);
                if (z == z) {
                    sum += z;
                    known++;
                }
            }
        }
        return known == 0 ? Float.NaN : (float) (sum / known);
    }
}
