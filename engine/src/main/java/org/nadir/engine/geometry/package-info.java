/// Geometry of one, two and many views: essential matrices, relative poses and homographies from matched rays, absolute poses
/// from points, points from rays. Leans on camera and math.
///
/// Rays are undistorted normalised image coordinates `(X/Z, Y/Z)`. A relative pose of B from A says
/// `pointInB = rotation · pointInA + translation`, an essential matrix `rayB' E rayA = 0` with `E = [translation]× rotation`.
@NullMarked
package org.nadir.engine.geometry;

import org.jspecify.annotations.NullMarked;
