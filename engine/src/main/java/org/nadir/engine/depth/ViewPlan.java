package org.nadir.engine.depth;

/// What the depth map of one shot is computed from.
///
/// @param shot index of the shot in the scene
/// @param sources indices of the shots it is compared with, best first; empty when nothing overlaps
/// @param nearDepth smallest depth to try, camera-frame z in metres
/// @param farDepth largest depth to try
public record ViewPlan(int shot, int[] sources, double nearDepth, double farDepth) {

    public ViewPlan {
        if (sources.length > 0 && !(nearDepth > 0 && farDepth > nearDepth)) {
            throw new IllegalArgumentException(
                    "Shot " + shot + ": depth range " + nearDepth + " .. " + farDepth);
        }
    }

    public boolean isUsable() {
        return sources.length > 0;
    }
}
