package org.nadir.geo;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.locationtech.proj4j.BasicCoordinateTransform;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateReferenceSystem;
import org.locationtech.proj4j.Proj4jException;
import org.locationtech.proj4j.ProjCoordinate;

/// A horizontal coordinate system and its way to longitude and latitude (degrees, WGS 84). Coordinates are always x = east
/// or longitude, y = north or latitude, whatever the authority's axis order. Heights are not touched. Immutable, for any
/// thread.
///
/// WGS 84, WGS 84 / UTM and Web Mercator use own formulas; all others go through proj4j, whose datum shifts have
/// no grids (metres for some old national datums).
public sealed interface Crs {

    /// Longitude and latitude in degrees.
    Crs WGS84 = new Geographic();

    /// Web Mercator, EPSG:3857.
    Crs WEB_MERCATOR = new WebMercator();

    /// The EPSG code, or 0 when unknown.
    int epsg();

    /// True when coordinates are angles.
    boolean isGeographic();

    /// Metres per unit of the coordinates; NaN when they are angles.
    double unitMetres();

    /// Coordinates in this system of a longitude and latitude in degrees; not finite where the projection is undefined.
    Coordinate fromLonLat(double longitude, double latitude);

    /// Longitude and latitude in degrees of coordinates in this system; not finite where undefined.
    Coordinate toLonLat(double x, double y);

    /// The system of an EPSG code.
    ///
    /// @throws UnknownCrsException when the code is not known
    static Crs ofEpsg(int epsg) {
        if (epsg == 4326) {
            return WGS84;
        }
        if (epsg == 3857) {
            return WEB_MERCATOR;
        }
        if (UtmZone.isUtm(epsg)) {
            return new Utm(UtmZone.ofEpsg(epsg));
        }
        return Projected.of(
                "EPSG:" + epsg, epsg, factory -> factory.createFromName("EPSG:" + epsg));
    }

    /// The system a person named: `EPSG:nnnn` in any case, a PROJ string, or `WGS84 UTM 16N`, also written
    /// `WGS 84 / UTM zone 16N`.
    ///
    /// @throws UnknownCrsException when the text is none of these
    static Crs parse(String text) {
        String trimmed = text.strip();
        Matcher code = Text.EPSG.matcher(trimmed);
        if (code.matches()) {
            return ofEpsg(Integer.parseInt(code.group(1)));
        }
        Matcher utm = Text.UTM.matcher(trimmed);
        if (utm.matches()) {
            return ofZone(text, utm.group(1), utm.group(2).toUpperCase(Locale.ROOT).equals("N"));
        }
        if (!trimmed.contains("+proj") && !trimmed.contains("+init")) {
            throw new UnknownCrsException(text);
        }
        if (trimmed.contains("grids=") && !trimmed.contains("grids=@null")) {
            // Grids are files, and which files are opened is not for a text from outside to say.
            throw new UnknownCrsException(text);
        }
        if (Text.PROJ_LONLAT.matcher(trimmed).matches()) {
            return WGS84;
        }
        Matcher projUtm = Text.PROJ_UTM.matcher(trimmed);
        if (projUtm.find() && Text.WGS84_DATUM.matcher(trimmed).find()) {
            return ofZone(text, projUtm.group(1), !trimmed.contains("+south"));
        }
        String usable = trimmed.replaceAll("\\s*\\+type=crs\\b", "");
        return Projected.of(text, 0, factory -> factory.createFromParameters("given", usable));
    }

    private static Crs ofZone(String text, String number, boolean north) {
        int zone = Integer.parseInt(number);
        if (zone < 1 || zone > 60) {
            throw new UnknownCrsException(text);
        }
        return new Utm(new UtmZone(zone, north));
    }

    /// Patterns of the accepted texts.
    final class Text {
        private static final Pattern EPSG =
                Pattern.compile(
                        "(?:urn:ogc:def:crs:)?epsg\\s*:{1,2}\\s*(\\d{1,9})",
                        Pattern.CASE_INSENSITIVE);
        private static final Pattern UTM =
                Pattern.compile(
                        "wgs[\\s_-]*84\\s*[/,]?\\s*utm\\s*(?:zone)?\\s*(\\d{1,2})\\s*([NS])"
                                + "(?:orth|outh)?",
                        Pattern.CASE_INSENSITIVE);
        private static final Pattern PROJ_UTM =
                Pattern.compile("\\+proj=utm\\b.*\\+zone=(\\d{1,2})\\b");
        private static final Pattern PROJ_LONLAT =
                Pattern.compile(
                        "\\+proj=(longlat|latlong)(\\s+\\+(datum=WGS84|ellps=WGS84|no_defs|type=crs))*"
                                + "(\\s+\\+(datum|ellps)=WGS84)(\\s+\\+(no_defs|type=crs))*");
        private static final Pattern WGS84_DATUM = Pattern.compile("\\+(datum|ellps)=WGS84\\b");

