package org.nadir.engine.report;

import java.util.Locale;

/// The unit of lengths in the document; `stats.json` is metric whatever the unit.
///
/// @param symbol as it stands after a number
/// @param metres length of one unit
public record ReportUnits(String symbol, double metres) {

    private static final double INCH = 0.0254;
    private static final double SQUARE_METRES_OF_HECTARE = 10_000;

    /// From the value of the option `report-units`. The US survey foot is 1200/3937 m, the foot 0.3048 m.
    public static ReportUnits of(String option) {
        return switch (option) {
            case "ft" -> new ReportUnits("ft", 0.3048);
            case "US survey foot" -> new ReportUnits("US ft", 1200 / 3937.0);
            default -> new ReportUnits("m", 1);
        };
    }

    boolean isMetric() {
        return metres == 1;
    }

    /// A length with three decimals, without the unit.
    String number(double lengthMetres) {
        return Double.isNaN(lengthMetres) ? "–" : Numbers.decimals(lengthMetres / metres, 3);
    }

    /// A length with its unit and as many decimals as make sense for its size.
    String length(double lengthMetres) {
        double value = lengthMetres / metres;
        String pattern =
                Math.abs(value) < 10 ? "%.2f %s" : Math.abs(value) < 100 ? "%.1f %s" : "%,.0f %s";
        return String.format(Locale.ROOT, pattern, value, symbol);
    }

    String area(double squareMetres) {
        if (!isMetric()) {
            double square = squareMetres / (metres * metres);
            return square < 43_560
                    ? String.format(Locale.ROOT, "%,.0f sq %s", square, symbol)
                    : String.format(Locale.ROOT, "%,.2f acres", square / 43_560);
        }
        if (squareMetres < SQUARE_METRES_OF_HECTARE) {
            return String.format(Locale.ROOT, "%,.0f m²", squareMetres);
        }
        return String.format(
                Locale.ROOT,
                "%,.2f ha (%,.0f m²)",
                squareMetres / SQUARE_METRES_OF_HECTARE,
                squareMetres);
    }

    String groundSampling(double metresPerPixel) {
        return isMetric()
                ? String.format(Locale.ROOT, "%.2f cm/px", 100 * metresPerPixel)
                : String.format(Locale.ROOT, "%.2f in/px", metresPerPixel / INCH);
    }
}
