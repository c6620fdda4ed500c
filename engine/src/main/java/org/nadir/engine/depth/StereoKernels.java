package org.nadir.engine.depth;

/// The inner loops of dense matching, once in plain Java and once with the Vector API. Both give the same results, apart from
/// the last bits of floating-point sums where the method says so. Stateless; any thread may call them.
///
/// Rows are given as an array and the index of their first value. Up to [FloatImage#SLACK] values after the `n`th may be read
/// and overwritten.
interface StereoKernels {

    /// Values in one census: the neighbours of a 5x5 window.
    int CENSUS_BITS = 24;

    /// Cost of a pixel that a view does not show.
    int NOT_SEEN = 255;

    /// Costs that [#bestHalfRow] makes lie in `0 .. 4 · CENSUS_BITS`; this one stands for `nothing known`.
    short NEUTRAL_COST = 2 * CENSUS_BITS;

    /// Entries before and after each pixel's block in a path row of [#pathStep]; also the largest shift.
    int PATH_MARGIN = 16;

    /// Larger than any path cost, and small enough that a penalty can be added.
    short FAR = 16_000;

    /// Samples the source image for one reference row: `line` = `(h0, h1, h2, a0, a3, a6, b0, b1, b2)`, pixel `x` at inverse
    /// depth `r = inverseDepth[x] + add` is `((h0 + a0 x + r b0) / w, (h1 + a3 x + r b1) / w)` with `w = h2 + a6 x + r b2`.
    /// Bilinear; NaN outside the source image.
    void warpRow(
            FloatImage source,
            float[] line,
            float[] inverseDepth,
            int depthStart,
            float add,
            int n,
            float[] out,
            int outStart);

    /// Census transform (Zabih and Woodfill 1994): bit `i` is set where neighbour `i` of the 5x5 window is darker than the
    /// centre. `centre` is the index of the row's first pixel in `image`.
    void censusRow(float[] image, int centre, int stride, int n, int[] out, int outStart);

    /// Hamming distance between the census of `image` and the reference; [#NOT_SEEN] where the centre is NaN.
    void hammingRow(
            int[] reference,
            int referenceStart,
            float[] image,
            int centre,
            int stride,
            int n,
            int[] out);

    /// Four times the mean of the best half (rounded up) of the costs that are not [#NOT_SEEN], rounded down;
    /// [#NEUTRAL_COST] where no view sees the pixel. At most 8 views. `cost` is overwritten.
    void bestHalfRow(int[][] cost, int views, int n, short[] out, int outStart);

    /// One pixel of one path of semi-global matching (Hirschmüller 2008):
    /// `L(d) = C(d) + min(P(d+s), P(d+s-1) + p1, P(d+s+1) + p1, minP + p2) - minP`, where `P` is the path cost of the pixel before
    /// and `s` the shift between the two pixels' label ranges. Adds `L` to `sum`.
    ///
    /// @param previous index of `P(0)`; the block has [#PATH_MARGIN] entries of [#FAR] on both sides
    /// @param shift in `-PATH_MARGIN + 1 .. PATH_MARGIN - 1`
    /// @param labels multiple of 16
    /// @return the minimum of `L`
    int pathStep(
            short[] cost,
            int costStart,
            short[] path,
            int previous,
            int shift,
            int minPrevious,
            int p1,
            int p2,
            short[] outPath,
            int out,
            short[] sum,
            int labels);

    /// Weighted correlation of a row of the reference with the same row of a warped image, over 7x7 windows.
    /// Weights: `weights[k · weightStride + x]` for window pixel `k` (row by row) around pixel `x`. Writes the
    /// correlation coefficient, -1 .. 1; [Float#NaN] where the warped image has NaN in the window's weighted part. Agrees
    /// between implementations to rounding.
    void correlationRow(
            float[] reference,
            int referenceCentre,
            float[] warped,
            int warpedCentre,
            int stride,
            float[] weights,
            int weightStride,
            int n,
            float[] out,
            int outStart);

    /// Middle of the gray values, taken off them before they are squared, for the sake of precision.
    float MIDDLE_GRAY = 128;

    /// Weighted means over the 7x7 windows around the pixels of a row, of two images less [#MIDDLE_GRAY]: of the second, of its
    /// square, and of its product with the first. The weights are products of one number per row and one per column of the
    /// window, as those of a Gaussian are. NaN where a window holds NaN. Agrees between implementations to rounding.
    ///
    /// @param taps the seven weights of the rows and columns; their sum is 1
    /// @param scratch three times `stride` values and slack
    /// @param out the three means: each `stride` values after the one before
    void windowMeansRow(
            float[] first,
            int firstCentre,
            float[] second,
            int secondCentre,
            int stride,
            float[] taps,
            int n,
            float[] scratch,
            float[] out);

    /// The fastest kernels that this run of the program can use.
    static StereoKernels best() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return vectors ? VectorStereoKernels.INSTANCE : ScalarStereoKernels.INSTANCE;
    }
}
