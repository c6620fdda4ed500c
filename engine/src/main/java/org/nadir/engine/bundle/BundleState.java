package org.nadir.engine.bundle;

/// The numbers that the adjustment changes.
final class BundleState {

    final double[] rotation;
    final double[] centre;
    final double[] lens;
    final double[] point;

    BundleState(int shots, int lenses, int points) {
        rotation = new double[9 * shots];
        centre = new double[3 * shots];
        lens = new double[Lens.COUNT * lenses];
        point = new double[3 * points];
    }
}
