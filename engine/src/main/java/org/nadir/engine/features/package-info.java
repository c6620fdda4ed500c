/// Finds distinctive points in photos and describes them. Leans on imaging.
///
/// [FeatureExtraction] takes a list of photos; [SiftExtractor] does one image.
@NullMarked
package org.nadir.engine.features;

import org.jspecify.annotations.NullMarked;
