/// GeoTIFF files.
///
/// Writing: [GeoTiffWriter] takes rows from north to south, builds averaged overviews as they pass and leaves a
/// cloud-optimised GeoTIFF; what it holds in memory is a few tile rows, whatever the height. What to write is said by
/// [GeoTiffOptions]; the threads that compress are handed in as a [ParallelLoop].
///
/// ```java
/// try (var writer = GeoTiffWriter.create(file, layout, GeoTiffOptions.rgba(32616), ParallelLoop.serial())) {
///     for (...) writer.writeRows(rgbaBytes, rows);   // pixel-interleaved
///     writer.finish();                               // without it, close() throws the file away
/// }
/// ```
///
/// Reading: [GeoTiffReader] opens what this package and GDAL commonly write and reads windows of any overview level, from
/// many threads at once.
///
/// [CogConversion] makes a cloud-optimised copy of any readable file.
///
/// Sources: TIFF 6.0, its supplements on predictors and Deflate, the BigTIFF note, OGC GeoTIFF 1.1, and GDAL's description
/// of the COG header area.
@NullMarked
package org.nadir.geo.tiff;

import org.jspecify.annotations.NullMarked;
