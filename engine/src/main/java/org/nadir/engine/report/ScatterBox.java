package org.nadir.engine.report;

import java.util.Arrays;

/// The box in x and y that holds scattered points without the few that lie far off.
final class ScatterBox {

    private static final double OUTSIDE = 0.005;

    private ScatterBox() {}

    /// @param xyz three numbers a point
    /// @return least x, least y, greatest x, greatest y of the inner 99 %
    static double[] of(double[] xyz) {
        int n = xyz.length / 3;
        int step = Math.max(1, n / 100_000);
        int kept = (n + step - 1) / step;
        var x = new double[kept];
        var y = new double[kept];
        for (int k = 0; k < kept; k++) {
            x[k] = xyz[3 * k * step];
            y[k] = xyz[3 * k * step + 1];
        }
        Arrays.sort(x);
        Arrays.sort(y);
        int low = (int) (OUTSIDE * (kept - 1));
        int high = (int) Math.ceil((1 - OUTSIDE) * (kept - 1));
        return new double[] {x[low], y[low], x[high], y[high]};
    }
}
