package org.nadir.pointcloud;

import java.io.IOException;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;

/// Points brought to another coordinate system; heights stay as they are.
public final class ProjectedPoints implements PointSource {

    private static final double DEGREE_STEP = 1e-7;
    private static final double LENGTH_STEP = 0.001;

    private final PointSource points;
    private final Crs from;
    private final Crs to;

    /// @param points closed together with this
    public ProjectedPoints(PointSource points, Crs from, Crs to) {
        this.points = points;
        this.from = from;
        this.to = to;
    }

    /// How a LAS file stores the points of another one after they have been moved: heights as before, places by a centimetre
    /// or better, counted from the middle.
    public static LasReference reference(LasHeader header, Crs from, Crs to) {
        Coordinate middle =
                moved(
                        (header.min()[0] + header.max()[0]) / 2,
                        (header.min()[1] + header.max()[1]) / 2,
                        from,
                        to);
        boolean known = Double.isFinite(middle.x() + middle.y());
        return new LasReference(
                to.epsg(),
                to.isGeographic() ? DEGREE_STEP : LENGTH_STEP,
                header.scale()[2],
                known ? Math.rint(middle.x()) : 0,
                known ? Math.rint(middle.y()) : 0,
                header.offset()[2]);
    }

    private static Coordinate moved(double x, double y, Crs from, Crs to) {
        Coordinate place = from.toLonLat(x, y);
        return to.fromLonLat(place.x(), place.y());
    }

    @Override
    public int read(PointBatch batch) throws IOException {
        int count = points.read(batch);
        for (int i = 0; i < count; i++) {
            Coordinate at = moved(batch.x()[i], batch.y()[i], from, to);
            batch.x()[i] = at.x();
            batch.y()[i] = at.y();
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        points.close();
    }
}
