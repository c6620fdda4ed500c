package org.nadir.engine.fusion;

import org.nadir.engine.depth.DepthMap;

/// A depth map as the fusion reads it: with its projection unrolled to plain numbers.
final class MapSamples {

    final int width;
    final int height;
    final float[] depth;
    final float[] normal;
    final byte[] rgb;
    final double focal;
    final double[] rotation;
    final double[] centre;

    MapSamples(DepthMap map) {
        this.width = map.width();
        this.height = map.height();
        this.depth = map.depth();
        this.normal = map.normal();
        this.rgb = map.rgb();
        this.focal = map.camera().focalPixels();
        this.rotation = map.pose().cameraFromWorld();
        this.centre = map.pose().centreInWorld();
    }

    /// Writes the world point of a pixel with a depth.
    void point(int x, int y, double z, double[] world) {
        double cx = (x + 0.5 - 0.5 * width) / focal * z;
        double cy = (y + 0.5 - 0.5 * height) / focal * z;
        double[] r = rotation;
        world[0] = centre[0] + r[0] * cx + r[3] * cy + r[6] * z;
        world[1] = centre[1] + r[1] * cx + r[4] * cy + r[7] * z;
        world[2] = centre[2] + r[2] * cx + r[5] * cy + r[8] * z;
    }

    /// Writes `(u, v, z)` of a world point: its pixel and its depth. False when it is not in the picture.
    boolean project(double[] world, double[] uvz) {
        double[] r = rotation;
        double dx = world[0] - centre[0];
        double dy = world[1] - centre[1];
        double dz = world[2] - centre[2];
        double z = r[6] * dx + r[7] * dy + r[8] * dz;
        if (z <= 0) {
            return false;
        }
        double u = focal * (r[0] * dx + r[1] * dy + r[2] * dz) / z + 0.5 * width;
        double v = focal * (r[3] * dx + r[4] * dy + r[5] * dz) / z + 0.5 * height;
        uvz[0] = u;
        uvz[1] = v;
        uvz[2] = z;
        return u >= 0 && v >= 0 && u < width && v < height;
    }

    /// Depth at a continuous pixel position: between four pixels where they belong together (closer than `spread` of their
    /// depth), else at the nearest pixel; 0 where unknown.
    double depthAt(double u, double v, double spread) {
        int nearest = (int) v * width + (int) u;
        float d = depth[nearest];
        int x = (int) Math.floor(u - 0.5);
        int y = (int) Math.floor(v - 0.5);
        if (d <= 0 || x < 0 || y < 0 || x + 1 >= width || y + 1 >= height) {
            return d;
        }
        int i = y * width + x;
        float a = depth[i];
        float b = depth[i + 1];
        float c = depth[i + width];
        float e = depth[i + width + 1];
        float low = Math.min(Math.min(a, b), Math.min(c, e));
        float high = Math.max(Math.max(a, b), Math.max(c, e));
        if (low <= 0 || high - low > spread * low) {
            return d;
        }
        double fx = u - 0.5 - x;
        double fy = v - 0.5 - y;
        return (1 - fy) * ((1 - fx) * a + fx * b) + fy * ((1 - fx) * c + fx * e);
    }
}
