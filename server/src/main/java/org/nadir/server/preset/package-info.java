/// Named sets of processing options.
@NullMarked
package org.nadir.server.preset;

import org.jspecify.annotations.NullMarked;
