/// Map tiles of a task's rasters over HTTP; the pictures come from [org.nadir.tiles].
@NullMarked
package org.nadir.server.tile;

import org.jspecify.annotations.NullMarked;
