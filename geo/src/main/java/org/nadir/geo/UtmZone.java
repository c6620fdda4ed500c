package org.nadir.geo;

/// One zone of WGS 84 / UTM. The projection is the Krüger series to the sixth order in the third flattening, after
/// Karney, "Transverse Mercator with an accuracy of a few nanometers" (2011), eq. 7-36: exact to well below a millimetre
/// within 3,900 km of the central meridian.
///
/// @param number zone 1 to 60; zone 1 begins at 180° west
/// @param north true for the northern hemisphere (no false northing)
public record UtmZone(int number, boolean north) {

    private static final double A = 6378137.0;
    private static final double F = 1 / 298.257223563;
    private static final double N = F / (2 - F);
    private static final double E = Math.sqrt(F * (2 - F));
    private static final double SCALE = 0.9996;
    private static final double FALSE_EAST = 500_000;
    private static final double FALSE_NORTH = 10_000_000;

    private static final double N2 = N * N;
    private static final double N3 = N2 * N;
    private static final double N4 = N3 * N;
    private static final double N5 = N4 * N;
    private static final double N6 = N5 * N;

    /// Radius of the rectifying sphere times the scale on the central meridian (Karney eq. 14).
    private static final double RADIUS = SCALE * A / (1 + N) * (1 + N2 / 4 + N4 / 64 + N6 / 256);

    /// Karney eq. 35.
    private static final double[] ALPHA = {
        N / 2 - 2 * N2 / 3 + 5 * N3 / 16 + 41 * N4 / 180 - 127 * N5 / 288 + 7891 * N6 / 37800,
        13 * N2 / 48 - 3 * N3 / 5 + 557 * N4 / 1440 + 281 * N5 / 630 - 1983433 * N6 / 1935360,
        61 * N3 / 240 - 103 * N4 / 140 + 15061 * N5 / 26880 + 167603 * N6 / 181440,
        49561 * N4 / 161280 - 179 * N5 / 168 + 6601661 * N6 / 7257600,
        34729 * N5 / 80640 - 3418889 * N6 / 1995840,
        212378941 * N6 / 319334400,
    };

    /// Karney eq. 36.
    private static final double[] BETA = {
        N / 2 - 2 * N2 / 3 + 37 * N3 / 96 - N4 / 360 - 81 * N5 / 512 + 96199 * N6 / 604800,
        N2 / 48 + N3 / 15 - 437 * N4 / 1440 + 46 * N5 / 105 - 1118711 * N6 / 3870720,
        17 * N3 / 480 - 37 * N4 / 840 - 209 * N5 / 4480 + 5569 * N6 / 90720,
        4397 * N4 / 161280 - 11 * N5 / 504 - 830251 * N6 / 7257600,
        4583 * N5 / 161280 - 108847 * N6 / 3991680,
        20648693 * N6 / 638668800,
    };

    public UtmZone {
        if (number < 1 || number > 60) {
            throw new IllegalArgumentException("UTM zone must be 1 to 60: " + number);
        }
    }

    /// The zone of a position by the plain six-degree rule (no special widths around Norway and Svalbard).
    public static UtmZone of(double longitude, double latitude) {
        if (!Double.isFinite(longitude) || !(Math.abs(latitude) <= 90)) {
            throw new IllegalArgumentException("Not a position: " + longitude + ", " + latitude);
        }
        int zone = Math.floorMod((long) Math.floor((longitude + 180) / 6), 60) + 1;
        return new UtmZone(zone, latitude >= 0);
    }

    /// The zone of an EPSG code 32601..32660 or 32701..32760.
    public static UtmZone ofEpsg(int epsg) {
        if (!isUtm(epsg)) {
            throw new IllegalArgumentException("Not a WGS 84 / UTM code: EPSG:" + epsg);
        }
        return new UtmZone(epsg % 100, epsg < 32700);
    }

    /// Whether the EPSG code is one of WGS 84 / UTM.
    public static boolean isUtm(int epsg) {
        int zone = epsg % 100;
        return (epsg / 100 == 326 || epsg / 100 == 327) && zone >= 1 && zone <= 60;
    }

    public int epsg() {
        return (north ? 32600 : 32700) + number;
    }

    public double centralMeridian() {
        return number * 6 - 183;
    }

