package org.nadir.engine.texture;

import java.util.Arrays;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.imaging.RgbImage;

/// Finds one gain per photo and channel from places that several photos show. Places all over the overlaps are taken, not
/// only those at seams, so that darker photo borders do not add up from photo to photo.
final class Exposures {

    private static final int MOST = FaceViews.MOST;
    private static final int MOST_PLACES = 20_000;

    /// Half the side of the square of photo pixels that makes one sample.
    private static final int REACH = 3;

    /// How strongly gains are held at 1, as a share of what pulls at them. Ground looks brighter with the sun behind the
    /// camera, so each photo has a slope across it, and slopes would add up over a block; a photo that stands out from its
    /// neighbours is still corrected by three quarters, and the seams take the rest.
    private static final double HOLD = 0.3;

    /// Just enough that photos without common places have a solution.
    private static final double LEAST_HOLD = 1e-3;

    private static final int ROUNDS = 500;

    private final TriangleMesh mesh;
    private final FaceViews views;
    private final int step;

    /// Mean colours, three per place and entry of the face's list of views; NaN where not sampled.
    private final float[] colour;

    Exposures(TriangleMesh mesh, FaceViews views) {
        this.mesh = mesh;
        this.views = views;
        step = Math.max(1, mesh.faceCount() / MOST_PLACES);
        colour = new float[3 * MOST * places()];
        Arrays.fill(colour, Float.NaN);
    }

    /// Takes the samples that a photo gives. Calls for different shots may run at the same time.
    ///
    /// @param scale pixels of `photo` per pixel of the full-size photo
    void sample(int shot, ProjectedMesh projected, RgbImage photo, double scale) {
        for (int place = 0; place < places(); place++) {
            int f = place * step;
            for (int i = 0; i < MOST; i++) {
                if (views.view()[MOST * f + i] == shot) {
                    sample(f, projected, photo, scale, 3 * (MOST * place + i));
                }
            }
        }
    }

    /// The factors that make the photos agree best: exposures differ by factors, so logarithms are compared.
    double[] gains(int channel, int shots) {
        int most = Math.multiplyExact(places(), MOST * (MOST - 1) / 2);
        var system = new SpringSystem(shots, most, LEAST_HOLD);
        var difference = new float[most];
        int count = 0;
        for (int place = 0; place < places(); place++) {
            for (int i = 0; i < MOST; i++) {
                float here = colour[3 * (MOST * place + i) + channel];
                for (int j = i + 1; j < MOST && isExposed(here); j++) {
                    float there = colour[3 * (MOST * place + j) + channel];
                    if (isExposed(there)) {
                        difference[count++] = (float) Math.log(there / here);
                        int f = place * step;
                        system.connect(views.view()[MOST * f + i], views.view()[MOST * f + j], 1);
                    }
                }
            }
        }
        system.holdByShare(HOLD);
        var gains = new double[shots];
        system.solve(gains, difference, 0, ROUNDS, 1e-8);
        for (int s = 0; s < shots; s++) {
            gains[s] = Math.exp(gains[s]);
        }
        return gains;
    }

    private int places() {
        return Math.ceilDiv(mesh.faceCount(), step);
    }

    private void sample(int f, ProjectedMesh p, RgbImage photo, double scale, int to) {
        float u = 0;
        float v = 0;
        for (int e = 3 * f; e < 3 * f + 3; e++) {
            u += p.u()[mesh.faces()[e]] / 3;
            v += p.v()[mesh.faces()[e]] / 3;
        }
        int column = (int) (u * scale);
        int row = (int) (v * scale);
        if (column < REACH
                || row < REACH
                || column >= photo.width() - REACH
                || row >= photo.height() - REACH) {
            return;
        }
        for (int channel = 0; channel < 3; channel++) {
            int sum = 0;
            for (int y = row - REACH; y <= row + REACH; y++) {
                for (int x = column - REACH; x <= column + REACH; x++) {
                    sum += photo.rgb()[3 * (y * photo.width() + x) + channel] & 0xFF;
                }
            }
            colour[to + channel] = sum / (float) ((2 * REACH + 1) * (2 * REACH + 1));
        }
    }

    /// Whether a brightness is far enough from both ends to tell of the exposure.
    private static boolean isExposed(float brightness) {
        return brightness > 10 && brightness < 245;
    }
}
