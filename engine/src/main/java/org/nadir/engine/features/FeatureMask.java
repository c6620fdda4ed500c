package org.nadir.engine.features;

/// Says where in a photo features may lie.
@FunctionalInterface
public interface FeatureMask {

    /// Whether a feature may lie at this pixel of the full-size photo.
    boolean allows(double u, double v);

    /// A mask that lets everything pass.
    static FeatureMask everywhere() {
        return (u, v) -> true;
    }
}
