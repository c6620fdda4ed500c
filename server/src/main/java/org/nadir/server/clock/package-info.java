/// Work that is done again and again while the server runs.
@NullMarked
package org.nadir.server.clock;

import org.jspecify.annotations.NullMarked;
