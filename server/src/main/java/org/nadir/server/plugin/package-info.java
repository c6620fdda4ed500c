/// What WebODM does with plugins: measuring, contours, short links.
@NullMarked
package org.nadir.server.plugin;

import org.jspecify.annotations.NullMarked;
