package org.nadir.engine.texture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;

/// A box of 6 × 6 × 3 m on a ground of 24 × 24 m, painted with checks of one metre in a colour pair per side, and photos of
/// it made by casting a ray per pixel at the exact shapes.
final class BoxScene {

    static final double HALF_GROUND = 12;
    static final double HALF_BOX = 3;
    static final double TOP = 3;

    private static final double STEP = 0.5;

    private final Camera camera =
            new Camera("box", 640, 480, 0.8, 0.8, 0.01, -0.02, -0.05, 0.01, 0, 0.001, -0.001);

    private BoxScene() {}

    /// Ground around the box, its top and its four walls, in squares of half a metre cut in two.
    static TriangleMesh mesh() {
        var builder = new Builder();
        int ground = (int) (2 * HALF_GROUND / STEP);
        for (int i = 0; i < ground; i++) {
            for (int j = 0; j < ground; j++) {
                double x = -HALF_GROUND + i * STEP;
                double y = -HALF_GROUND + j * STEP;
                boolean inBox = x >= -HALF_BOX && x < HALF_BOX && y >= -HALF_BOX && y < HALF_BOX;
                builder.square(x, y, inBox ? TOP : 0, STEP, 0, 0, 0, STEP, 0);
            }
        }
        int wide = (int) (2 * HALF_BOX / STEP);
        int high = (int) (TOP / STEP);
        for (int i = 0; i < wide; i++) {
            for (int j = 0; j < high; j++) {
                double along = -HALF_BOX + i * STEP;
                double z = j * STEP;
                builder.square(along, -HALF_BOX, z, STEP, 0, 0, 0, 0, STEP);
                builder.square(along + STEP, HALF_BOX, z, -STEP, 0, 0, 0, 0, STEP);
                builder.square(HALF_BOX, along, z, 0, STEP, 0, 0, 0, STEP);
                builder.square(-HALF_BOX, along + STEP, z, 0, -STEP, 0, 0, 0, STEP);
            }
        }
        return builder.mesh();
    }

    /// Photos from above and from eight sides, written as PNG files.
    ///
    /// @param gains brightness of each photo, taken in turn
    static List<Shot> shots(Path folder, double... gains) throws IOException {
        var scene = new BoxScene();
        List<double[]> centres = new ArrayList<>();
        centres.add(new double[] {-4, -4, 22});
        centres.add(new double[] {4, -4, 22});
        centres.add(new double[] {-4, 4, 22});
        centres.add(new double[] {4, 4, 22});
        for (int i = 0; i < 8; i++) {
            double angle = 0.2 + i * Math.PI / 4;
            centres.add(new double[] {17 * Math.cos(angle), 17 * Math.sin(angle), 11});
        }
        List<Shot> shots = new ArrayList<>();
        for (int i = 0; i < centres.size(); i++) {
            Path file = folder.resolve("photo" + i + ".png");
            Pose pose =
                    lookingAt(
                            centres.get(i),
                            i < 4 ? centres.get(i)[0] / 2 : 0,
                            i < 4 ? centres.get(i)[1] / 2 : 0);
            scene.photograph(pose, gains[i % gains.length], file);
            var photo = new Photo(file.getFileName().toString(), file, scene.camera, null, null, 0);
            shots.add(new Shot(photo, scene.camera, pose));
        }
        return shots;
    }

    /// The true colour of a place on the surface; the normal's direction tells the side.
    static int colour(double x, double y, double z, double nx, double ny) {
        int side =
                Math.abs(nx) > 0.5
                        ? (nx > 0 ? 1 : 2)
                        : Math.abs(ny) > 0.5 ? (ny > 0 ? 3 : 4) : z > 1 ? 5 : 0;
        boolean dark =
                (((int) Math.floor(x + 1e-9)
                                        + (int) Math.floor(y + 1e-9)
                                        + (int) Math.floor(z + 1e-9))
                                & 1)
                        == 0;
        int[] light = {0x9CB88C, 0xC87878, 0x78C878, 0x7878C8, 0xC8C878, 0xB4B4B4};
        int[] deep = {0x5A7A50, 0x884444, 0x448844, 0x444488, 0x888844, 0x747474};
        return dark ? deep[side] : light[side];
    }

    /// Distance to the nearest edge of a check, over the coordinates that vary on the side.
    static double distanceToEdge(double x, double y, double z, double nx, double ny, double nz) {
        double d = 1;
        d = Math.abs(nx) > 0.5 ? d : Math.min(d, Math.abs(x - Math.rint(x)));
        d = Math.abs(ny) > 0.5 ? d : Math.min(d, Math.abs(y - Math.rint(y)));
        return Math.abs(nz) > 0.5 ? d : Math.min(d, Math.abs(z - Math.rint(z)));
    }

