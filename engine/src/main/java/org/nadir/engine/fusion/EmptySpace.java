package org.nadir.engine.fusion;

/// Where nothing stands because photos look through it. Any thread may ask.
@FunctionalInterface
public interface EmptySpace {

    /// Whether a place in the world frame is empty for sure; false where nobody knows.
    boolean holds(double x, double y, double z);

    /// What is known within a ball, which may be quicker to ask; outside of it the answers do not matter.
    default EmptySpace within(double x, double y, double z, double radius) {
        return this;
    }

    /// Nothing is known.
    static EmptySpace unknown() {
        return (x, y, z) -> false;
    }
}
