/// Structure from motion: from verified matches to placed shots and tie points. Leans on geometry, bundle, matching and
/// scene; the front door is [StructureFromMotion].
@NullMarked
package org.nadir.engine.sfm;

import org.jspecify.annotations.NullMarked;
