package org.nadir.engine.ortho;

import java.util.Arrays;

/// Pairs of colours that two photos give to the same place, in growing flat arrays.
final class ColourSamples {

    private int count;
    private int[] shot = new int[1024];
    private float[] colour = new float[3 * 1024];
    private float[] radius2 = new float[1024];

    /// Number of pairs.
    int count() {
        return count;
    }

    /// Adds one pair: two shots, two colours (three numbers each), two squared image radii.
    void add(int a, float[] colourA, float radiusA, int b, float[] colourB, float radiusB) {
        if (2 * count + 2 > shot.length) {
            shot = Arrays.copyOf(shot, 2 * shot.length);
            colour = Arrays.copyOf(colour, 2 * colour.length);
            radius2 = Arrays.copyOf(radius2, 2 * radius2.length);
        }
        put(2 * count, a, colourA, radiusA);
        put(2 * count + 1, b, colourB, radiusB);
        count++;
    }

    private void put(int at, int index, float[] rgb, float r2) {
        shot[at] = index;
        System.arraycopy(rgb, 0, colour, 3 * at, 3);
        radius2[at] = r2;
    }

    /// The shot of one side (0 or 1) of a pair.
    int shot(int pair, int side) {
        return shot[2 * pair + side];
    }

    float colour(int pair, int side, int channel) {
        return colour[3 * (2 * pair + side) + channel];
    }

    float radius2(int pair, int side) {
        return radius2[2 * pair + side];
    }
}
