/// Finds distinctive points in photos and describes them. Leans on imaging.
@NullMarked
package org.nadir.engine.features;

import org.jspecify.annotations.NullMarked;
