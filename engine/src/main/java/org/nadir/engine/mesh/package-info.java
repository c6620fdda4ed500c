/// Triangle meshes of surfaces.
@NullMarked
package org.nadir.engine.mesh;

import org.jspecify.annotations.NullMarked;
