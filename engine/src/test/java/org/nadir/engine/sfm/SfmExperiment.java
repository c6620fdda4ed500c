package org.nadir.engine.sfm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.features.FeatureExtraction;
import org.nadir.engine.features.FeatureQuality;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.features.FeatureSettings;
import org.nadir.engine.matching.MatchSettings;
import org.nadir.engine.matching.MatchedPair;
import org.nadir.engine.matching.PhotoMatcher;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Progress;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Runs features, matching and structure from motion on a folder of photos and writes the poses, for experiments. Not a test.
///
/// Arguments: photo folder, list of photos (tab-separated: name, width, height and, when known, x, y, z in the world frame),
/// focal ratio, cache folder, output file for poses, then any of `obs=SD` (share of the longer side), `gps=SD` (metres),
/// `focal=SD` (share), `quality=NAME`, `repeat=N`.
public final class SfmExperiment {

    private SfmExperiment() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        double focal = Double.parseDouble(arguments[2]);
        double gpsSd = number(arguments, "gps", 10);
        List<Photo> photos = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            photos.add(photo(folder, line.split("\t"), focal, gpsSd));
        }
        SfmSettings settings =
                SfmSettings.defaults().withObservationSd(number(arguments, "obs", 0.001));
        double focalSd = number(arguments, "focal", 0.01);
        settings = settings.withFocalSd(java.util.Map.of(photos.getFirst().camera().id(), focalSd));
        Console console = (level, text) -> System.out.println(level + " " + text);
        try (var workers = new Workers(2)) {
            var work = new Work(workers, Progress.none(), Cancellation.never(), console);
            var quiet = Work.silent(workers);
            long t0 = System.nanoTime();
            FeatureQuality quality = FeatureQuality.of(word(arguments, "quality", "high"));
            List<FeatureSet> features =
                    FeatureExtraction.extractAll(
                            photos,
                            FeatureSettings.of(10_000, quality),
                            Path.of(arguments[3]),
                            quiet);
            long t1 = System.nanoTime();
            List<MatchedPair> pairs =
                    PhotoMatcher.match(photos, features, MatchSettings.defaults(), work);
            long t2 = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "features %.1f s, matching %.1f s%n",
                    (t1 - t0) * 1e-9,
                    (t2 - t1) * 1e-9);
            for (int i = 0; i < (int) number(arguments, "repeat", 1); i++) {
                long t3 = System.nanoTime();
                SfmResult result =
                        StructureFromMotion.reconstruct(photos, features, pairs, settings, work);
                System.out.printf(
                        Locale.ROOT, "SfM %.2f s%n", (System.nanoTime() - t3) * 1e-9);
                report(result, Path.of(arguments[4]));
            }
        }
    }

    private static Photo photo(Path folder, String[] cells, double focal, double gpsSd) {
        Camera camera =
                Camera.perspective(
                        "camera",
                        Integer.parseInt(cells[1]),
                        Integer.parseInt(cells[2]),
                        focal);
        Photo.Position position =
                cells.length < 6
                        ? null
                        : new Photo.Position(
                                Double.parseDouble(cells[3]),
                                Double.parseDouble(cells[4]),
                                Double.parseDouble(cells[5]),
                                gpsSd,
                                gpsSd);
        return new Photo(cells[0], folder.resolve(cells[0]), camera, position, null, 0);
    }

    private static void report(SfmResult result, Path file) throws IOException {
        SfmStatistics s = result.statistics();
        System.out.println(s.tracks());
        System.out.println(s.cameras());
        System.out.printf(
                Locale.ROOT,
                "mean %.3f px, rms %.3f px, gps %s%n",
                s.reprojection().meanPixels(),
                s.reprojection().rmsPixels(),
                s.gps());
        var lines = new ArrayList<String>();
        for (Shot shot : result.scene().shots()) {
            var line = new StringBuilder(shot.name());
            for (double number : shot.pose().centreInWorld()) {
                line.append('\t').append(number);
            }
            for (double number : shot.pose().cameraFromWorld()) {
                line.append('\t').append(number);
            }
            lines.add(line.toString());
        }
        Files.write(file, lines);
    }

    private static double number(String[] arguments, String name, double otherwise) {
        return Double.parseDouble(word(arguments, name, Double.toString(otherwise)));
    }

    private static String word(String[] arguments, String name, String otherwise) {
        for (String argument : arguments) {
            if (argument.startsWith(name + "=")) {
                return argument.substring(name.length() + 1);
            }
        }
        return otherwise;
    }
}
