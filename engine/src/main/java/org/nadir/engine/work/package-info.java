/// Threads, progress, cancellation and the console: what every long step is handed. Leans on nothing.
@NullMarked
package org.nadir.engine.work;

import org.jspecify.annotations.NullMarked;
