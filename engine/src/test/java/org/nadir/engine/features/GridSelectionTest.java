package org.nadir.engine.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Holds the choice of keypoints against what it promises: as many as wanted, level among cells, the strongest of each.
class GridSelectionTest {

    @Test
    void quotasAreLevelAndAddUp() {
        var random = new Random(3);
        for (int round = 0; round < 200; round++) {
            int[] counts = random.ints(30, 0, 50).toArray();
            int wanted = random.nextInt(1, 900);
            int[] quotas = GridSelection.quotas(counts, wanted);
            int total = Arrays.stream(counts).sum();
            assertThat(Arrays.stream(quotas).sum()).isEqualTo(Math.min(wanted, total));
            int highest = Arrays.stream(quotas).max().orElseThrow();
            for (int c = 0; c < counts.length; c++) {
                assertThat(quotas[c]).isLessThanOrEqualTo(counts[c]);
                // A cell gives less than others only when it has no more.
                assertThat(quotas[c] >= highest - 1 || quotas[c] == counts[c]).isTrue();
            }
        }
    }

    @Test
    void keepsTheStrongestOfEachCell() {
        var keypoints = new Keypoints();
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            keypoints.add(
                    0, 1, random.nextDouble(1600), random.nextDouble(1200), 2, random.nextDouble());
        }
        int[] all = IntStream.range(0, keypoints.size()).toArray();
        int[] chosen = GridSelection.choose(keypoints, all, 1600, 1200, 3840);
        assertThat(chosen).hasSize(3840).isSorted().doesNotHaveDuplicates();
        var isChosen = new boolean[keypoints.size()];
        Arrays.stream(chosen).forEach(k -> isChosen[k] = true);
        var weakestChosen = new double[192];
        var strongestLeft = new double[192];
        Arrays.fill(weakestChosen, 1);
        var counts = new int[192];
        for (int k : all) {
            int cell = (int) (keypoints.row(k) / 100) * 16 + (int) (keypoints.column(k) / 100);
            if (isChosen[k]) {
                counts[cell]++;
                weakestChosen[cell] = Math.min(weakestChosen[cell], keypoints.response(k));
            } else {
                strongestLeft[cell] = Math.max(strongestLeft[cell], keypoints.response(k));
            }
        }
        assertThat(counts).containsOnly(20);
        for (int c = 0; c < 192; c++) {
            assertThat(weakestChosen[c]).isGreaterThanOrEqualTo(strongestLeft[c]);
        }
    }
}
