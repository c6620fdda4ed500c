package org.nadir.engine.sfm;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.MatchedPair;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;

/// Structure from motion: from photos with verified matches to placed shots and tie points.
///
/// With measured positions (or control points) the scene is in the world frame of the photos' positions. Without any, its
/// frame is made up: z is up as far as the views tell, the median tie point is the origin, and the median distance from a
/// camera to the points it sees is ten units.
public final class StructureFromMotion {

    private static final String NOT_ALIGNED =
            "The images could not be aligned. Check overlap, sharpness and texture; more features"
                    + " (min-num-features) may help.";

    private StructureFromMotion() {}

    /// Reconstructs. The result is the same for any number of threads.
    ///
    /// @param features for each photo its features
    /// @param pairs verified matches; photo numbers are places in `photos`
    /// @throws Problem with `NOT_ALIGNED` when nothing can be reconstructed
    public static SfmResult reconstruct(
            List<Photo> photos,
            List<FeatureSet> features,
            List<MatchedPair> pairs,
            SfmSettings settings,
            Work work) {
        if (photos.size() != features.size()) {
            throw new IllegalArgumentException(
                    photos.size() + " photos, but features of " + features.size());
        }
        work.progress().title("Placing " + photos.size() + " photos");
        Tracks tracks = Tracks.of(features, pairs);
        work.console()
                .info(
                        count(tracks.count())
                                + " tracks from "
                                + count(pairs.size())
                                + " pairs of photos");
        Work growing = work.part(0.02, 0.7);
        Reconstruction block =
                settings.algorithm() == SfmAlgorithm.INCREMENTAL
                        ? null
                        : new DirectReconstruction(photos, features, pairs, settings, growing)
                                .run(tracks);
        int components = 1;
        if (block == null) {
            var incremental =
                    new IncrementalReconstruction(photos, features, pairs, settings, growing);
            block = incremental.run(tracks);
            components = incremental.componentCount();
        }
        if (block == null) {
            throw nothing(work);
        }
        work.progress().title("Adjusting " + block.placedCount() + " photos");
        var finish = new Finish(block, settings, work.part(0.7, 0.98));
        Control control = finish.run();
        if (block.placedCount() < 2 || block.pointCount() == 0) {
            throw nothing(work);
        }
        SfmStatistics statistics =
                new StatisticsMaker(block, features, settings, finish.positionCovariance(control))
                        .make(components, control);
        tell(statistics, work);
        control.tell();
        work.progress().fraction(1);
        return new SfmResult(new SceneMaker(block, features).make(), statistics);
    }

    private static Problem nothing(Work work) {
        // Clients look for this very line to give advice on overlap.
        work.console().error("0 partial reconstructions in total");
        return new Problem(Problem.Code.NOT_ALIGNED, NOT_ALIGNED);
    }

    private static void tell(SfmStatistics statistics, Work work) {
        SfmStatistics.TrackSummary tracks = statistics.tracks();
        int all = tracks.initialPhotos();
        int missing = statistics.unplaced().size();
        work.console().info((all - missing) + " of " + all + " photos placed");
        if (missing > 0) {
            work.console()
                    .warning(
                            missing
                                    + " of "
                                    + all
                                    + " images could not be aligned: "
                                    + String.join(", ", statistics.unplaced()));
        }
        work.console()
                .info(
                        count(tracks.points())
                                + " tie points, seen in "
                                + format("%.1f", tracks.averageLength())
                                + " photos each, mean reprojection error "
                                + format("%.2f", statistics.reprojection().meanPixels())
                                + " px");
        statistics.cameras().values().stream()
                .sorted(java.util.Comparator.comparing(change -> change.initial().id()))
                .forEach(change -> tell(change, work));
        tell("Position error", statistics.gps(), work);
        tell("Ground control error", statistics.control(), work);
        tell("Check point error", statistics.check(), work);
    }

    private static void tell(SfmStatistics.CameraChange change, Work work) {
        double from = change.initial().focalPixels();
        double to = change.optimised().focalPixels();
        String line =
                "Focal length "
                        + format("%,.0f", from)
                        + " → "
                        + format("%,.0f", to)
                        + " px ("
                        + change.initial().id()
                        + ")";
        if (Math.abs(to / from - 1) > 0.05) {
            work.console().warning(line + ": changed by more than 5 %");
        } else {
            work.console().info(line);
        }
    }

    private static void tell(String what, SfmStatistics.@Nullable AxisErrors errors, Work work) {
        if (errors == null) {
            return;
        }
        work.console()
                .info(
                        what
                                + " (RMS east, north, up): "
                                + format(
                                        "%.2f, %.2f, %.2f m",
                                        errors.rms().get(0),
                                        errors.rms().get(1),
                                        errors.rms().get(2)));
    }

    private static String count(int n) {
        return format("%,d", n);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
