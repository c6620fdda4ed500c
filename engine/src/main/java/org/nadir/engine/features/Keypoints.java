package org.nadir.engine.features;

import java.util.Arrays;

/// Growing list of keypoints in flat arrays. Positions are sample indices (not pixel coordinates) within the keypoint's
/// octave; sigma is in samples of that octave.
final class Keypoints {

    private int size;
    private float[] column = new float[1024];
    private float[] row = new float[1024];
    private float[] sigma = new float[1024];
    private float[] response = new float[1024];
    private byte[] octave = new byte[1024];
    private byte[] level = new byte[1024];

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void add(int octaveIndex, int levelIndex, double x, double y, double scale, double contrast) {
        if (size == column.length) {
            grow();
        }
        column[size] = (float) x;
        row[size] = (float) y;
        sigma[size] = (float) scale;
        response[size] = (float) contrast;
        octave[size] = (byte) octaveIndex;
        level[size] = (byte) levelIndex;
        size++;
    }

    private void grow() {
        int capacity = Math.multiplyExact(2, column.length);
        column = Arrays.copyOf(column, capacity);
        row = Arrays.copyOf(row, capacity);
        sigma = Arrays.copyOf(sigma, capacity);
        response = Arrays.copyOf(response, capacity);
        octave = Arrays.copyOf(octave, capacity);
        level = Arrays.copyOf(level, capacity);
    }

    float column(int i) {
        return column[i];
    }

    float row(int i) {
        return row[i];
    }

    float sigma(int i) {
        return sigma[i];
    }

    /// Absolute difference of Gaussians at the refined extremum.
    float response(int i) {
        return response[i];
    }

    int octave(int i) {
        return octave[i];
    }

    int level(int i) {
        return level[i];
    }
}
