package org.nadir.engine.pipeline;

import java.util.List;
import java.util.Locale;
import org.nadir.engine.options.Options;
import org.nadir.engine.scene.Shot;

/// Which 3D model suits the photos: the surface seen from above (2.5D) where all look down, a surface in space (3D) where
/// enough of them look at walls.
enum ModelPlan {
    SURFACE("the photos look down, so the model is the surface seen from above (2.5D)"),
    SOLID("photos look from the side, so the model is a full 3D one"),
    SOLID_ON_REQUEST("use-3dmesh asks for a full 3D model");

    /// Photos that look this far away from straight down show walls.
    private static final double OBLIQUE = Math.toRadians(25);

    /// This share of the photos must be oblique: fewer see no wall often enough.
    private static final double LEAST_SHARE = 0.15;

    private final String reason;

    ModelPlan(String reason) {
        this.reason = reason;
    }

    /// Whether the options want any model.
    static boolean isWanted(Options options) {
        return options.flag("use-3dmesh")
                || !(options.flag("skip-3dmodel") || options.flag("fast-orthophoto"));
    }

    /// The world's z axis must point up.
    static ModelPlan of(List<Shot> shots, Options options) {
        if (options.flag("use-3dmesh")) {
            return SOLID_ON_REQUEST;
        }
        return oblique(shots) >= LEAST_SHARE * shots.size() ? SOLID : SURFACE;
    }

    /// Number of shots that look far away from straight down.
    private static int oblique(List<Shot> shots) {
        int count = 0;
        for (Shot shot : shots) {
            count += -shot.pose().cameraFromWorld()[8] < Math.cos(OBLIQUE) ? 1 : 0;
        }
        return count;
    }

    boolean isSolid() {
        return this != SURFACE;
    }

    /// A sentence for the console.
    String explanation(List<Shot> shots) {
        return String.format(
                Locale.ROOT,
                "%d of %d photos look more than 25 degrees away from straight down; %s",
                oblique(shots),
                shots.size(),
                reason);
    }
}
