package org.nadir.engine.ortho;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.nadir.imaging.RgbImage;

/// Makes the pixels of one block of the orthophoto. One renderer per block; not for several threads.
final class BlockRenderer {

    private static final int ALIGN = 1 << Multiband.LEVELS;

    private final OrthoPlan plan;
    private final PhotoCache photos;
    private final int column0;
    private final int row0;
    private final int width;
    private final int height;
    private final int left;
    private final int top;
    private final int w;
    private final int h;
    private final float[] heights;
    private final short[] labels;
    private final boolean[] visible;

    private RgbImage image = new RgbImage(1, 1, new byte[3]);
    private Projector projector;
    private int loaded = -1;
    private final double[] pixel = new double[3];

    /// @param column0 first column of the block, a multiple of `2^Multiband.LEVELS`, as is `row0`
    BlockRenderer(OrthoPlan plan, PhotoCache photos, int column0, int row0, int width, int height) {
        this.plan = plan;
        this.photos = photos;
        this.column0 = column0;
        this.row0 = row0;
        this.width = width;
        this.height = height;
        this.left = column0 - Multiband.REACH;
        this.top = row0 - Multiband.REACH;
        this.w = (width + 2 * Multiband.REACH + ALIGN - 1) / ALIGN * ALIGN;
        this.h = (height + 2 * Multiband.REACH + ALIGN - 1) / ALIGN * ALIGN;
        this.heights = new float[w * h];
        this.labels = new short[w * h];
        this.visible = new boolean[w * h];
        this.projector = new Projector(plan.shots().getFirst(), 1, 1);
    }

    /// Writes the block into an RGBA strip.
    ///
    /// @param stripRow the strip's row that is the block's first one
    void render(byte[] rgba, int stripRow, int stripWidth) throws IOException {
        if (!prepare()) {
            return;
        }
        short only = onlyLabel();
        float[] colours = composite();
        if (only < 0) {
            blend(colours);
        }
        write(colours, rgba, stripRow, stripWidth);
    }

    /// Fills heights, labels and visibility; false when the block itself is empty.
    private boolean prepare() {
        var frame = plan.frame();
        var inside = new boolean[w];
        double firstX = frame.centreX(left);
        boolean any = false;
        for (int row = 0; row < h; row++) {
            double y = frame.centreY(top + row);
            SurfaceSampler.row(plan.surface(), y, firstX, frame.cell(), w, heights, row * w);
            plan.crop().markRow(y, firstX, frame.cell(), w, inside);
            for (int column = 0; column < w; column++) {
                int at = row * w + column;
                boolean known = heights[at] == heights[at];
                short label = known ? plan.labelAt(left + column, top + row) : -1;
                labels[at] = label;
                visible[at] = inside[column] && label >= 0;
                any |= visible[at] && inBlock(column, row);
            }
        }
        return any;
    }

    private boolean inBlock(int column, int row) {
        int c = column + left - column0;
        int r = row + top - row0;
        return c >= 0 && r >= 0 && c < width && r < height;
    }

    /// The one photo of all labelled pixels in the window, −1 when there are several.
    private short onlyLabel() {
        short only = -1;
        for (short label : labels) {
            if (label >= 0 && only >= 0 && label != only) {
                return -1;
            }
            only = label >= 0 ? label : only;
        }
        return only;
    }

    /// Each pixel from its own photo; pixels without one repeat their neighbours.
    private float[] composite() throws IOException {
        var colours = new float[3 * w * h];
        var known = new boolean[w * h];
        for (int label : labelsInside()) {
            load(label);
            for (int row = 0; row < h; row++) {
                int column = 0;
                while (column < w) {
                    int from = column;
                    while (column < w && labels[row * w + column] == label) {
                        column++;
                    }
                    if (column > from) {
                        run(label, row, from, column, colours, known);
                    } else {
                        column++;
                    }
                }
            }
        }
        extend(colours, known);
        return colours;
    }

