package org.nadir.engine.geometry;

/// Depths along two matched rays where they come closest. Holds the last result: one thread at a time.
final class TwoViewDepths {

    /// Depth in view A, in units of the baseline.
    double depthA;

    /// Depth in view B, in units of the baseline.
    double depthB;

    /// Squared sine of the angle between the rays.
    double sineSquared;

    /// Works out the depths λ that bring `λA R rayA + t` and `λB rayB` closest.
    void of(RelativePose pose, double xa, double ya, double xb, double yb) {
        double[] r = pose.rotation();
        double[] t = pose.translation();
        double px = r[0] * xa + r[1] * ya + r[2];
        double py = r[3] * xa + r[4] * ya + r[5];
        double pz = r[6] * xa + r[7] * ya + r[8];
        double aa = px * px + py * py + pz * pz;
        double bb = xb * xb + yb * yb + 1;
        double ab = px * xb + py * yb + pz;
        double at = px * t[0] + py * t[1] + pz * t[2];
        double bt = xb * t[0] + yb * t[1] + t[2];
        double determinant = aa * bb - ab * ab;
        depthA = (ab * bt - bb * at) / determinant;
        depthB = (aa * bt - ab * at) / determinant;
        sineSquared = determinant / (aa * bb);
    }

    boolean inFront() {
        return depthA > 0 && depthB > 0;
    }
}
