package org.nadir.engine.geometry;

/// A relative pose and the pairs that agree with it.
///
/// @param pose of view B from view A
/// @param inliers indices of the pairs within the threshold and in front of both views, ascending
/// @param medianAngle median angle between the rays of the inliers, in radians
/// @param leastNearness baseline over depth in view A of the farthest points, but for one in a hundred
/// @param mostNearness that of the nearest points, but for one in a hundred
public record RelativePoseEstimate(
        RelativePose pose,
        int[] inliers,
        double medianAngle,
        double leastNearness,
        double mostNearness) {}
