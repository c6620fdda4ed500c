/// Depth maps per photo by multi-view stereo. Leans on scene and camera.
@NullMarked
package org.nadir.engine.depth;

import org.jspecify.annotations.NullMarked;
