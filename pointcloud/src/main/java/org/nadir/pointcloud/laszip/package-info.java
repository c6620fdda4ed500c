/// The LASzip compression of LAS point records (Isenburg 2013, "LASzip: lossless compression of LiDAR data"): point-wise
/// chunks of POINT10, GPSTIME11, RGB12 and BYTE items, each in its version 2. Works on raw records in byte arrays and
/// knows no files.
@NullMarked
package org.nadir.pointcloud.laszip;

import org.jspecify.annotations.NullMarked;
