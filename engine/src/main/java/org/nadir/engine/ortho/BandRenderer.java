package org.nadir.engine.ortho;

import java.io.IOException;
import org.nadir.engine.scene.Shot;
import org.nadir.imaging.Plane;

/// Makes the pixels of one block of an orthophoto of measured numbers. Each pixel of each band comes from one photo, and is
/// never mixed with those of others: what is measured stays what it was. One renderer per block; not for several threads.
final class BandRenderer {

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
    }

    /// Writes the block into a strip of NaN whose first row is the block's first row. Pixels that lack a band stay unknown.
    ///
    /// @param labels the photo of each plan cell, for each band
    void render(short[][] labels, float[] strip, int stripWidth) throws IOException {
        prepare();
        var values = new float[width * height];
        var complete = inside.clone();
        for (int band = 0; band < photos.count(); band++) {
            render(plan.withLabels(labels[band]), band, values);
            for (int i = 0; i < values.length; i++) {
                complete[i] &= values[i] == values[i];
                strip[at(i, stripWidth) * photos.count() + band] = values[i];
            }
        }
        for (int i = 0; i < complete.length; i++) {
            if (!complete[i]) {
                int at = at(i, stripWidth) * photos.count();
                java.util.Arrays.fill(strip, at, at + photos.count(), Float.NaN);
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

    private void render(OrthoPlan own, int band, float[] values) throws IOException {
        java.util.Arrays.fill(values, Float.NaN);
        var labels = new short[width * height];
        var wanted = new boolean[plan.shots().size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = inside[i] ? own.labelAt(column0 + i % width, row0 + i / width) : (short) -1;
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

    private void render(int label, int band, short[] labels, float[] values) throws IOException {
        Shot shot = photos.shot(plan.shots().get(label), band);
        if (shot == null) {
            return;
        }
        Plane plane = cache.plane(label, band);
        var projector = new Projector(shot, plane.width(), plane.height());
        var frame = plan.frame();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != label) {
                continue;
            }
            double x = frame.centreX(column0 + i % width);
            double y = frame.centreY(row0 + i / width);
            if (projector.project(x, y, heights[i], pixel)) {
                values[i] = PlaneSampler.at(plane, pixel[0], pixel[1]);
            }
        }
    }
}
