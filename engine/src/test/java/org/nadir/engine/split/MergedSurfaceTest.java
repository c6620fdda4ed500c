package org.nadir.engine.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;

/// Surfaces of groups put together.
class MergedSurfaceTest {

    private static final GridFrame FRAME = new GridFrame(-20, 90, 0.5, 240, 200);
    private static final PhotoGroups GROUPS =
            PhotoGroups.bySize(new Random(3).doubles(60, 0, 90).toArray(), 6);

    @TempDir Path folder;

    private interface Height {
        double at(int group, double x, double y);
    }

    private MergedSurface merge(double blend, Height height) throws IOException {
        return MergedSurface.of(
                FRAME,
                GROUPS,
                blend,
                folder,
                "dsm",
                (group, window) -> grid(group, window, height));
    }

    private static @Nullable HeightGrid grid(int group, GridFrame window, Height height) {
        var z = new float[window.width() * window.height()];
        for (int row = 0; row < window.height(); row++) {
            for (int column = 0; column < window.width(); column++) {
                z[row * window.width() + column] =
                        (float) height.at(group, window.centreX(column), window.centreY(row));
            }
        }
        return window.withHeights(z);
    }

    private static double hill(double x, double y) {
        return 100 + 3 * Math.sin(x / 9) + 0.1 * y;
    }

    @Test
    void whereTheGroupsAgreeTheSurfaceIsTheirs() throws IOException {
        for (double blend : new double[] {0, 8}) {
            MergedSurface merged = merge(blend, (group, x, y) -> hill(x, y));
            HeightGrid strip = merged.rows(37, 90);
            for (int row = 0; row < 90; row++) {
                for (int column = 0; column < 240; column++) {
                    assertThat((double) strip.at(column, row))
                            .isCloseTo(
                                    hill(FRAME.centreX(column), FRAME.centreY(37 + row)),
                                    within(1e-4));
                }
            }
        }
    }

    /// Each group's surface is raised by its own amount: the steps of up to 3 m turn into slopes.
    @Test
    void whereTheyDisagreeOnePassesIntoTheOther() throws IOException {
        MergedSurface merged = merge(12, (group, x, y) -> group % 4);
        HeightGrid all = merged.rows(0, 200);
        double steepest = 0;
        for (int row = 0; row < 200; row++) {
            for (int column = 1; column < 240; column++) {
                steepest =
                        Math.max(steepest, Math.abs(all.at(column, row) - all.at(column - 1, row)));
            }
        }
        // Two cuts may cross: twice 3 m times the cubic's 1.5 / 12 m times half a metre.
        assertThat(steepest).isBetween(0.05, 2 * 3 * 1.5 / 12 * 0.5);
    }

    @Test
    void withoutBlendingEachCellIsOneGroups() throws IOException {
        HeightGrid all = merge(0, (group, x, y) -> group).rows(0, 200);
        int between = 0;
        for (float z : all.z()) {
            between += Math.abs(z - Math.round(z)) > 1e-4 ? 1 : 0;
        }
        // Only cells that a cut passes through.
        assertThat(between).isLessThan(200 * 12);
    }

    @Test
    void oneGroupFillsWhatTheOthersDoNotKnow() throws IOException {
        MergedSurface merged = merge(20, (group, x, y) -> group == 0 ? 5 : Double.NaN);
        HeightGrid all = merged.rows(0, 200);
        int known = 0;
        for (float z : all.z()) {
            if (z == z) {
                known++;
                assertThat(z).isCloseTo(5, within(1e-5f));
            }
        }
        assertThat(known).isBetween(1000, 240 * 200 - 1000);
    }

    @Test
    void coarserCellsAreMeans() throws IOException {
        MergedSurface merged = merge(8, (group, x, y) -> 2 * x - y);
        HeightGrid coarse = merged.coarser(7);
        assertThat(coarse.cell()).isCloseTo(3.5, within(1e-12));
        for (int row = 0; row < coarse.height() - 1; row++) {
            for (int column = 0; column < coarse.width() - 1; column++) {
                assertThat((double) coarse.at(column, row))
                        .isCloseTo(2 * coarse.centreX(column) - coarse.centreY(row), within(1e-3));
            }
        }
    }
}