    private void photograph(Pose pose, double gain, Path file) throws IOException {
        var image = new BufferedImage(camera.width(), camera.height(), BufferedImage.TYPE_INT_RGB);
        var ray = new double[2];
        var direction = new double[3];
        for (int v = 0; v < camera.height(); v++) {
            for (int u = 0; u < camera.width(); u++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int s = 0; s < 4; s++) {
                    camera.unproject(u + 0.25 + 0.5 * (s & 1), v + 0.25 + 0.5 * (s >> 1), ray);
                    pose.directionToWorld(ray[0], ray[1], 1, direction);
                    int c = cast(pose.centreInWorld(), direction);
                    red += c >> 16 & 0xFF;
                    green += c >> 8 & 0xFF;
                    blue += c & 0xFF;
                }
                image.setRGB(
                        u,
                        v,
                        bright(red, gain) << 16 | bright(green, gain) << 8 | bright(blue, gain));
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private static int bright(int sum, double gain) {
        return Math.clamp(Math.round(gain * sum / 4), 0, 255);
    }

    /// The nearest of the box's five sides and the ground along a ray; black for the sky.
    private static int cast(double[] o, double[] d) {
        double best = Double.MAX_VALUE;
        int colour = 0;
        double[] planes = {HALF_BOX, -HALF_BOX, HALF_BOX, -HALF_BOX, TOP, 0};
        for (int k = 0; k < 6; k++) {
            int axis = k / 2;
            double t = (planes[k] - o[axis]) / d[axis];
            if (!(t > 0) || t >= best) {
                continue;
            }
            double x = axis == 0 ? planes[k] : o[0] + t * d[0];
            double y = axis == 1 ? planes[k] : o[1] + t * d[1];
            double z = axis == 2 ? planes[k] : o[2] + t * d[2];
            boolean hit =
                    k == 5
                            ? Math.abs(x) <= HALF_GROUND && Math.abs(y) <= HALF_GROUND
                            : Math.abs(x) <= HALF_BOX
                                    && Math.abs(y) <= HALF_BOX
                                    && z >= 0
                                    && z <= TOP;
            if (hit) {
                best = t;
                int sign = k % 2 == 0 ? 1 : -1;
                colour = colour(x, y, z, axis == 0 ? sign : 0, axis == 1 ? sign : 0);
            }
        }
        return colour;
    }

    private static Pose lookingAt(double[] centre, double x, double y) {
        double[] forward = unit(x - centre[0], y - centre[1], -centre[2]);
        double[] right = unit(forward[1], -forward[0] + 1e-6, 0);
        double[] down = {
            forward[1] * right[2] - forward[2] * right[1],
            forward[2] * right[0] - forward[0] * right[2],
            forward[0] * right[1] - forward[1] * right[0]
        };
        return new Pose(
                new double[] {
                    right[0],
                    right[1],
                    right[2],
                    down[0],
                    down[1],
                    down[2],
                    forward[0],
                    forward[1],
                    forward[2]
                },
                centre);
    }

    private static double[] unit(double x, double y, double z) {
        double length = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / length, y / length, z / length};
    }

    /// Collects squares; corners at the same place on the same side of the scene are shared.
    private static final class Builder {

        private final java.util.Map<List<Long>, Integer> known = new java.util.HashMap<>();
        private final List<Double> xyz = new ArrayList<>();
        private final List<Integer> faces = new ArrayList<>();

        /// A square at a corner, spanned by two vectors that turn counter-clockwise seen from outside.
        void square(
                double x,
                double y,
                double z,
                double ax,
                double ay,
                double az,
                double bx,
                double by,
                double bz) {
            int a = vertex(x, y, z);
            int b = vertex(x + ax, y + ay, z + az);
            int c = vertex(x + ax + bx, y + ay + by, z + az + bz);
            int d = vertex(x + bx, y + by, z + bz);
            faces.addAll(List.of(a, b, c, a, c, d));
        }

        private int vertex(double x, double y, double z) {
            var key = List.of(Math.round(x * 100), Math.round(y * 100), Math.round(z * 100));
            return known.computeIfAbsent(
                    key,
                    k -> {
                        xyz.addAll(List.of(x, y, z));
                        return xyz.size() / 3 - 1;
                    });
        }

        TriangleMesh mesh() {
            return new TriangleMesh(
                    xyz.stream().mapToDouble(Double::doubleValue).toArray(),
                    faces.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
