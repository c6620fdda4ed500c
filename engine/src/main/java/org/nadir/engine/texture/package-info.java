/// Photo textures for triangle meshes: a photo for every face, seams evened out, texture pages, OBJ and GLB files (after
/// Waechter, Moehrle and Goesele 2014, "Let there be color! Large-scale texturing of 3D reconstructions"). Leans on
/// `mesh`, `scene`, `camera`, `work`, on `imaging` and on the file writing of `pointcloud`.
@NullMarked
package org.nadir.engine.texture;

import org.jspecify.annotations.NullMarked;
