package org.nadir.engine.ortho;

import org.nadir.imaging.Plane;

/// Catmull-Rom interpolation (Keys 1981, a = −1/2) of measured numbers, edges repeated, kept within the range of the four
/// nearest pixels: beside a step no number comes out that nobody measured.
final class PlaneSampler {

    private PlaneSampler() {}

    /// The number at a continuous place; pixel centres at integer + 0.5. NaN where any of the four nearest is.
    static float at(Plane plane, double u, double v) {
        double x = u - 0.5;
        double y = v - 0.5;
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        float fx = (float) (x - column);
        float fy = (float) (y - row);
        float sum = 0;
        float least = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        boolean unknown = false;
        for (int j = -1; j <= 2; j++) {
            int line = plane.width() * Math.clamp(row + j, 0, plane.height() - 1);
            float across = 0;
            for (int i = -1; i <= 2; i++) {
                float value = plane.values()[line + Math.clamp(column + i, 0, plane.width() - 1)];
                across += weight(i - fx) * value;
                if ((i == 0 || i == 1) && (j == 0 || j == 1)) {
                    least = Math.min(least, value);
                    largest = Math.max(largest, value);
                    unknown |= value != value;
                }
            }
            sum += weight(j - fy) * across;
        }
        if (unknown) {
            return Float.NaN;
        }
        // Unknown numbers farther off leave the mean of the near ones.
        return sum == sum ? Math.clamp(sum, least, largest) : 0.5f * (least + largest);
    }

    private static float weight(float offset) {
        float x = Math.abs(offset);
        return x < 1 ? 1 + x * x * (-2.5f + 1.5f * x) : 2 + x * (-4 + x * (2.5f - 0.5f * x));
    }
}
