package org.nadir.pointcloud;

import java.io.IOException;

/// Those points of a source that pass a test, in their order.
public final class KeptPoints implements PointSource {

    /// Decides about a point by its place.
    @FunctionalInterface
    public interface Test {
        boolean keeps(double x, double y, double z);
    }

    private final PointSource points;
    private final Test test;
    private final PointBatch batch = new PointBatch(PointBatch.USUAL_CAPACITY);
    private int next;

    /// @param points closed together with this
    public KeptPoints(PointSource points, Test test) {
        this.points = points;
        this.test = test;
    }

    @Override
    public int read(PointBatch target) throws IOException {
        int filled = 0;
        while (filled < target.capacity()) {
            if (next == batch.size()) {
                next = 0;
                if (points.read(batch) == 0) {
                    break;
                }
            }
            if (test.keeps(batch.x()[next], batch.y()[next], batch.z()[next])) {
                target.take(batch, next, filled++);
            }
            next++;
        }
        target.setSize(filled);
        return filled;
    }

    @Override
    public void close() throws IOException {
        points.close();
    }
}
