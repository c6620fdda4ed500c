package org.nadir.engine.bundle;

import org.nadir.engine.camera.Camera;

/// The nine adjustable numbers of a camera, in the order in which the adjustment holds them. Units as in [Camera].
public final class Lens {

    public static final int FOCAL = 0;
    public static final int CX = 1;
    public static final int CY = 2;
    public static final int K1 = 3;
    public static final int K2 = 4;
    public static final int K3 = 5;
    public static final int P1 = 6;
    public static final int P2 = 7;

    /// Of fisheye lenses, which have no tangential distortion, in the place of [#P1].
    public static final int K4 = P1;

    /// `focalY / focalX`.
    public static final int ASPECT = 8;

    public static final int COUNT = 9;

    private Lens() {}

    /// Writes the numbers of `camera` into `[at ..< at + COUNT]`.
    public static void put(Camera camera, double[] lens, int at) {
        lens[at + FOCAL] = camera.focalX();
        lens[at + CX] = camera.cX();
        lens[at + CY] = camera.cY();
        lens[at + K1] = camera.k1();
        lens[at + K2] = camera.k2();
        lens[at + K3] = camera.k3();
        lens[at + P1] = camera.model().isFisheye() ? camera.k4() : camera.p1();
        lens[at + P2] = camera.p2();
        lens[at + ASPECT] = camera.focalY() / camera.focalX();
    }

    /// `camera` with the numbers in `[at ..< at + COUNT]`.
    public static Camera of(Camera camera, double[] lens, int at) {
        boolean fisheye = camera.model().isFisheye();
        return new Camera(
                camera.model(),
                camera.id(),
                camera.width(),
                camera.height(),
                lens[at + FOCAL],
                lens[at + FOCAL] * lens[at + ASPECT],
                lens[at + CX],
                lens[at + CY],
                lens[at + K1],
                lens[at + K2],
                lens[at + K3],
                fisheye ? 0 : lens[at + P1],
                fisheye ? 0 : lens[at + P2],
                fisheye ? lens[at + K4] : 0);
    }
}
