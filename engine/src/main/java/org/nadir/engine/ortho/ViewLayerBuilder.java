package org.nadir.engine.ortho;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.nadir.engine.scene.PhotoMask;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.imaging.RgbImage;

/// Makes the [ViewLayer] of one photo: which cells it shows, what hides them, how good the view is.
final class ViewLayerBuilder {

    /// Height noise and tilt of the surface, which hide nothing.
    private static final double TOLERANCE_METRES = 0.25;

    private static final double TOLERANCE_CELLS = 3;

    /// Share of the image's shorter side along its rim where the cost rises to the worst.
    private static final double RIM = 0.08;

    /// In a crown nobody can say what hides what: the tolerance grows by this many times the scatter of the heights.
    private static final float TOLERANCE_SCATTER = 10;

    /// Pixels around a masked one that are not used either.
    private static final int MASK_MARGIN = 2;

    /// How exact the surface's edges are thought to be: of those of the rendered blocks 95 of 100 lie within 0.10 m (5 cm to a
    /// photo's pixel) and 0.13 m (3 cm, fewer photos). A thing of height `h` covers as much of the ground beside its foot as
    /// `h` times the tangent of the line of sight's tilt. Where that is less than the edge may be off, the photo is no worse
    /// than one that looks from the other side: that one would show the wall if the edge lay farther out.
    private static final double EDGE_METRES = 0.15;

    private final PlanSurface surface;
    private final HeightGrid scatter;
    private final GridFrame frame;
    private final Shot shot;
    private final double usualFootprint;

    /// @param scatter from [SurfaceScatter]
    /// @param usualFootprint size of a full-size photo's pixel on the ground in this block, metres
    ViewLayerBuilder(PlanSurface surface, HeightGrid scatter, Shot shot, double usualFootprint) {
        this.surface = surface;
        this.scatter = scatter;
        this.frame = surface.frame();
        this.shot = shot;
        this.usualFootprint = usualFootprint;
    }

    /// @param image the photo in any size, at least as fine as the cells if it can be
    ViewLayer build(RgbImage image) {
        int[] box = footprint();
        if (box.length == 0) {
            return ViewLayer.empty();
        }
        double factor =
                frame.cell()
                        / footprintAt(surface.lowest())
                        * image.width()
                        / shot.camera().width();
        RgbImage small = ImageReduction.by(image, Math.max(1, factor));
        var projector = new Projector(shot, small.width(), small.height());
        var buffer = new DepthBuffer(coarseProjector());
        buffer.draw(surface, box[0], box[1], box[2], box[3]);
        var layer =
                new ViewLayer(
                        box[0],
                        box[1],
                        box[2],
                        box[3],
                        new byte[3 * box[2] * box[3]],
                        new byte[box[2] * box[3]]);
        fill(layer, small, projector, buffer);
        int rings = Math.clamp(Math.round(EDGE_METRES / frame.cell()), 1, 3);
        for (int ring = 0; ring < rings; ring++) {
            growHidden(layer);
        }
        return layer;
    }

    /// Size on the ground of one pixel of the full-size photo, seen straight, at a height.
    private double footprintAt(double z) {
        double distance = Math.abs(shot.pose().centreInWorld()[2] - z);
        return Math.max(1e-9, distance / shot.camera().focalPixels());
    }

    /// The camera in a size whose pixels are about as large as cells.
    private Projector coarseProjector() {
        double factor = Math.max(1, frame.cell() / footprintAt(surface.lowest()));
        int width = (int) Math.max(8, Math.round(shot.camera().width() / factor));
        int height = (int) Math.max(8, Math.round(shot.camera().height() / factor));
        return new Projector(shot, width, height);
    }

    /// Window of the plan (left, top, width, height) that the photo shows; empty when none. Found by walking over every
    /// few cells around the camera, so that any lens and any tilt are right.
    private int[] footprint() {
        var projector = new Projector(shot, shot.camera().width(), shot.camera().height());
        var pixel = new double[3];
        int step = 8;
        int left = Integer.MAX_VALUE;
        int top = Integer.MAX_VALUE;
        int right = -1;
        int bottom = -1;
        int reach = (int) Math.min(1e6, projector.reachOnGround(surface.lowest()) / frame.cell());
        int middleColumn = frame.columnOf(shot.pose().centreInWorld()[0]);
        int middleRow = frame.rowOf(shot.pose().centreInWorld()[1]);
        int firstColumn = Math.max(0, (middleColumn - reach) / step * step - step);
        int endColumn = Math.min(frame.width() + step, middleColumn + reach + 2 * step);
        int firstRow = Math.max(0, (middleRow - reach) / step * step - step);
        int endRow = Math.min(frame.height() + step, middleRow + reach + 2 * step);
        for (int row = firstRow; row < endRow; row += step) {
            int r = Math.min(row, frame.height() - 1);
            for (int column = firstColumn; column < endColumn; column += step) {
                int c = Math.min(column, frame.width() - 1);
                float z = surface.at(c, r);
                float height = z == z ? z : surface.lowest();
                if (projector.project(frame.centreX(c), frame.centreY(r), height, pixel)) {
                    left = Math.min(left, c);
                    right = Math.max(right, c);
                    top = Math.min(top, r);
                    bottom = Math.max(bottom, r);
                }
            }
        }
        if (right < 0) {
            return new int[0];
        }
        left = Math.max(0, left - step);
        top = Math.max(0, top - step);
        right = Math.min(frame.width() - 1, right + step);
        bottom = Math.min(frame.height() - 1, bottom + step);
        return new int[] {left, top, right - left + 1, bottom - top + 1};
    }

