package org.nadir.geo.tiff;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Spells out, as well-known text (OGC 01-009), a projected system that a GeoTIFF describes by its parameters because it has no
/// EPSG code. Known are the usual projections on the usual ellipsoids.
final class GeoWkt {

    private static final int METHOD = 3075;
    private static final int ELLIPSOID = 2056;
    private static final int SEMI_MAJOR = 2057;
    private static final int INVERSE_FLATTENING = 2059;

    private record Parameter(String name, int key, double otherwise) {}

    private record Method(String name, List<Parameter> parameters) {}

    private record Ellipsoid(String name, double semiMajor, double inverseFlattening) {}

    private static final Parameter EASTING = new Parameter("false_easting", 3082, 0);
    private static final Parameter NORTHING = new Parameter("false_northing", 3083, 0);
    private static final Parameter LATITUDE = new Parameter("latitude_of_origin", 3081, 0);
    private static final Parameter MERIDIAN = new Parameter("central_meridian", 3080, 0);
    private static final Parameter SCALE = new Parameter("scale_factor", 3092, 1);
    private static final Parameter PARALLEL_1 = new Parameter("standard_parallel_1", 3078, 0);
    private static final Parameter PARALLEL_2 = new Parameter("standard_parallel_2", 3079, 0);

    /// By the codes of OGC GeoTIFF 1.1, ProjMethodGeoKey.
    private static final Map<Integer, Method> METHODS =
            Map.of(
                    1,
                    method("Transverse_Mercator", LATITUDE, MERIDIAN, SCALE, EASTING, NORTHING),
                    7,
                    method("Mercator_1SP", MERIDIAN, SCALE, EASTING, NORTHING),
                    8,
                    method(
                            "Lambert_Conformal_Conic_2SP",
                            PARALLEL_1,
                            PARALLEL_2,
                            new Parameter("latitude_of_origin", 3085, 0),
                            new Parameter("central_meridian", 3084, 0),
                            new Parameter("false_easting", 3086, 0),
                            new Parameter("false_northing", 3087, 0)),
                    9,
                    method(
                            "Lambert_Conformal_Conic_1SP",
                            LATITUDE,
                            MERIDIAN,
                            SCALE,
                            EASTING,
                            NORTHING),
                    11,
                    method(
                            "Albers_Conic_Equal_Area",
                            PARALLEL_1,
                            PARALLEL_2,
                            new Parameter("latitude_of_center", 3081, 0),
                            new Parameter("longitude_of_center", 3080, 0),
                            EASTING,
                            NORTHING),
                    15,
                    method(
                            "Polar_Stereographic",
                            LATITUDE,
                            new Parameter("central_meridian", 3095, 0),
                            SCALE,
                            EASTING,
                            NORTHING));

    private static final Map<Integer, Ellipsoid> ELLIPSOIDS =
            Map.of(
                    7030, new Ellipsoid("WGS 84", 6378137, 298.257223563),
                    7019, new Ellipsoid("GRS 1980", 6378137, 298.257222101));

    /// Ellipsoids of the geographic systems that others mostly build on.
    private static final Map<Integer, Integer> OF_SYSTEM =
            Map.of(4326, 7030, 4269, 7019, 4258, 7019);

    private static final Map<Integer, String> UNITS =
            Map.of(
                    9001, "UNIT[\"metre\",1]",
                    9002, "UNIT[\"foot\",0.3048]",
                    9003, "UNIT[\"US survey foot\",0.3048006096012192]");

    private GeoWkt() {}

    private static Method method(String name, Parameter... parameters) {
        return new Method(name, List.of(parameters));
    }

    /// @return null when there is no such system, or it is of a kind that is not known here
    static @Nullable String of(Ifd ifd) throws IOException {
        Map<Integer, Double> keys = keys(ifd);
        int code = number(keys, GeoKeys.PROJECTED_CRS);
        Method method = METHODS.get(number(keys, METHOD));
        Ellipsoid ellipsoid = ellipsoid(keys);
        String unit = UNITS.get(Math.max(9001, number(keys, GeoKeys.LINEAR_UNITS)));
        boolean spelled = code == GeoKeys.USER_DEFINED || code == 0;
        if (!spelled || method == null || ellipsoid == null || unit == null) {
            return null;
        }
        var text = new StringBuilder("PROJCS[\"").append(name(ifd)).append("\",");
        text.append("GEOGCS[\"").append(ellipsoid.name()).append("\",DATUM[\"unknown\",");
        text.append("SPHEROID[\"").append(ellipsoid.name()).append("\",");
        text.append(plain(ellipsoid.semiMajor())).append(',');
        text.append(plain(ellipsoid.inverseFlattening())).append("]],PRIMEM[\"Greenwich\",0],");
        text.append("UNIT[\"degree\",0.0174532925199433]],");
        text.append("PROJECTION[\"").append(method.name()).append("\"],");
        for (Parameter parameter : method.parameters()) {
            double value = keys.getOrDefault(parameter.key(), parameter.otherwise());
            text.append("PARAMETER[\"").append(parameter.name()).append("\",");
            text.append(plain(value)).append("],");
        }
        return text.append(unit).append(']').toString();
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static @Nullable Ellipsoid ellipsoid(Map<Integer, Double> keys) {
        Double semiMajor = keys.get(SEMI_MAJOR);
        Double inverseFlattening = keys.get(INVERSE_FLATTENING);
        if (semiMajor != null && inverseFlattening != null) {
            return new Ellipsoid("unknown", semiMajor, inverseFlattening);
        }
        int code = number(keys, ELLIPSOID);
        Ellipsoid named = ELLIPSOIDS.get(code);
        return named != null
                ? named
                : ELLIPSOIDS.get(OF_SYSTEM.getOrDefault(number(keys, GeoKeys.GEODETIC_CRS), 0));
    }

    /// The citation, of what stands in it what a person would call the system.
    private static String name(Ifd ifd) throws IOException {
        String citation = ifd.text(Tags.GEO_ASCII_PARAMS);
        String first = citation == null ? "" : citation.split("\\|", -1)[0];
        String clean = first.replaceAll("[\"\\p{Cntrl}]", " ").strip();
        return clean.isEmpty() ? "unnamed" : clean.substring(0, Math.min(200, clean.length()));
    }

    private static int number(Map<Integer, Double> keys, int key) {
        return keys.getOrDefault(key, 0.0).intValue();
    }

    private static Map<Integer, Double> keys(Ifd ifd) throws IOException {
        var values = new HashMap<Integer, Double>();
        long[] directory = ifd.numbers(Tags.GEO_KEY_DIRECTORY);
        double[] doubles = ifd.doubles(Tags.GEO_DOUBLE_PARAMS);
        for (int i = 4; directory != null && i + 3 < directory.length; i += 4) {
            int at = (int) directory[i + 3];
            if (directory[i + 1] == 0) {
                values.put((int) directory[i], (double) at);
            } else if (directory[i + 1] == Tags.GEO_DOUBLE_PARAMS
                    && doubles != null
                    && at >= 0
                    && at < doubles.length
                    && Double.isFinite(doubles[at])) {
                values.put((int) directory[i], doubles[at]);
            }
        }
        return values;
    }
}
