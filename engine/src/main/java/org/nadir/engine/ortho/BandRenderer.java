package org.nadir.engine.ortho;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.Shot;
import org.nadir.imaging.Plane;

/// Makes the pixels of one block of an orthophoto of measured numbers. Each pixel of each band comes from one photo, and is
/// never mixed with those of others: what is measured stays what it was. Where the photo that the seams chose lacks the band, or
/// its camera does not see that far, the next best one takes its place. One renderer per block; not for several threads.
final class BandRenderer {

    private static final short NONE = -1;

    /// Pixels between the places at which photos are asked whether they see something of a block.
    private static final int PROBE = 32;

    private final OrthoPlan plan;
    private final BandPhotos photos;
    private final PlaneCache cache;
    private final int column0;
    private final int row0;
    private final int width;
    private final int height;
    private final float[] heights;
    private final boolean[] inside;
    private final double[] pixel = new double[3];
    private final @Nullable Projector[] projectors;
    private final boolean[] asked;
    private short @Nullable [] seeing;

    BandRenderer(
            OrthoPlan plan,
            BandPhotos photos,
            PlaneCache cache,
            int column0,
            int row0,
            int width,
            int height) {
        this.plan = plan;
        this.photos = photos;
        this.cache = cache;
        this.column0 = column0;
        this.row0 = row0;
        this.width = width;
        this.height = height;
        this.heights = new float[width * height];
        this.inside = new boolean[width * height];
        this.projectors = new Projector[plan.shots().size()];
        this.asked = new boolean[projectors.length];
    }

    /// Writes the block into a strip whose first row is the block's first row. Pixels that lack a band are NaN in all of them.
    void render(float[] strip, int stripWidth) throws IOException {
        prepare();
        var values = new float[width * height];
        var complete = inside.clone();
        for (int band = 0; band < photos.count(); band++) {
            render(band, values);
            for (int i = 0; i < values.length; i++) {
                complete[i] &= values[i] == values[i];
                strip[at(i, stripWidth) * photos.count() + band] = values[i];
            }
        }
        for (int i = 0; i < complete.length; i++) {
            if (!complete[i]) {
                int at = at(i, stripWidth) * photos.count();
                Arrays.fill(strip, at, at + photos.count(), Float.NaN);
            }
        }
    }

    private int at(int i, int stripWidth) {
        return i / width * stripWidth + column0 + i % width;
    }

    private void prepare() {
        var frame = plan.frame();
        var mark = new boolean[width];
        double firstX = frame.centreX(column0);
        for (int row = 0; row < height; row++) {
            double y = frame.centreY(row0 + row);
            SurfaceSampler.row(
                    plan.surface(), y, firstX, frame.cell(), width, heights, row * width);
            plan.crop().markRow(y, firstX, frame.cell(), width, mark);
            for (int column = 0; column < width; column++) {
                int i = row * width + column;
                inside[i] = mark[column] && heights[i] == heights[i];
            }
        }
    }

    private void render(int band, float[] values) throws IOException {
        Arrays.fill(values, Float.NaN);
        Arrays.fill(projectors, null);
        Arrays.fill(asked, false);
        var labels = new short[width * height];
        var wanted = new boolean[projectors.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = inside[i] ? label(i, band) : NONE;
            if (labels[i] >= 0) {
                wanted[labels[i]] = true;
            }
        }
        for (int label = 0; label < wanted.length; label++) {
            if (wanted[label]) {
                render(label, band, labels, values);
            }
        }
    }

    /// The photo of a pixel in a band.
    private short label(int i, int band) {
        int column = column0 + i % width;
        int row = row0 + i / width;
        short chosen = plan.labelAt(column, row);
        if (chosen < 0 || shows(chosen, band, i)) {
            return chosen;
        }
        short best = NONE;
        int least = ViewLayer.HIDDEN;
        for (short other : seeing()) {
            int cost = plan.costAt(other, column, row);
            if (cost < least && shows(other, band, i)) {
                best = other;
                least = cost;
            }
        }
        return best;
    }

    private boolean shows(int label, int band, int i) {
        if (!asked[label]) {
            asked[label] = true;
            Shot shot = photos.shot(plan.shots().get(label), band);
            projectors[label] =
                    shot == null
                            ? null
                            : new Projector(shot, shot.camera().width(), shot.camera().height());
        }
        Projector projector = projectors[label];
        return projector != null && project(projector, i);
    }

    private boolean project(Projector projector, int i) {
        double x = plan.frame().centreX(column0 + i % width);
        double y = plan.frame().centreY(row0 + i / width);
        return projector.project(x, y, heights[i], pixel);
    }

    /// The photos that see something of the block.
    private short[] seeing() {
        short[] known = seeing;
        if (known != null) {
            return known;
        }
        var found = new short[plan.shots().size()];
        int count = 0;
        for (short label = 0; label < found.length; label++) {
            if (sees(label)) {
                found[count++] = label;
            }
        }
        known = Arrays.copyOf(found, count);
        seeing = known;
        return known;
    }

    private boolean sees(int label) {
        for (int row = 0; row < height + PROBE; row += PROBE) {
            for (int column = 0; column < width + PROBE; column += PROBE) {
                int c = column0 + Math.min(column, width - 1);
                int r = row0 + Math.min(row, height - 1);
                if (plan.costAt(label, c, r) < ViewLayer.HIDDEN) {
                    return true;
                }
            }
        }
        return false;
    }

    private void render(int label, int band, short[] labels, float[] values) throws IOException {
        Shot shot = photos.shot(plan.shots().get(label), band);
        if (shot == null) {
            return;
        }
        Plane plane = cache.plane(label, band);
        var projector = new Projector(shot, plane.width(), plane.height());
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == label && project(projector, i)) {
                values[i] = PlaneSampler.at(plane, pixel[0], pixel[1]);
            }
        }
    }
}
