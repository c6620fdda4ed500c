package org.nadir.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.ScoreKernelTest.Descriptors;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Holds verified matches against a synthetic scene in which it is known which feature shows which point: a lens with
/// distortion, half a pixel of noise, and as many features of nothing as of points.
class PhotoMatcherTest {

    private static final int LENGTH = FeatureSet.DESCRIPTOR_LENGTH;
    private static final Camera CAMERA =
            new Camera(
                    "test", 4000, 3000, 0.7, 0.7, 0.004, -0.003, -0.12, 0.04, 0, 0.0005, -0.0003);
    private static final int FEW = 400;
    private static final int MANY = 8000;

    private double[][] points = new double[0][];
    private byte[] pointDescriptors = new byte[0];
    private final List<Photo> photos = new ArrayList<>();
    private final List<FeatureSet> features = new ArrayList<>();

    /// For each photo and feature the point it shows; -1 for nothing.
    private final List<int[]> shown = new ArrayList<>();

    PhotoMatcherTest() {
        show(FEW, false);
    }

    /// @param alike whether three of four points have a descriptor in common with two others
    private void show(int count, boolean alike) {
        var random = new SplittableRandom(6);
        photos.clear();
        features.clear();
        shown.clear();
        points = new double[count][];
        pointDescriptors = Descriptors.random(count, 77);
        for (int p = 0; p < count; p++) {
            if (alike && p % 4 > 1) {
                int from = (p - p % 4 + 1) * LENGTH;
                System.arraycopy(pointDescriptors, from, pointDescriptors, p * LENGTH, LENGTH);
            }
            points[p] =
                    new double[] {
                        random.nextDouble(-60, 130),
                        random.nextDouble(-40, 40),
                        random.nextDouble(0, 12)
                    };
        }
        for (int i = 0; i < 5; i++) {
            addPhoto(i, new double[] {16.0 * i, random.nextDouble(-3, 3), 60}, random);
        }
        // A photo of nothing that the others show.
        addPhoto(5, new double[] {5000, 5000, 60}, random);
    }

    private void addPhoto(int i, double[] centre, SplittableRandom random) {
        double[] tilt =
                Rotations.fromAxisAngle(
                        random.nextDouble(-0.1, 0.1),
                        random.nextDouble(-0.1, 0.1),
                        random.nextDouble(-3, 3));
        var pose =
                new Pose(
                        Rotations.multiply(tilt, new double[] {1, 0, 0, 0, -1, 0, 0, 0, -1}),
                        centre);
        var u = new ArrayList<Float>();
        var v = new ArrayList<Float>();
        var point = new ArrayList<Integer>();
        var inCamera = new double[3];
        var pixel = new double[2];
        for (int p = 0; p < points.length; p++) {
            pose.toCamera(points[p][0], points[p][1], points[p][2], inCamera);
            boolean inView =
                    CAMERA.project(inCamera[0], inCamera[1], inCamera[2], pixel)
                            && Math.abs(inCamera[0]) < 0.75 * inCamera[2]
                            && Math.abs(inCamera[1]) < 0.55 * inCamera[2];
            if (inView) {
                float atU = (float) (pixel[0] + 0.5 * random.nextGaussian());
                float atV = (float) (pixel[1] + 0.5 * random.nextGaussian());
                // Every third point has two directions: two features at one position, with other
                // descriptors.
                for (int twin = 0; twin < (p % 3 == 0 ? 2 : 1); twin++) {
                    u.add(atU);
                    v.add(atV);
                    point.add(p);
                }
            }
        }
        for (int nothing = 0; nothing < 250; nothing++) {
            u.add((float) random.nextDouble(4000));
            v.add((float) random.nextDouble(3000));
            point.add(-1);
        }
        int n = point.size();
        byte[] descriptors = Descriptors.random(n, 1000 + i);
        var atU = new float[n];
        var atV = new float[n];
        var scale = new float[n];
        for (int f = 0; f < n; f++) {
            scale[f] = point.get(f) < 0 ? 1 : 1 + point.get(f) * 7919L % 1000;
            atU[f] = u.get(f);
            atV[f] = v.get(f);
            boolean second = f > 0 && point.get(f) >= 0 && point.get(f).equals(point.get(f - 1));
            for (int k = 0; k < LENGTH && point.get(f) >= 0; k++) {
                int from = point.get(f) * LENGTH + (second ? (k + 8) % LENGTH : k);
                int value = (pointDescriptors[from] & 255) + random.nextInt(-10, 11);
                descriptors[f * LENGTH + k] = (byte) Math.clamp(value, 0, 255);
            }
        }
        photos.add(
                new Photo(
                        "p%d.jpg".formatted(i),
                        Path.of("p%d.jpg".formatted(i)),
                        CAMERA,
                        null,
                        null,
                        i));
        features.add(new FeatureSet(atU, atV, scale, new byte[3 * n], descriptors));
        shown.add(point.stream().mapToInt(p -> p).toArray());
    }

