/// Where things are on the earth, and rasters that know it.
///
/// - [UtmZone]: WGS 84 / UTM, own series, below a millimetre. [Crs]: any EPSG code, PROJ string or `WGS84 UTM 16N`,
///   to and from longitude and latitude.
/// - [TileMatrix]: Web Mercator tiles. [Bounds]: an axis-parallel box. [RasterLayout]: a north-up grid of pixels.
/// - `org.nadir.geo.tiff`: GeoTIFF and cloud-optimised GeoTIFF, reading and writing.
///
/// Leans on proj4j for coordinate systems other than UTM and Web Mercator.
@NullMarked
package org.nadir.geo;

import org.jspecify.annotations.NullMarked;
