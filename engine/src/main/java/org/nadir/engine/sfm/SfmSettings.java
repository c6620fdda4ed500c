package org.nadir.engine.sfm;

import java.util.List;
import java.util.Map;

/// How structure from motion works. Image distances are shares of the longer side, so that they fit photos of any size: at
/// 4,000 pixels 0.001 is 4 px.
///
/// @param focalSd standard deviation of an initial focal length, as a share of it. Small on purpose: a flat block seen
///     straight down cannot tell the focal length from the flying height
/// @param focalSdByCamera other values for single cameras, by `camera.id()`, for instance where two sources disagree
/// @param fixedCameras whether the lens stays as given
/// @param useGps whether positions of photos are used
/// @param useAttitude whether attitudes of photos are used, with `attitudeSd`
/// @param attitudeSd standard deviation of a photo's attitude, radians
/// @param minAngle smallest angle between the rays of a tie point, radians
/// @param outlierError largest residual of a kept observation
/// @param resectionError largest residual of a point that supports a photo's first placement
/// @param observationSd weight of an observation against prior knowledge
/// @param seed seed of everything that is drawn by lot
/// @param controlPoints ground control points, may be empty
public record SfmSettings(
        double focalSd,
        Map<String, Double> focalSdByCamera,
        boolean fixedCameras,
        boolean useGps,
        boolean useAttitude,
        double attitudeSd,
        double minAngle,
        double outlierError,
        double resectionError,
        double observationSd,
        long seed,
        List<ControlPoint> controlPoints) {

    public SfmSettings {
        focalSdByCamera = Map.copyOf(focalSdByCamera);
        controlPoints = List.copyOf(controlPoints);
        if (!(focalSd > 0) || !(outlierError > 0) || !(resectionError > 0)) {
            throw new IllegalArgumentException(
                    "Standard deviations and error limits must be positive");
        }
    }

    public static SfmSettings defaults() {
        return new SfmSettings(
                0.01,
                Map.of(),
                false,
                true,
                false,
                Math.toRadians(5),
                Math.toRadians(1.5),
                0.001,
                0.002,
                0.001,
                1,
                List.of());
    }

    public SfmSettings withFocalSd(Map<String, Double> byCamera) {
        return new SfmSettings(
                focalSd,
                byCamera,
                fixedCameras,
                useGps,
                useAttitude,
                attitudeSd,
                minAngle,
                outlierError,
                resectionError,
                observationSd,
                seed,
                controlPoints);
    }

    public SfmSettings withFixedCameras(boolean fixed) {
        return new SfmSettings(
                focalSd,
                focalSdByCamera,
                fixed,
                useGps,
                useAttitude,
                attitudeSd,
                minAngle,
                outlierError,
                resectionError,
                observationSd,
                seed,
                controlPoints);
    }

    public SfmSettings withGps(boolean use) {
        return new SfmSettings(
                focalSd,
                focalSdByCamera,
                fixedCameras,
                use,
                useAttitude,
                attitudeSd,
                minAngle,
                outlierError,
                resectionError,
                observationSd,
                seed,
                controlPoints);
    }

    public SfmSettings withObservationSd(double sd) {
        return new SfmSettings(
                focalSd,
                focalSdByCamera,
                fixedCameras,
                useGps,
                useAttitude,
                attitudeSd,
                minAngle,
                outlierError,
                resectionError,
                sd,
                seed,
                controlPoints);
    }

    public SfmSettings withControlPoints(List<ControlPoint> points) {
        return new SfmSettings(
                focalSd,
                focalSdByCamera,
                fixedCameras,
                useGps,
                useAttitude,
                attitudeSd,
                minAngle,
                outlierError,
                resectionError,
                observationSd,
                seed,
                points);
    }

    /// The standard deviation of the focal length of a camera, as a share of it.
    public double focalSd(String cameraId) {
        return focalSdByCamera.getOrDefault(cameraId, focalSd);
    }
}
