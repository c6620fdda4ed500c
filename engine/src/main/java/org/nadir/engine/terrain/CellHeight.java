package org.nadir.engine.terrain;

import org.nadir.engine.fusion.DenseCloud;

/// The height of each raster cell from the points around its centre.
///
/// Points within the support radius count with a weight that falls with their distance from the centre and grows with
/// the number of photos that agree on them. Sorted by height they fall into storeys (gaps larger than the noise); the
/// surface takes the highest storey that holds a fair share of the weight, so that a roof's edge stays where it is, a few
/// floating points do not make a spike, and a facade does not smear.
final class CellHeight {

    /// Which storey a cell takes.
    enum Kind {
        /// The highest one that holds its share: surfaces.
        TOP,
        /// All points alike: ground, which has one storey.
        MEAN
    }

    /// Cells around one that a lone high cell is compared with.
    static final int SPIKE_RADIUS = 2;

    /// A third, not half: at the rim of crowns photos confirm fewer points than on the ground beside, and with more
    /// (0.4 was tried) crowns come out too narrow more often than too wide.
    private static final double SHARE = 0.33;

    /// Where no point lies within the support radius, those count that lie within so many times as much: in crowns photos agree on
    /// fewer points than elsewhere.
    static final double REACH = 2;

    private static final double STOREY = 0.3;
    private static final float SPIKE = 0.7f;

    private final DenseCloud cloud;
    private final GridFrame frame;
    private final CloudBins bins;
    private final Kind kind;
    private final double support;
    private final double storey;

    private double[] height = new double[64];
    private double[] weight = new double[64];

    /// @param support radius in metres, [#REACH] times as much where that holds no point; `frame` must be the frame of `bins`
    CellHeight(DenseCloud cloud, GridFrame frame, CloudBins bins, Kind kind, double support) {
        this.cloud = cloud;
        this.frame = frame;
        this.bins = bins;
        this.kind = kind;
        this.support = support;
        // Within the support radius a steep slope must not fall apart into storeys.
        this.storey = Math.max(STOREY, 1.5 * support);
    }

    /// Heights of all cells, NaN where no point lies within the support radius.
    float[] heights() {
        var z = new float[bins.cells()];
        for (int row = 0; row < frame.height(); row++) {
            for (int column = 0; column < frame.width(); column++) {
                z[row * frame.width() + column] = (float) height(column, row);
            }
        }
        return kind == Kind.TOP ? withoutSpikes(z) : z;
    }

    private double height(int column, int row) {
        int count = gather(column, row, support);
        if (count == 0) {
            count = gather(column, row, REACH * support);
        }
        if (count == 0) {
            return Double.NaN;
        }
        return kind == Kind.MEAN ? mean(0, count) : topStorey(count);
    }

    private int gather(int column, int row, double radius) {
        int reach = (int) Math.ceil(radius / frame.cell() - 0.5);
        double x = frame.centreX(column);
        double y = frame.centreY(row);
        double falloff = -2 / (radius * radius);
        int count = 0;
        for (int r = Math.max(0, row - reach);
                r <= Math.min(frame.height() - 1, row + reach);
                r++) {
            int first = r * frame.width() + Math.max(0, column - reach);
            int last = r * frame.width() + Math.min(frame.width() - 1, column + reach);
            for (int e = bins.start(first); e < bins.end(last); e++) {
                int point = bins.point(e);
                double dx = cloud.xyz()[3 * point] - x;
                double dy = cloud.xyz()[3 * point + 1] - y;
                double d2 = dx * dx + dy * dy;
                if (d2 <= radius * radius) {
                    double views = Math.max(1, cloud.views()[point]);
                    insert(count++, cloud.xyz()[3 * point + 2], views * Math.exp(falloff * d2));
                }
            }
        }
        return count;
    }

    /// Keeps the gathered points sorted, highest first.
    private void insert(int count, double z, double w) {
        if (count == height.length) {
            height = java.util.Arrays.copyOf(height, 2 * count);
            weight = java.util.Arrays.copyOf(weight, 2 * count);
        }
        int at = count;
        while (at > 0 && height[at - 1] < z) {
            height[at] = height[at - 1];
            weight[at] = weight[at - 1];
            at--;
        }
        height[at] = z;
        weight[at] = w;
    }

    private double topStorey(int count) {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weight[i];
        }
        int from = 0;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weight[i];
            boolean ends = i + 1 == count || height[i] - height[i + 1] > storey;
            if (!ends) {
                continue;
            }
            if (sum >= SHARE * total || i + 1 == count) {
                return mean(from, i + 1);
            }
            // Not enough up here: these points count no more.
            total -= sum;
            from = i + 1;
            sum = 0;
        }
        throw new IllegalStateException("No storey among " + count + " points");
    }

    private double mean(int from, int to) {
        double sum = 0;
        double weights = 0;
        for (int i = from; i < to; i++) {
            sum += weight[i] * height[i];
            weights += weight[i];
        }
        return sum / weights;
    }

    /// Opens cells that stand alone above everything around them.
    private float[] withoutSpikes(float[] z) {
        float[] out = z.clone();
        for (int row = 0; row < frame.height(); row++) {
            for (int column = 0; column < frame.width(); column++) {
                if (isSpike(z, column, row)) {
                    out[row * frame.width() + column] = Float.NaN;
                }
            }
        }
        return out;
    }

    /// True when fewer than three of the cells around are as high, and some are known.
    private boolean isSpike(float[] z, int column, int row) {
        float own = z[row * frame.width() + column];
        if (Float.isNaN(own)) {
            return false;
        }
        int friends = 0;
        int known = 0;
        for (int r = row - SPIKE_RADIUS; r <= row + SPIKE_RADIUS; r++) {
            for (int c = column - SPIKE_RADIUS; c <= column + SPIKE_RADIUS; c++) {
                boolean outside = r < 0 || c < 0 || r >= frame.height() || c >= frame.width();
                if (outside || (r == row && c == column)) {
                    continue;
                }
                float other = z[r * frame.width() + c];
                known += Float.isNaN(other) ? 0 : 1;
                friends += other > own - SPIKE ? 1 : 0;
            }
        }
        return known >= 6 && friends < 3;
    }
}
