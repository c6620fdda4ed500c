package org.nadir.engine.ortho;

/// Brightness and colour of one photo made to fit its neighbours': a gain and an offset per channel, and the lens's
/// fall-off towards the corners: `corrected = gain · (value + offset) · exp(a r² + b r⁴)`, with `r` the distance from
/// the image centre over half the diagonal.
///
/// @param gain three numbers
/// @param offset three numbers
/// @param falloff `a` and `b` for each channel: six numbers
record PhotoTone(float[] gain, float[] offset, float[] falloff) {

    static PhotoTone neutral() {
        return new PhotoTone(new float[] {1, 1, 1}, new float[3], new float[6]);
    }

    /// The squared relative distance from the centre of a `width` by `height` image.
    static float radius2(double u, double v, int width, int height) {
        double dx = u - 0.5 * width;
        double dy = v - 0.5 * height;
        return (float)
                (4 * (dx * dx + dy * dy) / ((double) width * width + (double) height * height));
    }

    /// Corrects the colour at `rgb[at ..]`; the result may lie outside 0 to 255.
    void apply(float[] rgb, int at, float r2) {
        for (int k = 0; k < 3; k++) {
            float exponent = r2 * (falloff[2 * k] + r2 * falloff[2 * k + 1]);
            // exp by its series: the exponent is small.
            float vignette = 1 + exponent * (1 + exponent * (0.5f + exponent * (1 / 6f)));
            rgb[at + k] = gain[k] * (rgb[at + k] + offset[k]) * vignette;
        }
    }
}