        private Text() {}
    }

    /// Longitude and latitude themselves.
    record Geographic() implements Crs {
        @Override
        public int epsg() {
            return 4326;
        }

        @Override
        public boolean isGeographic() {
            return true;
        }

        @Override
        public double unitMetres() {
            return Double.NaN;
        }

        @Override
        public Coordinate fromLonLat(double longitude, double latitude) {
            return new Coordinate(longitude, latitude);
        }

        @Override
        public Coordinate toLonLat(double x, double y) {
            return new Coordinate(x, y);
        }
    }

    /// The sphere-formula Mercator of web maps.
    record WebMercator() implements Crs {
        @Override
        public int epsg() {
            return 3857;
        }

        @Override
        public boolean isGeographic() {
            return false;
        }

        @Override
        public double unitMetres() {
            return 1;
        }

        @Override
        public Coordinate fromLonLat(double longitude, double latitude) {
            return TileMatrix.mercator(longitude, latitude);
        }

        @Override
        public Coordinate toLonLat(double x, double y) {
            return TileMatrix.lonLat(x, y);
        }
    }

    /// WGS 84 / UTM.
    record Utm(UtmZone zone) implements Crs {
        @Override
        public int epsg() {
            return zone.epsg();
        }

        @Override
        public boolean isGeographic() {
            return false;
        }

        @Override
        public double unitMetres() {
            return 1;
        }

        @Override
        public Coordinate fromLonLat(double longitude, double latitude) {
            return zone.forward(longitude, latitude);
        }

        @Override
        public Coordinate toLonLat(double x, double y) {
            return zone.inverse(x, y);
        }
    }

    /// Any other system, by proj4j. Its transforms make no promise about threads, so each thread has its own pair.
    final class Projected implements Crs {

        /// Makes the system with a proj4j factory.
        @FunctionalInterface
        interface Maker {
            CoordinateReferenceSystem make(CRSFactory factory);
        }

        private final int epsg;
        private final boolean geographic;
        private final double unitMetres;
        private final ThreadLocal<BasicCoordinateTransform> forward;
        private final ThreadLocal<BasicCoordinateTransform> inverse;

        private Projected(
                int epsg, CoordinateReferenceSystem system, CoordinateReferenceSystem lonLat) {
            this.epsg = epsg;
            this.geographic = system.isGeographic();
            this.unitMetres = geographic ? Double.NaN : 1 / system.getProjection().getFromMetres();
            this.forward =
                    ThreadLocal.withInitial(() -> new BasicCoordinateTransform(lonLat, system));
            this.inverse =
                    ThreadLocal.withInitial(() -> new BasicCoordinateTransform(system, lonLat));
        }

        private static Projected of(String name, int epsg, Maker maker) {
            var factory = new CRSFactory();
            try {
                var lonLat =
                        factory.createFromParameters(
                                "WGS84", "+proj=longlat +datum=WGS84 +no_defs");
                CoordinateReferenceSystem system = maker.make(factory);
                if (system == null) {
                    throw new UnknownCrsException(name);
                }
                return new Projected(epsg, system, lonLat);
            } catch (RuntimeException wrong) {
                throw wrong instanceof UnknownCrsException known
                        ? known
                        : new UnknownCrsException(name, wrong);
            }
        }

        @Override
        public int epsg() {
            return epsg;
        }

        @Override
        public boolean isGeographic() {
            return geographic;
        }

        @Override
        public double unitMetres() {
            return unitMetres;
        }

        @Override
        public Coordinate fromLonLat(double longitude, double latitude) {
            return apply(forward.get(), longitude, latitude);
        }

        @Override
        public Coordinate toLonLat(double x, double y) {
            return apply(inverse.get(), x, y);
        }

        private static Coordinate apply(BasicCoordinateTransform transform, double x, double y) {
            var result = new ProjCoordinate();
            try {
                transform.transform(new ProjCoordinate(x, y), result);
            } catch (Proj4jException outside) {
                return new Coordinate(Double.NaN, Double.NaN);
            }
            return new Coordinate(result.x, result.y);
        }
    }
}
