package org.nadir.engine.sfm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.MatchedPair;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Progress;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Photos of known points from known places: features with pixel noise, matches with a share of wrong ones, measured
/// positions with errors. Everything follows from the seed.
final class SyntheticBlock {

    /// What the photos are really taken with.
    static final Camera TRUE_CAMERA =
            new Camera(
                    "lens", 4000, 3000, 0.8, 0.8, 0.002, -0.001, -0.05, 0.02, 0, 0.0003, -0.0002);

    /// What the tags say: half a per cent off in the focal length, nothing of distortion.
    static final Camera GIVEN_CAMERA = Camera.perspective("lens", 4000, 3000, 0.796);

    private static final int LEAST_MATCHES = 20;

    /// Photos of [#nadir] farther apart than this show nothing in common: a photo shows 78 m around its middle.
    private static final double FARTHEST = 250;

    /// How the photos are taken.
    ///
    /// @param truth the lens
    /// @param given what the tags say of it
    /// @param motion metres by which the camera flies on, the top of the photo ahead, while a photo is read out, first row
    ///     to last
    /// @param pitch radians by which all cameras look aside, about the world's x axis
    record Shooting(Camera truth, Camera given, double motion, double pitch) {

        static final Shooting USUAL = new Shooting(TRUE_CAMERA, GIVEN_CAMERA, 0);

        Shooting(Camera truth, Camera given, double motion) {
            this(truth, given, motion, 0);
        }
    }

    final List<Pose> poses = new ArrayList<>();

    /// Metres in the world from the first row to the last; the pose is that of the middle row.
    final List<double[]> motions = new ArrayList<>();

    final List<Photo> photos = new ArrayList<>();
    final List<FeatureSet> features = new ArrayList<>();
    final List<MatchedPair> pairs = new ArrayList<>();
    final double[] points;
    final double[] normals;
    private final SplittableRandom random;
    private final Shooting shooting;
    private final double noise;
    private final List<int[]> pointOfFeature = new ArrayList<>();

    private SyntheticBlock(
            double[] points, double[] normals, double noise, long seed, Shooting shooting) {
        this.shooting = shooting;
        this.points = points;
        this.normals = normals;
        this.noise = noise;
        this.random = new SplittableRandom(seed);
    }

    /// Rows of photos looking down from 100 m above hills of ±12 m, 30 m apart along a row and 35 m across, every other row
    /// flown backwards. Ground distance of a pixel: 3 cm.
    static SyntheticBlock nadir(int rows, int columns, double wrong, long seed) {
        return nadir(rows, columns, wrong, seed, Shooting.USUAL);
    }

