/// Photos, panoramas and videos that users put beside a task's results.
@NullMarked
package org.nadir.server.media;

import org.jspecify.annotations.NullMarked;
