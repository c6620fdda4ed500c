package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.sfm.SfmStatistics;
import org.nadir.engine.work.Work;

/// `odm_report/stats.json`: the figures of the run under the keys that WebODM and ODM users know.
final class ReportStage implements StageAction {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd/MM/yyyy 'at' HH:mm:ss").withZone(ZoneOffset.UTC);

    @Override
    public Stage stage() {
        return Stage.ODM_REPORT;
    }

    @Override
    public List<String> options() {
        return List.of("skip-report", "crop", "orthophoto-cutline");
    }

    /// The figures are small and tell of this run's times, so they are written each time.
    @Override
    public boolean alwaysRuns() {
        return true;
    }

    @Override
    public boolean isWanted(Run run) {
        return !run.options().flag("skip-report");
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        ObjectNode stats = JSON.createObjectNode();
        processing(stats.putObject("processing_statistics"), run);
        features(stats.putObject("features_statistics"), run.sfm().statistics());
        reconstruction(stats.putObject("reconstruction_statistics"), run.sfm().statistics());
        cameras(stats.putObject("camera_errors"), run.sfm().statistics());
        errors(stats, "gps_errors", run.sfm().statistics().gps());
        errors(stats, "gcp_errors", run.sfm().statistics().control());
        if (!run.sfm().statistics().controlPoints().isEmpty()) {
            errors(stats, "check_point_errors", run.sfm().statistics().check());
            ControlFiles.report(
                    stats.putArray("ground_control_points"),
                    run.sfm().statistics().controlPoints());
        }
        cloud(stats.putObject("point_cloud_statistics"), run);
        double total =
                run.log().stageSeconds().values().stream().mapToDouble(Double::doubleValue).sum();
        ObjectNode odm =
                stats.putObject("odm_processing_statistics")
                        .put("total_time", total)
                        .put("total_time_human", human(total));
        if (run.reference().isKnown()) {
            odm.put("average_gsd", 100 * run.gsdMetres());
        }
        JSON.writeValue(run.product(run.project().report("stats.json")).toFile(), stats);
    }

    private static void processing(ObjectNode node, Run run) throws IOException {
        ObjectNode times = node.putObject("steps_times");
        run.log().stageSeconds().forEach(times::put);
        long[] captured =
                run.photos().stream()
                        .mapToLong(Photo::captureTimeMillis)
                        .filter(t -> t > 0)
                        .sorted()
                        .toArray();
        node.put("date", DATE.format(Instant.now()));
        node.put(
                "start_date",
                captured.length == 0 ? "unknown" : DATE.format(Instant.ofEpochMilli(captured[0])));
        node.put(
                "end_date",
                captured.length == 0
                        ? "unknown"
                        : DATE.format(Instant.ofEpochMilli(captured[captured.length - 1])));
        if (run.reference().isKnown() && Files.exists(run.project().filteredCloud())) {
            node.put("area", run.crop().area());
        }
    }

    private static void features(ObjectNode node, SfmStatistics statistics) {
        quantiles(
                node.putObject("detected_features"),
                statistics.shots().stream()
                        .mapToInt(SfmStatistics.ShotSummary::detected)
                        .toArray());
        quantiles(
                node.putObject("reconstructed_features"),
                statistics.shots().stream()
                        .mapToInt(SfmStatistics.ShotSummary::observations)
                        .toArray());
    }

    private static void quantiles(ObjectNode node, int[] counts) {
        Arrays.sort(counts);
        node.put("min", counts.length == 0 ? 0 : counts[0]);
        node.put("max", counts.length == 0 ? 0 : counts[counts.length - 1]);
        node.put("mean", Arrays.stream(counts).average().orElse(0));
        node.put("median", counts.length == 0 ? 0 : counts[counts.length / 2]);
    }

