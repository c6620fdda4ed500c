package org.nadir.server.plugin;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// GeoJSON (RFC 7946). Other systems than WGS 84 are named as the 2008 draft did, which GIS programs still read.
final class GeoJsonContours implements ContourWriter {

    private final BufferedWriter out;
    private final String number;
    private long count;

    /// @param decimals of coordinates
    GeoJsonContours(Path file, int epsg, int decimals) throws IOException {
        this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        this.number = "%." + decimals + "f";
        out.write("{\"type\":\"FeatureCollection\",\"name\":\"contours\",");
        if (epsg != 4326) {
            out.write(
                    "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::"
                            + epsg
                            + "\"}},");
        }
        out.write("\"features\":[");
    }

    @Override
    public void add(double height, double[] line) throws IOException {
        out.write(count == 0 ? "\n" : ",\n");
        out.write(
                String.format(
                        Locale.ROOT,
                        "{\"type\":\"Feature\",\"properties\":{\"ID\":%d,\"level\":%s},\"geometry\":"
                                + "{\"type\":\"LineString\",\"coordinates\":[",
                        count++,
                        rounded(height)));
        for (int i = 0; i < line.length; i += 2) {
            out.write(i == 0 ? "[" : ",[");
            out.write(String.format(Locale.ROOT, number, line[i]));
            out.write(',');
            out.write(String.format(Locale.ROOT, number, line[i + 1]));
            out.write(']');
        }
        out.write("]}}");
    }

    /// Without the digits that come of doubles alone.
    static double rounded(double height) {
        return Math.round(height * 1e5) / 1e5;
    }

    @Override
    public void finish() throws IOException {
        out.write("\n]}\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
