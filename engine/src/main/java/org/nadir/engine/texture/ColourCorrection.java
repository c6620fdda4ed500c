package org.nadir.engine.texture;

/// What makes the colours of all photos agree: `corrected = gain · colour + offset`, in units of 0 to 255.
///
/// @param gain three per view
/// @param offset three per seam node
record ColourCorrection(float[] gain, float[] offset) {

    /// Leaves all colours as they are.
    static ColourCorrection none(int views, int nodes) {
        var gain = new float[3 * views];
        java.util.Arrays.fill(gain, 1);
        return new ColourCorrection(gain, new float[3 * nodes]);
    }
}
