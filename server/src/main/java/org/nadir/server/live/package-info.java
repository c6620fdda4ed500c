/// Live changes as server-sent events.
@NullMarked
package org.nadir.server.live;

import org.jspecify.annotations.NullMarked;
