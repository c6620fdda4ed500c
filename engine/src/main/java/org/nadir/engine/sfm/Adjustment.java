package org.nadir.engine.sfm;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.bundle.BundleAdjuster;
import org.nadir.engine.bundle.BundleOptions;
import org.nadir.engine.bundle.BundleProblem;
import org.nadir.engine.bundle.BundleSummary;
import org.nadir.engine.bundle.Lens;
import org.nadir.engine.bundle.Loss;
import org.nadir.engine.bundle.PositionCovariance;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Work;

/// Hands a reconstruction, or a part of it, to the bundle adjustment and takes the result back.
final class Adjustment {

    /// Which numbers of a lens are found: few while the block is small, all of them at the end.
    enum Freedom {
        NONE,
        FOCAL_AND_RADIAL,
        ALL
    }

    /// Robust scale of observations, share of the longer side: 1.6 px at 4,000.
    private static final double LOSS_SCALE = 0.0004;

    private final Reconstruction block;
    private final SfmSettings settings;
    private final Work work;
    private final double medianSize;

    private @Nullable DownDirections down;

    Adjustment(Reconstruction block, SfmSettings settings, Work work) {
        this.block = block;
        this.settings = settings;
        this.work = work;
        this.medianSize = medianSize(block);
    }

    /// Which way is believed to be down from now on; null for no belief.
    void setDown(@Nullable DownDirections directions) {
        down = directions;
    }

    /// Adjusts everything that is placed.
    BundleSummary all(Freedom freedom, int iterations, double tolerance) {
        return all(freedom, iterations, tolerance, ControlUse.NONE);
    }

    /// As [#all], with ground control points.
    BundleSummary all(Freedom freedom, int iterations, double tolerance, ControlUse control) {
        return run(everything(), freedom, iterations, tolerance, control);
    }

    private Part everything() {
        var every = new int[block.tracks.count()];
        Arrays.setAll(every, t -> t);
        return new Part(block.placed.clone(), null, every);
    }

    /// How well the placed photos' positions are known: six numbers a photo (see [PositionCovariance]), NaN where unknown.
    double[] positionCovariance(ControlUse control) {
        var all = new double[6 * block.photos.size()];
        Arrays.fill(all, Double.NaN);
        Part part = everything();
        var shots = new Shots(part);
        BundleProblem problem = problem(part, Freedom.ALL, shots, tracksOf(part), control);
        double[] found = PositionCovariance.of(problem, options(0, 0), work);
        for (int s = 0; s < shots.count(); s++) {
            System.arraycopy(found, 6 * s, all, 6 * shots.photoOf[s], 6);
        }
        return all;
    }

