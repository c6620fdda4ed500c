package org.nadir.tiles;

import java.io.IOException;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.RasterLayout;

/// Contour lines of a layer of heights.
public final class Contours {

    private static final long MOST_CELLS = 16_000_000;
    private static final int MOST_LEVELS = 10_000;
    private static final long MOST_POINTS = 6_000_000;

    private Contours() {}

    /// Takes one line.
    @FunctionalInterface
    public interface Sink {
        /// @param metres the height
        /// @param line x, y pairs in the layer's coordinate system
        void take(double metres, double[] line) throws IOException;
    }

    /// The lines would be too many.
    public static final class TooManyException extends Exception {
        private static final long serialVersionUID = 1L;

        TooManyException() {
            super("Too many contour lines");
        }
    }

    /// Traces all multiples of an interval between the lowest and the highest height. Layers beyond sixteen million pixels are
    /// made coarser first.
    ///
    /// @param interval metres, above 0
    /// @param tolerance by how much lines may be simplified, in units of the coordinate system
    /// @param cutLine area outside of which there are no lines; null for everything
    /// @param progress hears the share that is done, and may stop the work by throwing
    public static void trace(
            RasterLayer layer,
            double interval,
            double tolerance,
            @Nullable CutLine cutLine,
            DoubleConsumer progress,
            Sink sink)
            throws IOException, TooManyException {
        HeightGrid grid =
                HeightGrid.read(layer, cutLine, MOST_CELLS, share -> progress.accept(share / 2));
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (float height : grid.metres()) {
            if (height < lowest) {
                lowest = height;
            }
            if (height > highest) {
                highest = height;
            }
        }
        if (!(lowest < highest)) {
            return;
        }
        double first = Math.floor(lowest / interval) + 1;
        double last = Math.floor(highest / interval);
        if (last - first > MOST_LEVELS) {
            throw new TooManyException();
        }
        RasterLayout layout = grid.layout();
        var tracer = new ContourTracer(grid.metres(), layout.width(), layout.height());
        long points = 0;
        for (double step = first; step <= last; step++) {
            progress.accept(0.5 + 0.5 * (step - first) / (last - first + 1));
            for (double[] line : tracer.lines(step * interval)) {
                double[] placed = LineSimplifier.simplified(placed(line, layout), tolerance);
                points += placed.length / 2;
                if (points > MOST_POINTS) {
                    throw new TooManyException();
                }
                if (placed.length >= 4) {
                    sink.take(step * interval, placed);
                }
            }
        }
    }

    private static double[] placed(double[] line, RasterLayout layout) {
        double[] placed = new double[line.length];
        for (int i = 0; i < line.length; i += 2) {
            placed[i] = layout.x(line[i]);
            placed[i + 1] = layout.y(line[i + 1]);
        }
        return placed;
    }
}
