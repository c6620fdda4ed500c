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
        return cells(0, first, frame.width(), count);
    }

    /// The cells of a box on the ground, NaN where nothing is known.
    ///
    /// @param align of which the first column and row are multiples, so that rasters made from blocks of cells do not depend
    ///     on where a window begins
    public HeightGrid within(double left, double bottom, double right, double top, int align)
            throws IOException {
        GridFrame window = frame.window(left, bottom, right, top, align);
        return cells(
                Math.toIntExact(Math.round((window.left() - frame.left()) / frame.cell())),
                Math.toIntExact(Math.round((frame.top() - window.top()) / frame.cell())),
                window.width(),
                window.height());
    }

    private HeightGrid cells(int column0, int row0, int width, int height) throws IOException {
        var sum = new double[Math.multiplyExact(width, height)];
        var weights = new double[sum.length];
        for (Part part : parts) {
            GridFile grid = part.grid;
            int left = Math.max(column0, grid.column0());
            int right = Math.min(column0 + width, grid.column0() + grid.width());
            int top = Math.max(row0, grid.row0());
            int bottom = Math.min(row0 + height, grid.row0() + grid.height());
            if (left < right && top < bottom) {
                float[] z =
                        grid.read(
                                left - grid.column0(),
                                top - grid.row0(),
                                right - left,
                                bottom - top);
                int at = (top - row0) * width + left - column0;
                add(
                        part.group,
                        new GridFrame(
                                frame.left() + left * frame.cell(),
                                frame.top() - top * frame.cell(),
                                frame.cell(),
                                right - left,
                                bottom - top),
                        z,
                        sum,
                        weights,
                        at,
                        width);
            }
        }
        var z = new float[sum.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = weights[i] > 0 ? (float) (sum[i] / weights[i]) : Float.NaN;
        }
        return new HeightGrid(
                frame.left() + column0 * frame.cell(),
                frame.top() - row0 * frame.cell(),
                frame.cell(),
                width,
                height,
                z);
    }

    /// Adds a group's heights `z` of the cells of `place` to the sums from index `at` on, whose rows are `width` apart.
    private void add(
            int group,
            GridFrame place,
            float[] z,
            double[] sum,
            double[] weights,
            int at,
            int width) {
        for (int i = 0; i < z.length; i++) {
            if (z[i] != z[i]) {
                continue;
            }
            int column = i % place.width();
            int row = i / place.width();
            double weight =
                    regions.weight(group, place.centreX(column), place.centreY(row), halfWidth);
            // A trace for everybody: where only one group knows a height, that one counts.
            weight = Math.max(weight, 1e-6);
            sum[at + row * width + column] += weight * z[i];
            weights[at + row * width + column] += weight;
        }
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
