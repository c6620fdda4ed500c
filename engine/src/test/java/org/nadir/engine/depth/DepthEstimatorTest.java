package org.nadir.engine.depth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.work.Cancellation;

/// Held against the exact depths of a scene whose photos are computed by casting rays.
class DepthEstimatorTest {

    private static final int WIDTH = 480;
    private static final int HEIGHT = 360;
    private static final Camera CAMERA = Camera.perspective("p", WIDTH, HEIGHT, 0.8);
    private static final int REFERENCE = 1;

    /// Height of posts, and half of their width, metres.
    private static final double POST = 5;

    private static final double HALF_POST = 0.55;

    private static List<DepthEstimator.View> views = List.of();
    private static float[] truth = new float[0];
    private static DepthEstimator.Estimate estimate;

    @BeforeAll
    static void estimate() {
        List<Pose> poses = SyntheticBlock.poses();
        views =
                poses.stream()
                        .map(pose ->
                                new DepthEstimator.View(
                                        SyntheticBlock.render(CAMERA, pose),
                                        Pinhole.of(CAMERA),
                                        pose))
                        .toList();
        truth = SyntheticBlock.depths(CAMERA, poses.get(REFERENCE));
        estimate = estimateWith(StereoKernels.best());
    }

    private static DepthEstimator.Estimate estimateWith(StereoKernels kernels) {
        var sources = new ArrayList<>(views);
        sources.remove(REFERENCE);
        return new DepthEstimator(kernels, Cancellation.never())
                .estimate(views.get(REFERENCE), sources, 28, 46);
    }

