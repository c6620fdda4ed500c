/// Lens models and poses. Leans on nothing.
@NullMarked
package org.nadir.engine.camera;

import org.jspecify.annotations.NullMarked;
