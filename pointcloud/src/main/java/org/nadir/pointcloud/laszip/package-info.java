/// The LASzip compression of LAS point records (Isenburg 2013, "LASzip: lossless compression of LiDAR data"): point-wise
/// chunks of POINT10, GPSTIME11, RGB12 and BYTE items, each in its version 2; for reading also the layered chunks of LAS 1.4
/// (POINT14, RGB14, RGBNIR14, WAVEPACKET14, BYTE14, versions 3 and 4). Works on raw records in byte arrays and
/// knows no files.
@NullMarked
package org.nadir.pointcloud.laszip;

import org.jspecify.annotations.NullMarked;
