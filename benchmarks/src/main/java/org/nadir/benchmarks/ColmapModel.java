package org.nadir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A model of COLMAP as its `model_converter` writes it: `cameras.txt` (lenses of the model `OPENCV`), `images.txt`,
/// `points3D.txt`. Pixels as ours: the first one's centre is at 0.5.
///
/// @param shots by photo name
record ColmapModel(Map<String, Shot> shots) {

    /// @param lens fx, fy, cx, cy, k1, k2, p1, p2
    /// @param quaternion w, x, y, z of the rotation camera-from-world
    @SuppressWarnings("ArrayRecordComponent")
    record Shot(
            double[] lens,
            double[] quaternion,
            double[] translation,
            List<Observation> observations) {

        /// Distance between an observation and the projection of its point, pixels.
        double residual(Observation seen) {
            double[] p = rotated(seen.point);
            double x = (p[0] + translation[0]) / (p[2] + translation[2]);
            double y = (p[1] + translation[1]) / (p[2] + translation[2]);
            double r2 = x * x + y * y;
            double radial = 1 + lens[4] * r2 + lens[5] * r2 * r2;
            double xd = x * radial + 2 * lens[6] * x * y + lens[7] * (r2 + 2 * x * x);
            double yd = y * radial + 2 * lens[7] * x * y + lens[6] * (r2 + 2 * y * y);
            return Math.hypot(lens[0] * xd + lens[2] - seen.u, lens[1] * yd + lens[3] - seen.v);
        }

        private double[] rotated(double[] p) {
            double w = quaternion[0];
            double x = quaternion[1];
            double y = quaternion[2];
            double z = quaternion[3];
            return new double[] {
                (1 - 2 * (y * y + z * z)) * p[0]
                        + 2 * (x * y - w * z) * p[1]
                        + 2 * (x * z + w * y) * p[2],
                2 * (x * y + w * z) * p[0]
                        + (1 - 2 * (x * x + z * z)) * p[1]
                        + 2 * (y * z - w * x) * p[2],
                2 * (x * z - w * y) * p[0]
                        + 2 * (y * z + w * x) * p[1]
                        + (1 - 2 * (x * x + y * y)) * p[2]
            };
        }
    }

    /// @param track number of its point
    /// @param point in the world
    @SuppressWarnings("ArrayRecordComponent")
    record Observation(double u, double v, long track, double[] point) {}

    static ColmapModel read(Path folder) throws IOException {
        Map<String, double[]> lenses = new HashMap<>();
        for (String line : lines(folder.resolve("cameras.txt"))) {
            String[] words = line.split(" ", -1);
            if (!words[1].equals("OPENCV")) {
                throw new IOException("A lens of another model: " + words[1]);
            }
            lenses.put(words[0], numbers(words, 4, 8));
        }
        Map<Long, double[]> points = new HashMap<>();
        for (String line : lines(folder.resolve("points3D.txt"))) {
            String[] words = line.split(" ", 5);
            points.put(Long.parseLong(words[0]), numbers(words, 1, 3));
        }
        Map<String, Shot> shots = new HashMap<>();
        List<String> images = lines(folder.resolve("images.txt"));
        for (int i = 0; i + 1 < images.size(); i += 2) {
            String[] words = images.get(i).split(" ", 10);
            double[] lens = lenses.get(words[8]);
            if (lens == null) {
                throw new IOException("No lens " + words[8]);
            }
            shots.put(
                    words[9],
                    new Shot(
                            lens,
                            numbers(words, 1, 4),
                            numbers(words, 5, 3),
                            observations(images.get(i + 1), points)));
        }
        return new ColmapModel(shots);
    }

    private static List<Observation> observations(String line, Map<Long, double[]> points) {
        String[] words = line.trim().split(" ", -1);
        var observations = new ArrayList<Observation>();
        for (int k = 0; k + 2 < words.length; k += 3) {
            long track = Long.parseLong(words[k + 2]);
            double[] point = points.get(track);
            if (point != null) {
                double[] at = numbers(words, k, 2);
                observations.add(new Observation(at[0], at[1], track, point));
            }
        }
        return observations;
    }

    /// Without comments.
    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
    }

    private static double[] numbers(String[] words, int from, int count) {
        var numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Double.parseDouble(words[from + i]);
        }
        return numbers;
    }
}
