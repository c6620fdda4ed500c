package org.nadir.engine.ortho;

import java.io.IOException;
import java.util.Arrays;
import org.nadir.imaging.RgbImage;

/// Makes the pixels of one block of the orthophoto. One renderer per block; not for several threads.
///
/// Photos are blended where they meet; farther than [Multiband#REACH] from a seam a pixel is what its photo shows. Around the
/// block so much is made too as the blending inside depends on, which is nothing where no seam is near.
final class BlockRenderer {

    private static final int ALIGN = 1 << Multiband.LEVELS;

    private final OrthoPlan plan;
    private final PhotoCache photos;
    private final BlockBuffers.Pool pool;
    private final int column0;
    private final int row0;
    private final int width;
    private final int height;
    private final int left;
    private final int top;
    private final int w;
    private final int h;

    private RgbImage image = new RgbImage(1, 1, new byte[3]);
    private Projector projector;
    private int loaded = -1;
    private final double[] pixel = new double[3];

    /// @param column0 first column of the block, a multiple of `2^Multiband.LEVELS`, as is `row0`
    BlockRenderer(
            OrthoPlan plan,
            PhotoCache photos,
            BlockBuffers.Pool pool,
            int column0,
            int row0,
            int width,
            int height) {
        this.plan = plan;
        this.photos = photos;
        this.pool = pool;
        this.column0 = column0;
        this.row0 = row0;
        this.width = width;
        this.height = height;
        this.left = column0 - Multiband.REACH;
        this.top = row0 - Multiband.REACH;
        this.w = (width + 2 * Multiband.REACH + ALIGN - 1) / ALIGN * ALIGN;
        this.h = (height + 2 * Multiband.REACH + ALIGN - 1) / ALIGN * ALIGN;
        this.projector = new Projector(plan.shots().getFirst(), 1, 1);
    }

    /// Writes the block into an RGBA strip.
    ///
    /// @param stripRow the strip's row that is the block's first one
    void render(byte[] rgba, int stripRow, int stripWidth) throws IOException {
        BlockBuffers buffers = pool.take(w, h);
        if (prepare(buffers)) {
            boolean seams = markSeams(buffers);
            want(buffers, seams);
            composite(buffers);
            if (seams) {
                blend(buffers);
            }
            write(buffers, rgba, stripRow, stripWidth);
        }
        pool.giveBack(buffers);
    }

