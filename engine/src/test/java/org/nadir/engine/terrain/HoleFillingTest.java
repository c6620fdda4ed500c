package org.nadir.engine.terrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.engine.work.Workers;

class HoleFillingTest {

    private static final float NONE = Float.NaN;

    private static float[] filled(float[] z, int width, int threads, HoleFilling.Bias bias) {
        float[] copy = z.clone();
        try (var workers = new Workers(threads)) {
            new HoleFilling(workers, bias, 0.1).fill(copy, width, z.length / width);
        }
        return copy;
    }

    /// A plane is a solution of Laplace's equation.
    @Test
    void aHoleInAPlaneIsFilledWithThePlane() {
        int width = 301;
        var plane = new float[width * 250];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = 0.02f * (i % width) - 0.01f * (i / width);
        }
        float[] z = plane.clone();
        for (int i = 0; i < z.length; i++) {
            z[i] = Math.hypot(i % width - 150, i / width - 120) < 12 ? NONE : z[i];
        }
        float[] filled = filled(z, width, 1, HoleFilling.Bias.NONE);
        for (int i = 0; i < z.length; i++) {
            assertThat(filled[i]).isCloseTo(plane[i], org.assertj.core.data.Offset.offset(0.02f));
            if (!Float.isNaN(z[i])) {
                assertThat(filled[i]).isEqualTo(z[i]);
            }
        }
    }

    /// West of the hole a roof, 8 m above the ground in its east; a crown stands in the hole, and the roof has a hole of its own.
    /// What lies between two storeys belongs to the lower one up to the wall: no slope, which would show a photo's pixel many
    /// times over.
    @Test
    void theLowerStoreyReachesTheWallOfTheUpperOne() {
        int width = 150;
        var z = new float[width * 130];
        var expected = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            int column = i % width;
            int row = i / width;
            boolean crown = Math.hypot(column - 71, row - 53) < 5;
            boolean hole = column >= 43 && column < 97 || Math.hypot(column - 20, row - 60) < 9;
            expected[i] = column < 43 || crown ? 8 : 0;
            z[i] = hole && !crown ? NONE : expected[i];
        }
        assertThat(filled(z, width, 1, HoleFilling.Bias.LOW)).isEqualTo(expected);
    }

    /// One relaxation step against the plain form of it, which writes into a copy.
    @Test
    void stepsInPlaceAreThoseIntoACopy() {
        int width = 40;
        int height = 30;
        var random = new Random(4);
        var z = new float[width * height];
        var where = new boolean[z.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = 3 * random.nextFloat();
            where[i] = random.nextInt(3) > 0;
        }
        float[] expected = z.clone();
        for (int i = 0; i < z.length; i++) {
            if (where[i]) {
                expected[i] = mean(z, width, i, 1.5f);
            }
        }
        var beyond = new float[width];
        Arrays.fill(beyond, NONE);
        float[] middle = Arrays.copyOfRange(z, 16 * width, 17 * width);
        float[] before = Arrays.copyOfRange(z, 15 * width, 16 * width);
        var rows = new RelaxedRows(z, width, where, 1.5f);
        rows.relax(0, 16, beyond, middle);
        rows.relax(16, height, before, beyond);
        assertThat(z).isEqualTo(expected);
    }

    private static float mean(float[] z, int width, int i, float storey) {
        int column = i % width;
        int[] neighbours = {
            column > 0 ? i - 1 : -1, column + 1 < width ? i + 1 : -1, i - width, i + width
        };
        float sum = 0;
        int count = 0;
        for (int n : neighbours) {
            if (n >= 0 && n < z.length && z[n] <= z[i] + storey) {
                sum += z[n];
                count++;
            }
        }
        return count == 0 ? z[i] : sum / count;
    }

    @Test
    void threadsMakeNoDifference() {
        var random = new Random(5);
        var z = new float[200 * 333];
        for (int i = 0; i < z.length; i++) {
            z[i] = random.nextInt(4) == 0 ? 5 * random.nextFloat() : NONE;
        }
        for (HoleFilling.Bias bias : HoleFilling.Bias.values()) {
            assertThat(filled(z, 200, 3, bias)).isEqualTo(filled(z, 200, 1, bias));
        }
    }
}
