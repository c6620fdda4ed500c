/// Synthetic surveys with known truth, for tests of every module. Depends on nothing that it is a witness for: its camera
/// and its renderer are its own.
@NullMarked
package org.nadir.testkit;

import org.jspecify.annotations.NullMarked;