    @Test
    void matchesAreTrueAndMissFew() {
        List<MatchedPair> pairs = match(2);
        assertThat(pairs).extracting(p -> p.photoB() - p.photoA()).contains(1, 2);
        assertThat(pairs).noneMatch(p -> p.photoB() == 5);
        for (MatchedPair pair : pairs) {
            int good = goodMatches(pair);
            assertThat(good).isGreaterThanOrEqualTo(pair.count() * 98 / 100);
            assertThat((long) good).isGreaterThan(common(pair) * 9 / 10);
            assertThat(pair.homographyShare()).isBetween(0.05, 0.95);
        }
    }

    @Test
    void manyFeaturesAreMatchedByWhatTheLargeOnesTell() {
        show(MANY, false);
        List<MatchedPair> pairs = match(2);
        assertThat(pairs).extracting(p -> p.photoB() - p.photoA()).contains(1, 2);
        assertThat(pairs).noneMatch(p -> p.photoB() == 5);
        for (MatchedPair pair : pairs) {
            int good = goodMatches(pair);
            assertThat(good).isGreaterThanOrEqualTo(pair.count() * 98 / 100);
            // What noise moved beyond the band, and the 5 % that resemble each other least, are
            // lost.
            assertThat((long) good).isGreaterThan(common(pair) * 85 / 100);
        }
    }

    @Test
    void lookAlikesFarFromTheEpipolarLineDoNotStandInTheWay() {
        show(MANY, true);
        for (MatchedPair pair : match(2)) {
            int good = goodMatches(pair);
            assertThat(good).isGreaterThanOrEqualTo(pair.count() * 97 / 100);
            // Only a quarter of the points have a descriptor of their own.
            assertThat((long) good).isGreaterThan(common(pair) / 2);
        }
    }

    @Test
    void aPositionHasOneNameInAllPairs() {
        for (MatchedPair pair : match(1)) {
            for (int feature : pair.featureA()) {
                FeatureSet set = features.get(pair.photoA());
                assertThat(feature == 0 || set.u()[feature] != set.u()[feature - 1]).isTrue();
            }
            assertThat(pair.featureA()).doesNotHaveDuplicates();
            assertThat(pair.featureB()).doesNotHaveDuplicates();
        }
    }

    @Test
    void resultDoesNotDependOnThreads() {
        List<MatchedPair> one = match(1);
        List<MatchedPair> four = match(4);
        assertThat(four).hasSameSizeAs(one).isNotEmpty();
        for (int i = 0; i < one.size(); i++) {
            assertThat(four.get(i).featureA()).isEqualTo(one.get(i).featureA());
            assertThat(four.get(i).featureB()).isEqualTo(one.get(i).featureB());
            assertThat(four.get(i).homographyShare()).isEqualTo(one.get(i).homographyShare());
        }
    }

    @Test
    void lensesOfUnknownDistortionLoseFewMatches() {
        // The features lie where a lens with 12 % of barrel distortion put them, which the camera
        // does not say.
        photos.replaceAll(p -> withCamera(p, Camera.perspective("plain", 4000, 3000, 0.7)));
        List<MatchedPair> pairs = match(2);
        for (int i = 0; i < 4; i++) {
            int a = i;
            MatchedPair pair =
                    pairs.stream()
                            .filter(p -> p.photoA() == a && p.photoB() == a + 1)
                            .findFirst()
                            .orElseThrow();
            // Nine tenths within the usual threshold are left as they are; else the wider one
            // counts.
            assertThat((long) goodMatches(pair)).isGreaterThan(common(pair) * 9 / 10);
            assertThat(goodMatches(pair)).isGreaterThanOrEqualTo(pair.count() * 98 / 100);
        }
    }

    private static Photo withCamera(Photo p, Camera camera) {
        return new Photo(
                p.name(), p.file(), camera, p.position(), p.attitude(), p.captureTimeMillis());
    }

    private long common(MatchedPair pair) {
        int[] inB = shown.get(pair.photoB());
        return Arrays.stream(shown.get(pair.photoA()))
                .distinct()
                .filter(p -> p >= 0 && Arrays.stream(inB).anyMatch(q -> q == p))
                .count();
    }

    private int goodMatches(MatchedPair pair) {
        int good = 0;
        for (int m = 0; m < pair.count(); m++) {
            int point = shown.get(pair.photoA())[pair.featureA()[m]];
            good += point >= 0 && point == shown.get(pair.photoB())[pair.featureB()[m]] ? 1 : 0;
        }
        return good;
    }

    private List<MatchedPair> match(int threads) {
        try (var workers = new Workers(threads)) {
            return PhotoMatcher.match(
                    photos, features, MatchSettings.defaults(), Work.silent(workers));
        }
    }
}
