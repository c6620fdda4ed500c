package org.nadir.engine.ortho;

import java.util.Arrays;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Workers;

/// Heights on the cells that seams are planned on; NaN outside the crop polygon.
///
/// @param frame same upper left corner as the orthophoto, cells a whole number of pixels wide
record PlanSurface(GridFrame frame, float[] z, float lowest, float highest) {

    static PlanSurface of(HeightGrid surface, CropPolygon crop, GridFrame frame, Workers workers) {
        var z = new float[Math.multiplyExact(frame.width(), frame.height())];
        var lowest = new float[frame.height()];
        var highest = new float[frame.height()];
        workers.forEach(
                frame.height(),
                row -> {
                    var inside = new boolean[frame.width()];
                    double y = frame.centreY(row);
                    int from = row * frame.width();
                    SurfaceSampler.row(
                            surface, y, frame.centreX(0), frame.cell(), frame.width(), z, from);
                    crop.markRow(y, frame.centreX(0), frame.cell(), frame.width(), inside);
                    lowest[row] = Float.POSITIVE_INFINITY;
                    highest[row] = Float.NEGATIVE_INFINITY;
                    for (int column = 0; column < frame.width(); column++) {
                        float height = z[from + column];
                        if (!inside[column]) {
                            z[from + column] = Float.NaN;
                        } else if (height == height) {
                            lowest[row] = Math.min(lowest[row], height);
                            highest[row] = Math.max(highest[row], height);
                        }
                    }
                });
        Arrays.sort(lowest);
        Arrays.sort(highest);
        return new PlanSurface(frame, z, lowest[0], highest[highest.length - 1]);
    }

    boolean isEmpty() {
        return lowest > highest;
    }

    float at(int column, int row) {
        return z[row * frame.width() + column];
    }

    /// As [#at], NaN outside the frame.
    float near(int column, int row) {
        boolean outside = column < 0 || row < 0 || column >= frame.width() || row >= frame.height();
        return outside ? Float.NaN : at(column, row);
    }
}
