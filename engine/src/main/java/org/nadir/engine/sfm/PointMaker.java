package org.nadir.engine.sfm;

import org.nadir.engine.camera.Camera;
import org.nadir.engine.geometry.Triangulation;
import org.nadir.engine.work.Workers;

/// Makes points of tracks, and takes away points and observations that do not fit. Tracks are independent of each other and
/// are shared out among threads.
final class PointMaker {

    private static final int BLOCK = 512;

    private final Reconstruction block;
    private final Workers workers;
    private final double minAngle;

    PointMaker(Reconstruction block, Workers workers, double minAngle) {
        this.block = block;
        this.workers = workers;
        this.minAngle = minAngle;
    }

    /// Tries all tracks that have no point yet. `limit` is the largest residual as a share of the longer side.
    void triangulateAll(double limit) {
        int count = block.tracks.count();
        workers.forEach(
                (count + BLOCK - 1) / BLOCK,
                b -> {
                    var triangulation = new Triangulation(minAngle);
                    for (int t = b * BLOCK; t < Math.min(count, (b + 1) * BLOCK); t++) {
                        if (!block.hasPoint[t]) {
                            triangulate(t, triangulation, limit);
                        }
                    }
                });
    }

    /// Tries the tracks of one photo, and decides which of its observations agree with points that exist. `visible` is told
    /// of the points that were made.
    void triangulateFor(int photo, double limit, VisiblePoints visible) {
        var triangulation = new Triangulation(minAngle);
        var scratch = new double[3];
        for (int k = block.tracks.photoStart(photo); k < block.tracks.photoStart(photo + 1); k++) {
            int i = block.tracks.ofPhoto(k);
            int t = block.tracks.track(i);
            if (!block.hasPoint[t]) {
                triangulate(t, triangulation, limit);
                if (block.hasPoint[t]) {
                    visible.made(t);
                }
                continue;
            }
            block.active[i] = block.fits(i, limit, scratch);
        }
    }

    /// Decides anew which observations agree with their points; points with fewer than two, or seen under too small an
    /// angle, are taken away. Returns the number of active observations.
    int keepWhatFits(double limit) {
        int count = block.tracks.count();
        int blocks = (count + BLOCK - 1) / BLOCK;
        var kept = new int[blocks];
        workers.forEach(
                blocks,
                b -> {
                    var scratch = new double[3];
                    for (int t = b * BLOCK; t < Math.min(count, (b + 1) * BLOCK); t++) {
                        if (block.hasPoint[t]) {
                            kept[b] += review(t, limit, scratch);
                        }
                    }
                });
        int sum = 0;
        for (int k : kept) {
            sum += k;
        }
        return sum;
    }

    private int review(int t, double limit, double[] scratch) {
        int active = 0;
        for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
            block.active[i] = false;
            if (!block.placed[block.tracks.photo(i)]) {
                continue;
            }
            block.active[i] = block.fits(i, limit, scratch);
            active += block.active[i] ? 1 : 0;
        }
        if (active >= 2 && widestAngleCosine(t) <= Math.cos(minAngle)) {
            return active;
        }
        block.hasPoint[t] = false;
        for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
            block.active[i] = false;
        }
        return 0;
    }

    private double widestAngleCosine(int t) {
        double least = 1;
        int to = block.tracks.start(t + 1);
        for (int i = block.tracks.start(t); i < to; i++) {
            for (int j = i + 1; j < to && block.active[i]; j++) {
                if (block.active[j]) {
                    least =
                            Math.min(
                                    least, cosine(t, block.tracks.photo(i), block.tracks.photo(j)));
                }
            }
        }
        return least;
    }

    private double cosine(int t, int a, int b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int c = 0; c < 3; c++) {
            double u = block.point[3 * t + c] - block.centre[3 * a + c];
            double v = block.point[3 * t + c] - block.centre[3 * b + c];
            dot += u * v;
            aa += u * u;
            bb += v * v;
        }
        return dot / Math.sqrt(aa * bb);
    }

    private void triangulate(int t, Triangulation triangulation, double limit) {
        triangulation.clear();
        int from = block.tracks.start(t);
        int to = block.tracks.start(t + 1);
        int added = 0;
        var centre = new double[3];
        for (int i = from; i < to; i++) {
            int photo = block.tracks.photo(i);
            if (!block.placed[photo]) {
                continue;
            }
            Camera camera = block.cameraOf(photo);
            block.centreAt(i, centre);
            triangulation.add(
                    block.rotation,
                    9 * photo,
                    centre,
                    0,
                    block.ray[2 * i],
                    block.ray[2 * i + 1],
                    limit * block.sd[i] / camera.focalX());
            added++;
        }
        if (added < 2 || !triangulation.solve()) {
            return;
        }
        System.arraycopy(triangulation.point(), 0, block.point, 3 * t, 3);
        block.hasPoint[t] = true;
        int k = 0;
        for (int i = from; i < to; i++) {
            block.active[i] = block.placed[block.tracks.photo(i)] && triangulation.isInlier(k++);
        }
    }
}
