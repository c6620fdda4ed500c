package org.nadir.engine.geometry;

/// A relative pose and the pairs that agree with it.
///
/// @param pose of view B from view A
/// @param inliers indices of the pairs within the threshold and in front of both views, ascending
/// @param medianAngle median angle between the rays of the inliers, in radians
public record RelativePoseEstimate(RelativePose pose, int[] inliers, double medianAngle) {}
