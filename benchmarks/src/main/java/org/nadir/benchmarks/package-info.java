/// Whole-dataset runs that print one block for PERFORMANCE.md. Nothing depends on this package.
@NullMarked
package org.nadir.benchmarks;

import org.jspecify.annotations.NullMarked;
