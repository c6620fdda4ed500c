package org.nadir.engine.terrain;

/// How surface and terrain models are made.
///
/// @param cell cell size in metres
/// @param gapFillSteps how many times the search radius for small holes grows; 0 leaves every hole open
public record DemSettings(double cell, int gapFillSteps) {

    public DemSettings {
        if (!(cell > 0) || gapFillSteps < 0) {
            throw new IllegalArgumentException(
                    "Elevation model: cell " + cell + " m, " + gapFillSteps + " gap-fill steps");
        }
    }

    /// The cell size for a requested one: not finer than 0.9 of the ground sampling distance, unless that is ignored.
    public static double cell(double requestedMetres, double gsdMetres, boolean ignoreGsd) {
        return ignoreGsd ? requestedMetres : Math.max(requestedMetres, 0.9 * gsdMetres);
    }
}
