package org.nadir.engine.scene;

import java.util.List;

/// What structure from motion found: placed shots and tie points with their observations, in the world frame.
///
/// Points are held in flat arrays. The observations of point `p` are the entries `observationStart[p] ..<
/// observationStart[p + 1]` of `observationShot` (index into `shots`) and of `observationPixel` (two numbers each, u then
/// v, in pixels of the full-size photo). The arrays are owned by the scene: read, never write.
public record SparseScene(
        List<Shot> shots,
        double[] pointXyz,
        byte[] pointRgb,
        int[] observationStart,
        int[] observationShot,
        float[] observationPixel) {

    public SparseScene {
        shots = List.copyOf(shots);
        if (pointXyz.length / 3 + 1 != observationStart.length
                || observationPixel.length != 2 * observationShot.length) {
            throw new IllegalArgumentException("Sparse scene: array lengths do not fit together");
        }
    }

    public int pointCount() {
        return pointXyz.length / 3;
    }

    public int observationCount() {
        return observationShot.length;
    }
}
