package org.nadir.benchmarks;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/// A model drawn without perspective from one side, with a depth buffer.
///
/// Front faces show their texture, or as bare shape a gray that grows lighter towards the viewer. Back faces are blue: one sees
/// into the model there. Faces without texture are magenta in the textured drawing.
final class ModelDrawing {

    private static final int BACKGROUND = 0xffffff;
    private static final int UNTEXTURED = 0xff00ff;

    /// What of the model is drawn: faces with their middle in a ball.
    record Ball(double x, double y, double z, double radius) {

        boolean holds(double px, double py, double pz) {
            double dx = px - x;
            double dy = py - y;
            double dz = pz - z;
            return dx * dx + dy * dy + dz * dz <= radius * radius;
        }
    }

    private final ObjModel model;
    private final Ball ball;
    private final int size;
    private final boolean isTextured;
    private final double[] right;
    private final double[] up;
    private final double[] towards;
    private final double[] nearest;
    private final int[] rgb;

    /// Corners of the present face: across, down, towards the viewer.
    private final double[] u = new double[3];

    private final double[] v = new double[3];
    private final double[] w = new double[3];

    /// @param azimuth where the viewer stands, clockwise from north (+y), radians
    /// @param rise height of the viewer above the horizon, radians
    ModelDrawing(
            ObjModel model, Ball ball, double azimuth, double rise, int size, boolean isTextured) {
        this.model = model;
        this.ball = ball;
        this.size = size;
        this.isTextured = isTextured;
        double east = Math.sin(azimuth);
        double north = Math.cos(azimuth);
        right = new double[] {-north, east, 0};
        towards = new double[] {Math.cos(rise) * east, Math.cos(rise) * north, Math.sin(rise)};
        up = new double[] {-Math.sin(rise) * east, -Math.sin(rise) * north, Math.cos(rise)};
        nearest = new double[size * size];
        rgb = new int[size * size];
    }

    BufferedImage draw() {
        Arrays.fill(nearest, Double.NEGATIVE_INFINITY);
        Arrays.fill(rgb, BACKGROUND);
        for (int f = 0; f < model.faces(); f++) {
            if (place(f)) {
                fill(f);
            }
        }
        var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, size, size, rgb, 0, size);
        return image;
    }

    /// Turns a face's corners; false when it is not to be drawn.
    private boolean place(int f) {
        double scale = 0.5 * size / ball.radius();
        var middle = new double[3];
        for (int k = 0; k < 3; k++) {
            int at = 3 * model.vertex()[3 * f + k];
            double x = model.xyz()[at] - ball.x();
            double y = model.xyz()[at + 1] - ball.y();
            double z = model.xyz()[at + 2] - ball.z();
            u[k] = 0.5 * size + scale * (right[0] * x + right[1] * y + right[2] * z);
            v[k] = 0.5 * size - scale * (up[0] * x + up[1] * y + up[2] * z);
            w[k] = scale * (towards[0] * x + towards[1] * y + towards[2] * z);
            for (int c = 0; c < 3; c++) {
                middle[c] += model.xyz()[at + c] / 3;
            }
        }
        return ball.holds(middle[0], middle[1], middle[2]);
    }

    private void fill(int f) {
        double area = (u[1] - u[0]) * (v[2] - v[0]) - (u[2] - u[0]) * (v[1] - v[0]);
        if (area == 0) {
            return;
        }
        int left = Math.clamp((int) Math.floor(min(u)), 0, size - 1);
        int last = Math.clamp((int) Math.ceil(max(u)), 0, size - 1);
        int top = Math.clamp((int) Math.floor(min(v)), 0, size - 1);
        int bottom = Math.clamp((int) Math.ceil(max(v)), 0, size - 1);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= last; x++) {
                double b = share(2, 0, x + 0.5, y + 0.5) / area;
                double c = share(0, 1, x + 0.5, y + 0.5) / area;
                double a = 1 - b - c;
                double near = a * w[0] + b * w[1] + c * w[2];
                if (a >= 0 && b >= 0 && c >= 0 && near > nearest[y * size + x]) {
                    nearest[y * size + x] = near;
                    rgb[y * size + x] = colour(f, area, a, b, c);
                }
            }
        }
    }

    /// Twice the area of the triangle of an edge and a place.
    private double share(int from, int to, double x, double y) {
        return (u[to] - u[from]) * (y - v[from]) - (x - u[from]) * (v[to] - v[from]);
    }

    /// A face turned towards the viewer runs clockwise here, since rows run down.
    private int colour(int f, double area, double a, double b, double c) {
        if (area > 0) {
            return 0x3050d0;
        }
        if (!isTextured) {
            return gray(area);
        }
        return model.page()[f] < 0 ? UNTEXTURED : texel(f, a, b, c);
    }

    private int gray(double area) {
        double du = (v[1] - v[0]) * (w[2] - w[0]) - (v[2] - v[0]) * (w[1] - w[0]);
        double dv = (w[1] - w[0]) * (u[2] - u[0]) - (w[2] - w[0]) * (u[1] - u[0]);
        double length = Math.sqrt(du * du + dv * dv + area * area);
        // Light from above, to the left of the viewer.
        double lit = (-area * 0.8 + (du + dv) * 0.42) / length;
        return (int) (40 + 200 * Math.clamp(lit, 0, 1)) * 0x010101;
    }

    private int texel(int f, double a, double b, double c) {
        BufferedImage page = model.pages().get(model.page()[f]);
        int i = 2 * model.texture()[3 * f];
        int j = 2 * model.texture()[3 * f + 1];
        int k = 2 * model.texture()[3 * f + 2];
        double s = a * model.uv()[i] + b * model.uv()[j] + c * model.uv()[k];
        double t = a * model.uv()[i + 1] + b * model.uv()[j + 1] + c * model.uv()[k + 1];
        int x = Math.clamp((int) (s * page.getWidth()), 0, page.getWidth() - 1);
        int y = Math.clamp((int) ((1 - t) * page.getHeight()), 0, page.getHeight() - 1);
        return page.getRGB(x, y) & 0xffffff;
    }

    private static double min(double[] three) {
        return Math.min(three[0], Math.min(three[1], three[2]));
    }

    private static double max(double[] three) {
        return Math.max(three[0], Math.max(three[1], three[2]));
    }
}
