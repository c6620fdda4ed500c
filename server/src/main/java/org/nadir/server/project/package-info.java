/// Projects: their rows, who may do what to them, and their routes.
@NullMarked
package org.nadir.server.project;

import org.jspecify.annotations.NullMarked;