    private void fill(ViewLayer layer, RgbImage image, Projector projector, DepthBuffer buffer) {
        var pixel = new double[3];
        var colour = new float[3];
        double least = leastStep();
        var loose = new float[layer.width()];
        PhotoMask mask = mask(image);
        for (int row = 0; row < layer.height(); row++) {
            double y = frame.centreY(layer.top() + row);
            SurfaceSampler.row(
                    scatter, y, frame.centreX(layer.left()), frame.cell(), layer.width(), loose, 0);
            for (int column = 0; column < layer.width(); column++) {
                int at = row * layer.width() + column;
                layer.cost()[at] = (byte) ViewLayer.OUTSIDE;
                float z = surface.at(layer.left() + column, layer.top() + row);
                if (z != z) {
                    continue;
                }
                double x = frame.centreX(layer.left() + column);
                if (!projector.project(x, y, z, pixel) || !isAllowed(mask, image, pixel)) {
                    continue;
                }
                double hidden = buffer.hidden(pixel, image.width(), image.height());
                double more =
                        loose[column] == loose[column] ? TOLERANCE_SCATTER * loose[column] : 0;
                Bicubic.sample(image, pixel[0], pixel[1], colour, 0);
                for (int k = 0; k < 3; k++) {
                    layer.rgb()[3 * at + k] = (byte) Math.clamp((int) (colour[k] + 0.5f), 0, 255);
                }
                boolean covered =
                        hidden > least + more && hidden * projector.tilt(x, y, z) > EDGE_METRES;
                layer.cost()[at] =
                        (byte)
                                (covered
                                        ? ViewLayer.HIDDEN + (int) Math.min(54, 4 * hidden)
                                        : cost(projector, x, y, z, pixel));
            }
        }
    }

    /// Depth by which something must stand in front to hide a cell, metres.
    private double leastStep() {
        return TOLERANCE_METRES + TOLERANCE_CELLS * frame.cell();
    }

    private PhotoMask mask(RgbImage image) {
        try {
            return PhotoMask.of(shot.photo().file(), image.width(), image.height());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The finer picture is sampled and blended around the pixel, so its surroundings must be allowed too.
    private static boolean isAllowed(PhotoMask mask, RgbImage image, double[] pixel) {
        if (mask.isEverywhere()) {
            return true;
        }
        for (int dv = -MASK_MARGIN; dv <= MASK_MARGIN; dv += MASK_MARGIN) {
            for (int du = -MASK_MARGIN; du <= MASK_MARGIN; du += MASK_MARGIN) {
                double u = Math.clamp(pixel[0] + du, 0, image.width());
                double v = Math.clamp(pixel[1] + dv, 0, image.height());
                if (!mask.allows(u, v)) {
                    return false;
                }
            }
        }
        return true;
    }

    private int cost(Projector projector, double x, double y, double z, double[] pixel) {
        double dx = pixel[0] / projector.width() - 0.5;
        double dy = pixel[1] / projector.height() - 0.5;
        double shorter = Math.min(projector.width(), projector.height());
        double rim =
                Math.min(
                                Math.min(pixel[0], projector.width() - pixel[0]),
                                Math.min(pixel[1], projector.height() - pixel[1]))
                        / (RIM * shorter);
        double tilt = Math.min(1, projector.tilt(x, y, z));
        double coarseness =
                Math.clamp(pixel[2] / shot.camera().focalPixels() / usualFootprint - 1, 0, 1);
        double quality = 0.6 * tilt + 0.4 * (dx * dx + dy * dy) + 0.4 * coarseness;
        quality += rim < 1 ? 0.4 * (1 - rim) : 0;
        return (int) Math.min(199, 199 * quality);
    }

    /// Cells beside hidden ones count as barely hidden: the surface's edges are not exact to the cell. Not those that stand
    /// clearly above: they are what hides.
    private void growHidden(ViewLayer layer) {
        byte[] before = layer.cost().clone();
        for (int row = 0; row < layer.height(); row++) {
            for (int column = 0; column < layer.width(); column++) {
                int at = row * layer.width() + column;
                if ((before[at] & 255) < ViewLayer.HIDDEN
                        && besideHidden(layer, before, column, row)) {
                    layer.cost()[at] = (byte) ViewLayer.HIDDEN;
                }
            }
        }
    }

    private boolean besideHidden(ViewLayer layer, byte[] cost, int column, int row) {
        float clearlyBelow =
                surface.at(layer.left() + column, layer.top() + row) - (float) leastStep();
        for (int r = Math.max(0, row - 1); r <= Math.min(layer.height() - 1, row + 1); r++) {
            for (int c = Math.max(0, column - 1);
                    c <= Math.min(layer.width() - 1, column + 1);
                    c++) {
                int value = cost[r * layer.width() + c] & 255;
                if (value >= ViewLayer.HIDDEN
                        && value < ViewLayer.OUTSIDE
                        && surface.at(layer.left() + c, layer.top() + r) >= clearlyBelow) {
                    return true;
                }
            }
        }
        return false;
    }
}
