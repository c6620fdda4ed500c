package org.nadir.engine.texture;

import org.nadir.engine.camera.Camera;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.Shot;

/// A mesh's vertices as one shot sees them: full-size pixels and depths along the optical axis, in flat arrays per vertex.
/// Vertices behind the camera or far outside of its field of view, where lens polynomials say nothing, have depth NaN.
///
/// @param u pixel column
/// @param v pixel row
/// @param depth metres
record ProjectedMesh(float[] u, float[] v, float[] depth) {

    /// How much further out than the image corners the lens model is trusted.
    private static final double LENS_MARGIN = 1.15;

    static ProjectedMesh of(TriangleMesh mesh, Shot shot) {
        int n = mesh.vertexCount();
        var u = new float[n];
        var v = new float[n];
        var depth = new float[n];
        double widest = LENS_MARGIN * LENS_MARGIN * cornerRadiusSquared(shot.camera());
        var inCamera = new double[3];
        var pixel = new double[2];
        double[] xyz = mesh.xyz();
        for (int i = 0; i < n; i++) {
            shot.pose().toCamera(xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2], inCamera);
            double x = inCamera[0];
            double y = inCamera[1];
            double z = inCamera[2];
            if (z <= 0 || x * x + y * y > widest * z * z) {
                depth[i] = Float.NaN;
                continue;
            }
            shot.project(xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2], inCamera, pixel);
            u[i] = (float) pixel[0];
            v[i] = (float) pixel[1];
            depth[i] = (float) z;
        }
        return new ProjectedMesh(u, v, depth);
    }

    boolean sees(int a, int b, int c) {
        return !Float.isNaN(depth[a]) && !Float.isNaN(depth[b]) && !Float.isNaN(depth[c]);
    }

    private static double cornerRadiusSquared(Camera camera) {
        var ray = new double[2];
        double widest = 0;
        for (int corner = 0; corner < 4; corner++) {
            camera.unproject((corner & 1) * camera.width(), (corner >> 1) * camera.height(), ray);
            widest = Math.max(widest, ray[0] * ray[0] + ray[1] * ray[1]);
        }
        return widest;
    }
}
