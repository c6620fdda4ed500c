/// Ground classification, surface and terrain models from the dense cloud.
@NullMarked
package org.nadir.engine.terrain;

import org.jspecify.annotations.NullMarked;
