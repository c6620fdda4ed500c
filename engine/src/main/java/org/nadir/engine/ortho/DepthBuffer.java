package org.nadir.engine.ortho;

import java.util.Arrays;

/// What one camera sees of the surface: the smallest depth per pixel of a small image of it.
///
/// Surface cells are splatted as 2×2 pixels, and where the surface falls off to a neighbour, the wall between them is
/// splatted as well, down to the lower one.
final class DepthBuffer {

    private static final int WALL_STEPS = 64;

    private final Projector projector;
    private final float[] depth;
    private final double[] pixel = new double[3];

    /// @param projector its image is about as fine as the surface's cells
    DepthBuffer(Projector projector) {
        this.projector = projector;
        this.depth = new float[projector.width() * projector.height()];
        Arrays.fill(depth, Float.POSITIVE_INFINITY);
    }

    /// Draws the surface cells of a window.
    void draw(PlanSurface surface, int left, int top, int width, int height) {
        for (int row = top; row < top + height; row++) {
            double y = surface.frame().centreY(row);
            for (int column = left; column < left + width; column++) {
                float z = surface.at(column, row);
                if (z == z) {
                    double x = surface.frame().centreX(column);
                    splat(x, y, z);
                    wall(surface, column, row, x, y, z);
                }
            }
        }
    }

    private void wall(PlanSurface surface, int column, int row, double x, double y, float z) {
        float lowest = z;
        lowest = lower(lowest, surface.near(column - 1, row));
        lowest = lower(lowest, surface.near(column + 1, row));
        lowest = lower(lowest, surface.near(column, row - 1));
        lowest = lower(lowest, surface.near(column, row + 1));
        double step = Math.max(1.5 * surface.frame().cell(), (z - lowest) / WALL_STEPS);
        for (double drop = step; drop < z - lowest; drop += step) {
            splat(x, y, z - drop);
        }
    }

    private static float lower(float a, float b) {
        return b < a ? b : a;
    }

    private void splat(double x, double y, double z) {
        if (!projector.project(x, y, z, pixel)) {
            return;
        }
        int u = Math.clamp((int) Math.floor(pixel[0] - 0.5), 0, projector.width() - 1);
        int v = Math.clamp((int) Math.floor(pixel[1] - 0.5), 0, projector.height() - 1);
        int right = Math.min(u + 1, projector.width() - 1);
        int below = Math.min(v + 1, projector.height() - 1);
        float d = (float) pixel[2];
        put(v * projector.width() + u, d);
        put(v * projector.width() + right, d);
        put(below * projector.width() + u, d);
        put(below * projector.width() + right, d);
    }

    private void put(int at, float d) {
        if (d < depth[at]) {
            depth[at] = d;
        }
    }

    /// By how many metres something stands in front of a point.
    ///
    /// @param pixel where the point lies in an image of `imageWidth` by `imageHeight` pixels of the same camera, and its depth
    double hidden(double[] pixel, int imageWidth, int imageHeight) {
        int u = (int) (pixel[0] * projector.width() / imageWidth);
        int v = (int) (pixel[1] * projector.height() / imageHeight);
        u = Math.min(u, projector.width() - 1);
        v = Math.min(v, projector.height() - 1);
        return pixel[2] - depth[v * projector.width() + u];
    }
}
