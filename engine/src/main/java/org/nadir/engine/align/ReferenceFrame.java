package org.nadir.engine.align;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.UnknownCrsException;
import org.nadir.geo.UtmZone;

/// The way between a reference's coordinates and the world frame of a run. Heights keep their zero: those above a geoid and
/// those above an ellipsoid are not told apart.
///
/// @param crs of the reference; null for that of the run
/// @param heightMetres metres per unit of height
record ReferenceFrame(
        @Nullable Crs crs, UtmZone zone, GeoReference world, double heightMetres, String text) {

    /// Places along each side of a box that is brought to another coordinate system.
    private static final int STEPS = 8;

    /// @param epsg 0 when the file does not name one
    /// @param named whether the file has a coordinate system, be it without a code
    /// @param wkt null when there is none
    /// @param heightMetres metres per unit of height, where the file says; NaN for the unit of its coordinates
    /// @throws IOException when it has a coordinate system that is not known
    static ReferenceFrame of(
            int epsg, boolean named, @Nullable String wkt, double heightMetres, GeoReference world)
            throws IOException {
        Crs crs = epsg == 0 && !named ? null : crs(epsg, wkt);
        double unit = crs == null || crs.isGeographic() ? 1 : crs.unitMetres();
        double metres = Double.isNaN(heightMetres) ? unit : heightMetres;
        String system =
                crs == null
                        ? "without a coordinate system, taken as in that of the photos"
                        : "EPSG:" + epsg;
        String heights =
                metres == 1
                        ? "heights taken as metres"
                        : String.format(Locale.ROOT, "heights taken in units of %.6f m", metres);
        return new ReferenceFrame(
                crs == null || crs.epsg() == world.epsg() ? null : crs,
                UtmZone.ofEpsg(world.epsg()),
                world,
                metres,
                system + ", " + heights + ", from the same zero as those of the photos");
    }

    private static Crs crs(int epsg, @Nullable String wkt) throws IOException {
        try {
            return epsg == 0 ? Crs.parse(String.valueOf(wkt)) : Crs.ofEpsg(epsg);
        } catch (UnknownCrsException unknown) {
            throw new IOException("its coordinate system is not known", unknown);
        }
    }

    /// Brings `xy` into the world frame.
    void toWorld(double[] xy) {
        if (crs != null) {
            Coordinate place = crs.toLonLat(xy[0], xy[1]);
            // Beyond the reach of a projection there is nothing to be compared.
            Coordinate utm =
                    Math.abs(place.y()) <= 90
                            ? zone.forward(place.x(), place.y())
                            : new Coordinate(Double.NaN, Double.NaN);
            xy[0] = utm.x();
            xy[1] = utm.y();
        }
        xy[0] -= world.offsetEast();
        xy[1] -= world.offsetNorth();
    }

    /// A box in the reference's coordinates around a frame of the world.
    ///
    /// @throws IOException when its coordinate system does not reach there
    Bounds around(GridFrame area) throws IOException {
        double minX = Double.MAX_VALUE;
        double minY = Double.MAX_VALUE;
        double maxX = -Double.MAX_VALUE;
        double maxY = -Double.MAX_VALUE;
        for (int i = 0; i <= STEPS; i++) {
            for (int j = 0; j <= STEPS; j++) {
                double x = area.left() + (area.right() - area.left()) * i / STEPS;
                double y = area.bottom() + (area.top() - area.bottom()) * j / STEPS;
                Coordinate at = fromWorld(x, y);
                minX = Math.min(minX, at.x());
                minY = Math.min(minY, at.y());
                maxX = Math.max(maxX, at.x());
                maxY = Math.max(maxY, at.y());
            }
        }
        if (!Double.isFinite(minX + minY + maxX + maxY)) {
            throw new IOException("its coordinate system does not reach to the photos");
        }
        return new Bounds(minX, minY, maxX, maxY);
    }

    private Coordinate fromWorld(double x, double y) {
        double east = x + world.offsetEast();
        double north = y + world.offsetNorth();
        if (crs == null) {
            return new Coordinate(east, north);
        }
        Coordinate place = zone.inverse(east, north);
        return crs.fromLonLat(place.x(), place.y());
    }
}
