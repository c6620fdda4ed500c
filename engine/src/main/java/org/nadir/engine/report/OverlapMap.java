package org.nadir.engine.report;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;

/// In how many photos each place of the area lies. A cell counts for a photo when its centre, at the mean height of the points
/// in the cell, projects into the frame of the photo; what stands between is not asked. Cells of the area without points take
/// the height of the nearest ones; without an area only cells with points count.
///
/// @param frame cells in the world frame
/// @param photos number of photos a cell, row by row from the north; −1 outside the area
public record OverlapMap(GridFrame frame, short[] photos) {

    private static final int LONGEST = 160;

    /// Points a cell, on average, so that few cells stay empty.
    private static final int POINTS = 6;

    /// @param xyz points of the surface in the world frame, three numbers each
    /// @param area null: wherever there are points
    public static @Nullable OverlapMap of(
            List<Shot> shots, double[] xyz, @Nullable CropPolygon area) {
        if (xyz.length == 0) {
            return null;
        }
        GridFrame frame = frame(xyz, area);
        float[] height = heights(frame, xyz);
        if (area != null) {
            fill(frame, height);
        }
        var photos = new short[height.length];
        var inside = new boolean[frame.width()];
        Arrays.fill(inside, true);
        var scratch = new double[3];
        var pixel = new double[2];
        for (int row = 0; row < frame.height(); row++) {
            double y = frame.centreY(row);
            if (area != null) {
                area.markRow(y, frame.centreX(0), frame.cell(), frame.width(), inside);
            }
            for (int column = 0; column < frame.width(); column++) {
                int k = row * frame.width() + column;
                photos[k] =
                        inside[column] && !Float.isNaN(height[k])
                                ? count(shots, frame.centreX(column), y, height[k], scratch, pixel)
                                : -1;
            }
        }
        return new OverlapMap(frame, photos);
    }

    private static short count(
            List<Shot> shots, double x, double y, double z, double[] scratch, double[] pixel) {
        int n = 0;
        for (Shot shot : shots) {
            if (shot.project(x, y, z, scratch, pixel)
                    && pixel[0] >= 0
                    && pixel[1] >= 0
                    && pixel[0] < shot.camera().width()
                    && pixel[1] < shot.camera().height()) {
                n++;
            }
        }
        return (short) Math.min(n, Short.MAX_VALUE);
    }

    private static GridFrame frame(double[] xyz, @Nullable CropPolygon area) {
        double[] box;
        if (area == null) {
            box = ScatterBox.of(xyz);
        } else {
            var envelope = area.polygon().getEnvelopeInternal();
            box =
                    new double[] {
                        envelope.getMinX(),
                        envelope.getMinY(),
                        envelope.getMaxX(),
                        envelope.getMaxY()
                    };
        }
        double width = Math.max(box[2] - box[0], 1e-6);
        double height = Math.max(box[3] - box[1], 1e-6);
        double cell =
                Math.max(
                        Math.max(width, height) / LONGEST,
                        Math.sqrt(POINTS * width * height / (xyz.length / 3.0)));
        return GridFrame.covering(box[0], box[1], box[2], box[3], cell);
    }

    private static float[] heights(GridFrame frame, double[] xyz) {
        var sum = new double[frame.width() * frame.height()];
        var count = new int[sum.length];
        for (int i = 0; i < xyz.length; i += 3) {
            int column = frame.columnOf(xyz[i]);
            int row = frame.rowOf(xyz[i + 1]);
            if (column >= 0 && row >= 0 && column < frame.width() && row < frame.height()) {
                sum[row * frame.width() + column] += xyz[i + 2];
                count[row * frame.width() + column]++;
            }
        }
        var height = new float[sum.length];
        for (int k = 0; k < sum.length; k++) {
            height[k] = count[k] == 0 ? Float.NaN : (float) (sum[k] / count[k]);
        }
        return height;
    }

    /// Spreads the known heights ring by ring, each cell taking the mean of its neighbours.
    private static void fill(GridFrame frame, float[] height) {
        int width = frame.width();
        int missing = height.length;
        while (missing > 0) {
            float[] before = height.clone();
            int left = 0;
            for (int k = 0; k < height.length; k++) {
                if (Float.isNaN(before[k])) {
                    height[k] = aroundMean(before, k % width, k / width, width);
                    left += Float.isNaN(height[k]) ? 1 : 0;
                }
            }
            if (left == missing) {
                return;
            }
            missing = left;
        }
    }

    private static float aroundMean(float[] height, int column, int row, int width) {
        double sum = 0;
        int n = 0;
        for (int dr = -1; dr <= 1; dr++) {
            for (int dc = -1; dc <= 1; dc++) {
                int c = column + dc;
                int k = (row + dr) * width + c;
                if (c >= 0 && c < width && k >= 0 && k < height.length && !Float.isNaN(height[k])) {
                    sum += height[k];
                    n++;
                }
            }
        }
        return n == 0 ? Float.NaN : (float) (sum / n);
    }

    /// The share of the known cells with at least that many photos, 0 to 1; 0 when no cell is known.
    public double shareWith(int least) {
        int known = 0;
        int enough = 0;
        for (short n : photos) {
            known += n >= 0 ? 1 : 0;
            enough += n >= Math.max(0, least) ? 1 : 0;
        }
        return known == 0 ? 0 : enough / (double) known;
    }

    /// Mean number of photos over the known cells.
    public double mean() {
        long sum = 0;
        int known = 0;
        for (short n : photos) {
            if (n >= 0) {
                sum += n;
                known++;
            }
        }
        return known == 0 ? 0 : sum / (double) known;
    }
}
