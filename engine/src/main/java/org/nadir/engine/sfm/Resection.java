package org.nadir.engine.sfm;

import org.nadir.engine.camera.Camera;
import org.nadir.engine.geometry.AbsolutePose;

/// Places a photo among points that are known.
final class Resection {

    private static final int LEAST_INLIERS = 15;

    private Resection() {}

    /// Finds the pose of `photo` and places it when enough of its points agree.
    ///
    /// @param leastShare share of the visible points that must agree
    static boolean place(Reconstruction block, int photo, SfmSettings settings, double leastShare) {
        Tracks tracks = block.tracks;
        int most = block.visiblePoints(photo);
        if (most < LEAST_INLIERS) {
            return false;
        }
        var xy = new double[2 * most];
        var xyz = new double[3 * most];
        int n = 0;
        for (int k = tracks.photoStart(photo); k < tracks.photoStart(photo + 1); k++) {
            int i = tracks.ofPhoto(k);
            int t = tracks.track(i);
            if (block.hasPoint[t]) {
                System.arraycopy(block.ray, 2 * i, xy, 2 * n, 2);
                // A camera that has moved on sees what a still one would see of a point moved back.
                double share = block.sinceMiddle(photo, tracks.v(i));
                for (int c = 0; c < 3; c++) {
                    xyz[3 * n + c] = block.point[3 * t + c] - share * block.motion[3 * photo + c];
                }
                n++;
            }
        }
        Camera camera = block.cameraOf(photo);
        double threshold = settings.resectionError() / camera.focalX();
        long seed = settings.seed() * 1_000_003L + photo;
        AbsolutePose.Estimate estimate = AbsolutePose.estimate(xy, xyz, n, threshold, seed);
        if (estimate == null
                || estimate.inlierCount() < LEAST_INLIERS
                || estimate.inlierCount() < leastShare * n) {
            return false;
        }
        block.place(photo, estimate.pose());
        return true;
    }
}
