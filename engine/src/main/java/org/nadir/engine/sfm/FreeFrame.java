package org.nadir.engine.sfm;

import java.util.Arrays;

/// A sensible frame for a block that has no place on earth: upright by [Upright], the median tie point at the origin, and
/// scaled such that the median distance from a camera to the points it sees is ten units.
final class FreeFrame {

    private static final double DISTANCE = 10;

    private FreeFrame() {}

    static void apply(Reconstruction block) {
        double[] rotation = Upright.rotation(block);
        if (rotation == null || block.pointCount() == 0) {
            return;
        }
        block.transform(new Similarity(DISTANCE / medianDistance(block), rotation, new double[3]));
        double[] middle = medianPoint(block);
        block.transform(
                new Similarity(
                        1,
                        new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
                        new double[] {-middle[0], -middle[1], -middle[2]}));
    }

    private static double medianDistance(Reconstruction block) {
        var distances = new double[block.active.length];
        int n = 0;
        for (int i = 0; i < block.active.length; i++) {
            if (!block.active[i]) {
                continue;
            }
            int t = block.tracks.track(i);
            int photo = block.tracks.photo(i);
            double squared = 0;
            for (int c = 0; c < 3; c++) {
                double d = block.point[3 * t + c] - block.centre[3 * photo + c];
                squared += d * d;
            }
            distances[n++] = Math.sqrt(squared);
        }
        Arrays.sort(distances, 0, n);
        return distances[n / 2];
    }

    private static double[] medianPoint(Reconstruction block) {
        var middle = new double[3];
        for (int c = 0; c < 3; c++) {
            var values = new double[block.pointCount()];
            int n = 0;
            for (int t = 0; t < block.tracks.count(); t++) {
                if (block.hasPoint[t]) {
                    values[n++] = block.point[3 * t + c];
                }
            }
            Arrays.sort(values);
            middle[c] = values[n / 2];
        }
        return middle;
    }
}
