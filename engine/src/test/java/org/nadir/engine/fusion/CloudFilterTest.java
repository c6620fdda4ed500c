package org.nadir.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Outlier filter and thinning on clouds whose good and bad points are known.
class CloudFilterTest {

    private static final int SIDE = 60;

    /// A level grid of points a tenth of a metre apart, and then some points high above it.
    private static DenseCloud withOutliers(int outliers) {
        var random = new Random(5);
        int n = SIDE * SIDE + outliers;
        var xyz = new double[3 * n];
        for (int i = 0; i < n; i++) {
            boolean out = i >= SIDE * SIDE;
            xyz[3 * i] = out ? random.nextDouble(6) : 0.1 * (i % SIDE);
            xyz[3 * i + 1] = out ? random.nextDouble(6) : 0.1 * (i / SIDE);
            xyz[3 * i + 2] = out ? random.nextDouble(4, 9) : 0;
        }
        var views = new byte[n];
        Arrays.fill(views, (byte) 3);
        return new DenseCloud(xyz, new float[3 * n], new byte[3 * n], views, new byte[n]);
    }

    private static DenseCloud filter(DenseCloud cloud, double deviations, int threads) {
        try (var workers = new Workers(threads)) {
            return OutlierFilter.filter(cloud, deviations, Work.silent(workers));
        }
    }

    @Test
    void dropsPlantedOutliersAndNothingElse() {
        DenseCloud filtered = filter(withOutliers(12), 2, 2);
        assertThat(filtered.count()).isEqualTo(SIDE * SIDE);
        for (int i = 0; i < filtered.count(); i++) {
            assertThat(filtered.xyz()[3 * i + 2]).isZero();
        }
    }

    @Test
    void zeroDeviationsKeepAll() {
        DenseCloud cloud = withOutliers(12);
        assertThat(filter(cloud, 0, 1)).isSameAs(cloud);
    }

    @Test
    void threadsDoNotChangeTheResult() {
        DenseCloud cloud = withOutliers(40);
        assertThat(filter(cloud, 1, 3).xyz()).isEqualTo(filter(cloud, 1, 1).xyz());
    }

    @Test
    void spacingIsThatOfTheGrid() {
        assertThat(OutlierFilter.spacing(withOutliers(0))).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void thinningKeepsPointsApartAndCoversTheRest() {
        DenseCloud cloud = withOutliers(0);
        DenseCloud thin = CloudThinning.thin(cloud, 0.35);
        for (int i = 0; i < thin.count(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(distance(thin, i, thin, j)).isGreaterThanOrEqualTo(0.35);
            }
        }
        for (int i = 0; i < cloud.count(); i++) {
            double nearest = Double.MAX_VALUE;
            for (int j = 0; j < thin.count(); j++) {
                nearest = Math.min(nearest, distance(cloud, i, thin, j));
            }
            assertThat(nearest).isLessThan(0.35);
        }
    }

    @Test
    void thinningPrefersPointsThatMorePhotosSee() {
        var xyz = new double[] {0, 0, 0, 0.1, 0, 0};
        var cloud = new DenseCloud(xyz, new float[6], new byte[6], new byte[] {2, 5}, new byte[2]);
        assertThat(CloudThinning.thin(cloud, 1).views()).containsExactly(5);
    }

    private static double distance(DenseCloud a, int i, DenseCloud b, int j) {
        double dx = a.xyz()[3 * i] - b.xyz()[3 * j];
        double dy = a.xyz()[3 * i + 1] - b.xyz()[3 * j + 1];
        double dz = a.xyz()[3 * i + 2] - b.xyz()[3 * j + 2];
        return Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
}
