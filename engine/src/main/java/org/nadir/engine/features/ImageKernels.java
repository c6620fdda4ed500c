package org.nadir.engine.features;

/// The inner loops of feature extraction. [ScalarImageKernels] is the reference; [VectorImageKernels] does the same with
/// the Vector API and agrees to rounding.
interface ImageKernels {

    /// The fastest kernels that this JVM can run.
    static ImageKernels best() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? VectorImageKernels.create()
                : new ScalarImageKernels();
    }

    /// Convolves one row with a symmetric kernel. `padded` holds the row with `taps.length - 1` pixels of margin on either
    /// side; `taps[0]` is the centre.
    void blurRow(float[] padded, float[] taps, float[] out, int outOffset, int width);

    /// Convolves down the columns for one output row: `rowOffsets` says where in `rows` the `2 r + 1` rows from `y - r` to
    /// `y + r` begin, with `r = taps.length - 1`.
    void blurColumns(
            float[] rows, int[] rowOffsets, float[] taps, float[] out, int outOffset, int width);

    /// `out = a - b` for one row.
    void subtractRow(float[] a, float[] b, int offset, float[] out, int outOffset, int width);

    /// Finds the columns in `1 ..< width - 1` of the middle row whose value is beyond `threshold` on either side of zero and
    /// strictly larger (or smaller) than its 26 neighbours. `rowOffsets` has nine entries: the rows above, at and below in
    /// the finer level, then in the middle level, then in the coarser one. Returns how many columns were written, in order.
    int extremaInRow(float[] dog, int[] rowOffsets, int width, float threshold, int[] columns);

    /// Length and direction of `count` gradients; directions from 0 up to and including 8, where 8 is a full turn (rounding
    /// may reach the upper end).
    void polar(float[] gx, float[] gy, float[] magnitude, float[] eighths, int count);
}
