/// The scheduler and the steps of a task's life: choose a node, send, poll, fetch, cancel, restart, remove.
@NullMarked
package org.nadir.server.work;

import org.jspecify.annotations.NullMarked;