    private int[] labelsInside() {
        short[] sorted = labels.clone();
        Arrays.sort(sorted);
        var found = new int[plan.shots().size()];
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] >= 0 && (i == 0 || sorted[i] != sorted[i - 1])) {
                found[count++] = sorted[i];
            }
        }
        return Arrays.copyOf(found, count);
    }

    private void load(int label) throws IOException {
        if (label != loaded) {
            image = photos.image(label);
            projector = new Projector(plan.shots().get(label), image.width(), image.height());
            loaded = label;
        }
    }

    /// Samples the loaded photo for the pixels `from ..< to` of a row; sets `known` where it shows them.
    private void run(int label, int row, int from, int to, float[] colours, boolean[] known) {
        double y = plan.frame().centreY(top + row);
        double cell = plan.frame().cell();
        double firstX = plan.frame().centreX(left);
        PhotoTone tone = plan.tones()[label];
        for (int column = from; column < to; column++) {
            int at = row * w + column;
            pixel[0] = Double.NaN;
            projector.project(firstX + column * cell, y, heights[at], pixel);
            if (pixel[0] != pixel[0]) {
                continue;
            }
            known[at] = true;
            Bicubic.sample(image, pixel[0], pixel[1], colours, 3 * at);
            tone.apply(
                    colours,
                    3 * at,
                    PhotoTone.radius2(pixel[0], pixel[1], image.width(), image.height()));
        }
        plan.local()[label].addRow(
                y, firstX + from * cell, cell, to - from, colours, row * w + from);
    }

    /// Carries colours into pixels without one, along rows, then from row to row.
    private void extend(float[] colours, boolean[] known) {
        int lastFull = -1;
        int firstFull = -1;
        for (int row = 0; row < h; row++) {
            if (extendRow(colours, known, row)) {
                firstFull = firstFull < 0 ? row : firstFull;
                lastFull = row;
            } else if (lastFull >= 0) {
                System.arraycopy(colours, 3 * lastFull * w, colours, 3 * row * w, 3 * w);
            }
        }
        for (int row = 0; row < firstFull; row++) {
            System.arraycopy(colours, 3 * firstFull * w, colours, 3 * row * w, 3 * w);
        }
    }

    private boolean extendRow(float[] colours, boolean[] known, int row) {
        int from = row * w;
        int before = -1;
        for (int column = 0; column < w; column++) {
            if (known[from + column]) {
                // Halfway between two known pixels the nearer one changes.
                int start = before < 0 ? 0 : (before + column + 1) / 2;
                for (int c = start; c < column; c++) {
                    System.arraycopy(colours, 3 * (from + column), colours, 3 * (from + c), 3);
                }
                for (int c = before + 1; before >= 0 && c < start; c++) {
                    System.arraycopy(colours, 3 * (from + before), colours, 3 * (from + c), 3);
                }
                before = column;
            }
        }
        for (int c = before + 1; before >= 0 && c < w; c++) {
            System.arraycopy(colours, 3 * (from + before), colours, 3 * (from + c), 3);
        }
        return before >= 0;
    }

    /// Replaces the composite by a band-by-band blend of its photos.
    private void blend(float[] colours) throws IOException {
        var bands = new Multiband(w, h);
        for (int label : labelsInside()) {
            int[] box = box(label);
            load(label);
            addLayer(label, box, colours, bands);
        }
        for (int k = 0; k < 3; k++) {
            float[] channel = bands.channel(k);
            for (int i = 0; i < w * h; i++) {
                colours[3 * i + k] = channel[i];
            }
        }
    }

    /// The window's part that a photo's pixels can affect: left, top, right, bottom.
    private int[] box(int label) {
        int[] box = {w, h, 0, 0};
        for (int row = 0; row < h; row++) {
            for (int column = 0; column < w; column++) {
                if (labels[row * w + column] == label) {
                    box[0] = Math.min(box[0], column);
                    box[1] = Math.min(box[1], row);
                    box[2] = Math.max(box[2], column + 1);
                    box[3] = Math.max(box[3], row + 1);
                }
            }
        }
        box[0] = Math.max(0, box[0] - Multiband.REACH) / ALIGN * ALIGN;
        box[1] = Math.max(0, box[1] - Multiband.REACH) / ALIGN * ALIGN;
        box[2] = Math.min(w, (box[2] + Multiband.REACH + ALIGN - 1) / ALIGN * ALIGN);
        box[3] = Math.min(h, (box[3] + Multiband.REACH + ALIGN - 1) / ALIGN * ALIGN);
        return box;
    }

    /// Adds one photo: its own pixels, around them what it shows of the others', and the composite where it sees
    /// nothing or something else.
    private void addLayer(int label, int[] box, float[] colours, Multiband bands) {
        int bw = box[2] - box[0];
        int bh = box[3] - box[1];
        var channels = new float[3][bw * bh];
        var mask = new float[bw * bh];
        var line = new float[3 * w * h];
        var known = new boolean[w * h];
        boolean[] near = near(label);
        for (int row = box[1]; row < box[3]; row++) {
            System.arraycopy(colours, 3 * (row * w + box[0]), line, 3 * (row * w + box[0]), 3 * bw);
            int column = box[0];
            while (column < box[2]) {
                int from = column;
                while (column < box[2] && near[row * w + column] && isGuest(label, column, row)) {
                    column++;
                }
                if (column > from) {
                    run(label, row, from, column, line, known);
                } else {
                    column++;
                }
            }
            for (int c = box[0]; c < box[2]; c++) {
                int to = (row - box[1]) * bw + c - box[0];
                int at = row * w + c;
                mask[to] = labels[at] == label ? 1 : 0;
                for (int k = 0; k < 3; k++) {
                    channels[k][to] = line[3 * at + k];
                }
            }
        }
        bands.add(box[0], box[1], bw, bh, channels, mask);
    }

    /// Marks what lies within reach of a photo's pixels; farther away its own view has no effect.
    private boolean[] near(int label) {
        var near = new boolean[w * h];
        for (int row = 0; row < h; row++) {
            int from = row * w;
            spread(near, from, 1, w, i -> labels[from + i] == label);
        }
        boolean[] along = near.clone();
        for (int column = 0; column < w; column++) {
            int from = column;
            spread(near, from, w, h, i -> along[from + i * w]);
        }
        return near;
    }

    /// Marks along one line all that is within [Multiband#REACH] of a place that is `set`.
    private static void spread(boolean[] near, int from, int stride, int count, IntPredicate set) {
        int end = 0;
        for (int i = 0; i < count; i++) {
            if (!set.test(i)) {
                continue;
            }
            int first = Math.max(end, i - Multiband.REACH);
            end = Math.min(count, i + Multiband.REACH + 1);
            for (int k = first; k < end; k++) {
                near[from + k * stride] = true;
            }
        }
    }

    /// True where another photo was chosen but this one sees the ground too.
    private boolean isGuest(int label, int column, int row) {
        int at = row * w + column;
        return labels[at] >= 0 && labels[at] != label && plan.sees(label, left + column, top + row);
    }

    private void write(float[] colours, byte[] rgba, int stripRow, int stripWidth) {
        for (int row = 0; row < height; row++) {
            int from = (row + row0 - top) * w + column0 - left;
            int to = 4 * ((stripRow + row) * stripWidth + column0);
            for (int column = 0; column < width; column++) {
                if (!visible[from + column]) {
                    continue;
                }
                for (int k = 0; k < 3; k++) {
                    int value = (int) (colours[3 * (from + column) + k] + 0.5f);
                    rgba[to + 4 * column + k] = (byte) Math.clamp(value, 0, 255);
                }
                rgba[to + 4 * column + 3] = (byte) 255;
            }
        }
    }
}
