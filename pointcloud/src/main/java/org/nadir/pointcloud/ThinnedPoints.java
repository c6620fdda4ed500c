package org.nadir.pointcloud;

import java.io.IOException;

/// A cloud without points that are too near to one another: in the order of the source, a point stays when no point that stayed
/// is nearer than the radius (dart throwing with a fixed order, so the result is always the same).
///
/// What stayed is remembered in cells of which each can hold one point only. So that memory stays bounded, a large cloud is
/// gone through several times, each time for one slab of it from west to east; the last points of a slab are remembered for the
/// next.
public final class ThinnedPoints implements PointSource {

    /// Points of the source per pass.
    static final long PER_PASS = 6_000_000;

    private static final int MOST_PASSES = 200;

    /// Opens the source from its begin.
    @FunctionalInterface
    public interface Opener {
        PointSource open() throws IOException;
    }

    /// More points are left in a slab than memory holds.
    public static final class TooManyException extends IOException {
        private static final long serialVersionUID = 1L;

        TooManyException() {
            super("Too many points are left");
        }
    }

    private final Opener opener;
    private final double west;
    private final double slabWidth;
    private final int passes;
    private final PointBatch batch = new PointBatch(PointBatch.USUAL_CAPACITY);
    private final SpacedCells cells;
    private final double radius;
    private PointSource points;
    private int pass;
    private int next;

    /// @param header of the source: its count and its extent, which need not be right
    /// @param radius in units of the coordinates, above 0
    public ThinnedPoints(Opener opener, LasHeader header, double radius) throws IOException {
        this(opener, header.min()[0], header.max()[0], passes(header), radius);
    }

    ThinnedPoints(Opener opener, double west, double east, int passes, double radius)
            throws IOException {
        if (!(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Radius " + radius);
        }
        this.opener = opener;
        this.passes = west < east && Double.isFinite(east - west) ? passes : 1;
        this.west = west;
        this.slabWidth = (east - west) / this.passes;
        this.radius = radius;
        this.cells = new SpacedCells(radius);
        this.points = opener.open();
    }

    /// How many times a cloud will be read.
    public static int passes(LasHeader header) {
        return Math.clamp((header.count() + PER_PASS - 1) / PER_PASS, 1, MOST_PASSES);
    }

    @Override
    public int read(PointBatch target) throws IOException {
        int filled = 0;
        while (filled < target.capacity() && available()) {
            double x = batch.x()[next];
            boolean mine = slab(x) == pass;
            if (mine && cells.add(x, batch.y()[next], batch.z()[next])) {
                target.take(batch, next, filled++);
            }
            next++;
        }
        target.setSize(filled);
        return filled;
    }

    /// The pass that a point belongs to.
    private int slab(double x) {
        return passes == 1
                ? 0
                : (int) Math.clamp(Math.floor((x - west) / slabWidth), 0, passes - 1);
    }

    private boolean available() throws IOException {
        while (next == batch.size()) {
            next = 0;
            if (points.read(batch) > 0) {
                return true;
            }
            batch.setSize(0);
            if (pass == passes - 1) {
                return false;
            }
            points.close();
            pass++;
            cells.forgetWestOf(west + pass * slabWidth - 2 * radius);
            points = opener.open();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        points.close();
    }
}
