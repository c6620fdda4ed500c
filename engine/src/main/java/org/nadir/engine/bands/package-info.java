/// Photos of several spectral bands: which belong together, how the cameras of a rig stand to one another, and what their
/// numbers mean. Leans on placed shots and tie points.
@NullMarked
package org.nadir.engine.bands;

import org.jspecify.annotations.NullMarked;
