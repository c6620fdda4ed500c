package org.nadir.engine.depth;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;

/// A small flight over a tilted field with two boxes on it, all covered by a random texture in space, so that each photo can be
/// computed by casting rays and every depth is known exactly. Two strips, flown in opposite directions.
public final class SyntheticBlock {

    private static final double FLYING_HEIGHT = 40;
    private static final double SLOPE = 0.06;

    /// Boxes: smallest and largest x and y, height of the flat roof.
    private static final double[][] BOXES = {{-6, 0, -5, 1, 5}, {4, 8, -2, 4, 3}};

    private SyntheticBlock() {}

    /// Height of the field at `x`.
    static double ground(double x) {
        return SLOPE * x;
    }

    /// Height of the highest surface at a place.
    public static double surface(double x, double y) {
        double z = ground(x);
        for (double[] box : BOXES) {
            if (x >= box[0] && x <= box[1] && y >= box[2] && y <= box[3]) {
                z = box[4];
            }
        }
        return z;
    }

    /// Poses of the six photos: three each way, six metres apart, with a few degrees of tilt.
    static List<Pose> poses() {
        var poses = new ArrayList<Pose>();
        for (int i = 0; i < 6; i++) {
            boolean back = i >= 3;
            double x = 6 * (i % 3) - 6 + (back ? 1 : 0);
            double y = back ? 4 : -3;
            // Looking down: x right = east, y down = south; turned by half a turn on the way back.
            double[] down = {1, 0, 0, 0, -1, 0, 0, 0, -1};
            double turn = back ? Math.PI : 0.05 * i;
            double[] attitude = Rotations.multiply(Rotations.fromAxisAngle(0, 0, turn), down);
            double[] tilt = Rotations.fromAxisAngle(0.03 * (i % 2), -0.02 * (i % 3), 0);
            poses.add(
                    new Pose(
                            Rotations.multiply(tilt, attitude),
                            new double[] {x, y, FLYING_HEIGHT + 0.5 * (i % 2)}));
        }
        return poses;
    }

    /// Distance along the ray `origin + t · direction` to the first surface.
    static double cast(double[] origin, double[] direction) {
        double best = (SLOPE * origin[0] - origin[2]) / (direction[2] - SLOPE * direction[0]);
        for (double[] box : BOXES) {
            double enter = 0;
            double leave = Double.MAX_VALUE;
            double[] low = {box[0], box[2], -10};
            double[] high = {box[1], box[3], box[4]};
            for (int k = 0; k < 3; k++) {
                double a = (low[k] - origin[k]) / direction[k];
                double b = (high[k] - origin[k]) / direction[k];
                enter = Math.max(enter, Math.min(a, b));
                leave = Math.min(leave, Math.max(a, b));
            }
            if (enter < leave) {
                best = Math.min(best, enter);
            }
        }
        return best;
    }

    /// Depth (camera-frame z) of every pixel centre of a photo.
    static float[] depths(Camera camera, Pose pose) {
        var depth = new float[camera.width() * camera.height()];
        var ray = new double[2];
        var direction = new double[3];
        for (int y = 0; y < camera.height(); y++) {
            for (int x = 0; x < camera.width(); x++) {
                camera.unproject(x + 0.5, y + 0.5, ray);
                pose.directionToWorld(ray[0], ray[1], 1, direction);
                depth[y * camera.width() + x] = (float) cast(pose.centreInWorld(), direction);
            }
        }
        return depth;
    }

    /// Gray values, 0 to 255, of a photo; each pixel the mean of 2x2 rays.
    static FloatImage render(Camera camera, Pose pose) {
        var image = new FloatImage(camera.width(), camera.height());
        var ray = new double[2];
        var d = new double[3];
        double[] o = pose.centreInWorld();
        for (int y = 0; y < image.height; y++) {
            for (int x = 0; x < image.width; x++) {
                double sum = 0;
                for (int s = 0; s < 4; s++) {
                    camera.unproject(x + 0.25 + 0.5 * (s & 1), y + 0.25 + 0.5 * (s >> 1), ray);
                    pose.directionToWorld(ray[0], ray[1], 1, d);
                    double t = cast(o, d);
                    sum += texture(o[0] + t * d[0], o[1] + t * d[1], o[2] + t * d[2]);
                }
                image.data[image.row(y) + x] = (float) (sum / 4);
            }
        }
        image.repeatEdges();
        return image;
    }

