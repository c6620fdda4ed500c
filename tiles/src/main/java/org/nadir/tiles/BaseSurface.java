package org.nadir.tiles;

/// The surface under a heap (or above a pit) from which its volume is measured, made from the heights along the edge of the area.
public enum BaseSurface {
    /// The plane that fits the edge best.
    PLANE,
    /// Triangles between the points of the edge.
    TRIANGULATE,
    /// A level at the mean height of the edge.
    AVERAGE,
    /// A level at the highest point of the edge.
    HIGHEST,
    /// A level at the lowest point of the edge.
    LOWEST
}
