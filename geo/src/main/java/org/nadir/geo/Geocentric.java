package org.nadir.geo;

/// Places as distances in metres from the middle of the earth (EPSG:4978): x towards latitude 0 longitude 0, z towards the north
/// pole, on the ellipsoid of WGS 84.
///
/// @param x metres
/// @param y metres
/// @param z metres
public record Geocentric(double x, double y, double z) {

    private static final double SEMI_MAJOR = 6_378_137;
    private static final double FLATTENING = 1 / 298.257223563;
    private static final double ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING);

    /// @param longitude degrees
    /// @param latitude degrees
    /// @param height metres above the ellipsoid
    public static Geocentric of(double longitude, double latitude, double height) {
        double lambda = Math.toRadians(longitude);
        double phi = Math.toRadians(latitude);
        double sin = Math.sin(phi);
        double normal = SEMI_MAJOR / Math.sqrt(1 - ECCENTRICITY_SQUARED * sin * sin);
        double fromAxis = (normal + height) * Math.cos(phi);
        return new Geocentric(
                fromAxis * Math.cos(lambda),
                fromAxis * Math.sin(lambda),
                (normal * (1 - ECCENTRICITY_SQUARED) + height) * sin);
    }

    /// East, north and up at a place as unit vectors, three numbers each.
    ///
    /// @param longitude degrees
    /// @param latitude degrees
    public static double[] axes(double longitude, double latitude) {
        double lambda = Math.toRadians(longitude);
        double phi = Math.toRadians(latitude);
        double sinLambda = Math.sin(lambda);
        double cosLambda = Math.cos(lambda);
        double sinPhi = Math.sin(phi);
        double cosPhi = Math.cos(phi);
        return new double[] {
            -sinLambda,
            cosLambda,
            0,
            -sinPhi * cosLambda,
            -sinPhi * sinLambda,
            cosPhi,
            cosPhi * cosLambda,
            cosPhi * sinLambda,
            sinPhi
        };
    }
}
