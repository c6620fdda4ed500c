package org.nadir.pointcloud.laszip;

import java.util.Arrays;

/// An approximate median of the values seen lately: five sorted numbers, of which by turns the largest or the smallest is
/// given up for a new one.
final class StreamingMedian {

    private final int[] sorted = new int[5];
    private boolean dropLargest = true;

    void reset() {
        Arrays.fill(sorted, 0);
        dropLargest = true;
    }

    int value() {
        return sorted[2];
    }

    void add(int value) {
        if (dropLargest) {
            boolean below = value < sorted[2];
            insertFromAbove(value);
            dropLargest = below;
        } else {
            boolean above = sorted[2] < value;
            insertFromBelow(value);
            dropLargest = !above;
        }
    }

    private void insertFromAbove(int value) {
        int i = 4;
        while (i > 0 && value < sorted[i - 1]) {
            sorted[i] = sorted[i - 1];
            i--;
        }
        sorted[i] = value;
    }

    private void insertFromBelow(int value) {
        int i = 0;
        while (i < 4 && sorted[i + 1] < value) {
            sorted[i] = sorted[i + 1];
            i++;
        }
        sorted[i] = value;
    }
}