    /// Adjusts a photo and those that share most points with it; their neighbours stay fixed and so do the lenses.
    BundleSummary around(int photo, int size, int iterations) {
        boolean[] core = neighbours(photo, size, new int[block.photos.size()]);
        int[] near = tracksSeenBy(core);
        boolean[] rim = new boolean[core.length];
        for (int t : near) {
            for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
                rim[block.tracks.photo(i)] |= block.active[i];
            }
        }
        return run(new Part(rim, core, near), Freedom.NONE, iterations, 1e-4, ControlUse.NONE);
    }

    /// The tracks with a point that one of these photos observes, ascending.
    private int[] tracksSeenBy(boolean[] photos) {
        var found = new BitSet();
        for (int p = 0; p < photos.length; p++) {
            int to = photos[p] ? block.tracks.photoStart(p + 1) : 0;
            for (int k = block.tracks.photoStart(p); k < to; k++) {
                int i = block.tracks.ofPhoto(k);
                int t = block.tracks.track(i);
                if (block.active[i] && block.hasPoint[t]) {
                    found.set(t);
                }
            }
        }
        return found.stream().toArray();
    }

    private boolean[] neighbours(int photo, int size, int[] common) {
        for (int k = block.tracks.photoStart(photo); k < block.tracks.photoStart(photo + 1); k++) {
            int observation = block.tracks.ofPhoto(k);
            int t = block.tracks.track(observation);
            if (!block.active[observation]) {
                continue;
            }
            for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
                common[block.tracks.photo(i)] += block.active[i] ? 1 : 0;
            }
        }
        var core = new boolean[common.length];
        core[photo] = true;
        for (int k = 1; k < size; k++) {
            int best = -1;
            for (int p = 0; p < common.length; p++) {
                if (!core[p]
                        && block.placed[p]
                        && common[p] > 0
                        && (best < 0 || common[p] > common[best])) {
                    best = p;
                }
            }
            if (best < 0) {
                break;
            }
            core[best] = true;
        }
        return core;
    }

    /// The photos that take part, which of them move (null: all), and the tracks among which theirs are found.
    @SuppressWarnings("ArrayRecordComponent")
    private record Part(boolean[] photos, boolean @Nullable [] core, int[] tracks) {
        boolean moves(int photo) {
            return core == null || core[photo];
        }
    }

    private BundleSummary run(
            Part part, Freedom freedom, int iterations, double tolerance, ControlUse control) {
        var shots = new Shots(part);
        int[] trackOf = tracksOf(part);
        BundleProblem problem = problem(part, freedom, shots, trackOf, control);
        BundleSummary summary =
                BundleAdjuster.adjust(problem, options(iterations, tolerance), work);
        takeBack(problem, part, shots, trackOf, freedom);
        for (int i = 0; i < control.adjusted.length; i++) {
            control.adjusted[i] = problem.point(trackOf.length + i / 3, i % 3);
        }
        return summary;
    }

    private BundleOptions options(int iterations, double tolerance) {
        double damping = block.georeferenced ? 1e-6 : 1e-4;
        return new BundleOptions(
                iterations,
                tolerance,
                Loss.SOFT_L1,
                LOSS_SCALE * medianSize,
                settings.observationSd() * medianSize,
                damping);
    }

    private static double medianSize(Reconstruction block) {
        int[] sizes =
                IntStream.range(0, block.photos.size())
                        .map(p -> block.cameraOf(p).size())
                        .sorted()
                        .toArray();
        return sizes[sizes.length / 2];
    }

    /// Tracks with a point that at least one moving photo observes and that have two active observations in the part.
    private int[] tracksOf(Part part) {
        var found = new int[part.tracks.length];
        int n = 0;
        for (int t : part.tracks) {
            if (!block.hasPoint[t]) {
                continue;
            }
            int seen = 0;
            boolean moves = false;
            for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
                int photo = block.tracks.photo(i);
                if (block.active[i] && part.photos[photo]) {
                    seen++;
                    moves |= part.moves(photo);
                }
            }
            if (seen >= 2 && moves) {
                found[n++] = t;
            }
        }
        return Arrays.copyOf(found, n);
    }

    private BundleProblem problem(
            Part part, Freedom freedom, Shots shots, int[] trackOf, ControlUse control) {
        int observations = 0;
        for (int t : trackOf) {
            for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
                observations += block.active[i] && part.photos[block.tracks.photo(i)] ? 1 : 0;
            }
        }
        for (ControlPoint point : control.points) {
            observations += point.marks().size();
        }
        var problem =
                new BundleProblem(
                        shots.count(),
                        block.cameras.length,
                        trackOf.length + control.points.size(),
                        control.points.size(),
                        observations);
        problem.setMarkSd(control.markSd);
        for (int lens = 0; lens < block.cameras.length; lens++) {
            problem.setLens(lens, block.cameras[lens]);
            if (shots.hasLens(lens)) {
                free(problem, lens, freedom);
            }
        }
        shots.put(problem, part, control.replacesGps);
        for (int t : trackOf) {
            problem.addPoint(block.point[3 * t], block.point[3 * t + 1], block.point[3 * t + 2]);
            for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
                int photo = block.tracks.photo(i);
                if (block.active[i] && part.photos[photo]) {
                    problem.addObservation(
                            shots.shotOf[photo], block.tracks.u(i), block.tracks.v(i), block.sd[i]);
                }
            }
        }
        for (ControlPoint point : control.points) {
            shots.put(problem, point);
        }
        return problem;
    }

    private void free(BundleProblem problem, int lens, Freedom freedom) {
        if (freedom == Freedom.NONE || settings.lens().fixed()) {
            return;
        }
        Camera initial = block.initialCameras.get(lens);
        double focal = initial.focalX();
        problem.freeLens(lens, Lens.FOCAL, focal, settings.lens().focal(initial.id()) * focal);
        problem.freeLens(lens, Lens.K1, initial.k1(), settings.lens().radial());
        problem.freeLens(lens, Lens.K2, initial.k2(), settings.lens().radial());
        if (freedom == Freedom.FOCAL_AND_RADIAL) {
            return;
        }
        if (!initial.model().isFull()) {
            return;
        }
        problem.freeLens(lens, Lens.K3, initial.k3(), settings.lens().radial());
        problem.freeLens(lens, Lens.CX, initial.cX(), settings.lens().centre());
        problem.freeLens(lens, Lens.CY, initial.cY(), settings.lens().centre());
        if (initial.model().isFisheye()) {
            problem.freeLens(lens, Lens.K4, initial.k4(), settings.lens().radial());
            return;
        }
        problem.freeLens(lens, Lens.P1, initial.p1(), settings.lens().tangential());
        problem.freeLens(lens, Lens.P2, initial.p2(), settings.lens().tangential());
    }

    private void takeBack(
            BundleProblem problem, Part part, Shots shots, int[] trackOf, Freedom freedom) {
        for (int s = 0; s < shots.count(); s++) {
            if (part.moves(shots.photoOf[s])) {
                block.place(shots.photoOf[s], problem.pose(s));
            }
        }
        for (int k = 0; k < trackOf.length; k++) {
            for (int c = 0; c < 3; c++) {
                block.point[3 * trackOf[k] + c] = problem.point(k, c);
            }
        }
        if (freedom != Freedom.NONE && !settings.lens().fixed()) {
            for (int lens = 0; lens < block.cameras.length; lens++) {
                block.cameras[lens] = problem.camera(lens, block.cameras[lens]);
            }
            block.updateRays(work.workers());
        }
    }

    /// The shots of a part: their numbers and what is known of them.
    private final class Shots {

        private final int[] shotOf = new int[block.photos.size()];
        private final int[] photoOf;

        Shots(Part part) {
            var found = new int[block.photos.size()];
            int n = 0;
            Arrays.fill(shotOf, -1);
            for (int p = 0; p < found.length; p++) {
                if (part.photos[p]) {
                    shotOf[p] = n;
                    found[n++] = p;
                }
            }
            photoOf = Arrays.copyOf(found, n);
        }

        int count() {
            return photoOf.length;
        }

        boolean hasLens(int lens) {
            for (int photo : photoOf) {
                if (block.lensOf[photo] == lens) {
                    return true;
                }
            }
            return false;
        }

        /// @param controlled whether control points fix the frame, so that positions of photos are left out
        void put(BundleProblem problem, Part part, boolean controlled) {
            boolean free = !block.georeferenced && part.core == null;
            for (int s = 0; s < photoOf.length; s++) {
                int photo = photoOf[s];
                // Without measured positions the first photo holds the frame.
                boolean fixed = !part.moves(photo) || (free && s == 0);
                problem.setShot(s, block.lensOf[photo], block.pose(photo), fixed);
                if (block.georeferenced) {
                    problem.setMotion(
                            s,
                            block.motion[3 * photo],
                            block.motion[3 * photo + 1],
                            block.motion[3 * photo + 2]);
                }
                if (block.georeferenced && !fixed) {
                    putPriors(problem, s, photo, controlled);
                }
            }
        }

        private void putPriors(BundleProblem problem, int s, int number, boolean controlled) {
            Photo photo = block.photos.get(number);
            Photo.Position gps = photo.position();
            double[] measured = block.measured(number);
            if (gps != null && measured != null && settings.useGps() && !controlled) {
                problem.setGps(
                        s,
                        measured[0],
                        measured[1],
                        measured[2],
                        Math.max(gps.horizontalSd(), Alignment.LEAST_SD),
                        Math.max(gps.verticalSd(), block.leastVerticalSd));
            }
            double[] attitude = photo.attitude();
            if (attitude != null && settings.attitudeSd() > 0) {
                problem.setAttitude(s, attitude, settings.attitudeSd());
            } else if (down != null && down.knows(number)) {
                double[] d = down.inCamera();
                problem.setDown(s, d[3 * number], d[3 * number + 1], d[3 * number + 2], down.sd());
            }
        }

        private int shotNamed(String name) {
            for (int s = 0; s < photoOf.length; s++) {
                if (block.photos.get(photoOf[s]).name().equals(name)) {
                    return s;
                }
            }
            throw new IllegalArgumentException("A mark in a photo without a place: " + name);
        }

        void put(BundleProblem problem, ControlPoint point) {
            problem.addControlPoint(
                    point.x(), point.y(), point.z(), point.horizontalSd(), point.verticalSd());
            for (ControlPoint.Mark mark : point.marks()) {
                problem.addObservation(shotNamed(mark.photoName()), mark.u(), mark.v());
            }
        }
    }
}
