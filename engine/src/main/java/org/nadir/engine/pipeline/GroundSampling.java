package org.nadir.engine.pipeline;

import java.util.Arrays;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;

/// The ground sampling distance: how much of the scene one pixel covers.
final class GroundSampling {

    private GroundSampling() {}

    /// Mean over the shots of (median depth of the shot's tie points) / (focal length in pixels), in world units per pixel
    /// of the full-size photo.
    static double metresPerPixel(SparseScene scene) {
        double[][] depths = new double[scene.shots().size()][];
        var count = new int[depths.length];
        for (int shot : scene.observationShot()) {
            count[shot]++;
        }
        for (int s = 0; s < depths.length; s++) {
            depths[s] = new double[count[s]];
        }
        var filled = new int[depths.length];
        var inCamera = new double[3];
        double[] xyz = scene.pointXyz();
        for (int p = 0; p < scene.pointCount(); p++) {
            for (int o = scene.observationStart()[p]; o < scene.observationStart()[p + 1]; o++) {
                int s = scene.observationShot()[o];
                scene.shots()
                        .get(s)
                        .pose()
                        .toCamera(xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2], inCamera);
                depths[s][filled[s]++] = inCamera[2];
            }
        }
        double sum = 0;
        int shots = 0;
        for (int s = 0; s < depths.length; s++) {
            if (depths[s].length > 0) {
                Arrays.sort(depths[s]);
                Shot shot = scene.shots().get(s);
                sum += depths[s][depths[s].length / 2] / shot.camera().focalPixels();
                shots++;
            }
        }
        return sum / shots;
    }
}
