package org.nadir.geo.vector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.nadir.geo.vector.VectorLayer.Area;
import org.nadir.geo.vector.VectorLayer.Feature;
import org.nadir.geo.vector.VectorLayer.Place;

/// Writes a layer as GML 2 (OGC 02-069), in the manner of GDAL.
public final class Gml {

    private Gml() {}

    /// Replaces the file when all is ready.
    public static void write(Path target, VectorLayer layer) throws IOException {
        var text =
                new StringBuilder(
                        """
                        <?xml version="1.0" encoding="utf-8"?>
                        <ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml">
                        """);
        double[] box = layer.box();
        text.append(
                String.format(
                        Locale.ROOT,
                        "<gml:boundedBy><gml:Box><gml:coordinates>%s %s</gml:coordinates></gml:Box></gml:boundedBy>%n",
                        pair(box[0], box[2]),
                        pair(box[1], box[3])));
        for (int i = 0; i < layer.features().size(); i++) {
            feature(text, layer, i);
        }
        text.append("</ogr:FeatureCollection>\n");
        WholeFile.write(target, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void feature(StringBuilder text, VectorLayer layer, int index) {
        Feature feature = layer.features().get(index);
        text.append("<gml:featureMember><ogr:").append(layer.name());
        text.append(" fid=\"").append(layer.name()).append('.').append(index).append("\">\n");
        text.append("<ogr:geometryProperty>")
                .append(geometry(feature.shape(), layer.epsg()))
                .append("</ogr:geometryProperty>\n");
        for (int i = 0; i < layer.columns().size(); i++) {
            String value = feature.text(i);
            if (value != null) {
                String name = layer.columns().get(i).name();
                text.append("<ogr:%s>%s</ogr:%s>%n".formatted(name, escaped(value), name));
            }
        }
        text.append("</ogr:").append(layer.name()).append("></gml:featureMember>\n");
    }

    private static String geometry(VectorLayer.Shape shape, int epsg) {
        String system = " srsName=\"EPSG:" + epsg + "\"";
        return switch (shape) {
            case Place place ->
                    "<gml:Point%s><gml:coordinates>%s%s</gml:coordinates></gml:Point>"
                            .formatted(
                                    system,
                                    pair(place.x(), place.y()),
                                    Double.isNaN(place.z()) ? "" : "," + place.z());
            case Area area -> {
                var rings = new StringBuilder("<gml:Polygon" + system + ">");
                for (int i = 0; i < area.rings().size(); i++) {
                    String side = i == 0 ? "outer" : "inner";
                    rings.append(
                            "<gml:%sBoundaryIs><gml:LinearRing><gml:coordinates>".formatted(side));
                    double[] ring = area.rings().get(i);
                    for (int k = 0; k < ring.length; k += 2) {
                        rings.append(k == 0 ? "" : " ").append(pair(ring[k], ring[k + 1]));
                    }
                    rings.append(
                            "</gml:coordinates></gml:LinearRing></gml:%sBoundaryIs>"
                                    .formatted(side));
                }
                yield rings.append("</gml:Polygon>").toString();
            }
        };
    }

    private static String pair(double x, double y) {
        return x + "," + y;
    }

    private static String escaped(String text) {
        return text.replaceAll("\\p{Cntrl}", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
