package org.nadir.engine.ortho;

/// How an orthophoto is made.
///
/// @param resolution size of a pixel on the ground, metres
/// @param levelColours whether brightness and colour of the photos are fitted to one another
/// @param planCells about how many cells the seams are planned on; memory grows with it (some 50 bytes each)
/// @param photoBytes memory for decoded photos
public record OrthoSettings(
        double resolution, boolean levelColours, int planCells, long photoBytes) {

    private static final int USUAL_PLAN_CELLS = 5_000_000;

    public OrthoSettings {
        if (!(resolution > 0) || planCells < 1 || photoBytes < 0) {
            throw new IllegalArgumentException(
                    "Orthophoto: pixel of "
                            + resolution
                            + " m, "
                            + planCells
                            + " plan cells, "
                            + photoBytes
                            + " bytes for photos");
        }
    }

    /// Usual settings; a quarter of the heap for photos.
    public static OrthoSettings of(double resolution) {
        return new OrthoSettings(
                resolution, true, USUAL_PLAN_CELLS, Runtime.getRuntime().maxMemory() / 4);
    }

    /// The pixel size for a requested one: not finer than 0.9 of the ground sampling distance, unless that is ignored.
    public static double resolution(double requestedMetres, double gsdMetres, boolean ignoreGsd) {
        return ignoreGsd ? requestedMetres : Math.max(requestedMetres, 0.9 * gsdMetres);
    }
}