    /// Fills heights, labels and visibility; false when the block itself is empty.
    private boolean prepare(BlockBuffers buffers) {
        var frame = plan.frame();
        float[] heights = buffers.heights;
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
                buffers.labels[at] = label;
                buffers.visible[at] = inside[column] && label >= 0;
                any |= buffers.visible[at] && inBlock(column, row);
            }
        }
        return any;
    }

    private boolean inBlock(int column, int row) {
        int c = column + left - column0;
        int r = row + top - row0;
        return c >= 0 && r >= 0 && c < width && r < height;
    }

    /// Marks the pixels beside another photo's; false when there are none.
    private boolean markSeams(BlockBuffers buffers) {
        short[] labels = buffers.labels;
        boolean[] seam = buffers.marks;
        Arrays.fill(seam, false);
        boolean any = false;
        for (int row = 0; row < h; row++) {
            for (int column = 0; column < w; column++) {
                int at = row * w + column;
                any |= column + 1 < w && markSeam(labels, at, at + 1, seam);
                any |= row + 1 < h && markSeam(labels, at, at + w, seam);
            }
        }
        return any;
    }

    private static boolean markSeam(short[] labels, int a, int b, boolean[] seam) {
        if (labels[a] == labels[b] || labels[a] < 0 || labels[b] < 0) {
            return false;
        }
        seam[a] = true;
        seam[b] = true;
        return true;
    }

    /// Says where colours are needed: in the block and, around seams, as far as pixels have an effect on blended ones.
    private void want(BlockBuffers buffers, boolean seams) {
        boolean[] wanted = buffers.wanted;
        if (seams) {
            buffers.dilation.apply(buffers.marks, w, 0, 0, w, h, Multiband.REACH, buffers.blended);
            buffers.dilation.apply(buffers.marks, w, 0, 0, w, h, 2 * Multiband.REACH, wanted);
        } else {
            Arrays.fill(wanted, false);
        }
        for (int row = 0; row < height; row++) {
            int from = (row + row0 - top) * w + column0 - left;
            Arrays.fill(wanted, from, from + width, true);
        }
    }

    /// Each wanted pixel from its own photo; pixels without one repeat their neighbours.
    private void composite(BlockBuffers buffers) throws IOException {
        boolean[] known = buffers.known;
        Arrays.fill(known, false);
        for (int label : labelsInside(buffers)) {
            load(label);
            for (int row = 0; row < h; row++) {
                int column = 0;
                while (column < w) {
                    int from = column;
                    while (column < w
                            && buffers.labels[row * w + column] == label
                            && buffers.wanted[row * w + column]) {
                        column++;
                    }
                    if (column > from) {
                        run(buffers.heights, label, row, from, column, buffers.colours, known);
                    } else {
                        column++;
                    }
                }
            }
        }
        extend(buffers);
    }

    /// The photos of wanted pixels, in growing order.
    private int[] labelsInside(BlockBuffers buffers) {
        var shown = new boolean[plan.shots().size()];
        for (int i = 0; i < w * h; i++) {
            if (buffers.wanted[i] && buffers.labels[i] >= 0) {
                shown[buffers.labels[i]] = true;
            }
        }
        var found = new int[shown.length];
        int count = 0;
        for (int i = 0; i < shown.length; i++) {
            if (shown[i]) {
                found[count++] = i;
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
    private void run(
            float[] heights,
            int label,
            int row,
            int from,
            int to,
            float[] colours,
            boolean[] known) {
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

    /// Carries colours into wanted pixels without one, along rows, then from row to row.
    private void extend(BlockBuffers buffers) {
        float[] colours = buffers.colours;
        int lastFull = -1;
        int firstFull = -1;
        for (int row = 0; row < h; row++) {
            if (extendRow(buffers, row)) {
                firstFull = firstFull < 0 ? row : firstFull;
                lastFull = row;
            } else if (lastFull >= 0) {
                System.arraycopy(colours, 3 * lastFull * w, colours, 3 * row * w, 3 * w);
            }
        }
        for (int row = 0; row < firstFull; row++) {
            System.arraycopy(colours, 3 * firstFull * w, colours, 3 * row * w, 3 * w);
        }
        if (firstFull < 0) {
            Arrays.fill(colours, 0);
        }
    }

    /// Fills the gaps between known pixels of a row if colours are wanted there; false when none is known.
    private boolean extendRow(BlockBuffers buffers, int row) {
        int from = row * w;
        int before = -1;
        boolean open = false;
        for (int column = 0; column < w; column++) {
            if (!buffers.known[from + column]) {
                open |= buffers.wanted[from + column];
                continue;
            }
            if (open) {
                // Halfway between two known pixels the nearer one changes.
                int start = before < 0 ? 0 : (before + column + 1) / 2;
                repeat(buffers.colours, from + before, from + before + 1, from + start);
                repeat(buffers.colours, from + column, from + start, from + column);
                open = false;
            }
            before = column;
        }
        if (open && before >= 0) {
            repeat(buffers.colours, from + before, from + before + 1, from + w);
        }
        return before >= 0;
    }

    private static void repeat(float[] colours, int source, int from, int to) {
        for (int i = from; i < to; i++) {
            System.arraycopy(colours, 3 * source, colours, 3 * i, 3);
        }
    }

    /// Replaces the composite near seams by a band-by-band blend of its photos.
    private void blend(BlockBuffers buffers) throws IOException {
        buffers.bands.clear();
        for (int label : labelsInside(buffers)) {
            int[] box = box(buffers, label);
            if (box.length > 0) {
                load(label);
                addLayer(buffers, label, box);
            }
        }
        for (int k = 0; k < 3; k++) {
            float[] channel = buffers.bands.channel(k);
            for (int i = 0; i < w * h; i++) {
                if (buffers.blended[i]) {
                    buffers.colours[3 * i + k] = channel[i];
                }
            }
        }
    }

    /// The window's part that a photo's pixels near seams can affect: left, top, right, bottom; empty when it has none there.
    /// Marks those pixels.
    private int[] box(BlockBuffers buffers, int label) {
        // Seams are marked no more: what is near them has been found.
        boolean[] own = buffers.marks;
        int[] box = {w, h, 0, 0};
        for (int row = 0; row < h; row++) {
            for (int column = 0; column < w; column++) {
                int at = row * w + column;
                own[at] = buffers.labels[at] == label;
                if (own[at] && buffers.blended[at]) {
                    box[0] = Math.min(box[0], column);
                    box[1] = Math.min(box[1], row);
                    box[2] = Math.max(box[2], column + 1);
                    box[3] = Math.max(box[3], row + 1);
                }
            }
        }
        if (box[2] == 0) {
            return new int[0];
        }
        // As far as blended pixels are looked at, and the photo's own pixels beyond the blended
        // ones.
        int reach = Multiband.REACH + Multiband.REACH / 2;
        box[0] = Math.max(0, box[0] - reach) / ALIGN * ALIGN;
        box[1] = Math.max(0, box[1] - reach) / ALIGN * ALIGN;
        box[2] = Math.min(w, (box[2] + reach + ALIGN - 1) / ALIGN * ALIGN);
        box[3] = Math.min(h, (box[3] + reach + ALIGN - 1) / ALIGN * ALIGN);
        return box;
    }

    /// Adds one photo: its own pixels, around them what it shows of the others', and the composite where it sees
    /// nothing or something else.
    private void addLayer(BlockBuffers buffers, int label, int[] box) {
        int bw = box[2] - box[0];
        int bh = box[3] - box[1];
        boolean[] near = buffers.near;
        float[] own = buffers.own;
        buffers.dilation.apply(
                buffers.marks, w, box[0], box[1], box[2], box[3], Multiband.REACH, near);
        for (int row = box[1]; row < box[3]; row++) {
            int line = row * w;
            System.arraycopy(
                    buffers.colours, 3 * (line + box[0]), own, 3 * (line + box[0]), 3 * bw);
            int column = box[0];
            while (column < box[2]) {
                int from = column;
                while (column < box[2]
                        && near[line + column]
                        && isGuest(buffers, label, column, row)) {
                    column++;
                }
                if (column > from) {
                    run(buffers.heights, label, row, from, column, own, buffers.known);
                } else {
                    column++;
                }
            }
            split(buffers, label, line + box[0], bw, (row - box[1]) * bw);
        }
        buffers.bands.add(box[0], box[1], bw, bh, buffers.channels, buffers.mask);
    }

    /// Writes a row of a photo's colours into channels.
    private static void split(BlockBuffers buffers, int label, int from, int count, int to) {
        float[] own = buffers.own;
        float[] red = buffers.channels[0];
        float[] green = buffers.channels[1];
        float[] blue = buffers.channels[2];
        for (int i = 0; i < count; i++) {
            red[to + i] = own[3 * (from + i)];
            green[to + i] = own[3 * (from + i) + 1];
            blue[to + i] = own[3 * (from + i) + 2];
            buffers.mask[to + i] = buffers.labels[from + i] == label ? 1 : 0;
        }
    }

    /// True where another photo was chosen but this one sees the ground too.
    private boolean isGuest(BlockBuffers buffers, int label, int column, int row) {
        int at = row * w + column;
        short chosen = buffers.labels[at];
        return chosen >= 0
                && chosen != label
                && buffers.wanted[at]
                && plan.sees(label, left + column, top + row);
    }

    private void write(BlockBuffers buffers, byte[] rgba, int stripRow, int stripWidth) {
        float[] colours = buffers.colours;
        for (int row = 0; row < height; row++) {
            int from = (row + row0 - top) * w + column0 - left;
            int to = 4 * ((stripRow + row) * stripWidth + column0);
            for (int column = 0; column < width; column++) {
                if (!buffers.visible[from + column]) {
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
