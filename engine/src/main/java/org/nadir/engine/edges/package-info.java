/// Places the edges of what stands on the ground anew in a surface model, by what the photos show. Leans on `terrain` for
/// rasters and on `scene` for photos and poses.
@NullMarked
package org.nadir.engine.edges;

import org.jspecify.annotations.NullMarked;
