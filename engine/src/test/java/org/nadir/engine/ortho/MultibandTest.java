package org.nadir.engine.ortho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Blends against what must come out of them.
class MultibandTest {

    private static final int SIZE = 256;

    private static float[] noise(long seed) {
        var random = new Random(seed);
        var image = new float[SIZE * SIZE];
        for (int i = 0; i < image.length; i++) {
            image[i] = random.nextFloat() * 255;
        }
        return image;
    }

    private static float[] constant(float value) {
        var image = new float[SIZE * SIZE];
        Arrays.fill(image, value);
        return image;
    }

    private static float[] leftOf(int column) {
        var mask = new float[SIZE * SIZE];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % SIZE < column ? 1 : 0;
        }
        return mask;
    }

    private static float[] inverse(float[] mask) {
        var out = new float[mask.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = 1 - mask[i];
        }
        return out;
    }

    @Test
    void twoPartsOfTheSameImageGiveTheImage() {
        float[] image = noise(3);
        var bands = new Multiband(SIZE, SIZE);
        float[] mask = leftOf(101);
        bands.add(0, 0, SIZE, SIZE, new float[][] {image, image, image}, mask);
        bands.add(0, 0, SIZE, SIZE, new float[][] {image, image, image}, inverse(mask));
        float[] out = bands.channel(1);
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).isCloseTo(image[i], within(0.01f));
        }
    }

    @Test
    void aBrightnessStepBecomesASlopeAndFarAwayNothingChanges() {
        var bands = new Multiband(SIZE, SIZE);
        float[] mask = leftOf(128);
        float[] dark = constant(100);
        float[] bright = constant(140);
        bands.add(0, 0, SIZE, SIZE, new float[][] {dark, dark, dark}, mask);
        bands.add(0, 0, SIZE, SIZE, new float[][] {bright, bright, bright}, inverse(mask));
        float[] out = bands.channel(0);
        for (int i = 1; i < SIZE; i++) {
            float step = out[SIZE * 90 + i] - out[SIZE * 90 + i - 1];
            assertThat(step).isBetween(-0.01f, 2.5f);
        }
        assertThat(out[SIZE * 90 + 128 - Multiband.REACH]).isCloseTo(100, within(0.01f));
        assertThat(out[SIZE * 90 + 128 + Multiband.REACH]).isCloseTo(140, within(0.01f));
    }

    @Test
    void aBoxAroundThePartIsAsGoodAsTheWholeImage() {
        float[] a = noise(4);
        float[] b = noise(5);
        var mask = new float[SIZE * SIZE];
        for (int row = 120; row < 130; row++) {
            Arrays.fill(mask, row * SIZE + 120, row * SIZE + 140, 1);
        }
        var whole = new Multiband(SIZE, SIZE);
        whole.add(0, 0, SIZE, SIZE, new float[][] {b, b, b}, inverse(mask));
        whole.add(0, 0, SIZE, SIZE, new float[][] {a, a, a}, mask);
        int from = 48;
        int size = 160;
        var part = new Multiband(SIZE, SIZE);
        part.add(0, 0, SIZE, SIZE, new float[][] {b, b, b}, inverse(mask));
        float[] cut = cut(a, from, size);
        part.add(from, from, size, size, new float[][] {cut, cut, cut}, cut(mask, from, size));
        float[] expected = whole.channel(2);
        float[] got = part.channel(2);
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).isCloseTo(expected[i], within(0.05f));
        }
    }

    private static float[] cut(float[] image, int from, int size) {
        var out = new float[size * size];
        for (int row = 0; row < size; row++) {
            System.arraycopy(image, (from + row) * SIZE + from, out, row * size, size);
        }
        return out;
    }
}
