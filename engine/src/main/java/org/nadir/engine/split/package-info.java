/// Blocks that are too large to be made at once: groups of photos, the ground that belongs to each, and surfaces put
/// together from those of the groups.
@NullMarked
package org.nadir.engine.split;

import org.jspecify.annotations.NullMarked;
