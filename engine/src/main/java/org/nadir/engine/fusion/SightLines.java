package org.nadir.engine.fusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.depth.DepthMap;
import org.nadir.engine.depth.DepthMapFile;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// The space that depth maps look through: between a camera and the surface that it sees there is nothing.
///
/// Of a map, each square of pixels keeps its smallest depth, and none where one of its pixels has none, so no ray is longer
/// than the maps say. Takes two bytes for each square.
public final class SightLines implements EmptySpace {

    /// Longer side of a map of squares, at most.
    private static final int MOST_SIDE = 512;

    /// Depths that differ by no more than this share are the same to the fusion, so rays end this much before the surface.
    private static final double SAME_DEPTH = Agreement.MOST_DEPTH_ERROR;

    /// A map may be wrong at a place: what two see through is empty.
    private static final int LEAST_RAYS = 2;

    /// Steps per factor of e between depths in 16 bits: depths from 1/1000 to 1000 times the middle one differ by 0.02 %.
    private static final double STEPS = 65_000 / (2 * Math.log(1000));

    /// The depth of each number, as a multiple of the middle one.
    private static final float[] SHARE = new float[1 << 16];

    static {
        for (int i = 0; i < SHARE.length; i++) {
            SHARE[i] = (float) Math.exp((i - 32_768) / STEPS);
        }
    }

    private final List<Rays> maps;

    private SightLines(List<Rays> maps) {
        this.maps = maps;
    }

    /// @param maps depth map files
    /// @param shots the scene's shots, whose present poses count
    /// @param scale length in the shots' frame of what is 1 in the maps'
    public static SightLines of(List<Path> maps, List<Shot> shots, double scale, Work work) {
        var read = new Rays[maps.size()];
        Workers.forEach(
                work,
                read.length,
                i -> {
                    DepthMap map = DepthMapFile.read(maps.get(i));
                    read[i] = new Rays(map, shots.get(map.shotIndex()).pose(), scale);
                });
        return new SightLines(List.of(read));
    }

    /// Whether at least two maps look through a place, and more than see a surface there.
    @Override
    public boolean holds(double x, double y, double z) {
        int through = 0;
        int stopped = 0;
        for (Rays map : maps) {
            int said = map.ask(x, y, z);
            through += said > 0 ? 1 : 0;
            stopped += said < 0 ? 1 : 0;
        }
        return through >= LEAST_RAYS && through > stopped;
    }

    /// The maps whose pictures a ball may be in.
    @Override
    public SightLines within(double x, double y, double z, double radius) {
        var near = new ArrayList<Rays>();
        for (Rays map : maps) {
            if (map.mayShow(x, y, z, radius)) {
                near.add(map);
            }
        }
        return new SightLines(near);
    }

    private static final class Rays {
        private final int across;
        private final int down;
        private final char[] depth;
        private final double focal;
        private final double middle;
        private final double[] rotation;
        private final double[] centre;

        /// Tangents of the angles from the axis to the sides of the picture.
        private final double halfWidth;

        private final double halfHeight;

        Rays(DepthMap map, Pose pose, double scale) {
            int side = 1;
            while (Math.max(map.width(), map.height()) > side * MOST_SIDE) {
                side *= 2;
            }
            across = map.width() / side;
            down = map.height() / side;
            focal = map.camera().focalPixels() / side;
            halfWidth = 0.5 * map.width() / side / focal;
            halfHeight = 0.5 * map.height() / side / focal;
            middle = middle(map.depth()) * scale;
            rotation = pose.cameraFromWorld();
            centre = pose.centreInWorld();
            depth = new char[across * down];
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    depth[y * across + x] = code(nearest(map, x * side, y * side, side) * scale);
                }
            }
        }

        private static double middle(float[] depth) {
            var known = new float[depth.length];
            int n = 0;
            for (float d : depth) {
                if (d > 0) {
                    known[n++] = d;
                }
            }
            Arrays.sort(known, 0, n);
            return n == 0 ? 1 : known[n / 2];
        }

        /// The smallest depth of a square, 0 when a pixel has none.
        private static double nearest(DepthMap map, int x0, int y0, int side) {
            float nearest = Float.MAX_VALUE;
            for (int y = y0; y < y0 + side; y++) {
                for (int x = x0; x < x0 + side; x++) {
                    nearest = Math.min(nearest, map.depth()[y * map.width() + x]);
                }
            }
            return nearest;
        }

        /// 0 for no depth; never more than the depth.
        private char code(double z) {
            if (z <= 0) {
                return 0;
            }
            return (char) Math.clamp(Math.floor(32_768 + STEPS * Math.log(z / middle)), 0, 65_535);
        }

        /// 1 when the map looks through the place, −1 when it sees a surface there, 0 when it can say neither.
        int ask(double x, double y, double z) {
            double dx = x - centre[0];
            double dy = y - centre[1];
            double dz = z - centre[2];
            double deep = rotation[6] * dx + rotation[7] * dy + rotation[8] * dz;
            if (deep <= 0) {
                return 0;
            }
            double right = (rotation[0] * dx + rotation[1] * dy + rotation[2] * dz) / deep;
            double below = (rotation[3] * dx + rotation[4] * dy + rotation[5] * dz) / deep;
            double u = focal * (right + halfWidth);
            double v = focal * (below + halfHeight);
            if (u < 0 || v < 0 || u >= across || v >= down) {
                return 0;
            }
            char seen = depth[(int) v * across + (int) u];
            if (seen == 0) {
                return 0;
            }
            double beyond = middle * SHARE[seen] / deep - 1;
            if (beyond > SAME_DEPTH) {
                return 1;
            }
            return beyond >= -SAME_DEPTH ? -1 : 0;
        }

        boolean mayShow(double x, double y, double z, double radius) {
            double dx = x - centre[0];
            double dy = y - centre[1];
            double dz = z - centre[2];
            double deep = rotation[6] * dx + rotation[7] * dy + rotation[8] * dz;
            double right = rotation[0] * dx + rotation[1] * dy + rotation[2] * dz;
            double below = rotation[3] * dx + rotation[4] * dy + rotation[5] * dz;
            return deep > -radius
                    && Math.abs(right) - halfWidth * deep <= radius * Math.hypot(1, halfWidth)
                    && Math.abs(below) - halfHeight * deep <= radius * Math.hypot(1, halfHeight);
        }
    }
}
