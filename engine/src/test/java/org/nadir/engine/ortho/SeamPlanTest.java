package org.nadir.engine.ortho;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Choices of photos for made-up layers of which it is plain what is best.
class SeamPlanTest {

    /// Wide enough for two coarser levels.
    private static final int SIZE = 400;

    private static final int STRIP = 199;
    private static final int STRIP_WIDTH = 3;

    /// The better photo does not see a strip far from any seam: on coarser cells it is not to be noticed, and nothing but
    /// that says that the other photo is to be taken there.
    @Test
    void aStripThatTheBetterPhotoDoesNotSeeComesFromAnother() {
        short[] labels = solve(layer(10, true), layer(30, false));
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                // Beside the strip, where the photos' gradients differ still, either will do.
                if (inStrip(column) || !inStrip(column + 3) && !inStrip(column - 3)) {
                    assertThat(labels[row * SIZE + column])
                            .as("column %d, row %d", column, row)
                            .isEqualTo((short) (inStrip(column) ? 1 : 0));
                }
            }
        }
    }

    /// Changing from one photo to another would be no gain.
    @Test
    void aStripThatNobodySeesStaysWithThePhotoAroundIt() {
        short[] labels = solve(layer(10, true), layer(30, true));
        for (short label : labels) {
            assertThat(label).isEqualTo((short) 0);
        }
    }

    private static short[] solve(ViewLayer... layers) {
        var ground =
                new PlanSurface(new GridFrame(0, 0, 0.1, SIZE, SIZE), new float[SIZE * SIZE], 0, 0);
        try (var workers = new Workers(2)) {
            return new SeamPlan(ground, List.of(layers), Work.silent(workers)).solve();
        }
    }

    private static boolean inStrip(int column) {
        return column >= STRIP && column < STRIP + STRIP_WIDTH;
    }

    /// Gray ground; where something stands before it, the photo shows that, which is darker.
    private static ViewLayer layer(int cost, boolean hasStrip) {
        var layer =
                new ViewLayer(0, 0, SIZE, SIZE, new byte[3 * SIZE * SIZE], new byte[SIZE * SIZE]);
        Arrays.fill(layer.rgb(), (byte) 120);
        Arrays.fill(layer.cost(), (byte) cost);
        for (int i = 0; hasStrip && i < SIZE * SIZE; i++) {
            if (inStrip(i % SIZE)) {
                layer.cost()[i] = (byte) (ViewLayer.HIDDEN + 10);
                Arrays.fill(layer.rgb(), 3 * i, 3 * i + 3, (byte) 40);
            }
        }
        return layer;
    }
}
