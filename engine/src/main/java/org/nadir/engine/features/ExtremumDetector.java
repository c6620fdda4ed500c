package org.nadir.engine.features;

import java.util.Arrays;

/// Finds the extrema of the difference of Gaussians in one octave and places them between samples by a quadratic fit
/// (Brown & Lowe 2002; Lowe 2004, section 4). Keeps its buffers: one thread at a time.
final class ExtremumDetector {

    private static final int BORDER = 4;
    private static final int MOST_MOVES = 5;

    /// Offset from a sample up to which the fit about that sample is used; a little over a half, so that an extremum between
    /// two samples does not send the fit to and fro.
    private static final double NEAR_ENOUGH = 0.6;

    private static final double STILL_INSIDE = 1;
    private static final double FARTHEST_MOVE = 8;
    private static final int DOGS = ScaleSpace.LAYERS + 2;

    private final ImageKernels kernels;
    private final double floor;
    private final double edgeLimit;
    private final double[] gradient = new double[3];
    private final double[] hessian = new double[6];
    private final double[] offset = new double[3];
    private final PeakFit peak = new PeakFit();
    private float[] ring = new float[0];
    private int[] columns = new int[0];
    private byte[] taken = new byte[0];

    ExtremumDetector(ImageKernels kernels, FeatureSettings settings) {
        this.kernels = kernels;
        this.floor = settings.contrastFloor();
        double r = settings.edgeRatio();
        this.edgeLimit = (r + 1) * (r + 1) / r;
    }

    /// Appends the keypoints of an octave, level by level within each row, from the top row down.
    void detect(ScaleSpace.Octave octave, Keypoints found) {
        int width = octave.width();
        int height = octave.height();
        ring = GaussianBlur.atLeast(ring, DOGS * 3 * width);
        if (columns.length < width) {
            columns = new int[width];
        }
        if (taken.length < width * height) {
            taken = new byte[width * height];
        } else {
            Arrays.fill(taken, 0, width * height, (byte) 0);
        }
        var rows = new int[9];
        for (int y = 0; y < height; y++) {
            differences(octave, y);
            int middle = y - 1;
            if (middle >= BORDER && middle < height - BORDER) {
                for (int s = 1; s <= ScaleSpace.LAYERS; s++) {
                    detectInRow(octave, middle, s, rows, found);
                }
            }
        }
    }

    private void differences(ScaleSpace.Octave octave, int y) {
        int width = octave.width();
        float[][] g = octave.levels();
        for (int s = 0; s < DOGS; s++) {
            kernels.subtractRow(g[s + 1], g[s], y * width, ring, slot(s, y, width), width);
        }
    }

    private static int slot(int s, int y, int width) {
        return (3 * s + y % 3) * width;
    }

    private void detectInRow(ScaleSpace.Octave octave, int y, int s, int[] rows, Keypoints found) {
        int width = octave.width();
        for (int ds = -1; ds <= 1; ds++) {
            for (int dy = -1; dy <= 1; dy++) {
                rows[3 * (ds + 1) + dy + 1] = slot(s + ds, y + dy, width);
            }
        }
        // A weaker sample may still lie next to a stronger fitted extremum.
        int count = kernels.extremaInRow(ring, rows, width, (float) (0.8 * floor), columns);
        for (int i = 0; i < count; i++) {
            if (columns[i] >= BORDER && columns[i] < width - BORDER) {
                refine(octave, columns[i], y, s, found);
            }
        }
    }

    private void refine(
            ScaleSpace.Octave octave, int startX, int startY, int startS, Keypoints found) {
        int x = startX;
        int y = startY;
        int s = startS;
        for (int move = 0; ; move++) {
            derivatives(octave, x, y, s);
            if (!Symmetric3.solve(hessian, gradient, offset) || largestOffset() > FARTHEST_MOVE) {
                return;
            }
            if (largestOffset() <= NEAR_ENOUGH || move == MOST_MOVES) {
                break;
            }
            x += step(offset[0]);
            y += step(offset[1]);
            s += step(offset[2]);
            if (s < 1 || s > ScaleSpace.LAYERS || !isInside(octave, x, y)) {
                return;
            }
        }
        if (largestOffset() > STILL_INSIDE) {
            return;
        }
        double contrast =
                value(octave, x, y, s)
                        + 0.5
                                * (gradient[0] * offset[0]
                                        + gradient[1] * offset[1]
                                        + gradient[2] * offset[2]);
        int at = y * octave.width() + x;
        if (Math.abs(contrast) < floor || isEdge() || (taken[at] & 1 << s) != 0) {
            return;
        }
        taken[at] |= (byte) (1 << s);
        double scale = s + offset[2];
        placeAtScale(octave, x, y, s);
        found.add(
                octave.index(),
                Math.clamp((int) Math.rint(scale), 1, ScaleSpace.LAYERS),
                x + offset[0],
                y + offset[1],
                ScaleSpace.sigmaOf(scale),
                Math.abs(contrast));
    }

