package org.nadir.engine.texture;

/// Where a photo shows something close in front of something far: there a surface that is off by a little already shows what
/// is behind it.
final class Outlines {

    /// Pixels of the depth buffer around an outline that count as being at it. A surface made from depth maps of an eighth of the
    /// photo's size is off by some such pixels, and a buffer pixel is about a third of them.
    private static final int REACH = 2;

    /// What lies behind is farther away by this share: more than steep ground changes over the reach.
    private static final float JUMP = 1.02f;

    private final DepthBuffer buffer;
    private final boolean[] at;

    private Outlines(DepthBuffer buffer, boolean[] at) {
        this.buffer = buffer;
        this.at = at;
    }

    static Outlines of(DepthBuffer buffer) {
        int width = buffer.width();
        int height = buffer.height();
        var farthest = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float most = 0;
                for (int c = Math.max(0, x - REACH); c <= Math.min(width - 1, x + REACH); c++) {
                    most = Math.max(most, buffer.depth(c, y));
                }
                farthest[y * width + x] = most;
            }
        }
        var at = new boolean[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float behind = 0;
                for (int r = Math.max(0, y - REACH); r <= Math.min(height - 1, y + REACH); r++) {
                    behind = Math.max(behind, farthest[r * width + x]);
                }
                at[y * width + x] = behind > JUMP * buffer.depth(x, y);
            }
        }
        return new Outlines(buffer, at);
    }

    /// Whether a photo pixel on the nearest surface lies at its outline.
    boolean touch(double u, double v) {
        int x = buffer.column(u);
        int y = buffer.row(v);
        return x >= 0
                && y >= 0
                && x < buffer.width()
                && y < buffer.height()
                && at[y * buffer.width() + x];
    }
}
