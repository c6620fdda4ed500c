/// The program: the command line, configuration from flags, environment and file, and the wiring of server, node and engine.
@NullMarked
package org.nadir.app;

import org.jspecify.annotations.NullMarked;
