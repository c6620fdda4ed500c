/// The processing options: one table of name, type, default, range and help. Nodes publish it, the engine reads it.
@NullMarked
package org.nadir.engine.options;

import org.jspecify.annotations.NullMarked;
