/// Map tiles, statistics and thumbnails from GeoTIFFs: pure functions, no HTTP.
///
/// - [RasterLayer] is an open raster that knows its place; shared by any number of threads.
/// - [TileRenderer] turns a [TileRequest] (which tile, how large, in which [TileStyle]) into the bytes of a picture, or
///   says that the tile is outside.
/// - [LayerStatistics] counts what the bands or a vegetation index hold; [LayerThumbnail] makes a square preview.
/// - [ColorMap], [VegetationIndex] and [BandOrder] are the choices that a map offers.
///
/// Leans on `geo` for files and coordinate systems and on `imaging` for encoding.
@NullMarked
package org.nadir.tiles;

import org.jspecify.annotations.NullMarked;
