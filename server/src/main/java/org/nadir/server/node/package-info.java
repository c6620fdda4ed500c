/// Processing nodes: rows, grants, routes, and the watch that asks them how they are.
@NullMarked
package org.nadir.server.node;

import org.jspecify.annotations.NullMarked;
