package org.nadir.engine.edges;

import java.util.Arrays;
import org.nadir.imaging.GrayImage;

/// How well photos agree with each other on a block of a surface, cell by cell: they are laid onto it, and the first is
/// correlated with the others over 5 by 5 cells around each, and over 3 by 3; the mean of both counts.
///
/// Such a window spans an edge, and then fits neither of the two surfaces; but it fits that better to which its greater part
/// belongs. The smaller one does so at fewer places, the larger one is not so easily misled by what looks alike. One per
/// thread.
final class WindowScores {

    /// Cells of a block, across.
    static final int BLOCK = 8;

    /// Half the larger window; the smaller one ends a cell before it.
    private static final int HALF = 2;

    private static final int SIDE = BLOCK + 2 * HALF;
    private static final int CELLS = BLOCK * BLOCK;

    /// Cells of the windows.
    private static final int LARGE = (2 * HALF + 1) * (2 * HALF + 1);

    private static final int SMALL = (2 * HALF - 1) * (2 * HALF - 1);

    /// Variance of gray values that is noise: it adds to what is measured, so that bare surfaces correlate with nothing.
    private static final float NOISE = 4;

    private final float[] reference = new float[SIDE * SIDE];
    private final float[] other = new float[SIDE * SIDE];
    private final float[] product = new float[SIDE * SIDE];
    private final Sums a = new Sums();
    private final Sums aa = new Sums();
    private final Sums b = new Sums();
    private final Sums bb = new Sums();
    private final Sums ab = new Sums();
    private final float[] sorted;
    private final float[][] perPhoto;
    private int photos;

    /// @param mostPhotos that are compared with the first, at most
    WindowScores(int mostPhotos) {
        perPhoto = new float[CELLS][mostPhotos];
        sorted = new float[mostPhotos];
    }

    /// Where a photo shows a block: the pixel of its centre, and by how much the pixel moves per cell to the right and down.
    record Footprint(double u, double v, double rightU, double rightV, double downU, double downV) {

        /// Whether the photo shows all of the block and what windows reach around it.
        boolean isIn(int width, int height) {
            double reachU = 0.5 * SIDE * (Math.abs(rightU) + Math.abs(downU));
            double reachV = 0.5 * SIDE * (Math.abs(rightV) + Math.abs(downV));
            return u >= reachU && v >= reachV && u <= width - reachU && v <= height - reachV;
        }
    }

    /// Begins with the photo that the others are compared with.
    void begin(GrayImage photo, Footprint at) {
        sample(photo, at, reference);
        a.take(reference);
        multiply(reference, reference);
        aa.take(product);
        photos = 0;
    }

    /// Compares one more photo.
    void add(GrayImage photo, Footprint at) {
        sample(photo, at, other);
        b.take(other);
        multiply(other, other);
        bb.take(product);
        multiply(reference, other);
        ab.take(product);
        for (int i = 0; i < CELLS; i++) {
            float large =
                    correlation(
                            LARGE, a.large[i], aa.large[i], b.large[i], bb.large[i], ab.large[i]);
            float small =
                    correlation(
                            SMALL, a.small[i], aa.small[i], b.small[i], bb.small[i], ab.small[i]);
            perPhoto[i][photos] = 0.5f * (large + small);
        }
        photos++;
    }

    private static float correlation(int n, float a, float aa, float b, float bb, float ab) {
        float noise = NOISE * n * n;
        float varianceA = aa * n - a * a + noise;
        float varianceB = bb * n - b * b + noise;
        return (ab * n - a * b) / (float) Math.sqrt(varianceA * varianceB);
    }

    /// Writes the mean correlation of the cells of the block, row by row.
    ///
    /// @param all whether all photos count; else the better half, where something may stand before the others
    void finish(boolean all, float[] scores) {
        int from = all ? 0 : photos / 2;
        for (int i = 0; i < CELLS; i++) {
            System.arraycopy(perPhoto[i], 0, sorted, 0, photos);
            Arrays.sort(sorted, 0, photos);
            float sum = 0;
            for (int k = from; k < photos; k++) {
                sum += sorted[k];
            }
            scores[i] = sum / (photos - from);
        }
    }

    /// Gray values less the first, so that their squares stay small.
    private static void sample(GrayImage photo, Footprint at, float[] values) {
        byte[] gray = photo.gray();
        int width = photo.width();
        float rightU = (float) at.rightU;
        float rightV = (float) at.rightV;
        float first = 0.5f - 0.5f * SIDE;
        float origin = 0;
        int k = 0;
        for (int y = 0; y < SIDE; y++) {
            float u = (float) (at.u - 0.5 + first * at.rightU + (first + y) * at.downU);
            float v = (float) (at.v - 0.5 + first * at.rightV + (first + y) * at.downV);
            for (int x = 0; x < SIDE; x++, u += rightU, v += rightV) {
                int column = Math.clamp((int) u, 0, width - 2);
                int row = Math.clamp((int) v, 0, photo.height() - 2);
                float fx = u - column;
                float fy = v - row;
                int i = row * width + column;
                float a = gray[i] & 255;
                float b = gray[i + 1] & 255;
                float c = gray[i + width] & 255;
                float d = gray[i + width + 1] & 255;
                float upper = a + fx * (b - a);
                float value = upper + fy * (c + fx * (d - c) - upper);
                origin = k == 0 ? value : origin;
                values[k++] = value - origin;
            }
        }
    }

    private void multiply(float[] a, float[] b) {
        for (int i = 0; i < product.length; i++) {
            product[i] = a[i] * b[i];
        }
    }

    /// Sums of values over the windows around the cells of the block.
    private static final class Sums {

        private final float[] largeRows = new float[SIDE * BLOCK];
        private final float[] smallRows = new float[SIDE * BLOCK];
        final float[] large = new float[CELLS];
        final float[] small = new float[CELLS];

        void take(float[] values) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < BLOCK; x++) {
                    int i = y * SIDE + x;
                    float inner = values[i + 1] + values[i + 2] + values[i + 3];
                    smallRows[y * BLOCK + x] = inner;
                    largeRows[y * BLOCK + x] = values[i] + inner + values[i + 4];
                }
            }
            for (int i = 0; i < CELLS; i++) {
                int next = i + BLOCK;
                small[i] = smallRows[next] + smallRows[next + BLOCK] + smallRows[next + 2 * BLOCK];
                large[i] =
                        largeRows[i]
                                + largeRows[next]
                                + largeRows[next + BLOCK]
                                + largeRows[next + 2 * BLOCK]
                                + largeRows[next + 3 * BLOCK];
            }
        }
    }
}
