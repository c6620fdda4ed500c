/// Fuses depth maps into one filtered, coloured cloud.
@NullMarked
package org.nadir.engine.fusion;

import org.jspecify.annotations.NullMarked;
