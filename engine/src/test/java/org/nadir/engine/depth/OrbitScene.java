package org.nadir.engine.depth;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;

/// Photos in two rings around a ball that sits on a box on the ground, computed by casting rays. The box has vertical
/// walls, the ball hangs over.
public final class OrbitScene {

    /// Distance of the cameras from the middle of the scene.
    public static final double DISTANCE = 9;

    public static final double HALF_BOX = 1.2;
    public static final double BOX_TOP = 1.5;
    public static final double[] BALL = {0, 0, 2.6};
    public static final double RADIUS = 1.3;

    private static final double MIDDLE_HEIGHT = 1.2;

    private OrbitScene() {}

    /// Twelve photos from 35 degrees above the ground, six from 60.
    private static List<Pose> poses() {
        var poses = new ArrayList<Pose>();
        for (int i = 0; i < 18; i++) {
            double turn = i < 12 ? i * Math.PI / 6 : (i + 0.25) * Math.PI / 3;
            double rise = Math.toRadians(i < 12 ? 35 : 60);
            double[] back = {
                Math.cos(rise) * Math.cos(turn), Math.cos(rise) * Math.sin(turn), Math.sin(rise)
            };
            double[] right = {-Math.sin(turn), Math.cos(turn), 0};
            double[] down = {
                -(back[1] * right[2] - back[2] * right[1]),
                -(back[2] * right[0] - back[0] * right[2]),
                -(back[0] * right[1] - back[1] * right[0])
            };
            poses.add(
                    new Pose(
                            new double[] {
                                right[0], right[1], right[2], down[0], down[1], down[2], -back[0],
                                -back[1], -back[2]
                            },
                            new double[] {
                                DISTANCE * back[0],
                                DISTANCE * back[1],
                                MIDDLE_HEIGHT + DISTANCE * back[2]
                            }));
        }
        return poses;
    }

    /// Signed distance to the surface of ground, box and ball together; exact outside.
    public static double distance(double x, double y, double z) {
        double ball = Math.hypot(Math.hypot(x - BALL[0], y - BALL[1]), z - BALL[2]) - RADIUS;
        double wx = Math.abs(x) - HALF_BOX;
        double wy = Math.abs(y) - HALF_BOX;
        double wz = z - BOX_TOP;
        double outside = Math.hypot(Math.hypot(Math.max(wx, 0), Math.max(wy, 0)), Math.max(wz, 0));
        double box = outside + Math.min(0, Math.max(wx, Math.max(wy, wz)));
        return Math.min(z, Math.min(ball, box));
    }

    /// Distance along the ray to the first surface: steps as long as the nearest surface is away never jump over it.
    static double cast(double[] o, double[] d) {
        double length = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
        double t = 0;
        for (int i = 0; i < 500; i++) {
            double free = distance(o[0] + t * d[0], o[1] + t * d[1], o[2] + t * d[2]);
            t += free / length;
            if (free < 1e-6) {
                return t;
            }
        }
        return t;
    }

    /// The scene with the photos as PNG files in `folder`, and tie points where rays of the photos meet the surface.
    public static SparseScene scene(Camera camera, Path folder) throws IOException {
        var shots = new ArrayList<Shot>();
        for (Pose pose : poses()) {
            Path file = folder.resolve("photo%d.png".formatted(shots.size()));
            ImageIO.write(photograph(camera, pose), "png", file.toFile());
            var photo = new Photo(file.getFileName().toString(), file, camera, null, null, 0);
            shots.add(new Shot(photo, camera, pose));
        }
        return withTiePoints(shots);
    }

    private static BufferedImage photograph(Camera camera, Pose pose) {
        var image =
                new BufferedImage(camera.width(), camera.height(), BufferedImage.TYPE_3BYTE_BGR);
        var p = new double[3];
        for (int y = 0; y < camera.height(); y++) {
            for (int x = 0; x < camera.width(); x++) {
                double sum = 0;
                for (int s = 0; s < 4; s++) {
                    hit(camera, pose, x + 0.25 + 0.5 * (s & 1), y + 0.25 + 0.5 * (s >> 1), p);
                    sum += SyntheticBlock.texture(p[0], p[1], p[2]);
                }
                image.setRGB(x, y, (int) Math.round(sum / 4) * 0x010101);
            }
        }
        return image;
    }

    private static void hit(Camera camera, Pose pose, double u, double v, double[] point) {
        var ray = new double[2];
        var d = new double[3];
        camera.unproject(u, v, ray);
        pose.directionToWorld(ray[0], ray[1], 1, d);
        double t = cast(pose.centreInWorld(), d);
        for (int k = 0; k < 3; k++) {
            point[k] = pose.centreInWorld()[k] + t * d[k];
        }
    }

    private static SparseScene withTiePoints(List<Shot> shots) {
        var xyz = new ArrayList<Double>();
        var start = new ArrayList<Integer>(List.of(0));
        var observers = new ArrayList<Integer>();
        var pixels = new ArrayList<Float>();
        var scratch = new double[3];
        var pixel = new double[2];
        var p = new double[3];
        for (Shot from : shots) {
            for (int i = 0; i < 130; i++) {
                double u = from.camera().width() * (i % 13 + 0.5) / 13;
                double v = from.camera().height() * (i / 13 + 0.5) / 10;
                hit(from.camera(), from.pose(), u, v, p);
                xyz.addAll(List.of(p[0], p[1], p[2]));
                for (int s = 0; s < shots.size(); s++) {
                    if (shots.get(s).project(p[0], p[1], p[2], scratch, pixel)
                            && isVisible(shots.get(s), p, pixel)) {
                        observers.add(s);
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

    private static boolean isVisible(Shot shot, double[] point, double[] pixel) {
        Camera camera = shot.camera();
        if (pixel[0] < 0
                || pixel[1] < 0
                || pixel[0] >= camera.width()
                || pixel[1] >= camera.height()) {
            return false;
        }
        double[] o = shot.pose().centreInWorld();
        double[] d = {point[0] - o[0], point[1] - o[1], point[2] - o[2]};
        return cast(o, d) > 1 - 1e-3;
    }
}
