package org.nadir.engine.report;

import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;

/// The observations of tie points over the frame of one camera: how many fall into each cell, and where they lie on average
/// relative to the projected points. A lens that its model describes leaves no pattern in the mean residuals.
///
/// @param columns cells along the width of the photos
/// @param count observations a cell, row by row from the top
/// @param meanU mean of observed minus projected column, pixels; 0 for an empty cell
/// @param meanV the same of the row
/// @param rms root mean square of the length of all residuals, pixels
record FrameGrid(
        Camera camera,
        int columns,
        int rows,
        int[] count,
        double[] meanU,
        double[] meanV,
        double rms) {

    static FrameGrid of(SparseScene scene, String cameraId, int columns) {
        Camera camera =
                scene.shots().stream()
                        .map(Shot::camera)
                        .filter(c -> c.id().equals(cameraId))
                        .findFirst()
                        .orElseThrow();
        int rows =
                Math.max(1, (int) Math.round(columns * (double) camera.height() / camera.width()));
        var sums = new Sums(columns, rows);
        var scratch = new double[3];
        var pixel = new double[2];
        double[] xyz = scene.pointXyz();
        for (int p = 0; p < scene.pointCount(); p++) {
            for (int i = scene.observationStart()[p]; i < scene.observationStart()[p + 1]; i++) {
                Shot shot = scene.shots().get(scene.observationShot()[i]);
                if (shot.camera().id().equals(cameraId)
                        && shot.project(
                                xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2], scratch, pixel)) {
                    sums.add(
                            shot.camera(),
                            scene.observationPixel()[2 * i],
                            scene.observationPixel()[2 * i + 1],
                            pixel);
                }
            }
        }
        return sums.grid(camera);
    }

    int most() {
        int most = 0;
        for (int n : count) {
            most = Math.max(most, n);
        }
        return most;
    }

    /// Cells with fewer observations say nothing of the lens.
    boolean isKnown(int cell) {
        return count[cell] >= 10;
    }

    /// Length of the longest mean residual of the known cells, pixels.
    double longest() {
        double longest = 0;
        for (int k = 0; k < count.length; k++) {
            if (isKnown(k)) {
                longest = Math.max(longest, Math.hypot(meanU[k], meanV[k]));
            }
        }
        return longest;
    }

    private static final class Sums {

        private final int columns;
        private final int rows;
        private final int[] count;
        private final double[] u;
        private final double[] v;
        private double squares;
        private long all;

        Sums(int columns, int rows) {
            this.columns = columns;
            this.rows = rows;
            this.count = new int[columns * rows];
            this.u = new double[count.length];
            this.v = new double[count.length];
        }

        void add(Camera camera, double observedU, double observedV, double[] projected) {
            int column = Math.clamp((int) (observedU / camera.width() * columns), 0, columns - 1);
            int row = Math.clamp((int) (observedV / camera.height() * rows), 0, rows - 1);
            int k = row * columns + column;
            double eu = observedU - projected[0];
            double ev = observedV - projected[1];
            count[k]++;
            u[k] += eu;
            v[k] += ev;
            squares += eu * eu + ev * ev;
            all++;
        }

        FrameGrid grid(Camera camera) {
            for (int k = 0; k < count.length; k++) {
                u[k] /= Math.max(1, count[k]);
                v[k] /= Math.max(1, count[k]);
            }
            return new FrameGrid(
                    camera, columns, rows, count, u, v, Math.sqrt(squares / Math.max(1, all)));
        }
    }
}
