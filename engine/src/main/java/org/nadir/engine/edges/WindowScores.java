package org.nadir.engine.edges;

import java.util.Arrays;
import org.nadir.imaging.GrayImage;

/// How well photos agree with each other on a block of a surface, cell by cell: they are laid onto it, and the first is
/// correlated with the others over 5 by 5 cells around each.
///
/// Such a window spans an edge, and then fits neither of the two surfaces; but it fits that better to which its greater part
/// belongs. One per thread.
final class WindowScores {

    /// Cells of a block, across.
    static final int BLOCK = 8;

    /// Half a window.
    private static final int HALF = 2;

    private static final int SIDE = BLOCK + 2 * HALF;
    private static final int CELLS = BLOCK * BLOCK;

    /// Cells of a window.
    private static final int N = (2 * HALF + 1) * (2 * HALF + 1);

    /// Variance of gray values that is noise: it adds to what is measured, so that bare surfaces correlate with nothing.
    private static final float NOISE = 4;

    private final float[] reference = new float[SIDE * SIDE];
    private final float[] other = new float[SIDE * SIDE];
    private final float[] product = new float[SIDE * SIDE];
    private final float[] rows = new float[SIDE * BLOCK];
    private final float[] sumA = new float[CELLS];
    private final float[] sumAa = new float[CELLS];
    private final float[] sumB = new float[CELLS];
    private final float[] sumBb = new float[CELLS];
    private final float[] sumAb = new float[CELLS];
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
        sumWindows(reference, sumA);
        multiply(reference, reference);
        sumWindows(product, sumAa);
        photos = 0;
    }

    /// Compares one more photo.
    void add(GrayImage photo, Footprint at) {
        sample(photo, at, other);
        sumWindows(other, sumB);
        multiply(other, other);
        sumWindows(product, sumBb);
        multiply(reference, other);
        sumWindows(product, sumAb);
        float noise = NOISE * N * N;
        for (int i = 0; i < CELLS; i++) {
            float varianceA = sumAa[i] * N - sumA[i] * sumA[i] + noise;
            float varianceB = sumBb[i] * N - sumB[i] * sumB[i] + noise;
            float covariance = sumAb[i] * N - sumA[i] * sumB[i];
            perPhoto[i][photos] = covariance / (float) Math.sqrt(varianceA * varianceB);
        }
        photos++;
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

    private void sumWindows(float[] values, float[] sums) {
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < BLOCK; x++) {
                int i = y * SIDE + x;
                rows[y * BLOCK + x] =
                        values[i] + values[i + 1] + values[i + 2] + values[i + 3] + values[i + 4];
            }
        }
        for (int i = 0; i < CELLS; i++) {
            sums[i] =
                    rows[i]
                            + rows[i + BLOCK]
                            + rows[i + 2 * BLOCK]
                            + rows[i + 3 * BLOCK]
                            + rows[i + 4 * BLOCK];
        }
    }
}
