/// The orthophoto: photos projected onto the surface model, seams where the photos agree, colours levelled. Leans on scene,
/// camera and terrain.
@NullMarked
package org.nadir.engine.ortho;

import org.jspecify.annotations.NullMarked;
