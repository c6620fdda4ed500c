package org.nadir.engine.ortho;

import org.nadir.imaging.RgbImage;

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
        if (column < 1 || row < 1 || column > image.width() - 3 || row > image.height() - 3) {
            atRim(image, column, row, fx, fy, out, at);
            return;
        }
        byte[] rgb = image.rgb();
        int stride = 3 * image.width();
        int a = (row - 1) * stride + 3 * (column - 1);
        int b = a + stride;
        int c = b + stride;
        int d = c + stride;
        for (int k = 0; k < 3; k++, a++, b++, c++, d++) {
            float first =
                    wx0 * (rgb[a] & 255)
                            + wx1 * (rgb[a + 3] & 255)
                            + wx2 * (rgb[a + 6] & 255)
                            + wx3 * (rgb[a + 9] & 255);
            float second =
                    wx0 * (rgb[b] & 255)
                            + wx1 * (rgb[b + 3] & 255)
                            + wx2 * (rgb[b + 6] & 255)
                            + wx3 * (rgb[b + 9] & 255);
            float third =
                    wx0 * (rgb[c] & 255)
                            + wx1 * (rgb[c + 3] & 255)
                            + wx2 * (rgb[c + 6] & 255)
                            + wx3 * (rgb[c + 9] & 255);
            float fourth =
                    wx0 * (rgb[d] & 255)
                            + wx1 * (rgb[d + 3] & 255)
                            + wx2 * (rgb[d + 6] & 255)
                            + wx3 * (rgb[d + 9] & 255);
            out[at + k] = wy0 * first + wy1 * second + wy2 * third + wy3 * fourth;
        }
    }

    private static void atRim(
            RgbImage image, int column, int row, float fx, float fy, float[] out, int at) {
        int w = image.width();
        for (int k = 0; k < 3; k++) {
            float sum = 0;
            for (int j = -1; j <= 2; j++) {
                int line = w * Math.clamp(row + j, 0, image.height() - 1);
                for (int i = -1; i <= 2; i++) {
                    int pixel = line + Math.clamp(column + i, 0, w - 1);
                    sum += weight(i - fx) * weight(j - fy) * (image.rgb()[3 * pixel + k] & 255);
                }
            }
            out[at + k] = sum;
        }
    }

    private static float weight(float offset) {
        float x = Math.abs(offset);
        return x < 1 ? 1 + x * x * (-2.5f + 1.5f * x) : 2 + x * (-4 + x * (2.5f - 0.5f * x));
    }
}
