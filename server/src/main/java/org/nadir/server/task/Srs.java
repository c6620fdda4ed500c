package org.nadir.server.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;

/// The name and the unit of a task's coordinate system.
final class Srs {

    private Srs() {}

    static ObjectNode describe(@Nullable Integer epsg, @Nullable String wkt) {
        return Json.object().put("name", name(epsg, wkt)).put("units", units(wkt));
    }

    private static String name(@Nullable Integer epsg, @Nullable String wkt) {
        if (epsg != null) {
            return nameOf(epsg);
        }
        if (wkt == null) {
            return "";
        }
        int first = wkt.indexOf('"');
        int last = first < 0 ? -1 : wkt.indexOf('"', first + 1);
        return last < 0 ? "" : wkt.substring(first + 1, last);
    }

    private static String nameOf(int epsg) {
        if (epsg == 4326) {
            return "WGS 84";
        }
        if (epsg == 3857) {
            return "WGS 84 / Pseudo-Mercator";
        }
        int zone = epsg % 100;
        if (zone >= 1 && zone <= 60 && epsg / 100 == 326) {
            return "WGS 84 / UTM zone " + zone + "N";
        }
        if (zone >= 1 && zone <= 60 && epsg / 100 == 327) {
            return "WGS 84 / UTM zone " + zone + "S";
        }
        return "EPSG:" + epsg;
    }

    private static String units(@Nullable String wkt) {
        if (wkt == null) {
            return "m";
        }
        if (wkt.contains("US survey foot") || wkt.contains("Foot_US")) {
            return "US survey foot";
        }
        return wkt.contains("UNIT[\"foot") || wkt.contains("UNIT[\"Foot") ? "ft" : "m";
    }
}
