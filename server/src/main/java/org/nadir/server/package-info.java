/// The WebODM-compatible server: its configuration, its wiring and its life. The domain packages below do the work.
@NullMarked
package org.nadir.server;

import org.jspecify.annotations.NullMarked;
