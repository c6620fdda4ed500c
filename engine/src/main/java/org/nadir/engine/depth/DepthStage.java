package org.nadir.engine.depth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.PhotoMask;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.RgbImage;

/// Computes the depth map of every shot of a scene, in files, several shots at a time. Files of an earlier run that fit the same
/// scene and settings are kept.
public final class DepthStage {

    /// Share of the pixels of a map that must have a depth for the map to count as one.
    private static final double LEAST_FILLED = 0.01;

    private final SparseScene scene;
    private final DenseSettings settings;
    private final Path folder;
    private final Work work;
    private final StereoKernels kernels;
    private final List<ViewPlan> plans;

    DepthStage(
            SparseScene scene,
            DenseSettings settings,
            Path folder,
            Work work,
            StereoKernels kernels) {
        this.scene = scene;
        this.settings = settings;
        this.folder = folder;
        this.work = work;
        this.kernels = kernels;
        this.plans = ViewSelection.plan(scene, settings.sourceViews());
    }

    /// What the stage leaves behind.
    ///
    /// @param plans one per shot of the scene
    /// @param files the depth map files, in the order of the shots; not every shot has one
    /// @param shots index of the shot of each file
    public record Result(List<ViewPlan> plans, List<Path> files, int[] shots) {}

    /// @param folder work folder, made when absent
    /// @throws Problem [Problem.Code#NO_DEPTH] when no shot gets a depth map
    public static Result run(SparseScene scene, DenseSettings settings, Path folder, Work work) {
        return new DepthStage(scene, settings, folder, work, StereoKernels.best()).run();
    }

    /// The depth map files of an earlier run in a folder, in the order of the shots.
    ///
    /// @param shots number of shots of the scene
    public static List<Path> files(Path folder, int shots) {
        return IntStream.range(0, shots)
                .mapToObj(shot -> depthFile(folder, shot))
                .filter(Files::exists)
                .toList();
    }

    Result run() {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        undistortAll(work.part(0, 0.25));
        int[] shots = estimateAll(work.part(0.25, 1));
        if (shots.length == 0) {
            throw new Problem(
                    Problem.Code.NO_DEPTH,
                    "Dense reconstruction failed: poor geometry or too little overlap.");
        }
        return new Result(plans, Arrays.stream(shots).mapToObj(this::depthFile).toList(), shots);
    }

    private void undistortAll(Work part) {
        int shots = scene.shots().size();
        part.progress().title("Undistorting " + shots + " photos");
        Workers.forEach(part, shots, this::undistort);
    }

    private void undistort(int index) throws IOException {
        Shot shot = scene.shots().get(index);
        Path file = photoFile(index);
        long fingerprint = photoFingerprint(index);
        if (PinholePhotoFile.isCurrent(file, fingerprint)) {
            return;
        }
        RgbImage pixels = ImageDecoder.decodePhoto(shot.photo().file());
        PhotoMask mask = PhotoMask.of(shot.photo().file(), pixels.width(), pixels.height());
        PinholePhoto photo =
                undistorter(index).undistort(pixels.rgb(), pixels.width(), pixels.height(), mask);
        PinholePhotoFile.write(file, photo, fingerprint);
    }

    private Undistorter undistorter(int index) {
        Camera camera = scene.shots().get(index).camera();
        int side = settings.quality().longSide(camera, settings.fine());
        return new Undistorter(camera, side, movement(index));
    }

    /// The shots that have got a depth map.
    private int[] estimateAll(Work part) {
        int shots = scene.shots().size();
        part.progress().title("Computing " + shots + " depth maps");
        var filled = new double[shots];
        Workers.forEach(part, shots, i -> filled[i] = estimate(i));
        var done = IntStream.builder();
        for (int i = 0; i < shots; i++) {
            if (filled[i] >= LEAST_FILLED) {
                done.add(i);
            } else {
                work.console().warning("No depth map for " + scene.shots().get(i).name() + ".");
            }
        }
        return done.build().toArray();
    }

