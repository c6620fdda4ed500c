/// Results of tasks in other formats, coordinate systems and colours, made by background jobs.
@NullMarked
package org.nadir.server.export;

import org.jspecify.annotations.NullMarked;
