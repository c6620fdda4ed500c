package org.nadir.engine.ortho;

import java.util.List;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;

/// All that is decided before pixels are made.
///
/// @param frame the orthophoto's raster
/// @param factor pixels along a side of a plan cell
/// @param surface smoothed surface
/// @param layers what each photo shows of the plan
/// @param labels the photo of each plan cell, −1 for none
/// @param tones how each photo's colours change
/// @param local smooth fields added to each photo
record OrthoPlan(
        GridFrame frame,
        int factor,
        List<Shot> shots,
        HeightGrid surface,
        CropPolygon crop,
        List<ViewLayer> layers,
        short[] labels,
        PhotoTone[] tones,
        LocalTone[] local) {

    private static final short NONE = -1;

    OrthoPlan withSurface(HeightGrid other) {
        return new OrthoPlan(frame, factor, shots, other, crop, layers, labels, tones, local);
    }

    OrthoPlan withLabels(short[] others) {
        return new OrthoPlan(frame, factor, shots, surface, crop, layers, others, tones, local);
    }

    int planWidth() {
        return (frame.width() + factor - 1) / factor;
    }

    int planHeight() {
        return (frame.height() + factor - 1) / factor;
    }

    /// The photo of an orthophoto pixel, −1 outside: the one with most weight among the four plan cells around, which
    /// rounds the corners that seams have on the coarser plan.
    short labelAt(int column, int row) {
        if (column < 0 || row < 0 || column >= frame.width() || row >= frame.height()) {
            return NONE;
        }
        if (factor == 1) {
            return labels[row * planWidth() + column];
        }
        // Doubled so that weights are whole numbers: the cell centre lies at 2·factor·c + factor.
        int x = 2 * column + 1 - factor;
        int y = 2 * row + 1 - factor;
        int c = Math.floorDiv(x, 2 * factor);
        int r = Math.floorDiv(y, 2 * factor);
        int wx = x - 2 * factor * c;
        int wy = y - 2 * factor * r;
        int width = planWidth();
        int left = Math.max(c, 0);
        int right = Math.min(c + 1, width - 1);
        int above = Math.max(r, 0) * width;
        int below = Math.min(r + 1, planHeight() - 1) * width;
        short a = labels[above + left];
        short b = labels[above + right];
        short d = labels[below + left];
        short e = labels[below + right];
        if (a == b && a == d && a == e) {
            return a;
        }
        int wa = (2 * factor - wx) * (2 * factor - wy);
        int wb = wx * (2 * factor - wy);
        int wd = (2 * factor - wx) * wy;
        int we = wx * wy;
        return heaviest(a, b, d, e, wa, wb, wd, we);
    }

    private static short heaviest(
            short a, short b, short d, short e, int wa, int wb, int wd, int we) {
        int sumA = wa + (b == a ? wb : 0) + (d == a ? wd : 0) + (e == a ? we : 0);
        int sumB = wb + (d == b ? wd : 0) + (e == b ? we : 0);
        int sumD = wd + (e == d ? we : 0);
        short best = a;
        int most = a == NONE ? -1 : sumA;
        if (b != NONE && sumB > most) {
            best = b;
            most = sumB;
        }
        if (d != NONE && sumD > most) {
            best = d;
            most = sumD;
        }
        return e != NONE && we > most ? e : best;
    }

    /// Whether a photo sees the ground at an orthophoto pixel, as far as the plan knows.
    boolean sees(int label, int column, int row) {
        return layers.get(label).costAt(Math.floorDiv(column, factor), Math.floorDiv(row, factor))
                < ViewLayer.HIDDEN;
    }
}
