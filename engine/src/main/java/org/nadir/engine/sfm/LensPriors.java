package org.nadir.engine.sfm;

import java.util.Map;

/// How well lenses are known beforehand: standard deviations about the initial camera, in the units of `Camera`.
///
/// @param fixed whether lenses stay as given
/// @param focal of the focal length, as a share of it. Small on purpose: a flat block seen straight down cannot tell the
///     focal length from the flying height
/// @param focalByCamera other values for single cameras, by `camera.id()`, for instance where two sources disagree
/// @param centre of the principal point. In a block seen straight down it trades against the tilt of the cameras
/// @param radial of k1, k2 and k3
/// @param tangential of p1 and p2
public record LensPriors(
        boolean fixed,
        double focal,
        Map<String, Double> focalByCamera,
        double centre,
        double radial,
        double tangential) {

    public LensPriors {
        focalByCamera = Map.copyOf(focalByCamera);
        if (!(focal > 0) || !(centre > 0) || !(radial > 0) || !(tangential > 0)) {
            throw new IllegalArgumentException("Standard deviations of lenses must be positive");
        }
    }

    public static LensPriors defaults() {
        return new LensPriors(false, 0.01, Map.of(), 0.0025, 0.1, 0.0025);
    }

    /// The standard deviation of the focal length of a camera, as a share of it.
    public double focal(String cameraId) {
        return focalByCamera.getOrDefault(cameraId, focal);
    }

    public LensPriors withFixed(boolean newFixed) {
        return new LensPriors(newFixed, focal, focalByCamera, centre, radial, tangential);
    }

    public LensPriors withFocal(Map<String, Double> byCamera) {
        return new LensPriors(fixed, focal, byCamera, centre, radial, tangential);
    }
}
