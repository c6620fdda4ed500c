package org.nadir.geo;

/// An axis-parallel box in the plane of some coordinate system. Never empty of extent by negative sides; a point is allowed.
///
/// @param minX west or left
/// @param minY south or bottom
/// @param maxX east or right
/// @param maxY north or top
public record Bounds(double minX, double minY, double maxX, double maxY) {

    public Bounds {
        if (!(minX <= maxX && minY <= maxY)) {
            throw new IllegalArgumentException(
                    "Bounds out of order: x " + minX + ".." + maxX + ", y " + minY + ".." + maxY);
        }
    }

    public double width() {
        return maxX - minX;
    }

    public double height() {
        return maxY - minY;
    }

    public Coordinate centre() {
        return new Coordinate((minX + maxX) / 2, (minY + maxY) / 2);
    }

    public boolean contains(double x, double y) {
        return x >= minX && x <= maxX && y >= minY && y <= maxY;
    }

    /// True when the two share an area; touching edges do not count.
    public boolean overlaps(Bounds other) {
        return minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY;
    }

    /// What both cover; they must overlap.
    public Bounds intersection(Bounds other) {
        return new Bounds(
                Math.max(minX, other.minX),
                Math.max(minY, other.minY),
                Math.min(maxX, other.maxX),
                Math.min(maxY, other.maxY));
    }

    /// The smallest box around both.
    public Bounds union(Bounds other) {
        return new Bounds(
                Math.min(minX, other.minX),
                Math.min(minY, other.minY),
                Math.max(maxX, other.maxX),
                Math.max(maxY, other.maxY));
    }

    /// This box with every side moved outwards by `margin`.
    public Bounds grownBy(double margin) {
        return new Bounds(minX - margin, minY - margin, maxX + margin, maxY + margin);
    }
}