    private static void reconstruction(ObjectNode node, SfmStatistics statistics) {
        SfmStatistics.TrackSummary tracks = statistics.tracks();
        SfmStatistics.Reprojection reprojection = statistics.reprojection();
        node.put("components", statistics.components());
        node.put("has_gps", statistics.hasGps());
        node.put("has_gcp", statistics.hasControl());
        node.put("initial_points_count", tracks.initialTracks());
        node.put("initial_shots_count", tracks.initialPhotos());
        node.put("reconstructed_points_count", tracks.points());
        node.put("reconstructed_shots_count", statistics.shots().size());
        node.put("observations_count", tracks.observations());
        node.put("average_track_length", tracks.averageLength());
        node.put("average_track_length_over_two", tracks.averageLengthOverTwo());
        ObjectNode lengths = node.putObject("histogram_track_length");
        for (int i = 2; i < tracks.lengthHistogram().size(); i++) {
            lengths.put(Integer.toString(i), tracks.lengthHistogram().get(i));
        }
        node.put("reprojection_error_normalized", reprojection.meanNormalised());
        node.put("reprojection_error_pixels", reprojection.meanPixels());
        node.put("reprojection_error_angular", reprojection.meanAngular());
        histogram(node, "reprojection_histogram_normalized", reprojection.normalised());
        histogram(node, "reprojection_histogram_pixels", reprojection.pixels());
        histogram(node, "reprojection_histogram_angular", reprojection.angular());
        ArrayNode unplaced = node.putArray("not_reconstructed_shots");
        statistics.unplaced().forEach(unplaced::add);
    }

    private static void histogram(ObjectNode node, String name, SfmStatistics.Histogram histogram) {
        ArrayNode pair = node.putArray(name);
        ArrayNode counts = pair.addArray();
        histogram.counts().forEach(counts::add);
        ArrayNode edges = pair.addArray();
        histogram.edges().forEach(edges::add);
    }

    private static void cameras(ObjectNode node, SfmStatistics statistics) {
        statistics
                .cameras()
                .forEach((id, change) -> {
                    ObjectNode camera = node.putObject(id);
                    values(camera.putObject("initial_values"), change.initial());
                    values(camera.putObject("optimized_values"), change.optimised());
                });
    }

    private static void values(ObjectNode node, Camera camera) {
        node.put("focal_x", camera.focalX())
                .put("focal_y", camera.focalY())
                .put("c_x", camera.cX())
                .put("c_y", camera.cY());
        node.put("k1", camera.k1())
                .put("k2", camera.k2())
                .put("k3", camera.k3())
                .put("p1", camera.p1())
                .put("p2", camera.p2());
        if (camera.model().isFisheye()) {
            node.put("k4", camera.k4());
        }
    }

    private static void errors(
            ObjectNode stats, String name, SfmStatistics.@Nullable AxisErrors errors) {
        ObjectNode node = stats.putObject(name);
        if (errors == null) {
            return;
        }
        axes(node.putObject("mean"), errors.mean());
        axes(node.putObject("std"), errors.deviation());
        axes(node.putObject("error"), errors.rms());
        node.put("average_error", errors.average())
                .put("ce90", errors.ce90())
                .put("le90", errors.le90());
    }

    private static void axes(ObjectNode node, List<Double> xyz) {
        node.put("x", xyz.get(0)).put("y", xyz.get(1)).put("z", xyz.get(2));
    }

    private static void cloud(ObjectNode node, Run run) throws IOException {
        boolean dense = Files.exists(run.project().filteredCloud());
        node.put("dense", dense);
        if (!dense) {
            return;
        }
        double[] box = {
            Double.MAX_VALUE,
            Double.MAX_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            -Double.MAX_VALUE,
            -Double.MAX_VALUE
        };
        double[] xyz = run.cloud().xyz();
        for (int i = 0; i < xyz.length; i++) {
            box[i % 3] = Math.min(box[i % 3], xyz[i]);
            box[3 + i % 3] = Math.max(box[3 + i % 3], xyz[i]);
        }
        double east = run.reference().offsetEast();
        double north = run.reference().offsetNorth();
        ObjectNode stats = node.putObject("stats");
        stats.putArray("statistic")
                .addObject()
                .put("name", "X")
                .put("count", run.cloud().count())
                .put("minimum", box[0] + east)
                .put("maximum", box[3] + east);
        stats.putObject("bbox")
                .putObject("native")
                .putObject("bbox")
                .put("minx", box[0] + east)
                .put("miny", box[1] + north)
                .put("minz", box[2])
                .put("maxx", box[3] + east)
                .put("maxy", box[4] + north)
                .put("maxz", box[5]);
    }

    private static String human(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? "%dh:%dm:%ds".formatted(whole / 3600, whole / 60 % 60, whole % 60)
                : "%dm:%ds".formatted(whole / 60, whole % 60);
    }
}