    static SyntheticBlock nadir(int rows, int columns, double wrong, long seed, Shooting shooting) {
        var random = new SplittableRandom(seed);
        int n = 150 * rows * columns;
        var points = new double[3 * n];
        var normals = new double[3 * n];
        for (int i = 0; i < n; i++) {
            double x = random.nextDouble(-60, 30 * columns + 30);
            double y = random.nextDouble(-50, 35 * rows + 15);
            points[3 * i] = x;
            points[3 * i + 1] = y;
            points[3 * i + 2] = 200 + 12 * Math.sin(x / 17) * Math.cos(y / 23);
            normals[3 * i + 2] = 1;
        }
        var block = new SyntheticBlock(points, normals, 0.5, seed, shooting);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                double heading = (r % 2 == 0 ? 0 : Math.PI) + 0.05 * random.nextGaussian();
                double[] turn = Rotations.fromAxisAngle(0, 0, heading);
                double[] tilt =
                        Rotations.fromAxisAngle(
                                0.03 * random.nextGaussian(), 0.03 * random.nextGaussian(), 0);
                double[] down = {1, 0, 0, 0, -1, 0, 0, 0, -1};
                double[] aside = Rotations.fromAxisAngle(shooting.pitch, 0, 0);
                double[] look =
                        Rotations.multiply(
                                tilt, Rotations.multiply(down, Rotations.multiply(turn, aside)));
                double[] centre = {
                    30.0 * c + random.nextGaussian(),
                    35.0 * r + random.nextGaussian(),
                    300 + random.nextGaussian()
                };
                block.poses.add(new Pose(look, centre));
                block.motions.add(
                        new double[] {
                            -shooting.motion * look[3],
                            -shooting.motion * look[4],
                            -shooting.motion * look[5]
                        });
            }
        }
        block.shoot(wrong);
        return block;
    }

    /// Reconstructs a block with two threads, in silence.
    static SfmResult reconstruct(SyntheticBlock block, SfmSettings settings) {
        try (var workers = new Workers(2)) {
            var work =
                    new Work(workers, Progress.none(), Cancellation.never(), (level, text) -> {});
            return StructureFromMotion.reconstruct(
                    block.photos, block.features, block.pairs, settings, work);
        }
    }

    /// Photos from a circle of radius 30 and height 15 around a ball of radius 8, held level.
    static SyntheticBlock orbit(int count, long seed) {
        var random = new SplittableRandom(seed);
        int n = 3000;
        var points = new double[3 * n];
        var normals = new double[3 * n];
        for (int i = 0; i < n; i++) {
            double z = random.nextDouble(-1, 1);
            double angle = random.nextDouble(2 * Math.PI);
            double s = Math.sqrt(1 - z * z);
            normals[3 * i] = s * Math.cos(angle);
            normals[3 * i + 1] = s * Math.sin(angle);
            normals[3 * i + 2] = z;
            for (int c = 0; c < 3; c++) {
                points[3 * i + c] = 8 * normals[3 * i + c];
            }
        }
        var block = new SyntheticBlock(points, normals, 0.5, seed, Shooting.USUAL);
        for (int k = 0; k < count; k++) {
            double angle = 2 * Math.PI * k / count;
            block.motions.add(new double[3]);
            block.poses.add(lookingAtOrigin(30 * Math.cos(angle), 30 * Math.sin(angle), 15));
        }
        block.shoot(0);
        return block;
    }

    private static Pose lookingAtOrigin(double x, double y, double z) {
        double d = Math.sqrt(x * x + y * y + z * z);
        double[] axis = {-x / d, -y / d, -z / d};
        double h = Math.hypot(axis[0], axis[1]);
        // Camera x is level and to the right of the view, camera y completes the frame downwards.
        double[] right = {axis[1] / h, -axis[0] / h, 0};
        double[] down = {
            axis[1] * right[2] - axis[2] * right[1],
            axis[2] * right[0] - axis[0] * right[2],
            axis[0] * right[1] - axis[1] * right[0]
        };
        return new Pose(
                new double[] {
                    right[0], right[1], right[2], down[0], down[1], down[2], axis[0], axis[1],
                    axis[2]
                },
                new double[] {x, y, z});
    }

    /// Gives the photos measured positions.
    ///
    /// @param horizontal standard deviation of the errors, and what the tags say of it
    SyntheticBlock withGps(double horizontal, double vertical) {
        for (int p = 0; p < photos.size(); p++) {
            double[] c = poses.get(p).centreInWorld();
            photos.set(
                    p,
                    new Photo(
                            "photo" + p,
                            Path.of("photo" + p),
                            shooting.given,
                            new Photo.Position(
                                    c[0] + horizontal * random.nextGaussian(),
                                    c[1] + horizontal * random.nextGaussian(),
                                    c[2] + vertical * random.nextGaussian(),
                                    horizontal,
                                    vertical),
                            null,
                            0));
        }
        return this;
    }

    /// Tells the photos how they moved.
    SyntheticBlock withMotion() {
        for (int p = 0; p < photos.size(); p++) {
            double[] m = motions.get(p);
            photos.set(p, photos.get(p).withMotion(new Photo.Motion(m[0], m[1], m[2])));
        }
        return this;
    }

    /// Adds to the measured heights an error that grows evenly from the first photo to the last, as barometers warm up.
    SyntheticBlock withHeightDrift(double metres) {
        for (int p = 0; p < photos.size(); p++) {
            Photo photo = photos.get(p);
            Photo.Position at = java.util.Objects.requireNonNull(photo.position());
            double drift = metres * p / (photos.size() - 1);
            photos.set(
                    p,
                    new Photo(
                            photo.name(),
                            photo.file(),
                            photo.camera(),
                            new Photo.Position(
                                    at.x(),
                                    at.y(),
                                    at.z() + drift,
                                    at.horizontalSd(),
                                    at.verticalSd()),
                            null,
                            0));
        }
        return this;
    }

    /// Height of the hills of [#nadir].
    static double hills(double x, double y) {
        return 200 + 12 * Math.sin(x / 17) * Math.cos(y / 23);
    }

    /// The marks of a point in all photos that show it, with errors of `sd` pixels a coordinate.
    List<ControlPoint.Mark> marks(double x, double y, double z, double sd) {
        var marks = new ArrayList<ControlPoint.Mark>();
        var inCamera = new double[3];
        var pixel = new double[2];
        for (int p = 0; p < poses.size(); p++) {
            poses.get(p).toCamera(x, y, z, inCamera);
            if (shooting.truth.project(inCamera[0], inCamera[1], inCamera[2], pixel)
                    && pixel[0] > 0
                    && pixel[1] > 0
                    && pixel[0] < shooting.truth.width()
                    && pixel[1] < shooting.truth.height()) {
                marks.add(
                        new ControlPoint.Mark(
                                "photo" + p,
                                pixel[0] + sd * random.nextGaussian(),
                                pixel[1] + sd * random.nextGaussian()));
            }
        }
        return marks;
    }

    /// Takes away all matches between photos for which `keep` says no.
    SyntheticBlock withPairs(java.util.function.BiPredicate<Integer, Integer> keep) {
        pairs.removeIf(pair -> !keep.test(pair.photoA(), pair.photoB()));
        return this;
    }

    private void shoot(double wrong) {
        for (int p = 0; p < poses.size(); p++) {
            photos.add(new Photo("photo" + p, Path.of("photo" + p), shooting.given, null, null, 0));
            observe(p);
        }
        for (int a = 0; a < poses.size(); a++) {
            for (int b = a + 1; b < poses.size(); b++) {
                if (distance(a, b) < FARTHEST) {
                    match(a, b, wrong);
                }
            }
        }
    }

    private double distance(int a, int b) {
        double[] from = poses.get(a).centreInWorld();
        double[] to = poses.get(b).centreInWorld();
        return Math.hypot(to[0] - from[0], to[1] - from[1]);
    }

    private void observe(int p) {
        Pose pose = poses.get(p);
        int n = points.length / 3;
        var seen = new int[n];
        var u = new float[n];
        var v = new float[n];
        var inCamera = new double[3];
        var pixel = new double[2];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (!faces(i, pose.centreInWorld())
                    || !project(p, i, inCamera, pixel)
                    || pixel[0] < 0
                    || pixel[1] < 0
                    || pixel[0] > shooting.truth.width()
                    || pixel[1] > shooting.truth.height()
                    || random.nextDouble() < 0.1) {
                continue;
            }
            seen[count] = i;
            u[count] = (float) (pixel[0] + noise * random.nextGaussian());
            v[count] = (float) (pixel[1] + noise * random.nextGaussian());
            count++;
        }
        var scale = new float[count];
        java.util.Arrays.fill(scale, 2);
        var rgb = new byte[3 * count];
        for (int k = 0; k < count; k++) {
            rgb[3 * k] = (byte) seen[k];
        }
        pointOfFeature.add(java.util.Arrays.copyOf(seen, count));
        features.add(
                new FeatureSet(
                        java.util.Arrays.copyOf(u, count),
                        java.util.Arrays.copyOf(v, count),
                        scale,
                        rgb,
                        new byte[FeatureSet.DESCRIPTOR_LENGTH * count]));
    }

    /// The pixel of a point, at the moment when its row is read.
    private boolean project(int p, int i, double[] inCamera, double[] pixel) {
        double[] motion = motions.get(p);
        double time = 0;
        for (int round = 0; round < 8; round++) {
            poses.get(p)
                    .toCamera(
                            points[3 * i] - time * motion[0],
                            points[3 * i + 1] - time * motion[1],
                            points[3 * i + 2] - time * motion[2],
                            inCamera);
            if (!shooting.truth.project(inCamera[0], inCamera[1], inCamera[2], pixel)) {
                return false;
            }
            time = pixel[1] / shooting.truth.height() - 0.5;
        }
        return true;
    }

    /// Whether the surface at point `i` is turned to `eye` by 70 degrees at most.
    private boolean faces(int i, double[] eye) {
        double dot = 0;
        double squared = 0;
        for (int c = 0; c < 3; c++) {
            double d = eye[c] - points[3 * i + c];
            dot += d * normals[3 * i + c];
            squared += d * d;
        }
        return dot > 0.342 * Math.sqrt(squared);
    }

    private void match(int a, int b, double wrong) {
        int[] inA = pointOfFeature.get(a);
        int[] inB = pointOfFeature.get(b);
        var featureOf = new int[points.length / 3];
        java.util.Arrays.fill(featureOf, -1);
        for (int k = 0; k < inB.length; k++) {
            featureOf[inB[k]] = k;
        }
        var left = new int[inA.length];
        var right = new int[inA.length];
        int n = 0;
        for (int k = 0; k < inA.length; k++) {
            int other = featureOf[inA[k]];
            if (other < 0) {
                continue;
            }
            left[n] = k;
            right[n++] = random.nextDouble() < wrong ? random.nextInt(inB.length) : other;
        }
        if (n >= LEAST_MATCHES) {
            pairs.add(
                    new MatchedPair(
                            a,
                            b,
                            java.util.Arrays.copyOf(left, n),
                            java.util.Arrays.copyOf(right, n),
                            0.5));
        }
    }
}
