/// Photos, placed shots and tie points: what structure from motion starts from and what it finds.
@NullMarked
package org.nadir.engine.scene;

import org.jspecify.annotations.NullMarked;
