/// The addresses that browsers open: each answers the web UI's front page, to those who may see what it shows.
@NullMarked
package org.nadir.server.page;

import org.jspecify.annotations.NullMarked;
