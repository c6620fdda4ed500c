package org.nadir.geo.vector;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Features of one kind, with the same columns.
///
/// @param name of the table, an identifier: letters, digits and underscores
/// @param epsg code of the coordinate system, 4326 with longitude first, or a projected one
/// @param wkt the system as well-known text (OGC 01-009)
/// @param columns what is known of each feature
public record VectorLayer(
        String name, int epsg, String wkt, List<Column> columns, List<Feature> features) {

    /// WGS 84, longitude and latitude in degrees.
    public static final String WGS84_WKT =
            """
            GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],\
            AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],\
            UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]\
            """;

    public VectorLayer {
        columns = List.copyOf(columns);
        features = List.copyOf(features);
        if (!isIdentifier(name) || !columns.stream().allMatch(c -> isIdentifier(c.name()))) {
            throw new IllegalArgumentException("Names of table and columns: " + name + columns);
        }
        for (Feature feature : features) {
            if (feature.values().size() != columns.size()
                    || feature.shape().getClass() != features.getFirst().shape().getClass()) {
                throw new IllegalArgumentException("A feature that is not like the others");
            }
        }
    }

    private static boolean isIdentifier(String text) {
        return text.matches("[A-Za-z_]\\w*");
    }

    /// @param number whether it holds numbers; else texts
    public record Column(String name, boolean number) {

        public static Column text(String name) {
            return new Column(name, false);
        }

        public static Column number(String name) {
            return new Column(name, true);
        }
    }

    /// @param values a [String], a finite [Double] or [Unknown] for each column
    public record Feature(Shape shape, List<Object> values) {

        public Feature {
            values = List.copyOf(values);
        }

        @Nullable String text(int column) {
            return values.get(column) instanceof Unknown
                    ? null
                    : Objects.toString(values.get(column));
        }
    }

    /// Stands for a value that is not known.
    public record Unknown() {
        public static final Unknown VALUE = new Unknown();

        /// The number, or unknown when it is none.
        public static Object unlessFinite(double number) {
            return Double.isFinite(number) ? (Object) number : VALUE;
        }
    }

    /// Where a feature lies.
    public sealed interface Shape {}

    /// @param z height; NaN when not known
    public record Place(double x, double y, double z) implements Shape {}

    /// @param rings `x, y` pairs, closed; the first one around the others, which are holes
    public record Area(List<double[]> rings) implements Shape {

        public Area {
            rings = List.copyOf(rings);
        }
    }

    /// Smallest x, largest x, smallest y, largest y; zeros when there are no features.
    double[] box() {
        double[] box = {
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        for (Feature feature : features) {
            switch (feature.shape()) {
                case Place place -> widen(box, place.x(), place.y());
                case Area area -> {
                    for (double[] ring : area.rings()) {
                        for (int i = 0; i < ring.length; i += 2) {
                            widen(box, ring[i], ring[i + 1]);
                        }
                    }
                }
            }
        }
        return features.isEmpty() ? new double[4] : box;
    }

    private static void widen(double[] box, double x, double y) {
        box[0] = Math.min(box[0], x);
        box[1] = Math.max(box[1], x);
        box[2] = Math.min(box[2], y);
        box[3] = Math.max(box[3], y);
    }
}