    private double largestOffset() {
        return Math.max(Math.abs(offset[0]), Math.max(Math.abs(offset[1]), Math.abs(offset[2])));
    }

    private static int step(double offset) {
        return offset > NEAR_ENOUGH ? 1 : offset < -NEAR_ENOUGH ? -1 : 0;
    }

    private static boolean isInside(ScaleSpace.Octave octave, int x, int y) {
        return x >= BORDER
                && x < octave.width() - BORDER
                && y >= BORDER
                && y < octave.height() - BORDER;
    }

    private static float value(ScaleSpace.Octave octave, int x, int y, int s) {
        int at = y * octave.width() + x;
        return octave.levels()[s + 1][at] - octave.levels()[s][at];
    }

    /// Gradient and Hessian (xx, xy, xs, yy, ys, ss) of the difference of Gaussians by central differences.
    private void derivatives(ScaleSpace.Octave octave, int x, int y, int s) {
        float centre = value(octave, x, y, s);
        float left = value(octave, x - 1, y, s);
        float right = value(octave, x + 1, y, s);
        float up = value(octave, x, y - 1, s);
        float down = value(octave, x, y + 1, s);
        float fine = value(octave, x, y, s - 1);
        float coarse = value(octave, x, y, s + 1);
        gradient[0] = 0.5 * (right - left);
        gradient[1] = 0.5 * (down - up);
        gradient[2] = 0.5 * (coarse - fine);
        hessian[0] = right + left - 2 * centre;
        hessian[3] = down + up - 2 * centre;
        hessian[5] = coarse + fine - 2 * centre;
        hessian[1] =
                0.25
                        * (value(octave, x + 1, y + 1, s)
                                - value(octave, x - 1, y + 1, s)
                                - value(octave, x + 1, y - 1, s)
                                + value(octave, x - 1, y - 1, s));
        hessian[2] =
                0.25
                        * (value(octave, x + 1, y, s + 1)
                                - value(octave, x - 1, y, s + 1)
                                - value(octave, x + 1, y, s - 1)
                                + value(octave, x - 1, y, s - 1));
        hessian[4] =
                0.25
                        * (value(octave, x, y + 1, s + 1)
                                - value(octave, x, y - 1, s + 1)
                                - value(octave, x, y + 1, s - 1)
                                + value(octave, x, y - 1, s - 1));
    }

    /// Fits the position again, in the plane, at the scale that the fit in space found. The width of a peak grows with its
    /// scale, which the three-dimensional quadratic cannot follow: it errs by the product of the offsets in space and in
    /// scale, up to a tenth of a sample.
    private void placeAtScale(ScaleSpace.Octave octave, int x, int y, int s) {
        double ds = offset[2];
        double fine = 0.5 * ds * (ds - 1);
        double same = 1 - ds * ds;
        double coarse = 0.5 * ds * (ds + 1);
        int at = 0;
        for (int dy = -PeakFit.REACH; dy <= PeakFit.REACH; dy++) {
            for (int dx = -PeakFit.REACH; dx <= PeakFit.REACH; dx++) {
                peak.samples[at++] =
                        fine * value(octave, x + dx, y + dy, s - 1)
                                + same * value(octave, x + dx, y + dy, s)
                                + coarse * value(octave, x + dx, y + dy, s + 1);
            }
        }
        peak.x = offset[0];
        peak.y = offset[1];
        if (peak.fit()) {
            offset[0] = peak.x;
            offset[1] = peak.y;
        }
    }

    private boolean isEdge() {
        double trace = hessian[0] + hessian[3];
        double determinant = hessian[0] * hessian[3] - hessian[1] * hessian[1];
        return determinant <= 0 || trace * trace >= edgeLimit * determinant;
    }
}
