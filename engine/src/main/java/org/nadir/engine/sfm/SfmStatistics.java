package org.nadir.engine.sfm;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;

/// What there is to say about a reconstruction, for the report and `stats.json`.
///
/// @param components parts that were found before they were joined
/// @param tracks tracks and points
/// @param reprojection reprojection errors over all observations
/// @param cameras for each camera id the camera before and after
/// @param shots one entry a placed photo, in the order of the scene's shots
/// @param unplaced names of photos that found no place
/// @param gps errors of measured positions (adjusted minus measured); null when none were used
/// @param control errors of the ground control points that were used (adjusted minus given); null when there are none
/// @param check errors of check points, which the adjustment did not know; null when there are none
/// @param controlPoints one entry a ground control point or check point, used or not
public record SfmStatistics(
        int components,
        TrackSummary tracks,
        Reprojection reprojection,
        Map<String, CameraChange> cameras,
        List<ShotSummary> shots,
        List<String> unplaced,
        @Nullable AxisErrors gps,
        @Nullable AxisErrors control,
        @Nullable AxisErrors check,
        List<ControlPointResult> controlPoints) {

    public SfmStatistics {
        cameras = Map.copyOf(cameras);
        shots = List.copyOf(shots);
        unplaced = List.copyOf(unplaced);
        controlPoints = List.copyOf(controlPoints);
    }

    public boolean hasGps() {
        return gps != null;
    }

    public boolean hasControl() {
        return control != null;
    }

    /// @param initialPhotos photos handed in
    /// @param initialTracks tracks made from the matches
    /// @param points tie points
    /// @param observations observations of tie points
    /// @param averageLength observations per point
    /// @param averageLengthOverTwo the same over points with more than two
    /// @param lengthHistogram number of points by number of observations (the index)
    public record TrackSummary(
            int initialPhotos,
            int initialTracks,
            int points,
            int observations,
            double averageLength,
            double averageLengthOverTwo,
            List<Integer> lengthHistogram) {}

    /// @param meanPixels mean residual in pixels, over residuals up to 4 px
    /// @param rmsPixels root mean square residual in pixels, over all
    /// @param meanNormalised mean of residual over feature size
    /// @param meanAngular mean residual as an angle, radians
    /// @param pixels histogram of residuals in pixels
    /// @param normalised histogram of residuals over feature size
    /// @param angular histogram of residuals as angles
    public record Reprojection(
            double meanPixels,
            double rmsPixels,
            double meanNormalised,
            double meanAngular,
            Histogram pixels,
            Histogram normalised,
            Histogram angular) {}

    /// Counts between edges; one edge more than counts.
    public record Histogram(List<Double> edges, List<Integer> counts) {}

    public record CameraChange(Camera initial, Camera optimised) {}

    /// @param name name of the photo
    /// @param detected features found in it
    /// @param observations observations of tie points in it
    /// @param meanPixels mean residual in pixels
    /// @param covariance of the position, xx, xy, xz, yy, yz, zz in square metres, from the standard deviations that went into
    ///     the adjustment; empty when not known
    public record ShotSummary(
            String name,
            int detected,
            int observations,
            double meanPixels,
            List<Double> covariance) {

        public ShotSummary {
            covariance = List.copyOf(covariance);
        }
    }

    /// Errors by axis x, y, z in metres, three numbers each.
    ///
    /// @param mean mean
    /// @param deviation standard deviation about the mean
    /// @param rms root mean square
    /// @param average mean length of the error vectors
    /// @param ce90 90 % of the horizontal errors are smaller
    /// @param le90 90 % of the vertical errors are smaller
    public record AxisErrors(
            List<Double> mean,
            List<Double> deviation,
            List<Double> rms,
            double average,
            double ce90,
            double le90) {

        /// From error vectors, three numbers each; null when there are none.
        public static @Nullable AxisErrors of(double[] errors) {
            int n = errors.length / 3;
            if (n == 0) {
                return null;
            }
            var mean = new Double[3];
            var deviation = new Double[3];
            var rms = new Double[3];
            for (int c = 0; c < 3; c++) {
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < n; i++) {
                    sum += errors[3 * i + c];
                    squares += errors[3 * i + c] * errors[3 * i + c];
                }
                mean[c] = sum / n;
                rms[c] = Math.sqrt(squares / n);
                deviation[c] = Math.sqrt(Math.max(0, squares / n - mean[c] * mean[c]));
            }
            var horizontal = new double[n];
            var vertical = new double[n];
            double length = 0;
            for (int i = 0; i < n; i++) {
                horizontal[i] = Math.hypot(errors[3 * i], errors[3 * i + 1]);
                vertical[i] = Math.abs(errors[3 * i + 2]);
                length += Math.hypot(horizontal[i], vertical[i]);
            }
            return new AxisErrors(
                    List.of(mean),
                    List.of(deviation),
                    List.of(rms),
                    length / n,
                    ninety(horizontal),
                    ninety(vertical));
        }

        /// The 90 % quantile, linear between neighbours.
        private static double ninety(double[] values) {
            java.util.Arrays.sort(values);
            double at = 0.9 * (values.length - 1);
            int i = (int) at;
            int next = Math.min(i + 1, values.length - 1);
            return values[i] + (at - i) * (values[next] - values[i]);
        }
    }

    /// What became of a ground control point.
    public enum ControlState {
        USED,
        /// Kept out of the adjustment to measure its result.
        CHECK,
        /// Fewer than two good marks in placed photos.
        NOT_SEEN,
        /// Its marks agree with each other but not with its coordinates.
        WRONG_COORDINATES,
        /// Its marks agree neither with its coordinates nor with each other.
        MARKS_DISAGREE,
        /// The points together were too few, or at odds.
        NOT_USED
    }

    /// @param given x, y and z as given; z NaN when not known
    /// @param error adjusted minus given by axis, metres, where good marks meet; empty when fewer than two do; z NaN when the
    ///     height is not known
    /// @param meanPixels mean distance of the good marks to where the given position projects
    /// @param marks those in placed photos
    public record ControlPointResult(
            String name,
            ControlState state,
            List<Double> given,
            List<Double> error,
            double meanPixels,
            List<MarkResult> marks) {

        public ControlPointResult {
            given = List.copyOf(given);
            error = List.copyOf(error);
            marks = List.copyOf(marks);
        }
    }

    /// @param photo name of the photo
    /// @param u column of the mark in pixels
    /// @param reprojectedU where the given position projects; NaN when it does not
    /// @param wrong whether the mark was found to be wrong and left out
    public record MarkResult(
            String photo,
            double u,
            double v,
            double reprojectedU,
            double reprojectedV,
            boolean wrong) {}
}
