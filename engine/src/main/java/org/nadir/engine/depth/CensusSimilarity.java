package org.nadir.engine.depth;

/// Counts the neighbours that are darker than the centre in one picture only, over 5x5 windows.
final class CensusSimilarity implements Similarity {

    private final StereoKernels kernels;
    private final int width;
    private final int rowLength;
    private final int[] census;

    CensusSimilarity(StereoKernels kernels, FloatImage reference) {
        this.kernels = kernels;
        this.width = reference.width;
        this.rowLength = reference.stride;
        this.census = new int[rowLength * reference.height + FloatImage.SLACK];
        for (int y = 0; y < reference.height; y++) {
            kernels.censusRow(
                    reference.data,
                    reference.row(y),
                    reference.stride,
                    width,
                    census,
                    y * rowLength);
        }
    }

    @Override
    public int radius() {
        return 2;
    }

    @Override
    public void row(int y, FloatImage warped, int warpedRow, int[] out) {
        kernels.hammingRow(
                census,
                y * rowLength,
                warped.data,
                warped.row(warpedRow),
                warped.stride,
                width,
                out);
    }
}
