package org.nadir.engine.depth;

/// A source view as the reference view sees it: its gray image and where reference pixels go in it.
record StereoView(FloatImage gray, PlaneTransfer transfer) {

    /// The coefficients that [StereoKernels#warpRow] wants for reference row `y`.
    float[] line(int y) {
        double[] a = transfer.a();
        double[] b = transfer.b();
        double v = y + 0.5;
        return new float[] {
            (float) (0.5 * a[0] + a[1] * v + a[2]),
            (float) (0.5 * a[3] + a[4] * v + a[5]),
            (float) (0.5 * a[6] + a[7] * v + a[8]),
            (float) a[0],
            (float) a[3],
            (float) a[6],
            (float) b[0],
            (float) b[1],
            (float) b[2]
        };
    }
}
