package org.nadir.engine.ortho;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.PhotoReader;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.imaging.RgbImage;

/// A small world with known truth: sloping ground with straight lines painted on it, a block of a building, and photos of
/// it cast ray by ray. All surfaces are given in closed form, and nothing of the code under test is used to render.
final class OrthoScene {

    static final double SIZE = 40;
    static final int WIDTH = 360;
    static final int HEIGHT = 270;
    private static final double FLIGHT = 40;
    private static final double FOCAL = 0.8;

    /// The building: x and y ranges and the height of its flat roof.
    static final double[] BUILDING = {22, 30, 20, 27, 6};

    /// Where a car stands in one photo only: x and y ranges.
    static final double[] CAR = {9, 13.5, 18, 20};

    static final int[] CAR_RGB = {200, 30, 40};
    static final int[] ROOF_RGB = {150, 60, 200};

    /// Rendering takes most of the tests' time: photos with even exposure are kept, by car or not and place in the block.
    private static final Map<String, double[]> RENDERED = new ConcurrentHashMap<>();

    private final List<Shot> shots = new ArrayList<>();
    private final List<double[]> gains = new ArrayList<>();
    private int carPhoto = -1;

    /// A block of 4 × 4 photos looking straight down with small tilts, with strong overlap.
    static OrthoScene flown() {
        var scene = new OrthoScene();
        var lens =
                new Camera(
                        "lens", WIDTH, HEIGHT, FOCAL, FOCAL, 0.003, -0.002, -0.03, 0.01, 0, 0.0004,
                        -0.0003);
        for (int j = 0; j < 4; j++) {
            for (int i = 0; i < 4; i++) {
                double x = SIZE * (i + 0.5) / 4;
                double y = SIZE * (j + 0.5) / 4;
                double[] down = {1, 0, 0, 0, -1, 0, 0, 0, -1};
                double[] tilt =
                        Rotations.fromAxisAngle(0.03 * (i - 1.5), 0.02 * (j - 1.5), 0.4 * i);
                var pose =
                        new Pose(
                                Rotations.multiply(tilt, down),
                                new double[] {x, y, FLIGHT + 0.5 * i});
                String name = "photo" + shotNumber(i, j);
                var photo = new Photo(name, Path.of(name), lens, null, null, 0);
                scene.shots.add(new Shot(photo, lens, pose));
                scene.gains.add(new double[] {1, 1, 1});
            }
        }
        return scene;
    }

    private static String shotNumber(int i, int j) {
        return "%02d".formatted(4 * j + i);
    }

    OrthoScene withCarIn(int photo) {
        carPhoto = photo;
        return this;
    }

    /// Brightness between 0.8 and 1.2 of the true one, a little different per channel.
    OrthoScene withUnequalExposure() {
        for (int i = 0; i < gains.size(); i++) {
            double gain = 1 + 0.2 * Math.sin(2.4 * i);
            gains.set(i, new double[] {gain, gain * (1 + 0.04 * Math.cos(i)), gain});
        }
        return this;
    }

    List<Shot> shots() {
        return List.copyOf(shots);
    }

    CropPolygon crop() {
        return CropPolygon.ofRing(
                2, 2, SIZE - 2, 2, SIZE - 2, SIZE - 6, SIZE - 6, SIZE - 2, 2, SIZE - 2);
    }

    static double ground(double x, double y) {
        return 0.05 * x - 0.03 * y;
    }

    static boolean onRoof(double x, double y) {
        return x >= BUILDING[0] && x < BUILDING[1] && y >= BUILDING[2] && y < BUILDING[3];
    }

    static double height(double x, double y) {
        return onRoof(x, y) ? BUILDING[4] : ground(x, y);
    }

    HeightGrid surface() {
        GridFrame frame = GridFrame.covering(0, 0, SIZE, SIZE, 0.1);
        var z = new float[frame.width() * frame.height()];
        for (int row = 0; row < frame.height(); row++) {
            for (int column = 0; column < frame.width(); column++) {
                z[row * frame.width() + column] =
                        (float) height(frame.centreX(column), frame.centreY(row));
            }
        }
        return frame.withHeights(z);
    }

    /// The centre of the painted line nearest to `x`: lines run north to south every 5 m, 0.4 m wide.
    static double lineNear(double x) {
        return 5 * Math.round((x - 2.5) / 5) + 2.5;
    }

    /// True colour of the ground or roof seen from above.
    static int[] colour(double x, double y) {
        if (onRoof(x, y)) {
            return ROOF_RGB;
        }
        if (Math.abs(x - lineNear(x)) < 0.2) {
            return new int[] {225, 225, 220};
        }
        double a = 18 * Math.sin(1.3 * x + 0.7 * y) + 14 * Math.sin(0.6 * x - 1.9 * y + 1);
        double b = 12 * Math.cos(2.1 * x - 0.4 * y);
        return new int[] {(int) (95 + a), (int) (120 + b), (int) (80 + 0.5 * a - 0.5 * b)};
    }

    /// Photos with four rays to a pixel.
    PhotoReader reader() {
        return this::expose;
    }

    private RgbImage expose(Shot shot) {
        int index = shots.indexOf(shot);
        boolean car = index == carPhoto;
        double[] light = RENDERED.computeIfAbsent(index + " " + car, key -> render(shot, car));
        var rgb = new byte[light.length];
        for (int i = 0; i < rgb.length; i++) {
            double value = light[i] * gains.get(index)[i % 3];
            rgb[i] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
        return new RgbImage(WIDTH, HEIGHT, rgb);
    }

    private static double[] render(Shot shot, boolean car) {
        var light = new double[3 * WIDTH * HEIGHT];
        var ray = new double[2];
        var direction = new double[3];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            for (int k = 0; k < 4; k++) {
                shot.camera()
                        .unproject(
                                i % WIDTH + 0.25 + k % 2 * 0.5,
                                i / WIDTH + 0.25 + k / 2 * 0.5,
                                ray);
                shot.pose().directionToWorld(ray[0], ray[1], 1, direction);
                int[] seen = cast(shot.pose().centreInWorld(), direction, car);
                for (int c = 0; c < 3; c++) {
                    light[3 * i + c] += seen[c] / 4.0;
                }
            }
        }
        return light;
    }

    /// The colour that a ray meets: roof, wall (dark) or ground.
    private static int[] cast(double[] from, double[] d, boolean car) {
        double ground = (ground(from[0], from[1]) - from[2]) / (d[2] - 0.05 * d[0] + 0.03 * d[1]);
        double roof = (BUILDING[4] - from[2]) / d[2];
        if (onRoof(from[0] + roof * d[0], from[1] + roof * d[1])) {
            return ROOF_RGB;
        }
        for (int wall = 0; wall < 4; wall++) {
            int axis = wall / 2;
            double t = (BUILDING[wall] - from[axis]) / d[axis];
            double x = from[0] + t * d[0];
            double y = from[1] + t * d[1];
            double z = from[2] + t * d[2];
            boolean hit =
                    axis == 0
                            ? y >= BUILDING[2] && y < BUILDING[3]
                            : x >= BUILDING[0] && x < BUILDING[1];
            if (hit && t > 0 && t < ground && z < BUILDING[4] && z > ground(x, y)) {
                return new int[] {20, 20, 25};
            }
        }
        double x = from[0] + ground * d[0];
        double y = from[1] + ground * d[1];
        boolean onCar = car && x >= CAR[0] && x < CAR[1] && y >= CAR[2] && y < CAR[3];
        return onCar ? CAR_RGB : colour(x, y);
    }
}
