package org.nadir.engine.align;

/// Whether two surfaces have relief in common, from weighted sums of their slopes in parts of the area.
final class Structure {

    private Structure() {}

    /// The least mean product of the slopes of both surfaces, over all directions, divided by its standard deviation as the
    /// parts show it; slopes that are the same all over do not count.
    ///
    /// @param sums per part: weight, weighted slopes of the one (east, north), of the other (east, north), and their products
    ///     (east · east, mean of both mixed ones, north · north)
    static double significance(double[][] sums) {
        var total = new double[8];
        for (double[] part : sums) {
            for (int i = 0; i < 8; i++) {
                total[i] += part[i];
            }
        }
        double[] product = products(total, total);
        // Smaller eigenvalue of the symmetric 2 x 2 matrix, and its direction.
        double half = (product[0] - product[2]) / 2;
        double angle = 0.5 * Math.atan2(product[1], half) + Math.PI / 2;
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        var values = new double[sums.length];
        double sum = 0;
        int used = 0;
        for (double[] part : sums) {
            if (part[0] > 0) {
                double[] p = products(part, total);
                double value = cos * cos * p[0] + 2 * cos * sin * p[1] + sin * sin * p[2];
                values[used++] = value;
                sum += value;
            }
        }
        double squares = 0;
        for (int i = 0; i < used; i++) {
            squares += (values[i] - sum / used) * (values[i] - sum / used);
        }
        return used < 2 ? 0 : sum / Math.sqrt(squares * used / (used - 1));
    }

    /// Products of the slopes' deviations from their means over all.
    private static double[] products(double[] part, double[] total) {
        double ax = total[1] / total[0];
        double ay = total[2] / total[0];
        double bx = total[3] / total[0];
        double by = total[4] / total[0];
        return new double[] {
            part[5] - ax * part[3] - bx * part[1] + ax * bx * part[0],
            part[6]
                    - (ax * part[4] + by * part[1] + ay * part[3] + bx * part[2]) / 2
                    + (ax * by + ay * bx) / 2 * part[0],
            part[7] - ay * part[4] - by * part[2] + ay * by * part[0]
        };
    }
}
