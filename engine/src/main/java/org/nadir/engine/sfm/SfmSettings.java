package org.nadir.engine.sfm;

import java.util.List;

/// How structure from motion works. Image distances are shares of the longer side, so that they fit photos of any size: at
/// 4,000 pixels 0.001 is 4 px.
///
/// @param lens how well lenses are known beforehand
/// @param useGps whether positions of photos are used
/// @param attitudeSd standard deviation of photos' attitudes about each axis, radians; 0 when they are not to be used
/// @param minAngle smallest angle between the rays of a tie point, radians
/// @param outlierError largest residual of a kept observation
/// @param resectionError largest residual of a point that supports a photo's first placement
/// @param observationSd standard deviation of an observation against prior knowledge; see
///     [org.nadir.engine.bundle.BundleOptions]
/// @param refined whether observations are refined on the gray values of the photos; see [ObservationRefinement]
/// @param seed seed of everything that is drawn by lot
/// @param controlPoints ground control points, may be empty
/// @param algorithm how poses are first found
/// @param joinsParts whether separate parts of a reconstruction are brought together
/// @param gpsWithControl whether positions of photos keep their say where control points fix the frame
public record SfmSettings(
        LensPriors lens,
        boolean useGps,
        double attitudeSd,
        double minAngle,
        double outlierError,
        double resectionError,
        double observationSd,
        boolean refined,
        long seed,
        List<ControlPoint> controlPoints,
        boolean gpsWithControl,
        SfmAlgorithm algorithm,
        boolean joinsParts) {

    public SfmSettings {
        controlPoints = List.copyOf(controlPoints);
        if (!(outlierError > 0) || !(resectionError > 0) || !(observationSd > 0)) {
            throw new IllegalArgumentException("Error limits must be positive");
        }
    }

    public static SfmSettings defaults() {
        return new SfmSettings(
                LensPriors.defaults(),
                true,
                0,
                Math.toRadians(1.5),
                0.001,
                0.002,
                0.002,
                true,
                1,
                List.of(),
                false,
                SfmAlgorithm.INCREMENTAL,
                true);
    }

    public SfmSettings withLens(LensPriors newLens) {
        return copy(newLens, useGps, attitudeSd, observationSd, controlPoints, gpsWithControl);
    }

    public SfmSettings withGps(boolean use) {
        return copy(lens, use, attitudeSd, observationSd, controlPoints, gpsWithControl);
    }

    public SfmSettings withAttitudeSd(double sd) {
        return copy(lens, useGps, sd, observationSd, controlPoints, gpsWithControl);
    }

    public SfmSettings withObservationSd(double sd) {
        return copy(lens, useGps, attitudeSd, sd, controlPoints, gpsWithControl);
    }

    public SfmSettings withControlPoints(List<ControlPoint> points) {
        return copy(lens, useGps, attitudeSd, observationSd, points, gpsWithControl);
    }

    public SfmSettings withGpsBesideControl(boolean both) {
        return copy(lens, useGps, attitudeSd, observationSd, controlPoints, both);
    }

    public SfmSettings withRefined(boolean refine) {
        return with(refine, algorithm, joinsParts);
    }

    public SfmSettings withAlgorithm(SfmAlgorithm newAlgorithm) {
        return with(refined, newAlgorithm, joinsParts);
    }

    public SfmSettings withJoinedParts(boolean join) {
        return with(refined, algorithm, join);
    }

    private SfmSettings with(boolean refine, SfmAlgorithm newAlgorithm, boolean join) {
        return new SfmSettings(
                lens,
                useGps,
                attitudeSd,
                minAngle,
                outlierError,
                resectionError,
                observationSd,
                refine,
                seed,
                controlPoints,
                gpsWithControl,
                newAlgorithm,
                join);
    }

    private SfmSettings copy(
            LensPriors newLens,
            boolean gps,
            double newAttitudeSd,
            double newObservationSd,
            List<ControlPoint> control,
            boolean both) {
        return new SfmSettings(
                newLens,
                gps,
                newAttitudeSd,
                minAngle,
                outlierError,
                resectionError,
                newObservationSd,
                refined,
                seed,
                control,
                both,
                algorithm,
                joinsParts);
    }
}
