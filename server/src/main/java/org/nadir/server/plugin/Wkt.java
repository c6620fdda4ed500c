package org.nadir.server.plugin;

import java.util.Optional;
import org.nadir.geo.UtmZone;

/// The well-known text (in the form of ESRI) of the coordinate systems that drone maps mostly have.
final class Wkt {

    private static final String WGS84 =
            "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
                    + "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

    private Wkt() {}

    static Optional<String> of(int epsg) {
        if (epsg == 4326) {
            return Optional.of(WGS84);
        }
        if (epsg == 3857) {
            return Optional.of(
                    "PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\","
                            + WGS84
                            + ",PROJECTION[\"Mercator_Auxiliary_Sphere\"],PARAMETER[\"False_Easting\",0.0],"
                            + "PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",0.0],"
                            + "PARAMETER[\"Standard_Parallel_1\",0.0],PARAMETER[\"Auxiliary_Sphere_Type\",0.0],"
                            + "UNIT[\"Meter\",1.0]]");
        }
        return UtmZone.isUtm(epsg) ? Optional.of(utm(UtmZone.ofEpsg(epsg))) : Optional.empty();
    }

    private static String utm(UtmZone zone) {
        return "PROJCS[\"WGS_1984_UTM_Zone_"
                + zone.number()
                + (zone.north() ? "N" : "S")
                + "\","
                + WGS84
                + ",PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",500000.0],"
                + "PARAMETER[\"False_Northing\","
                + (zone.north() ? "0.0" : "10000000.0")
                + "],PARAMETER[\"Central_Meridian\","
                + (6.0 * zone.number() - 183)
                + "],PARAMETER[\"Scale_Factor\",0.9996],PARAMETER[\"Latitude_Of_Origin\",0.0],"
                + "UNIT[\"Meter\",1.0]]";
    }
}
