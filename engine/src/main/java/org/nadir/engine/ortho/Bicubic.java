package org.nadir.engine.ortho;

/// Catmull-Rom interpolation (Keys 1981, a = −1/2) of three-channel byte images, edges repeated.
final class Bicubic {

    private Bicubic() {}

    /// Writes red, green, blue at the continuous position into `out[at ..]`; pixel centres at integer + 0.5. Overshoots are
    /// left as they are.
    static void sample(RgbImage image, double u, double v, float[] out, int at) {
        double x = u - 0.5;
        double y = v - 0.5;
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        float fx = (float) (x - column);
        float fy = (float) (y - row);
        float wx0 = fx * (-0.5f + fx * (1 - 0.5f * fx));
        float wx1 = 1 + fx * fx * (-2.5f + 1.5f * fx);
        float wx2 = fx * (0.5f + fx * (2 - 1.5f * fx));
        float wx3 = fx * fx * (-0.5f + 0.5f * fx);
        float wy0 = fy * (-0.5f + fy * (1 - 0.5f * fy));
        float wy1 = 1 + fy * fy * (-2.5f + 1.5f * fy);
        float wy2 = fy * (0.5f + fy * (2 - 1.5f * fy));
        float wy3 = fy * fy * (-0.5f + 0.5f * fy);
        byte[] rgb = image.rgb();
        int w = image.width();
        int h = image.height();
        int c0 = 3 * Math.clamp(column - 1, 0, w - 1);
        int c1 = 3 * Math.clamp(column, 0, w - 1);
        int c2 = 3 * Math.clamp(column + 1, 0, w - 1);
        int c3 = 3 * Math.clamp(column + 2, 0, w - 1);
        float red = 0;
        float green = 0;
        float blue = 0;
        for (int k = 0; k < 4; k++) {
            int line = 3 * w * Math.clamp(row - 1 + k, 0, h - 1);
            float wy = k < 2 ? (k == 0 ? wy0 : wy1) : (k == 2 ? wy2 : wy3);
            int a = line + c0;
            int b = line + c1;
            int c = line + c2;
            int d = line + c3;
            red +=
                    wy
                            * (wx0 * (rgb[a] & 255)
                                    + wx1 * (rgb[b] & 255)
                                    + wx2 * (rgb[c] & 255)
                                    + wx3 * (rgb[d] & 255));
            green +=
                    wy
                            * (wx0 * (rgb[a + 1] & 255)
                                    + wx1 * (rgb[b + 1] & 255)
                                    + wx2 * (rgb[c + 1] & 255)
                                    + wx3 * (rgb[d + 1] & 255));
            blue +=
                    wy
                            * (wx0 * (rgb[a + 2] & 255)
                                    + wx1 * (rgb[b + 2] & 255)
                                    + wx2 * (rgb[c + 2] & 255)
                                    + wx3 * (rgb[d + 2] & 255));
        }
        out[at] = red;
        out[at + 1] = green;
        out[at + 2] = blue;
    }
}
