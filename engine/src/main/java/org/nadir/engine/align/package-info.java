/// Registration of a result to a reference surface: a point cloud or elevation model that somebody trusts.
@NullMarked
package org.nadir.engine.align;

import org.jspecify.annotations.NullMarked;
