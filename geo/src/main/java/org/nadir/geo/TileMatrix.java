package org.nadir.geo;

/// The Web Mercator tile pyramid (EPSG:3857, 256-pixel tiles at zoom 0 = the whole square world). Column 0 is the
/// westernmost; row 0 the northernmost (XYZ order) unless a method says TMS.
public final class TileMatrix {

    /// Radius of the sphere, metres.
    public static final double RADIUS = 6378137.0;

    /// Half the side of the square world, metres.
    public static final double HALF_WORLD = Math.PI * RADIUS;

    /// Latitude of the upper and lower edge of the square world, degrees.
    public static final double MAX_LATITUDE =
            Math.toDegrees(2 * Math.atan(Math.exp(Math.PI)) - Math.PI / 2);

    /// Pixels along the side of a tile that the zoom levels are counted in.
    public static final int TILE_PIXELS = 256;

    /// The deepest zoom this class counts with.
    public static final int MAX_ZOOM = 30;

    private TileMatrix() {}

    /// The address of a tile, rows from the north.
    public record Tile(int zoom, int x, int y) {

        public Tile {
            checkZoom(zoom);
        }

        /// False when the address is outside the square world.
        public boolean exists() {
            int side = 1 << zoom;
            return x >= 0 && x < side && y >= 0 && y < side;
        }

        /// The same tile with rows counted from the other edge: XYZ to TMS and back.
        public Tile flipped() {
            return new Tile(zoom, x, flipRow(zoom, y));
        }

        /// Extent in EPSG:3857 metres.
        public Bounds bounds() {
            double side = 2 * HALF_WORLD / (1 << zoom);
            return new Bounds(
                    x * side - HALF_WORLD,
                    HALF_WORLD - (y + 1) * side,
                    (x + 1) * side - HALF_WORLD,
                    HALF_WORLD - y * side);
        }
    }

    /// EPSG:3857 metres of a position in degrees; latitudes beyond the square world are cut to its edge.
    public static Coordinate mercator(double longitude, double latitude) {
        double phi = Math.toRadians(Math.clamp(latitude, -MAX_LATITUDE, MAX_LATITUDE));
        double sin = Math.sin(phi);
        return new Coordinate(
                RADIUS * Math.toRadians(longitude),
                RADIUS * 0.5 * (Math.log1p(sin) - Math.log1p(-sin)));
    }

    /// Degrees of a position in EPSG:3857 metres.
    public static Coordinate lonLat(double x, double y) {
        return new Coordinate(
                Math.toDegrees(x / RADIUS), Math.toDegrees(Math.atan(Math.sinh(y / RADIUS))));
    }

    /// The tile that holds a position; positions on a seam belong to the tile east and south of it.
    public static Tile tileAt(double longitude, double latitude, int zoom) {
        checkZoom(zoom);
        Coordinate at = mercator(longitude, latitude);
        double side = 2 * HALF_WORLD / (1 << zoom);
        int last = (1 << zoom) - 1;
        int x = (int) Math.clamp(Math.floor((at.x() + HALF_WORLD) / side), 0, last);
        int y = (int) Math.clamp(Math.floor((HALF_WORLD - at.y()) / side), 0, last);
        return new Tile(zoom, x, y);
    }

    /// Metres of the projection per pixel at a zoom.
    public static double resolution(int zoom) {
        checkZoom(zoom);
        return 2 * HALF_WORLD / TILE_PIXELS / (1 << zoom);
    }

    /// The zoom whose pixels come nearest to a resolution in projection metres per pixel, on a logarithmic scale.
    public static int nearestZoom(double metresPerPixel) {
        if (!(metresPerPixel > 0)) {
            throw new IllegalArgumentException("Resolution must be positive: " + metresPerPixel);
        }
        double zoom = Math.log(resolution(0) / metresPerPixel) / Math.log(2);
        return Math.clamp(Math.round(zoom), 0, MAX_ZOOM);
    }

    /// The row counted from the other edge: XYZ to TMS and back.
    public static int flipRow(int zoom, int row) {
        checkZoom(zoom);
        return (1 << zoom) - 1 - row;
    }

    private static void checkZoom(int zoom) {
        if (zoom < 0 || zoom > MAX_ZOOM) {
            throw new IllegalArgumentException("Zoom must be 0 to " + MAX_ZOOM + ": " + zoom);
        }
    }
}
