/// The geometry of one, two and many views: essential matrices and homographies, absolute pose, triangulation. Leans on
/// camera and math.
@NullMarked
package org.nadir.engine.geometry;

import org.jspecify.annotations.NullMarked;
