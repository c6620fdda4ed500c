/// How this installation presents itself: its name, logo, themes and basemaps, and the pages under `/admin/` on which
/// administrators set them and switch plugins.
@NullMarked
package org.nadir.server.site;

import org.jspecify.annotations.NullMarked;
