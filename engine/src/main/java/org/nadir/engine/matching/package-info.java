/// Chooses pairs of photos, matches their features and verifies the matches geometrically.
@NullMarked
package org.nadir.engine.matching;

import org.jspecify.annotations.NullMarked;
