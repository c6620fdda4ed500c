/// Files of projects and tasks on disk: where they are, and how they come and go without being seen half-written.
@NullMarked
package org.nadir.server.storage;

import org.jspecify.annotations.NullMarked;
