package org.nadir.engine.texture;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.PhotoMask;
import org.nadir.engine.scene.Shot;

/// How well one shot shows each face: the face's size in the photo in pixels, times how frontal it is seen, less near the
/// photo's border and at outlines; 0 where it is hidden, turned away or outside.
final class ViewScores {

    /// Longer side of the depth buffer.
    private static final int BUFFER_SIZE = 1200;

    /// Faces seen at a flatter angle than this cosine are of no use.
    private static final double LEAST_COSINE = 0.08;

    /// Pixels at the border that are not used: lens corrections and gutters reach there.
    private static final double BORDER = 4;

    /// Share of the shorter side over which the score falls towards the border.
    private static final double FADE = 0.12;

    /// What is left of a face's score at an outline: it counts only where no photo shows the face from elsewhere.
    private static final float AT_OUTLINE = 0.1f;

    /// Places along each edge of a face where its mask is looked at.
    private static final int MASK_STEPS = 6;

    private ViewScores() {}

    static float[] of(TriangleMesh mesh, Shot shot) {
        ProjectedMesh projected = ProjectedMesh.of(mesh, shot);
        int width = shot.camera().width();
        int height = shot.camera().height();
        var buffer =
                new DepthBuffer(
                        width, height, Math.min(1, BUFFER_SIZE / (double) Math.max(width, height)));
        buffer.draw(mesh, projected);
        var outlines = Outlines.of(buffer);
        PhotoMask mask = mask(shot);
        var scores = new float[mesh.faceCount()];
        for (int f = 0; f < scores.length; f++) {
            scores[f] = score(mesh, shot, projected, buffer, f);
            if (scores[f] > 0 && touches(outlines, mesh, projected, f)) {
                scores[f] *= AT_OUTLINE;
            }
            if (scores[f] > 0 && !mask.isEverywhere() && !isAllowed(mask, mesh, projected, f)) {
                scores[f] = 0;
            }
        }
        return scores;
    }

    /// Whether one of a face's corners lies at an outline.
    private static boolean touches(
            Outlines outlines, TriangleMesh mesh, ProjectedMesh p, int face) {
        for (int e = 3 * face; e < 3 * face + 3; e++) {
            if (outlines.touch(p.u()[mesh.faces()[e]], p.v()[mesh.faces()[e]])) {
                return true;
            }
        }
        return false;
    }

    private static PhotoMask mask(Shot shot) {
        try {
            return PhotoMask.of(shot.photo().file(), shot.camera().width(), shot.camera().height());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Whether the mask allows a grid of places all over the face.
    private static boolean isAllowed(PhotoMask mask, TriangleMesh mesh, ProjectedMesh p, int face) {
        int a = mesh.faces()[3 * face];
        int b = mesh.faces()[3 * face + 1];
        int c = mesh.faces()[3 * face + 2];
        for (int i = 0; i <= MASK_STEPS; i++) {
            for (int j = 0; i + j <= MASK_STEPS; j++) {
                double s = i / (double) MASK_STEPS;
                double t = j / (double) MASK_STEPS;
                double r = 1 - s - t;
                if (!mask.allows(
                        r * p.u()[a] + s * p.u()[b] + t * p.u()[c],
                        r * p.v()[a] + s * p.v()[b] + t * p.v()[c])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static float score(
            TriangleMesh mesh, Shot shot, ProjectedMesh p, DepthBuffer buffer, int face) {
        int a = mesh.faces()[3 * face];
        int b = mesh.faces()[3 * face + 1];
        int c = mesh.faces()[3 * face + 2];
        if (!p.sees(a, b, c)) {
            return 0;
        }
        float[] u = p.u();
        float[] v = p.v();
        double border =
                Math.min(
                        border(shot, u[a], v[a]),
                        Math.min(border(shot, u[b], v[b]), border(shot, u[c], v[c])));
        double cosine =
                border < BORDER ? 0 : cosine(mesh.xyz(), shot.pose().centreInWorld(), a, b, c);
        if (cosine < LEAST_COSINE || !isVisible(p, buffer, a, b, c)) {
            return 0;
        }
        double area = 0.5 * Math.abs((u[b] - u[a]) * (v[c] - v[a]) - (v[b] - v[a]) * (u[c] - u[a]));
        double fade = FADE * Math.min(shot.camera().width(), shot.camera().height());
        return (float) (area * cosine * Math.clamp(border / fade, 0.02, 1));
    }

    /// Distance to the nearest edge of the photo, negative outside.
    private static double border(Shot shot, double u, double v) {
        return Math.min(
                Math.min(u, shot.camera().width() - u), Math.min(v, shot.camera().height() - v));
    }

    /// Cosine between the face's outward normal and the direction to the camera.
    private static double cosine(double[] xyz, double[] centre, int a, int b, int c) {
        double e1x = xyz[3 * b] - xyz[3 * a];
        double e1y = xyz[3 * b + 1] - xyz[3 * a + 1];
        double e1z = xyz[3 * b + 2] - xyz[3 * a + 2];
        double e2x = xyz[3 * c] - xyz[3 * a];
        double e2y = xyz[3 * c + 1] - xyz[3 * a + 1];
        double e2z = xyz[3 * c + 2] - xyz[3 * a + 2];
        double nx = e1y * e2z - e1z * e2y;
        double ny = e1z * e2x - e1x * e2z;
        double nz = e1x * e2y - e1y * e2x;
        double dx = centre[0] - (xyz[3 * a] + (e1x + e2x) / 3);
        double dy = centre[1] - (xyz[3 * a + 1] + (e1y + e2y) / 3);
        double dz = centre[2] - (xyz[3 * a + 2] + (e1z + e2z) / 3);
        double lengths = Math.sqrt((nx * nx + ny * ny + nz * nz) * (dx * dx + dy * dy + dz * dz));
        return lengths == 0 ? 0 : (nx * dx + ny * dy + nz * dz) / lengths;
    }

    /// Looks at the middle and at three points near the corners.
    private static boolean isVisible(ProjectedMesh p, DepthBuffer buffer, int a, int b, int c) {
        double slope = slope(p, a, b, c);
        return shows(p, buffer, a, b, c, 1 / 3.0, slope)
                && shows(p, buffer, a, b, c, 0.8, slope)
                && shows(p, buffer, b, c, a, 0.8, slope)
                && shows(p, buffer, c, a, b, 0.8, slope);
    }

    private static boolean shows(
            ProjectedMesh p, DepthBuffer buffer, int a, int b, int c, double weight, double slope) {
        double rest = (1 - weight) / 2;
        return buffer.shows(
                weight * p.u()[a] + rest * (p.u()[b] + p.u()[c]),
                weight * p.v()[a] + rest * (p.v()[b] + p.v()[c]),
                weight * p.depth()[a] + rest * (p.depth()[b] + p.depth()[c]),
                slope);
    }

    /// Change of depth per pixel of the face's plane.
    private static double slope(ProjectedMesh p, int a, int b, int c) {
        double bu = p.u()[b] - p.u()[a];
        double bv = p.v()[b] - p.v()[a];
        double bd = p.depth()[b] - p.depth()[a];
        double cu = p.u()[c] - p.u()[a];
        double cv = p.v()[c] - p.v()[a];
        double cd = p.depth()[c] - p.depth()[a];
        double area = bu * cv - bv * cu;
        if (area == 0) {
            return 0;
        }
        return Math.hypot((bd * cv - cd * bv) / area, (cd * bu - bd * cu) / area);
    }
}
