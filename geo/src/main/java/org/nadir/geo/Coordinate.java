package org.nadir.geo;

/// A position in the plane of some coordinate system: x is east or longitude, y is north or latitude.
public record Coordinate(double x, double y) {}
