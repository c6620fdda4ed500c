package org.nadir.engine.ortho;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Minimum cuts of small grids against the cheapest of all cuts, tried one by one.
class GridFlowTest {

    private static final int W = 4;
    private static final int H = 3;
    private static final int NODES = W * H;

    private final int[] sinkCost = new int[NODES];
    private final int[][] forward = new int[NODES][2];
    private final int[][] backward = new int[NODES][2];

    @Test
    void findsTheCheapestCutOfRandomGrids() {
        var random = new Random(7);
        var flow = new GridFlow();
        for (int trial = 0; trial < 400; trial++) {
            randomise(random, 1 + trial % 30);
            flow.clear(NODES);
            for (int n = 0; n < NODES; n++) {
                flow.addSinkCost(n, sinkCost[n]);
                if (n % W + 1 < W) {
                    flow.join(n, n + 1, 0, forward[n][0], backward[n][0]);
                }
                if (n / W + 1 < H) {
                    flow.join(n, n + W, 2, forward[n][1], backward[n][1]);
                }
            }
            flow.solve();
            int chosen = 0;
            for (int n = 0; n < NODES; n++) {
                chosen |= flow.onSinkSide(n) ? 1 << n : 0;
            }
            assertThat(cost(chosen)).as("trial %d", trial).isEqualTo(cheapest());
        }
    }

    private void randomise(Random random, int largest) {
        for (int n = 0; n < NODES; n++) {
            sinkCost[n] = random.nextInt(-largest, largest + 1);
            for (int k = 0; k < 2; k++) {
                forward[n][k] = random.nextInt(largest);
                backward[n][k] = random.nextInt(3) == 0 ? random.nextInt(largest) : 0;
            }
        }
    }

    private int cheapest() {
        int least = Integer.MAX_VALUE;
        for (int cut = 0; cut < 1 << NODES; cut++) {
            least = Math.min(least, cost(cut));
        }
        return least;
    }

    /// Cost of the cut whose bits say which nodes are on the sink's side.
    private int cost(int cut) {
        int sum = 0;
        for (int n = 0; n < NODES; n++) {
            sum += (cut >> n & 1) * sinkCost[n];
            if (n % W + 1 < W) {
                sum += arc(cut, n, n + 1, 0);
            }
            if (n / W + 1 < H) {
                sum += arc(cut, n, n + W, 1);
            }
        }
        return sum;
    }

    private int arc(int cut, int a, int b, int k) {
        int sideA = cut >> a & 1;
        int sideB = cut >> b & 1;
        if (sideA == sideB) {
            return 0;
        }
        return sideA == 0 ? forward[a][k] : backward[a][k];
    }
}