    /// Errors in pixels of parallax against a partner 6 m away: `error · f · 6 m / Z²`.
    private static double[] parallaxErrors(int border) {
        var errors = new ArrayList<Double>();
        for (int y = border; y < HEIGHT - border; y++) {
            for (int x = border; x < WIDTH - border; x++) {
                double z = truth[y * WIDTH + x];
                double inverse = estimate.planes().value().at(x, y);
                errors.add(Math.abs(1 / z - inverse) * 0.8 * WIDTH * 6);
            }
        }
        double[] sorted = errors.stream().mapToDouble(e -> e).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /// On noise-free texture the middle of the errors must be far below a label (half a pixel), and nearly all pixels within
    /// one; what is left lies around the boxes, whose outlines are about 300 pixels long (0.2 % of the picture per pixel).
    @Test
    void mostDepthsAreRightToAFractionOfAPixel() {
        double[] errors = parallaxErrors(20);
        assertThat(errors[errors.length / 2]).isLessThan(0.05);
        assertThat(errors[(int) (0.9 * errors.length)]).isLessThan(0.15);
        assertThat(errors[(int) (0.97 * errors.length)]).isLessThan(0.5);
    }

    /// Along rows through the boxes, the place where the depth crosses half of the step is within two pixels of the truth.
    @Test
    void outlinesOfBoxesAreWithinTwoPixels() {
        int edges = 0;
        int near = 0;
        for (int y = 20; y < HEIGHT - 20; y++) {
            for (int x = 20; x < WIDTH - 21; x++) {
                float a = truth[y * WIDTH + x];
                float b = truth[y * WIDTH + x + 1];
                if (Math.abs(a - b) < 2) {
                    continue;
                }
                edges++;
                boolean left = closer(x - 2, y, a, b);
                boolean right = closer(x + 3, y, b, a);
                near += left && right ? 1 : 0;
            }
        }
        assertThat(edges).isGreaterThan(150);
        assertThat(near / (double) edges).isGreaterThan(0.95);
    }

    private static boolean closer(int x, int y, double expected, double other) {
        double z = 1 / estimate.planes().value().at(x, y);
        return Math.abs(z - expected) < Math.abs(z - other);
    }

    /// Posts of 5 m whose tops are a dozen pixels wide, no more than a window of the coarsest level, which finds the ground there. They
    /// stand 8 pixels of parallax above it, twice as far as the labels of the finer levels reach
    /// (measured: 97 of 100 pixels of their tops, 53 with as many labels at the level after the coarsest as at the others).
    @Test
    void findsWhatTheCoarsestLevelLost() {
        List<Pose> poses = SyntheticBlock.poses();
        List<DepthEstimator.View> sources = new ArrayList<>();
        for (Pose pose : poses) {
            var image = new FloatImage(WIDTH, HEIGHT);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    double[] p = onPosts(pose, x, y);
                    image.data[image.row(y) + x] = (float) SyntheticBlock.texture(p[0], p[1], p[2]);
                }
            }
            image.repeatEdges();
            sources.add(new DepthEstimator.View(image, Pinhole.of(CAMERA), pose));
        }
        DepthEstimator.View reference = sources.remove(REFERENCE);
        DepthEstimator.Estimate found =
                new DepthEstimator(StereoKernels.best(), Cancellation.never())
                        .estimate(reference, sources, 28, 46);
        int tops = 0;
        int right = 0;
        for (int y = 20; y < HEIGHT - 20; y++) {
            for (int x = 20; x < WIDTH - 20; x++) {
                double[] p = onPosts(reference.pose(), x, y);
                double z = 1 / found.planes().value().at(x, y);
                if (p[2] > POST - 1e-6) {
                    tops++;
                    right += Math.abs(z - p[3]) < 1 ? 1 : 0;
                }
            }
        }
        assertThat(tops).isGreaterThan(1500);
        assertThat(right / (double) tops).isGreaterThan(0.9);
    }

    /// What a pixel of a photo of posts every 5 m on level ground shows: its place in the world, and its depth.
    private static double[] onPosts(Pose pose, int x, int y) {
        var ray = new double[2];
        var d = new double[3];
        CAMERA.unproject(x + 0.5, y + 0.5, ray);
        pose.directionToWorld(ray[0], ray[1], 1, d);
        double[] o = pose.centreInWorld();
        double best = -o[2] / d[2];
        for (double px = -15; px <= 15; px += 5) {
            for (double py = -15; py <= 15; py += 5) {
                double enter = 0;
                double leave = best;
                double[] low = {px - HALF_POST, py - HALF_POST, -1};
                double[] high = {px + HALF_POST, py + HALF_POST, POST};
                for (int k = 0; k < 3; k++) {
                    double a = (low[k] - o[k]) / d[k];
                    double b = (high[k] - o[k]) / d[k];
                    enter = Math.max(enter, Math.min(a, b));
                    leave = Math.min(leave, Math.max(a, b));
                }
                best = enter < leave ? enter : best;
            }
        }
        return new double[] {o[0] + best * d[0], o[1] + best * d[1], o[2] + best * d[2], best};
    }

    @Test
    void plainJavaAndVectorsAgreeToRounding() {
        FloatImage a = estimate.planes().value();
        FloatImage b = estimateWith(ScalarStereoKernels.INSTANCE).planes().value();
        int differing = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                differing += Math.abs(a.at(x, y) / b.at(x, y) - 1) > 1e-4 ? 1 : 0;
            }
        }
        // Where three correlations are nearly level, rounding may tip the balance.
        assertThat(differing).isLessThan(WIDTH * HEIGHT / 1000);
    }

    /// The field rises 6 % to the east: its normal is (-0.06, 0, 1) / 1.0018. A slope error of 0.1 over the five-pixel window is
    /// 0.5 pixels of depth on the ground, so nine of ten must be within that.
    @Test
    void normalsOfTheFieldAreUpright() {
        Pose pose = views.get(REFERENCE).pose();
        var gray = new short[WIDTH * HEIGHT];
        Arrays.fill(gray, (short) 1);
        var photo = new PinholePhoto(CAMERA, new byte[3 * WIDTH * HEIGHT], gray);
        DepthMap map = DepthMaps.of(estimate, REFERENCE, photo, pose);
        int good = 0;
        int all = 0;
        for (int y = 20; y < 90; y++) {
            for (int x = 20; x < WIDTH - 20; x++) {
                int i = 3 * (y * WIDTH + x);
                double dx = map.normal()[i] + 0.06;
                double dy = map.normal()[i + 1];
                all++;
                good += map.normal()[i + 2] > 0 && Math.hypot(dx, dy) < 0.1 ? 1 : 0;
            }
        }
        assertThat(good / (double) all).isGreaterThan(0.9);
    }
}
