/// A NodeODM-compatible processing node in front of the engine: uploads, a durable queue, one child process per run, results.
@NullMarked
package org.nadir.node;

import org.jspecify.annotations.NullMarked;