    /// East and north in metres of a position in degrees.
    public Coordinate forward(double longitude, double latitude) {
        double lambda = Math.toRadians(Math.IEEEremainder(longitude - centralMeridian(), 360));
        double tau = Math.tan(Math.toRadians(latitude));
        double tauPrime = conformal(tau);
        double cos = Math.cos(lambda);
        double xiPrime = Math.atan2(tauPrime, cos);
        double etaPrime = asinh(Math.sin(lambda) / Math.hypot(tauPrime, cos));
        double xi = xiPrime;
        double eta = etaPrime;
        for (int j = 1; j <= 6; j++) {
            xi += ALPHA[j - 1] * Math.sin(2 * j * xiPrime) * Math.cosh(2 * j * etaPrime);
            eta += ALPHA[j - 1] * Math.cos(2 * j * xiPrime) * Math.sinh(2 * j * etaPrime);
        }
        return new Coordinate(FALSE_EAST + RADIUS * eta, falseNorth() + RADIUS * xi);
    }

    /// Longitude (within ±180) and latitude in degrees of a position in metres.
    public Coordinate inverse(double east, double north) {
        double eta = (east - FALSE_EAST) / RADIUS;
        double xi = (north - falseNorth()) / RADIUS;
        double xiPrime = xi;
        double etaPrime = eta;
        for (int j = 1; j <= 6; j++) {
            xiPrime -= BETA[j - 1] * Math.sin(2 * j * xi) * Math.cosh(2 * j * eta);
            etaPrime -= BETA[j - 1] * Math.cos(2 * j * xi) * Math.sinh(2 * j * eta);
        }
        double sinh = Math.sinh(etaPrime);
        double cos = Math.cos(xiPrime);
        double tau = geodetic(Math.sin(xiPrime) / Math.hypot(sinh, cos));
        double longitude = centralMeridian() + Math.toDegrees(Math.atan2(sinh, cos));
        return new Coordinate(Math.IEEEremainder(longitude, 360), Math.toDegrees(Math.atan(tau)));
    }

    /// The zone as a person writes it in a coordinate file, for instance `WGS84 UTM 16N`.
    public String label() {
        return "WGS84 UTM " + number + (north ? "N" : "S");
    }

    /// The zone as a PROJ string.
    public String proj() {
        return "+proj=utm +zone="
                + number
                + (north ? "" : " +south")
                + " +datum=WGS84 +units=m +no_defs +type=crs";
    }

    /// The zone as well-known text, first version (OGC 01-009).
    public String wkt() {
        return """
        PROJCS["WGS 84 / UTM zone %d%s",\
        GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],\
        AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],\
        UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]],\
        PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%d],\
        PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",%d],\
        UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],\
        AUTHORITY["EPSG","%d"]]\
        """
                .formatted(
                        number,
                        north ? "N" : "S",
                        (int) centralMeridian(),
                        (int) falseNorth(),
                        epsg());
    }

    private double falseNorth() {
        return north ? 0 : FALSE_NORTH;
    }

    /// Tangent of the conformal latitude from that of the geodetic one (Karney eq. 7-9).
    private static double conformal(double tau) {
        double root = Math.hypot(1, tau);
        double sigma = Math.sinh(E * atanh(E * tau / root));
        return tau * Math.hypot(1, sigma) - sigma * root;
    }

    /// The inverse of [#conformal] by Newton's method (Karney eq. 19-21); three steps reach full precision.
    private static double geodetic(double tauPrime) {
        double tau = tauPrime;
        for (int step = 0; step < 5; step++) {
            double found = conformal(tau);
            double change =
                    (tauPrime - found)
                            / Math.hypot(1, found)
                            * (1 + (1 - E * E) * tau * tau)
                            / ((1 - E * E) * Math.hypot(1, tau));
            tau += change;
            if (Math.abs(change) < 1e-15 * Math.max(1, Math.abs(tau))) {
                break;
            }
        }
        return tau;
    }

    private static double asinh(double x) {
        double magnitude = Math.abs(x);
        return Math.copySign(
                Math.log1p(magnitude + magnitude * magnitude / (1 + Math.hypot(1, magnitude))), x);
    }

    private static double atanh(double x) {
        return Math.log1p(2 * x / (1 - x)) / 2;
    }
}
