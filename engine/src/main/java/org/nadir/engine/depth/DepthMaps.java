package org.nadir.engine.depth;

import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;

/// Turns estimates of inverse depth into depth maps with normals.
final class DepthMaps {

    /// Pixels that correlate less are left empty.
    private static final float LEAST_SCORE = 0.2f;

    /// Parallax in pixels between neighbours that hang together.
    private static final float SPECKLE_JUMP = 1.5f;

    private static final int SMALLEST_SPECKLE = 10;

    /// Patches below this part of the map are speckles.
    private static final int SPECKLE_SHARE = 10_000;

    private DepthMaps() {}

    static DepthMap of(
            DepthEstimator.Estimate estimate, int shotIndex, PinholePhoto photo, Pose pose) {
        Camera camera = photo.camera();
        int pixels = camera.width() * camera.height();
        var depth = new float[pixels];
        var normal = new float[3 * pixels];
        var n = new double[3];
        FloatImage value = estimate.planes().value();
        for (int y = 0; y < camera.height(); y++) {
            for (int x = 0; x < camera.width(); x++) {
                int i = y * camera.width() + x;
                int j = value.row(y) + x;
                float inverse = value.data[j];
                boolean seen = photo.gray()[i] != 0 && inverse > 0;
                if (!seen || !(estimate.score().data[j] >= LEAST_SCORE)) {
                    continue;
                }
                depth[i] = 1 / inverse;
                normal(camera, estimate.planes(), x, y, n);
                pose.directionToWorld(n[0], n[1], n[2], n);
                for (int k = 0; k < 3; k++) {
                    normal[3 * i + k] = (float) n[k];
                }
            }
        }
        Speckles.remove(
                depth,
                camera.width(),
                camera.height(),
                SPECKLE_JUMP * estimate.pixel(),
                Math.max(SMALLEST_SPECKLE, pixels / SPECKLE_SHARE));
        return new DepthMap(shotIndex, camera, pose, depth, normal, photo.rgb());
    }

    /// The unit normal, towards the camera, of the plane whose inverse depth is linear in the pixel: with
    /// `1/Z = α u + β v + γ` the plane is `(fα, fβ, α cx + β cy + γ) · X = 1`.
    private static void normal(Camera camera, LocalPlanes planes, int x, int y, double[] n) {
        double focal = camera.focalPixels();
        int i = planes.value().row(y) + x;
        double alpha = planes.slopeX().data[i];
        double beta = planes.slopeY().data[i];
        double towardsCentre =
                alpha * (0.5 * camera.width() - x - 0.5) + beta * (0.5 * camera.height() - y - 0.5);
        double a = focal * alpha;
        double b = focal * beta;
        double c = planes.value().data[i] + towardsCentre;
        double length = -Math.sqrt(a * a + b * b + c * c);
        n[0] = a / length;
        n[1] = b / length;
        n[2] = c / length;
    }
}
