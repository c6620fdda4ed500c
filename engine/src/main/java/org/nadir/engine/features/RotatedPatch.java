package org.nadir.engine.features;

/// Samples a square patch of one scale-space level on a rotated grid and takes its gradients. Keeps its buffers: one thread
/// at a time.
///
/// Gradients are differences over two grid steps, in the axes of the patch, for the inner `side x side` samples.
final class RotatedPatch {

    private final ImageKernels kernels;
    private final int side;
    private final float[] samples;
    private final float[] gx;
    private final float[] gy;
    final float[] magnitude;

    /// Direction of the gradient in eighths of a turn, 0 to 8, from the patch's own x axis towards its y axis.
    final float[] eighths;

    RotatedPatch(ImageKernels kernels, int side) {
        this.kernels = kernels;
        this.side = side;
        this.samples = new float[(side + 2) * (side + 2)];
        this.gx = new float[side * side];
        this.gy = new float[side * side];
        this.magnitude = new float[side * side];
        this.eighths = new float[side * side];
    }

    /// Takes the patch centred on sample `(x, y)` with the given grid step, its axes turned by the angle with this cosine
    /// and sine.
    void take(
            float[] level,
            int width,
            int height,
            float x,
            float y,
            float step,
            float cos,
            float sin) {
        int edge = side + 2;
        float half = 0.5f * (edge - 1);
        float ux = step * cos;
        float uy = step * sin;
        float startX = x - half * (ux - uy);
        float startY = y - half * (uy + ux);
        float reach = 1.5f * half * step + 2;
        boolean inside = x > reach && y > reach && x < width - reach && y < height - reach;
        for (int j = 0; j < edge; j++) {
            float px = startX - j * uy;
            float py = startY + j * ux;
            if (inside) {
                sampleRow(level, width, px, py, ux, uy, j * edge, edge);
            } else {
                sampleRowClamped(level, width, height, px, py, ux, uy, j * edge, edge);
            }
        }
        gradients(edge);
        kernels.polar(gx, gy, magnitude, eighths, side * side);
    }

    private void sampleRow(
            float[] level,
            int width,
            float fromX,
            float fromY,
            float ux,
            float uy,
            int out,
            int count) {
        for (int i = 0; i < count; i++) {
            float x = fromX + i * ux;
            float y = fromY + i * uy;
            int ix = (int) x;
            int iy = (int) y;
            samples[out + i] = bilinear(level, iy * width + ix, 1, width, x - ix, y - iy);
        }
    }

    private void sampleRowClamped(
            float[] level,
            int width,
            int height,
            float fromX,
            float fromY,
            float ux,
            float uy,
            int out,
            int count) {
        for (int i = 0; i < count; i++) {
            float x = Math.clamp(fromX + i * ux, 0, width - 1.001f);
            float y = Math.clamp(fromY + i * uy, 0, height - 1.001f);
            int ix = (int) x;
            int iy = (int) y;
            samples[out + i] = bilinear(level, iy * width + ix, 1, width, x - ix, y - iy);
        }
    }

    private static float bilinear(float[] level, int at, int right, int down, float fx, float fy) {
        float top = level[at] + fx * (level[at + right] - level[at]);
        float bottom = level[at + down] + fx * (level[at + down + right] - level[at + down]);
        return top + fy * (bottom - top);
    }

    private void gradients(int edge) {
        for (int j = 0; j < side; j++) {
            int at = (j + 1) * edge + 1;
            int to = j * side;
            for (int i = 0; i < side; i++) {
                gx[to + i] = samples[at + i + 1] - samples[at + i - 1];
                gy[to + i] = samples[at + i + edge] - samples[at + i - edge];
            }
        }
    }
}
