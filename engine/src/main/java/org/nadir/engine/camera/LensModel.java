package org.nadir.engine.camera;

import java.util.Optional;

/// How a lens bends rays into its image. The names are those of `cameras.json`.
public enum LensModel {

    /// Radial (k1, k2, k3) and tangential (p1, p2) distortion of the tangent of the angle of a ray (Brown 1966).
    BROWN("brown"),

    /// As [#BROWN] with k1 and k2 alone and one focal length.
    PERSPECTIVE("perspective"),

    /// As [#FISHEYE_OPENCV] with k1 and k2 alone, one focal length and the principal point in the middle.
    FISHEYE("fisheye"),

    /// A polynomial (k1 to k4) of the angle of a ray, without tangential distortion (Kannala and Brandt 2006).
    FISHEYE_OPENCV("fisheye_opencv");

    private final String key;

    LensModel(String key) {
        this.key = key;
    }

    /// The word in `cameras.json` and in the keys of cameras.
    public String key() {
        return key;
    }

    public boolean isFisheye() {
        return this == FISHEYE || this == FISHEYE_OPENCV;
    }

    /// Whether the lens has all numbers of its kind, rather than focal length, k1 and k2 alone.
    public boolean isFull() {
        return this == BROWN || this == FISHEYE_OPENCV;
    }

    public static Optional<LensModel> find(String key) {
        for (LensModel model : values()) {
            if (model.key.equals(key)) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }
}
