/// Writing points and areas for geographic information systems: GeoPackage, GML and Shapefile. No reading, no editing.
@org.jspecify.annotations.NullMarked
package org.nadir.geo.vector;
