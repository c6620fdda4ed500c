package org.nadir.engine.terrain;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Work;

/// Tells ground from what stands on it by the simple morphological filter: Pingel, Clarke and McBride, "An improved
/// simple morphological filter for the terrain classification of airborne LIDAR data" (2013).
///
/// The lowest heights of a raster are opened with discs of growing radius; where an opening takes off more than the
/// slope allows, an object stands. The raster without objects is filled smoothly, and points close to it are ground.
/// Stereo clouds have low outliers that laser clouds lack: the cell height is a low quantile, not the minimum.
public final class GroundClassifier {

    public static final byte UNCLASSIFIED = 1;
    public static final byte GROUND = 2;
    public static final byte NOISE = 7;

    private static final int CELL_LIMIT = 1 << 26;
    private static final double LOW_QUANTILE = 0.1;
    private static final double PIT_SLOPE = 2;

    private final SmrfSettings settings;
    private final Work work;

    private GroundClassifier(SmrfSettings settings, Work work) {
        this.settings = settings;
        this.work = work;
    }

    /// How many points became what.
    public record Counts(int ground, int unclassified, int noise) {}

    /// Writes a class into every entry of `cloud.classification()`: 2 ground, 7 noise (far below ground), 1 the rest.
    /// Points that are noise already stay so and take no part.
    public static Counts classify(DenseCloud cloud, SmrfSettings settings, Work work) {
        if (IntStream.range(0, cloud.count()).noneMatch(i -> cloud.classification()[i] != NOISE)) {
            return new Counts(0, 0, cloud.count());
        }
        return new GroundClassifier(settings, work).run(cloud);
    }

    private Counts run(DenseCloud cloud) {
        work.progress().title("Finding the ground");
        GridFrame frame = frame(cloud);
        float[] ground = bareGround(lowest(cloud, frame), frame);
        work.progress().fraction(0.8);
        float[] slope = slopes(ground, frame);
        assign(cloud, frame.withHeights(ground), frame.withHeights(slope));
        work.progress().fraction(1);
        return counts(cloud);
    }

    private static GridFrame frame(DenseCloud cloud) {
        var box = CloudBounds.of(cloud, i -> cloud.classification()[i] != NOISE);
        double cell = Math.clamp(8 * box.spacing(), 0.5, 1);
        cell = Math.max(cell, Math.sqrt(box.area() / CELL_LIMIT));
        return box.frame(cell);
    }

    /// A low quantile of the heights in each cell; NaN in empty cells.
    private float[] lowest(DenseCloud cloud, GridFrame frame) {
        var bins = CloudBins.of(cloud, frame, i -> cloud.classification()[i] != NOISE);
        var low = new float[bins.cells()];
        work.workers()
                .forEach(
                        frame.height(),
                        row -> {
                            for (int column = 0; column < frame.width(); column++) {
                                int cell = row * frame.width() + column;
                                low[cell] = lowQuantile(cloud, bins, cell);
                            }
                        });
        return low;
    }

    private static float lowQuantile(DenseCloud cloud, CloudBins bins, int cell) {
        int count = bins.end(cell) - bins.start(cell);
        if (count == 0) {
            return Float.NaN;
        }
        var heights = new float[count];
        for (int k = 0; k < count; k++) {
            heights[k] = (float) cloud.xyz()[3 * bins.point(bins.start(cell) + k) + 2];
        }
        Arrays.sort(heights);
        return heights[(int) (LOW_QUANTILE * (count - 1))];
    }

    private float[] bareGround(float[] low, GridFrame frame) {
        var filling = new HoleFilling(work.workers(), HoleFilling.Bias.NONE, frame.cell());
        var morphology = new Morphology(work.workers(), frame.width(), frame.height());
        float[] bare = low.clone();
        float[] surface = low.clone();
        filling.fill(surface, frame.width(), frame.height());
        removePits(surface, bare, morphology, frame.cell());
        surface = bare.clone();
        filling.fill(surface, frame.width(), frame.height());
        removeObjects(surface, bare, morphology, frame.cell());
        filling.fill(bare, frame.width(), frame.height());
        return bare;
    }

    /// Low outliers are objects of the surface turned upside down.
    private static void removePits(
            float[] surface, float[] bare, Morphology morphology, double cell) {
        float[] inverted = surface.clone();
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = -inverted[i];
        }
        float[] opened = morphology.open(inverted.clone(), 1);
        for (int i = 0; i < bare.length; i++) {
            if (inverted[i] - opened[i] > PIT_SLOPE * cell) {
                bare[i] = Float.NaN;
            }
        }
    }

    private void removeObjects(float[] surface, float[] bare, Morphology morphology, double cell) {
        int largest = (int) Math.ceil(settings.window() / cell);
        float[] last = surface;
        for (int radius = 1; radius <= largest; radius++) {
            work.cancellation().check();
            float[] opened = morphology.open(last.clone(), radius);
            double allowed = settings.slope() * radius * cell;
            for (int i = 0; i < bare.length; i++) {
                if (last[i] - opened[i] > allowed) {
                    bare[i] = Float.NaN;
                }
            }
            last = opened;
            work.progress().fraction(0.8 * radius / largest);
        }
    }

    /// Rise over run by central differences.
    private static float[] slopes(float[] z, GridFrame frame) {
        int width = frame.width();
        var slope = new float[z.length];
        for (int row = 0; row < frame.height(); row++) {
            int above = Math.max(0, row - 1) * width;
            int below = Math.min(frame.height() - 1, row + 1) * width;
            for (int column = 0; column < width; column++) {
                int left = Math.max(0, column - 1);
                int right = Math.min(width - 1, column + 1);
                double dx = (z[row * width + right] - z[row * width + left]);
                double dy = (z[below + column] - z[above + column]);
                dx /= Math.max(1, right - left) * frame.cell();
                dy /= Math.max(1, (below - above) / width) * frame.cell();
                slope[row * width + column] = (float) Math.hypot(dx, dy);
            }
        }
        return slope;
    }

    private void assign(DenseCloud cloud, HeightGrid ground, HeightGrid slope) {
        int chunk = 1 << 14;
        work.workers()
                .forEach(
                        (cloud.count() + chunk - 1) / chunk,
                        index -> {
                            int end = Math.min(cloud.count(), (index + 1) * chunk);
                            for (int i = index * chunk; i < end; i++) {
                                if (cloud.classification()[i] != NOISE) {
                                    cloud.classification()[i] = classOf(cloud, i, ground, slope);
                                }
                            }
                        });
    }

    private byte classOf(DenseCloud cloud, int i, HeightGrid ground, HeightGrid slope) {
        double x = cloud.xyz()[3 * i];
        double y = cloud.xyz()[3 * i + 1];
        double above = cloud.xyz()[3 * i + 2] - ground.heightAt(x, y);
        double tolerance = settings.threshold() + settings.scalar() * slope.heightAt(x, y);
        if (above < -2 * tolerance - 1) {
            return NOISE;
        }
        return Math.abs(above) <= tolerance ? GROUND : UNCLASSIFIED;
    }

    private static Counts counts(DenseCloud cloud) {
        var counts = new int[256];
        for (byte code : cloud.classification()) {
            counts[code & 255]++;
        }
        return new Counts(
                counts[GROUND], cloud.count() - counts[GROUND] - counts[NOISE], counts[NOISE]);
    }
}
