/// Bundle adjustment: poses, lenses and points that explain all observations best. Leans on camera, math and work.
@NullMarked
package org.nadir.engine.bundle;

import org.jspecify.annotations.NullMarked;
