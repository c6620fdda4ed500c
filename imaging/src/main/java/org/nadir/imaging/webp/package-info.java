/// A writer of lossless WebP pictures (VP8L), after RFC 9649.
@NullMarked
package org.nadir.imaging.webp;

import org.jspecify.annotations.NullMarked;
