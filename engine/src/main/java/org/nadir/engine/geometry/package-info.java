/// Poses and points from correspondences: minimal solvers, robust estimation, triangulation. Leans on camera and math.
@NullMarked
package org.nadir.engine.geometry;

import org.jspecify.annotations.NullMarked;
