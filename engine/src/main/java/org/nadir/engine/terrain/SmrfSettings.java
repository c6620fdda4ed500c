package org.nadir.engine.terrain;

/// Parameters of the simple morphological filter (Pingel, Clarke and McBride 2013).
///
/// @param scalar growth of the height tolerance with slope
/// @param slope largest slope of bare ground, rise over run
/// @param threshold height tolerance on flat ground, metres
/// @param window largest radius of objects to remove, metres
public record SmrfSettings(double scalar, double slope, double threshold, double window) {

    public static final SmrfSettings DEFAULT = new SmrfSettings(1.25, 0.15, 0.5, 18);

    public SmrfSettings {
        if (!(scalar >= 0) || !(slope > 0) || !(threshold > 0) || !(window > 0)) {
            throw new IllegalArgumentException(
                    "Ground filter: scalar "
                            + scalar
                            + ", slope "
                            + slope
                            + ", threshold "
                            + threshold
                            + ", window "
                            + window);
        }
    }
}
