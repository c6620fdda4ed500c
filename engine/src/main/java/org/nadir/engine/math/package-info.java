/// Small dense linear algebra on flat arrays and the Cholesky factorisation of the adjustment. Leans on nothing but `work`.
@NullMarked
package org.nadir.engine.math;

import org.jspecify.annotations.NullMarked;
