package org.nadir.engine.texture;

import java.util.Arrays;
import java.util.List;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.PhotoReader;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;
import org.nadir.imaging.RgbImage;

/// Takes views off a face that show something else there than the others do: what moved, or stood in front of what the mesh
/// knows. A view goes when its mean colour is far from the median of all views of the face, compared with how far the others
/// are (a median in place of the mean shift of Waechter et al. 2014).
final class Outliers {

    /// With fewer views nobody can tell who is right.
    private static final int LEAST_VIEWS = 3;

    /// Colours closer to the median than this, of 255, never count as different: exposure and gloss alone do that.
    private static final float LEAST_DIFFERENCE = 30;

    /// Times the median difference.
    private static final float LEAST_RATIO = 3;

    /// Colours are looked up in photos of about this longer side.
    private static final int PHOTO_SIZE = 1000;

    private static final int MOST = FaceViews.MOST;

    private Outliers() {}

    /// Removes such views from `views`. Decodes each photo once.
    static void remove(
            TriangleMesh mesh, List<Shot> shots, PhotoReader reader, FaceViews views, Work work) {
        var colour = new float[Math.multiplyExact(3 * MOST, mesh.faceCount())];
        Workers.forEach(
                work,
                shots.size(),
                s -> sample(mesh, shots.get(s), reader.read(shots.get(s)), s, views, colour));
        var scratch = new float[MOST];
        var median = new float[3];
        for (int f = 0; f < mesh.faceCount(); f++) {
            int n = views.count(f);
            if (n >= LEAST_VIEWS) {
                medianColour(colour, f, n, scratch, median);
                removeFar(colour, f, n, views, scratch, median);
            }
        }
    }

    private static void sample(
            TriangleMesh mesh,
            Shot shot,
            RgbImage photo,
            int index,
            FaceViews views,
            float[] colour) {
        double scale = Math.min(1, PHOTO_SIZE / (double) Math.max(photo.width(), photo.height()));
        RgbImage small =
                photo.resized(
                        (int) Math.round(photo.width() * scale),
                        (int) Math.round(photo.height() * scale));
        double toSmall = small.width() / (double) shot.camera().width();
        ProjectedMesh projected = ProjectedMesh.of(mesh, shot);
        for (int f = 0; f < mesh.faceCount(); f++) {
            for (int i = 0; i < MOST; i++) {
                if (views.view()[MOST * f + i] == index) {
                    sample(mesh, f, projected, small, toSmall, colour, 3 * (MOST * f + i));
                }
            }
        }
    }

    /// The mean over the middle of a face and three places towards its corners.
    private static void sample(
            TriangleMesh mesh,
            int face,
            ProjectedMesh p,
            RgbImage photo,
            double scale,
            float[] colour,
            int to) {
        float mu = 0;
        float mv = 0;
        for (int e = 3 * face; e < 3 * face + 3; e++) {
            mu += p.u()[mesh.faces()[e]] / 3;
            mv += p.v()[mesh.faces()[e]] / 3;
        }
        for (int e = 3 * face; e < 3 * face + 3; e++) {
            int v = mesh.faces()[e];
            add(photo, scale * (mu + p.u()[v]) / 2, scale * (mv + p.v()[v]) / 2, colour, to);
        }
        add(photo, scale * mu, scale * mv, colour, to);
    }

    private static void add(RgbImage photo, double u, double v, float[] colour, int to) {
        int x = Math.clamp((int) u, 0, photo.width() - 1);
        int y = Math.clamp((int) v, 0, photo.height() - 1);
        for (int k = 0; k < 3; k++) {
            colour[to + k] += 0.25f * (photo.rgb()[3 * (y * photo.width() + x) + k] & 0xFF);
        }
    }

    private static void medianColour(
            float[] colour, int face, int n, float[] scratch, float[] median) {
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < n; i++) {
                scratch[i] = colour[3 * (MOST * face + i) + k];
            }
            median[k] = median(scratch, n);
        }
    }

    private static void removeFar(
            float[] colour, int face, int n, FaceViews views, float[] scratch, float[] median) {
        for (int i = 0; i < n; i++) {
            scratch[i] = difference(colour, 3 * (MOST * face + i), median);
        }
        float limit = Math.max(LEAST_DIFFERENCE, LEAST_RATIO * median(scratch, n));
        int kept = 0;
        for (int i = 0; i < n; i++) {
            if (difference(colour, 3 * (MOST * face + i), median) <= limit) {
                views.move(face, i, kept++);
            }
        }
        views.cut(face, kept);
    }

    private static float difference(float[] colour, int at, float[] median) {
        return (Math.abs(colour[at] - median[0])
                        + Math.abs(colour[at + 1] - median[1])
                        + Math.abs(colour[at + 2] - median[2]))
                / 3;
    }

    /// The lower median; sorts the numbers.
    private static float median(float[] numbers, int n) {
        Arrays.sort(numbers, 0, n);
        return numbers[(n - 1) / 2];
    }
}
