package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.report.OverlapMap;
import org.nadir.engine.report.ReportContent;
import org.nadir.engine.sfm.SfmStatistics;

/// `odm_report/stats.json`: the figures of the run under the keys that WebODM and ODM users know. Lengths are metres.
final class StatsJson {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd/MM/yyyy 'at' HH:mm:ss").withZone(ZoneOffset.UTC);

    private StatsJson() {}

    static void write(Run run, ReportContent content) throws IOException {
        ObjectNode stats = JSON.createObjectNode();
        SfmStatistics statistics = content.statistics();
        processing(stats.putObject("processing_statistics"), run, content.summary());
        features(stats.putObject("features_statistics"), statistics);
        reconstruction(stats.putObject("reconstruction_statistics"), statistics);
        cameras(stats.putObject("camera_errors"), statistics);
        errors(stats, "gps_errors", statistics.gps());
        errors(stats, "gcp_errors", statistics.control());
        errors(stats, "3d_errors", content.tiePoints());
        if (!statistics.controlPoints().isEmpty()) {
            errors(stats, "check_point_errors", statistics.check());
            ControlFiles.report(
                    stats.putArray("ground_control_points"), statistics.controlPoints());
        }
        overlap(stats, content.overlap());
        cloud(stats.putObject("point_cloud_statistics"), run, content.summary());
        heights(stats, "dsm_statistics", content.rasters().dsm());
        heights(stats, "dtm_statistics", content.rasters().dtm());
        var alignment = AlignmentFile.read(run.project().alignment());
        if (alignment.isPresent()) {
            stats.set("align", alignment.get().figures());
        }
        odm(stats.putObject("odm_processing_statistics"), content.summary());
        JSON.writeValue(run.product(run.project().report("stats.json")).toFile(), stats);
    }

    private static void odm(ObjectNode node, ReportContent.Summary summary) {
        node.put("total_time", summary.seconds()).put("total_time_human", human(summary.seconds()));
        if (!Double.isNaN(summary.gsdMetres())) {
            node.put("average_gsd", 100 * summary.gsdMetres());
        }
    }

    private static void heights(ObjectNode stats, String name, @Nullable Path raster)
            throws IOException {
        if (raster != null) {
            var figures = DemStatistics.read(raster);
            if (figures.isPresent()) {
                stats.set(name, figures.get());
            }
        }
    }

    /// Shares of the area by the number of photos that see it.
    private static void overlap(ObjectNode stats, @Nullable OverlapMap map) {
        if (map == null) {
            return;
        }
        ObjectNode node = stats.putObject("overlap_statistics").put("mean", map.mean());
        ObjectNode shares = node.putObject("share_with_at_least");
        for (int photos = 1; photos <= 5; photos++) {
            shares.put(Integer.toString(photos), map.shareWith(photos));
        }
    }

    private static void processing(ObjectNode node, Run run, ReportContent.Summary summary) {
        ObjectNode times = node.putObject("steps_times");
        run.log().figures().forEach(figures -> times.put(figures.stage().id(), figures.seconds()));
        node.put("date", DATE.format(summary.date()));
        node.put("start_date", date(summary.firstPhoto()));
        node.put("end_date", date(summary.lastPhoto()));
        if (!Double.isNaN(summary.areaSquareMetres())) {
            node.put("area", summary.areaSquareMetres());
        }
    }

    private static String date(@Nullable Instant instant) {
        return instant == null ? "unknown" : DATE.format(instant);
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
                    noBias(camera.putObject("bias"));
                });
    }

    /// OpenSfM may shift the measured positions of each camera as a whole; here they are taken as they are.
    private static void noBias(ObjectNode node) {
        node.putArray("rotation").add(0.0).add(0.0).add(0.0);
        node.put("scale", 1.0);
        node.putArray("translation").add(0.0).add(0.0).add(0.0);
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

    /// In the shape of PDAL's `info`, with coordinates in the georeferenced frame.
    private static void cloud(ObjectNode node, Run run, ReportContent.Summary summary)
            throws IOException {
        boolean dense = summary.densePoints() >= 0;
        node.put("dense", dense);
        if (!dense) {
            return;
        }
        double[] xyz = run.cloud().xyz();
        double[] offset = {run.reference().offsetEast(), run.reference().offsetNorth(), 0};
        ObjectNode stats = node.putObject("stats");
        ArrayNode statistic = stats.putArray("statistic");
        var box = new double[6];
        for (int axis = 0; axis < 3; axis++) {
            axis(statistic.addObject(), xyz, axis, offset[axis], box);
        }
        stats.putObject("bbox")
                .putObject("native")
                .putObject("bbox")
                .put("minx", box[0])
                .put("miny", box[1])
                .put("minz", box[2])
                .put("maxx", box[3])
                .put("maxy", box[4])
                .put("maxz", box[5]);
    }

    private static void axis(ObjectNode node, double[] xyz, int axis, double offset, double[] box) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        int count = xyz.length / 3;
        for (int i = axis; i < xyz.length; i += 3) {
            // Relative to one of them, or the squares would drown the spread.
            double x = xyz[i] - xyz[axis];
            min = Math.min(min, xyz[i]);
            max = Math.max(max, xyz[i]);
            sum += x;
            squares += x * x;
        }
        double mean = sum / Math.max(1, count);
        double variance = Math.max(0, squares - count * mean * mean) / Math.max(1, count - 1);
        node.put("name", "XYZ".substring(axis, axis + 1)).put("position", axis).put("count", count);
        if (count == 0) {
            return;
        }
        node.put("minimum", min + offset)
                .put("maximum", max + offset)
                .put("average", xyz[axis] + mean + offset)
                .put("variance", variance)
                .put("stddev", Math.sqrt(variance));
        box[axis] = min + offset;
        box[3 + axis] = max + offset;
    }

    private static String human(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? "%dh:%dm:%ds".formatted(whole / 3600, whole / 60 % 60, whole % 60)
                : "%dm:%ds".formatted(whole / 60, whole % 60);
    }
}
