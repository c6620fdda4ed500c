/// Work in the background: it is begun by a request, watched by its secret id, and its result is fetched later.
@NullMarked
package org.nadir.server.job;

import org.jspecify.annotations.NullMarked;
