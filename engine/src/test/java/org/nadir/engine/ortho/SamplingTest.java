package org.nadir.engine.ortho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Workers;
import org.nadir.imaging.RgbImage;

/// Reading photos and surfaces between their raster points.
class SamplingTest {

    private static RgbImage ramp(int width, int height) {
        var rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            rgb[3 * i] = (byte) (i % width);
            rgb[3 * i + 1] = (byte) (2 * (i / width));
            rgb[3 * i + 2] = 77;
        }
        return new RgbImage(width, height, rgb);
    }

    @Test
    void interpolationIsExactOnRamps() {
        var out = new float[3];
        Bicubic.sample(ramp(100, 60), 40.25, 30.9, out, 0);
        // Pixel i has its centre at i + 0.5.
        assertThat(out[0]).isCloseTo(39.75f, within(1e-3f));
        assertThat(out[1]).isCloseTo(60.8f, within(1e-3f));
        assertThat(out[2]).isCloseTo(77, within(1e-3f));
    }

    @Test
    void reductionAveragesOverAreas() {
        // Pixel i of the smaller image covers 2.5 i to 2.5 (i + 1): the mean of a ramp is its value
        // at the middle.
        RgbImage small = ImageReduction.to(ramp(100, 60), 40, 24);
        for (int i = 0; i < 40; i++) {
            double truth = 2.5 * (i + 0.5) - 0.5;
            assertThat(small.rgb()[3 * i] & 255).isCloseTo((int) Math.round(truth), within(1));
        }
        assertThat(small.rgb()[3 * 40 * 23 + 1] & 255)
                .isCloseTo((int) (2 * (2.5 * 23.5 - 0.5)), within(1));
    }

    @Test
    void theProjectorIsTheCamera() {
        Shot shot = OrthoScene.flown().shots().get(6);
        var projector = new Projector(shot, 2 * OrthoScene.WIDTH, 2 * OrthoScene.HEIGHT);
        var random = new Random(5);
        var ours = new double[3];
        var pixel = new double[2];
        int inside = 0;
        for (int i = 0; i < 1000; i++) {
            double x = random.nextDouble(0, 40);
            double y = random.nextDouble(0, 40);
            double z = random.nextDouble(-2, 6);
            shot.project(x, y, z, new double[3], pixel);
            boolean shown =
                    pixel[0] >= 0
                            && pixel[0] < OrthoScene.WIDTH
                            && pixel[1] >= 0
                            && pixel[1] < OrthoScene.HEIGHT;
            assertThat(projector.project(x, y, z, ours)).isEqualTo(shown);
            if (shown) {
                inside++;
                assertThat(ours[0]).isCloseTo(2 * pixel[0], within(1e-9));
                assertThat(ours[1]).isCloseTo(2 * pixel[1], within(1e-9));
            }
        }
        assertThat(inside).isGreaterThan(300);
    }

    @Test
    void rowsOfHeightsAreTheGridsOwnBilinearHeights() {
        HeightGrid grid = OrthoScene.flown().surface();
        var row = new float[300];
        SurfaceSampler.row(grid, 17.33, 0.07, 0.13, 300, row, 0);
        for (int i = 0; i < 300; i++) {
            assertThat((double) row[i])
                    .isCloseTo(grid.heightAt(0.07 + 0.13 * i, 17.33), within(1e-4));
        }
    }

    @Test
    void smoothingTakesNoiseAndLeavesTheBuilding() {
        HeightGrid clean = OrthoScene.flown().surface();
        var random = new Random(9);
        float[] z = clean.z().clone();
        for (int i = 0; i < z.length; i++) {
            z[i] += (float) (0.04 * random.nextGaussian());
        }
        HeightGrid noisy = GridFrame.of(clean).withHeights(z);
        try (var workers = new Workers(2)) {
            HeightGrid smooth = new SurfaceSmoothing(workers).apply(noisy, 4, 0.1);
            double squares = 0;
            double worst = 0;
            for (int i = 0; i < z.length; i++) {
                double d = smooth.z()[i] - clean.z()[i];
                squares += d * d;
                worst = Math.max(worst, Math.abs(d));
            }
            // A quarter of the noise at most is left over all, and the 6 m step moves by
            // centimetres.
            assertThat(Math.sqrt(squares / z.length)).isLessThan(0.015);
            assertThat(worst).isLessThan(0.2);
        }
    }
}
