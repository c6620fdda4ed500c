/// Result files of tasks: the catalogue of names, archives in and out, downloads.
@NullMarked
package org.nadir.server.asset;

import org.jspecify.annotations.NullMarked;
