package org.nadir.engine.terrain;

import java.util.function.IntPredicate;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Problem;

/// The box around some points of a cloud and how dense they lie, seen from above.
///
/// @param spacing mean distance between neighbouring points where there are points, metres
record CloudBounds(double minX, double minY, double maxX, double maxY, double spacing) {

    private static final int COARSE = 256;

    /// @throws Problem `EMPTY_CLOUD` when no point is kept
    static CloudBounds of(DenseCloud cloud, IntPredicate keep) {
        double[] xyz = cloud.xyz();
        double minX = Double.MAX_VALUE;
        double minY = Double.MAX_VALUE;
        double maxX = -Double.MAX_VALUE;
        double maxY = -Double.MAX_VALUE;
        int kept = 0;
        for (int i = 0; i < cloud.count(); i++) {
            if (keep.test(i)) {
                minX = Math.min(minX, xyz[3 * i]);
                minY = Math.min(minY, xyz[3 * i + 1]);
                maxX = Math.max(maxX, xyz[3 * i]);
                maxY = Math.max(maxY, xyz[3 * i + 1]);
                kept++;
            }
        }
        if (kept == 0) {
            throw new Problem(
                    Problem.Code.EMPTY_CLOUD,
                    "The dense cloud is empty: reconstruction failed or the boundary excludes it.");
        }
        double extent = Math.max(1e-3, Math.max(maxX - minX, maxY - minY));
        // At least a few points per coarse cell, or sparse clouds would look denser than they are.
        double coarse =
                Math.max(
                        extent / COARSE,
                        3 * Math.sqrt(Math.max(1e-9, (maxX - minX) * (maxY - minY)) / kept));
        var box = new CloudBounds(minX, minY, maxX, maxY, 0);
        GridFrame frame = box.frame(coarse);
        var seen = new boolean[frame.width() * frame.height()];
        int occupied = 0;
        for (int i = 0; i < cloud.count(); i++) {
            if (!keep.test(i)) {
                continue;
            }
            int cell = frame.rowOf(xyz[3 * i + 1]) * frame.width() + frame.columnOf(xyz[3 * i]);
            if (!seen[cell]) {
                seen[cell] = true;
                occupied++;
            }
        }
        double spacing = frame.cell() * Math.sqrt(occupied / (double) kept);
        return new CloudBounds(minX, minY, maxX, maxY, spacing);
    }

    double area() {
        return (maxX - minX) * (maxY - minY);
    }

    /// A frame that holds every point strictly inside.
    GridFrame frame(double cell) {
        double margin = 1e-3 * cell;
        return GridFrame.covering(minX - margin, minY - margin, maxX + margin, maxY + margin, cell);
    }
}
