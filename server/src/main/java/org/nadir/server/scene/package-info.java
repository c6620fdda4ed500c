/// The state of the 3D viewer.
@NullMarked
package org.nadir.server.scene;

import org.jspecify.annotations.NullMarked;
