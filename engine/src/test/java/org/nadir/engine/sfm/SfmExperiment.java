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
/// focal ratio, cache folder, output file for poses, then `gps=SD` (metres), `quality=NAME`, and one `run:name=value,...` for
/// each reconstruction, with the names `obs`, `focal`, `centre`, `radial`, `tangential` of prior standard deviations.
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
            for (int i = 5; i < arguments.length; i++) {
                if (!arguments[i].startsWith("run:")) {
                    continue;
                }
                String[] options = arguments[i].substring(4).split(",");
                System.out.println(arguments[i]);
                long t3 = System.nanoTime();
                SfmResult result =
                        StructureFromMotion.reconstruct(
                                photos, features, pairs, settings(options), work);
                System.out.printf(Locale.ROOT, "SfM %.2f s%n", (System.nanoTime() - t3) * 1e-9);
                report(result, Path.of(arguments[4] + "." + i));
                scales(result, photos, features);
            }
        }
    }

    private static SfmSettings settings(String[] options) {
        var lens =
                new LensPriors(
                        false,
                        number(options, "focal", 0.01),
                        java.util.Map.of(),
                        number(options, "centre", 0.0025),
                        number(options, "radial", 0.1),
                        number(options, "tangential", 0.0025));
        return SfmSettings.defaults()
                .withObservationSd(number(options, "obs", 0.002))
                .withLens(lens);
    }

    private static Photo photo(Path folder, String[] cells, double focal, double gpsSd) {
        Camera camera =
                Camera.perspective(
                        "camera", Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), focal);
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

    /// Prints the mean residual of observations by the size of their features.
    private static void scales(SfmResult result, List<Photo> photos, List<FeatureSet> features) {
        var scene = result.scene();
        var sum = new double[12];
        var count = new int[12];
        var scratch = new double[3];
        var pixel = new double[2];
        var byPosition = new ArrayList<java.util.Map<Long, Float>>();
        for (Shot shot : scene.shots()) {
            FeatureSet set = features.get(photos.indexOf(shot.photo()));
            var map = new java.util.HashMap<Long, Float>();
            for (int i = 0; i < set.count(); i++) {
                map.put(key(set.u()[i], set.v()[i]), set.scale()[i]);
            }
            byPosition.add(map);
        }
        for (int p = 0; p < scene.pointCount(); p++) {
            for (int i = scene.observationStart()[p]; i < scene.observationStart()[p + 1]; i++) {
                int s = scene.observationShot()[i];
                float u = scene.observationPixel()[2 * i];
                float v = scene.observationPixel()[2 * i + 1];
                double[] xyz = scene.pointXyz();
                scene.shots()
                        .get(s)
                        .project(xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2], scratch, pixel);
                float scale = byPosition.get(s).getOrDefault(key(u, v), 1f);
                int bin = Math.clamp((int) (2 * Math.log(scale) / Math.log(2)), 0, 11);
                sum[bin] += Math.hypot(pixel[0] - u, pixel[1] - v);
                count[bin]++;
            }
        }
        for (int b = 0; b < 12; b++) {
            System.out.printf(
                    Locale.ROOT,
                    "scale %.1f: %d observations, %.3f px%n",
                    Math.pow(2, b / 2.0),
                    count[b],
                    sum[b] / Math.max(1, count[b]));
        }
    }

    private static long key(float u, float v) {
        return ((long) Float.floatToRawIntBits(u) << 32) | Float.floatToRawIntBits(v);
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
