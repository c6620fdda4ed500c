package org.nadir.engine.align;

import java.io.IOException;
import java.nio.file.Path;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.work.Cancellation;
import org.nadir.geo.Bounds;
import org.nadir.pointcloud.LasHeader;
import org.nadir.pointcloud.LasReader;
import org.nadir.pointcloud.PointBatch;

/// A point cloud as reference. Points that are marked as noise do not count.
final class ReferenceCloud implements ReferenceSurface {

    private static final int NOISE = 7;
    private static final int HIGH_NOISE = 18;

    /// With four points to a cell on average, one cell in fifty stays empty by chance.
    private static final double CELL_IN_SPACINGS = 2;

    private final LasReader reader;
    private final ReferenceFrame frame;

    private ReferenceCloud(LasReader reader, ReferenceFrame frame) {
        this.reader = reader;
        this.frame = frame;
    }

    static ReferenceCloud open(Path file, GeoReference world) throws IOException {
        LasReader reader = LasReader.open(file);
        try {
            int epsg = reader.header().epsg();
            return new ReferenceCloud(
                    reader, ReferenceFrame.of(epsg, epsg != 0, null, Double.NaN, world));
        } catch (IOException | RuntimeException failure) {
            reader.close();
            throw failure;
        }
    }

    @Override
    public String description() {
        return String.format(
                java.util.Locale.ROOT, "%,d points, %s", reader.header().count(), frame.text());
    }

    @Override
    public double leastCell() {
        LasHeader header = reader.header();
        double[] low = {header.min()[0], header.min()[1]};
        double[] high = {header.max()[0], header.max()[1]};
        frame.toWorld(low);
        frame.toWorld(high);
        double area = Math.abs((high[0] - low[0]) * (high[1] - low[1]));
        return CELL_IN_SPACINGS * Math.sqrt(area / Math.max(1, header.count()));
    }

    @Override
    public void places(GridFrame area, Taker taker, Cancellation cancellation) throws IOException {
        Bounds box = frame.around(area);
        var batch = new PointBatch(PointBatch.USUAL_CAPACITY);
        var xy = new double[2];
        while (reader.read(batch) > 0) {
            cancellation.check();
            for (int i = 0; i < batch.size(); i++) {
                xy[0] = batch.x()[i];
                xy[1] = batch.y()[i];
                int kind = batch.classification()[i];
                boolean near =
                        xy[0] >= box.minX()
                                && xy[0] <= box.maxX()
                                && xy[1] >= box.minY()
                                && xy[1] <= box.maxY();
                if (near && kind != NOISE && kind != HIGH_NOISE) {
                    frame.toWorld(xy);
                    taker.take(xy[0], xy[1], batch.z()[i] * frame.heightMetres());
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