    /// Makes the depth map of one shot unless its file is there, and returns the share of its pixels that have a depth.
    private double estimate(int index) throws IOException {
        ViewPlan plan = plans.get(index);
        if (!plan.isUsable()) {
            return 0;
        }
        Path file = depthFile(index);
        long fingerprint = depthFingerprint(plan);
        if (DepthMapFile.isCurrent(file, fingerprint)) {
            return filled(DepthMapFile.read(file).depth());
        }
        PinholePhoto photo = PinholePhotoFile.read(photoFile(index));
        DepthEstimator.View reference = view(index, photo);
        var sources = new ArrayList<DepthEstimator.View>();
        for (int source : plan.sources()) {
            sources.add(view(source, PinholePhotoFile.read(photoFile(source))));
        }
        DepthEstimator.Estimate estimate =
                new DepthEstimator(kernels, work.cancellation())
                        .estimate(reference, sources, plan.nearDepth(), plan.farDepth());
        DepthMap map = DepthMaps.of(estimate, index, photo, scene.shots().get(index).pose());
        DepthMapFile.write(file, map, fingerprint);
        return filled(map.depth());
    }

    private DepthEstimator.View view(int index, PinholePhoto photo) {
        return new DepthEstimator.View(
                photo.grayImage(), Pinhole.of(photo.camera()), scene.shots().get(index).pose());
    }

    private static double filled(float[] depth) {
        int count = 0;
        for (float d : depth) {
            count += d > 0 ? 1 : 0;
        }
        return count / (double) depth.length;
    }

    private Path photoFile(int index) {
        return folder.resolve("photo-%06d.bin".formatted(index));
    }

    private Path depthFile(int index) {
        return depthFile(folder, index);
    }

    private static Path depthFile(Path folder, int shot) {
        return folder.resolve("depth-%06d.bin".formatted(shot));
    }

    /// Of the camera while its rows were read, in its own frame, as a share of the usual distance of what it shows.
    private double[] movement(int index) {
        Shot shot = scene.shots().get(index);
        Photo.Motion motion = shot.photo().motion();
        ViewPlan plan = plans.get(index);
        var movement = new double[3];
        if (motion == null || !plan.isUsable()) {
            return movement;
        }
        double[] r = shot.pose().cameraFromWorld();
        double near = 0.5 / plan.nearDepth() + 0.5 / plan.farDepth();
        for (int c = 0; c < 3; c++) {
            movement[c] =
                    near
                            * (r[3 * c] * motion.x()
                                    + r[3 * c + 1] * motion.y()
                                    + r[3 * c + 2] * motion.z());
        }
        return movement;
    }

    private long photoFingerprint(int index) throws IOException {
        Shot shot = scene.shots().get(index);
        double[] movement = movement(index);
        return new Fingerprint()
                .add(movement[0])
                .add(movement[1])
                .add(movement[2])
                .add(shot.name())
                .add(Files.size(shot.photo().file()))
                .add(undistorter(index).pinhole().size())
                .add(PhotoMask.fingerprint(shot.photo().file()))
                .add(shot.camera())
                .value();
    }

    private long depthFingerprint(ViewPlan plan) throws IOException {
        var fingerprint = new Fingerprint().add(plan.nearDepth()).add(plan.farDepth());
        addShot(fingerprint, plan.shot());
        for (int source : plan.sources()) {
            addShot(fingerprint, source);
        }
        return fingerprint.value();
    }

    private void addShot(Fingerprint fingerprint, int index) throws IOException {
        Shot shot = scene.shots().get(index);
        fingerprint.add(photoFingerprint(index));
        for (double number : shot.pose().cameraFromWorld()) {
            fingerprint.add(number);
        }
        for (double number : shot.pose().centreInWorld()) {
            fingerprint.add(number);
        }
    }
}
