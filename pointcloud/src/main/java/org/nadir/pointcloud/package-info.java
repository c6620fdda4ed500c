/// Point cloud files: points in batches, LAS and LAZ, PLY, CSV. Everything streams; nothing here holds a whole cloud.
@NullMarked
package org.nadir.pointcloud;

import org.jspecify.annotations.NullMarked;
