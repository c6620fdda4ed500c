package org.nadir.engine.sfm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.scene.Photo;

/// Counts and measures a finished block.
final class StatisticsMaker {

    /// Residuals above this do not enter the mean.
    private static final double MEAN_LIMIT = 4;

    private static final int BINS = 40;

    private final Reconstruction block;
    private final List<FeatureSet> features;
    private final SfmSettings settings;

    private final double[] positionCovariance;

    /// @param positionCovariance six numbers a photo, see [Finish#positionCovariance]
    StatisticsMaker(
            Reconstruction block,
            List<FeatureSet> features,
            SfmSettings settings,
            double[] positionCovariance) {
        this.positionCovariance = positionCovariance;
        this.block = block;
        this.features = features;
        this.settings = settings;
    }

    SfmStatistics make(int components, Control groundControl) {
        var unplaced = new ArrayList<String>();
        for (int p = 0; p < block.photos.size(); p++) {
            if (!block.placed[p]) {
                unplaced.add(block.photos.get(p).name());
            }
        }
        List<SfmStatistics.ControlPointResult> control = groundControl.results();
        return new SfmStatistics(
                components,
                tracks(),
                reprojection(),
                cameras(),
                shots(),
                unplaced,
                settings.useGps() && block.georeferenced && !groundControl.replacesGps()
                        ? gpsErrors()
                        : null,
                axisErrors(control, SfmStatistics.ControlState.USED),
                axisErrors(control, SfmStatistics.ControlState.CHECK),
                control);
    }

    private SfmStatistics.TrackSummary tracks() {
        var histogram = new ArrayList<Integer>();
        int points = 0;
        int observations = 0;
        int longPoints = 0;
        int longObservations = 0;
        for (int t = 0; t < block.tracks.count(); t++) {
            if (!block.hasPoint[t]) {
                continue;
            }
            int length = 0;
            for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
                length += block.active[i] ? 1 : 0;
            }
            while (histogram.size() <= length) {
                histogram.add(0);
            }
            histogram.set(length, histogram.get(length) + 1);
            points++;
            observations += length;
            longPoints += length > 2 ? 1 : 0;
            longObservations += length > 2 ? length : 0;
        }
        return new SfmStatistics.TrackSummary(
                block.photos.size(),
                block.tracks.count(),
                points,
                observations,
                observations / (double) Math.max(1, points),
                longObservations / (double) Math.max(1, longPoints),
                List.copyOf(histogram));
    }

    private SfmStatistics.Reprojection reprojection() {
        int n = 0;
        for (boolean active : block.active) {
            n += active ? 1 : 0;
        }
        var pixels = new double[n];
        var normalised = new double[n];
        var angular = new double[n];
        var scratch = new double[3];
        int k = 0;
        double squares = 0;
        double sum = 0;
        int within = 0;
        for (int i = 0; i < block.active.length; i++) {
            if (!block.active[i]) {
                continue;
            }
            int photo = block.tracks.photo(i);
            double squared = block.squaredResidual(i, scratch);
            double residual = Math.sqrt(squared);
            float size = features.get(photo).scale()[block.tracks.feature(i)];
            squares += squared;
            if (residual <= MEAN_LIMIT) {
                sum += residual;
                within++;
            }
            pixels[k] = residual;
            normalised[k] = residual / Math.max(size, 1e-3);
            angular[k] = residual / block.cameraOf(photo).focalPixels();
            k++;
        }
        return new SfmStatistics.Reprojection(
                sum / Math.max(1, within),
                Math.sqrt(squares / Math.max(1, n)),
                mean(normalised),
                mean(angular),
                histogram(pixels),
                histogram(normalised),
                histogram(angular));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /// Equal bins from 0 to the 99.5 % quantile; what is larger falls into the last one.
    private static SfmStatistics.Histogram histogram(double[] values) {
        Arrays.sort(values);
        double top = values.length == 0 ? 1 : values[(int) (0.995 * (values.length - 1))];
        double width = top > 0 ? top / BINS : 1;
        var edges = new ArrayList<Double>();
        var counts = new Integer[BINS];
        Arrays.fill(counts, 0);
        for (double value : values) {
            counts[(int) Math.min(BINS - 1, value / width)]++;
        }
        for (int b = 0; b <= BINS; b++) {
            edges.add(b * width);
        }
        return new SfmStatistics.Histogram(List.copyOf(edges), List.of(counts));
    }

    private Map<String, SfmStatistics.CameraChange> cameras() {
        var changes = new LinkedHashMap<String, SfmStatistics.CameraChange>();
        for (int lens = 0; lens < block.cameras.length; lens++) {
            Camera initial = block.initialCameras.get(lens);
            changes.put(initial.id(), new SfmStatistics.CameraChange(initial, block.cameras[lens]));
        }
        return changes;
    }

    private List<SfmStatistics.ShotSummary> shots() {
        var shots = new ArrayList<SfmStatistics.ShotSummary>();
        var scratch = new double[3];
        for (int p = 0; p < block.photos.size(); p++) {
            if (!block.placed[p]) {
                continue;
            }
            double sum = 0;
            int n = 0;
            for (int k = block.tracks.photoStart(p); k < block.tracks.photoStart(p + 1); k++) {
                int i = block.tracks.ofPhoto(k);
                if (block.active[i]) {
                    sum += Math.sqrt(block.squaredResidual(i, scratch));
                    n++;
                }
            }
            shots.add(
                    new SfmStatistics.ShotSummary(
                            block.photos.get(p).name(),
                            features.get(p).count(),
                            n,
                            sum / Math.max(1, n),
                            covariance(p)));
        }
        return shots;
    }

    private List<Double> covariance(int photo) {
        double[] numbers = Arrays.copyOfRange(positionCovariance, 6 * photo, 6 * photo + 6);
        return Double.isNaN(numbers[0]) ? List.of() : Arrays.stream(numbers).boxed().toList();
    }

    private SfmStatistics.@Nullable AxisErrors gpsErrors() {
        var errors = new double[3 * block.placedCount()];
        int n = 0;
        for (int p = 0; p < block.photos.size(); p++) {
            Photo.Position at = block.photos.get(p).position();
            if (block.placed[p] && at != null) {
                errors[3 * n] = block.centre[3 * p] - at.x();
                errors[3 * n + 1] = block.centre[3 * p + 1] - at.y();
                errors[3 * n + 2] = block.centre[3 * p + 2] - at.z();
                n++;
            }
        }
        return SfmStatistics.AxisErrors.of(Arrays.copyOf(errors, 3 * n));
    }

    /// Over the points of that state. Points without a known height only count when no other is there, and then with no
    /// error in height.
    static SfmStatistics.@Nullable AxisErrors axisErrors(
            List<SfmStatistics.ControlPointResult> control, SfmStatistics.ControlState state) {
        List<List<Double>> all =
                control.stream()
                        .filter(point -> point.state() == state && !point.error().isEmpty())
                        .map(SfmStatistics.ControlPointResult::error)
                        .toList();
        List<List<Double>> full = all.stream().filter(e -> !e.get(2).isNaN()).toList();
        return SfmStatistics.AxisErrors.of(
                (full.isEmpty() ? all : full)
                        .stream()
                                .flatMapToDouble(e ->
                                        java.util.stream.DoubleStream.of(
                                                e.get(0),
                                                e.get(1),
                                                e.get(2).isNaN() ? 0 : e.get(2)))
                                .toArray());
    }
}
