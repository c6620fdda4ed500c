package org.nadir.engine.survey;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nadir.geo.Crs;
import org.nadir.geo.UnknownCrsException;

/// The first line of a side file: what its coordinates mean.
///
/// @param crs of x and y; x is east or longitude whatever the authority's axis order
/// @param heightUnitMetres metres per unit of z: as the PROJ string says (`+vunits`, `+vto_meter`), else the unit of x and y,
///     else metres
/// @param text the line as written
public record CoordinateHeader(Crs crs, double heightUnitMetres, String text) {

    private static final Pattern TO_METRE = Pattern.compile("\\s*\\+vto_meter=(\\S+)");
    private static final Pattern UNITS = Pattern.compile("\\s*\\+vunits=(\\S+)");

    /// @throws UnknownCrsException when nobody here understands the line
    static CoordinateHeader parse(String line) {
        int comment = line.indexOf('#');
        String text = (comment < 0 ? line : line.substring(0, comment)).strip();
        String horizontal = UNITS.matcher(TO_METRE.matcher(text).replaceAll("")).replaceAll("");
        Crs crs = Crs.parse(horizontal);
        return new CoordinateHeader(crs, heightUnit(text, crs), text);
    }

    private static double heightUnit(String text, Crs crs) {
        Matcher factor = TO_METRE.matcher(text);
        if (factor.find()) {
            return Double.parseDouble(factor.group(1));
        }
        Matcher unit = UNITS.matcher(text);
        if (unit.find()) {
            return switch (unit.group(1)) {
                case "ft" -> 0.3048;
                case "us-ft" -> 1200 / 3937.0;
                case "km" -> 1000;
                case "cm" -> 0.01;
                case "mm" -> 0.001;
                default -> 1;
            };
        }
        return crs.isGeographic() ? 1 : crs.unitMetres();
    }
}
