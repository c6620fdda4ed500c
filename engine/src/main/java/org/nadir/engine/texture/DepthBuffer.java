package org.nadir.engine.texture;

import java.util.Arrays;
import org.nadir.engine.mesh.TriangleMesh;

/// The nearest depths of a mesh in a photo of reduced size.
final class DepthBuffer {

    private final int width;
    private final int height;
    private final double scale;
    private final float[] depth;

    /// @param scale buffer pixels per photo pixel, at most 1
    DepthBuffer(int photoWidth, int photoHeight, double scale) {
        this.scale = scale;
        width = Math.max(1, (int) Math.ceil(photoWidth * scale));
        height = Math.max(1, (int) Math.ceil(photoHeight * scale));
        depth = new float[Math.multiplyExact(width, height)];
        Arrays.fill(depth, Float.POSITIVE_INFINITY);
    }

    void draw(TriangleMesh mesh, ProjectedMesh projected) {
        int[] faces = mesh.faces();
        for (int e = 0; e < faces.length; e += 3) {
            if (projected.sees(faces[e], faces[e + 1], faces[e + 2])) {
                draw(projected, faces[e], faces[e + 1], faces[e + 2]);
            }
        }
    }

    /// Whether a point of this depth at the photo's pixel is what the photo shows there.
    ///
    /// @param slope how much the point's surface changes in depth per photo pixel
    boolean shows(double u, double v, double pointDepth, double slope) {
        int x = column(u);
        int y = row(v);
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return false;
        }
        // The buffer's pixel may be one away from the point's place: allow what the surface changes
        // over two of them, and
        // a little for what the neighbours' unevenness hides.
        double tolerance = 0.004 * pointDepth + 2 * slope / scale;
        return pointDepth <= depth[y * width + x] + tolerance;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /// Infinite where nothing was drawn.
    float depth(int column, int row) {
        return depth[row * width + column];
    }

    int column(double u) {
        return (int) Math.floor(u * scale);
    }

    int row(double v) {
        return (int) Math.floor(v * scale);
    }

    /// Inverse depth is linear over the picture of a plane.
    private void draw(ProjectedMesh p, int a, int b, int c) {
        double ax = p.u()[a] * scale;
        double ay = p.v()[a] * scale;
        double bx = p.u()[b] * scale;
        double by = p.v()[b] * scale;
        double cx = p.u()[c] * scale;
        double cy = p.v()[c] * scale;
        int left = Math.max(0, (int) Math.ceil(Math.min(ax, Math.min(bx, cx)) - 0.5));
        int right = Math.min(width - 1, (int) Math.floor(Math.max(ax, Math.max(bx, cx)) - 0.5));
        int top = Math.max(0, (int) Math.ceil(Math.min(ay, Math.min(by, cy)) - 0.5));
        int bottom = Math.min(height - 1, (int) Math.floor(Math.max(ay, Math.max(by, cy)) - 0.5));
        double area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
        if (area == 0 || left > right) {
            return;
        }
        double ia = 1 / p.depth()[a];
        double ib = 1 / p.depth()[b];
        double ic = 1 / p.depth()[c];
        for (int y = top; y <= bottom; y++) {
            double py = y + 0.5;
            for (int x = left; x <= right; x++) {
                double px = x + 0.5;
                double wb = ((px - ax) * (cy - ay) - (py - ay) * (cx - ax)) / area;
                double wc = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / area;
                double wa = 1 - wb - wc;
                if (wa < 0 || wb < 0 || wc < 0) {
                    continue;
                }
                float z = (float) (1 / (wa * ia + wb * ib + wc * ic));
                if (z < depth[y * width + x]) {
                    depth[y * width + x] = z;
                }
            }
        }
    }
}