    /// Smooth noise of two scales (0.8 m and 0.25 m), between 20 and 235.
    static double texture(double x, double y, double z) {
        return 127.5
                + 60 * noise(x / 0.8, y / 0.8, z / 0.8)
                + 47 * noise(x / 0.25 + 100, y / 0.25, z / 0.25);
    }

    /// Value noise, -1 to 1: random numbers at whole coordinates, smooth in between.
    private static double noise(double x, double y, double z) {
        long i = (long) Math.floor(x);
        long j = (long) Math.floor(y);
        long k = (long) Math.floor(z);
        double fx = ease(x - i);
        double fy = ease(y - j);
        double fz = ease(z - k);
        double sum = 0;
        for (int c = 0; c < 8; c++) {
            double w =
                    ((c & 1) == 0 ? 1 - fx : fx)
                            * ((c & 2) == 0 ? 1 - fy : fy)
                            * ((c & 4) == 0 ? 1 - fz : fz);
            sum += w * random(i + (c & 1), j + (c >> 1 & 1), k + (c >> 2));
        }
        return sum;
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double random(long i, long j, long k) {
        long h = i * 0x9E3779B97F4A7C15L + j * 0xC2B2AE3D27D4EB4FL + k * 0x165667B19E3779F9L;
        h = (h ^ h >>> 31) * 0xBF58476D1CE4E5B9L;
        h = (h ^ h >>> 27) * 0x94D049BB133111EBL;
        return ((h ^ h >>> 33) >> 11) / (double) (1L << 52);
    }

    /// A scene with the photos as PNG files in `folder` and tie points on a two-metre grid of the surface.
    public static SparseScene scene(Camera camera, Path folder) throws IOException {
        var shots = new ArrayList<Shot>();
        for (Pose pose : poses()) {
            Path file = folder.resolve("photo%d.png".formatted(shots.size()));
            save(render(camera, pose), file);
            var photo = new Photo(file.getFileName().toString(), file, camera, null, null, 0);
            shots.add(new Shot(photo, camera, pose));
        }
        return withTiePoints(shots);
    }

    static SparseScene withTiePoints(List<Shot> shots) {
        var xyz = new ArrayList<Double>();
        var start = new ArrayList<Integer>(List.of(0));
        var observers = new ArrayList<Integer>();
        var pixels = new ArrayList<Float>();
        var scratch = new double[3];
        var pixel = new double[2];
        for (double x = -24; x <= 24; x += 2) {
            for (double y = -24; y <= 24; y += 2) {
                double z = surface(x + 0.1, y + 0.1);
                xyz.addAll(List.of(x + 0.1, y + 0.1, z));
                for (int i = 0; i < shots.size(); i++) {
                    Camera camera = shots.get(i).camera();
                    if (shots.get(i).project(x + 0.1, y + 0.1, z, scratch, pixel)
                            && pixel[0] >= 0
                            && pixel[1] >= 0
                            && pixel[0] < camera.width()
                            && pixel[1] < camera.height()) {
                        observers.add(i);
                        pixels.add((float) pixel[0]);
                        pixels.add((float) pixel[1]);
                    }
                }
                start.add(observers.size());
            }
        }
        var flat = new float[pixels.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = pixels.get(i);
        }
        return new SparseScene(
                shots,
                xyz.stream().mapToDouble(v -> v).toArray(),
                new byte[xyz.size()],
                start.stream().mapToInt(v -> v).toArray(),
                observers.stream().mapToInt(v -> v).toArray(),
                flat);
    }

    private static void save(FloatImage gray, Path file) throws IOException {
        var image = new BufferedImage(gray.width, gray.height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < gray.height; y++) {
            for (int x = 0; x < gray.width; x++) {
                image.setRGB(x, y, Math.round(gray.at(x, y)) * 0x010101);
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
