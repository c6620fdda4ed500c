package org.nadir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.sfm.SfmFile;

/// Mean reprojection errors of two programs where they looked at the same places.
///
/// An observation of ours and one of COLMAP's, in the same photo, are the same when they lie within [#NEAR] pixels of the
/// full-size photo and each is the other's nearest. A track of ours and one of COLMAP's are common when at least two
/// observations, in different photos, are the same. Compared are, over the same observations of common tracks, the mean
/// distances between each program's own observation and its own projected point, in pixels of the full-size photos.
///
/// @param tracks number of common tracks
/// @param observations number of same observations in them
record CommonTracks(int tracks, int observations, double ours, double theirs) {

    private static final double NEAR = 1.5;

    private record Pair(double ours, double theirs) {}

    /// @param reconstruction what our run left
    static CommonTracks of(Path reconstruction, Path photos, ColmapModel colmap)
            throws IOException {
        SparseScene scene = SfmFile.read(reconstruction, named(photos)).scene();
        Map<List<Long>, List<Pair>> byTracks = new HashMap<>();
        List<List<double[]>> byShot = observations(scene);
        for (int s = 0; s < byShot.size(); s++) {
            ColmapModel.Shot there = colmap.shots().get(scene.shots().get(s).name());
            if (there != null) {
                match(byShot.get(s), there, byTracks);
            }
        }
        List<Pair> common =
                byTracks.values().stream()
                        .filter(p -> p.size() >= 2)
                        .flatMap(List::stream)
                        .toList();
        int tracks = (int) byTracks.values().stream().filter(p -> p.size() >= 2).count();
        return new CommonTracks(
                tracks,
                common.size(),
                common.stream().mapToDouble(Pair::ours).average().orElse(Double.NaN),
                common.stream().mapToDouble(Pair::theirs).average().orElse(Double.NaN));
    }

    /// Photos of which only the name is known, which is what a reconstruction is read by.
    private static List<Photo> named(Path folder) throws IOException {
        Camera any = Camera.perspective("any", 1, 1, 1);
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> named(file, any)).toList();
        }
    }

    private static Photo named(Path file, Camera camera) {
        return new Photo(file.getFileName().toString(), file, camera, null, null, 0);
    }

    /// For each shot its observations: column, row, track, residual.
    private static List<List<double[]>> observations(SparseScene scene) {
        List<List<double[]>> byShot = new ArrayList<>();
        scene.shots().forEach(shot -> byShot.add(new ArrayList<>()));
        var scratch = new double[3];
        var pixel = new double[2];
        for (int p = 0; p < scene.pointCount(); p++) {
            for (int i = scene.observationStart()[p]; i < scene.observationStart()[p + 1]; i++) {
                Shot shot = scene.shots().get(scene.observationShot()[i]);
                double[] xyz = scene.pointXyz();
                shot.project(xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2], scratch, pixel);
                double u = scene.observationPixel()[2 * i];
                double v = scene.observationPixel()[2 * i + 1];
                double residual = Math.hypot(pixel[0] - u, pixel[1] - v);
                byShot.get(scene.observationShot()[i]).add(new double[] {u, v, p, residual});
            }
        }
        return byShot;
    }

    private static void match(
            List<double[]> ours, ColmapModel.Shot there, Map<List<Long>, List<Pair>> byTracks) {
        double[][] a = ours.toArray(double[][]::new);
        double[][] b =
                there.observations().stream()
                        .map(o -> new double[] {o.u(), o.v()})
                        .toArray(double[][]::new);
        int[] nearestB = nearest(a, b);
        int[] nearestA = nearest(b, a);
        for (int i = 0; i < a.length; i++) {
            int j = nearestB[i];
            if (j >= 0 && nearestA[j] == i) {
                ColmapModel.Observation theirs = there.observations().get(j);
                byTracks.computeIfAbsent(
                                List.of((long) a[i][2], theirs.track()), k -> new ArrayList<>())
                        .add(new Pair(a[i][3], there.residual(theirs)));
            }
        }
    }

    /// For each place the nearest of the others within [#NEAR], or −1.
    private static int[] nearest(double[][] places, double[][] others) {
        Map<Long, List<Integer>> cells = new HashMap<>();
        for (int j = 0; j < others.length; j++) {
            cells.computeIfAbsent(cell(others[j], 0, 0), k -> new ArrayList<>()).add(j);
        }
        var nearest = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            nearest[i] = -1;
            double least = NEAR;
            for (int n = 0; n < 9; n++) {
                for (int j : cells.getOrDefault(cell(places[i], n % 3 - 1, n / 3 - 1), List.of())) {
                    double far =
                            Math.hypot(places[i][0] - others[j][0], places[i][1] - others[j][1]);
                    if (far <= least) {
                        least = far;
                        nearest[i] = j;
                    }
                }
            }
        }
        return nearest;
    }

    private static long cell(double[] place, int right, int down) {
        long x = (long) Math.floor(place[0] / NEAR) + right;
        long y = (long) Math.floor(place[1] / NEAR) + down;
        return x << 32 | y & 0xffffffffL;
    }
}
