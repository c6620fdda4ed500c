/// Tasks: rows, transitions, JSON, console and routes. What happens to a task over time is in [org.nadir.server.work].
@NullMarked
package org.nadir.server.task;

import org.jspecify.annotations.NullMarked;
