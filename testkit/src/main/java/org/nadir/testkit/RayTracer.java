package org.nadir.testkit;

/// Follows rays of sight down to a terrain.
final class RayTracer {

    /// Metres of height between two looks at the terrain.
    private static final double STEP = 0.06;

    /// Far enough behind a border of squares to be inside the next one for sure.
    private static final double INSIDE = 1e-6;

    private final SyntheticTerrain terrain;
    private final double highest;
    private final double lowest;

    RayTracer(SyntheticTerrain terrain) {
        this.terrain = terrain;
        highest = terrain.highest();
        lowest = terrain.lowest();
    }

    /// What is seen in photo number `photo` from a place in the terrain's frame. Walls are darker than roofs.
    int colour(Scenery scenery, int photo, double x, double y, double z, double[] direction) {
        double scale = -1 / direction[2];
        double dx = direction[0] * scale;
        double dy = direction[1] * scale;
        double depth = depth(x, y, z, dx, dy);
        double px = x + dx * depth;
        double py = y + dy * depth;
        // A hit well below the cell's height is a wall.
        double below = terrain.tabulated(px, py) - (z - depth);
        boolean wall = below > 0.1;
        int plain = wall ? terrain.wallColourAt(px, py, below) : terrain.colourAt(px, py);
        int colour = scenery.colour(photo, px, py, plain);
        return wall ? (colour >> 1) & 0x7f7f7f : colour;
    }

    /// Depth below (x, y, z) at which a ray meets the terrain that goes `dx` east and `dy` north for every metre down.
    ///
    /// Marches to the first cell that is higher than the ray, leaping over squares that lie wholly below it, then halves the
    /// last step.
    double depth(double x, double y, double z, double dx, double dy) {
        double depth = z - highest - 0.01;
        double end = z - lowest + 0.5;
        double near = depth;
        while (depth < end) {
            double px = x + dx * depth;
            double py = y + dy * depth;
            double exit = depth + terrain.wayThroughSquare(px, py, dx, dy) + INSIDE;
            double clear = z - terrain.highestNear(px, py);
            if (clear >= exit) {
                near = exit - 2 * INSIDE;
                depth = exit;
                continue;
            }
            if (clear > depth) {
                near = clear;
                depth = clear;
            }
            double last = Math.min(exit, end);
            while (depth < last && isAbove(x, y, z, dx, dy, depth)) {
                near = depth;
                depth += STEP;
            }
            if (depth < last) {
                break;
            }
        }
        return halved(x, y, z, dx, dy, near, depth);
    }

    private double halved(
            double x, double y, double z, double dx, double dy, double from, double to) {
        double near = from;
        double far = to;
        for (int i = 0; i < 10; i++) {
            double middle = (near + far) / 2;
            if (isAbove(x, y, z, dx, dy, middle)) {
                near = middle;
            } else {
                far = middle;
            }
        }
        return far;
    }

    private boolean isAbove(double x, double y, double z, double dx, double dy, double depth) {
        return z - depth > terrain.tabulated(x + dx * depth, y + dy * depth);
    }
}
