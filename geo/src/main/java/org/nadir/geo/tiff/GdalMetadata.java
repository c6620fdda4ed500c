package org.nadir.geo.tiff;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The small XML text in which GDAL keeps band names and other items. GDAL escapes the texts twice.
final class GdalMetadata {
    private static final Pattern ITEM = Pattern.compile("<Item\\s+([^>]*)>([^<]*)</Item>");
    private static final Pattern SAMPLE = Pattern.compile("sample=\"(\\d{1,4})\"");

    private GdalMetadata() {}

    /// Null when there is nothing to say.
    static @Nullable String of(GeoTiffOptions options) {
        String control = options.groundControl();
        if (options.descriptions().isEmpty() && control == null) {
            return null;
        }
        List<String> names = options.descriptions();
        var xml = new StringBuilder("<GDALMetadata>\n");
        if (control != null) {
            xml.append("  <Item name=\"doc\" domain=\"xml:GROUND_CONTROL_POINTS\">")
                    .append(escaped(escaped(control)))
                    .append("</Item>\n");
        }
        for (int i = 0; i < names.size(); i++) {
            xml.append("  <Item name=\"DESCRIPTION\" sample=\"")
                    .append(i)
                    .append("\" role=\"description\">")
                    .append(escaped(escaped(names.get(i))))
                    .append("</Item>\n");
        }
        colourBands(names)
                .forEach((band, colour) ->
                        xml.append("  <Item name=\"COLORINTERP\" sample=\"")
                                .append(band)
                                .append("\" role=\"colorinterp\">")
                                .append(colour)
                                .append("</Item>\n"));
        return xml.append("</GDALMetadata>\n").toString();
    }

    /// Which bands are to be shown as red, green and blue, by their names: those of colour photos before those of single bands
    /// of the spectrum; empty when one is missing.
    private static Map<Integer, String> colourBands(List<String> names) {
        for (String prefix : List.of("RGB ", "")) {
            Map<Integer, String> found = new TreeMap<>();
            for (String colour : List.of("Red", "Green", "Blue")) {
                for (int i = 0; i < names.size(); i++) {
                    if (names.get(i).equalsIgnoreCase(prefix + colour)) {
                        found.putIfAbsent(i, colour);
                    }
                }
            }
            if (found.size() == 3) {
                return found;
            }
        }
        return Map.of();
    }

    /// Band names by band index.
    static Map<Integer, String> descriptions(String xml) {
        return items(xml, "role=\"description\"");
    }

    /// Colour interpretations by band index, as GDAL writes them when the TIFF tags cannot say it, for instance `Red`.
    static Map<Integer, String> colours(String xml) {
        return items(xml, "role=\"colorinterp\"");
    }

    /// Unit of the first band; empty when not given.
    static String unit(String xml) {
        return items(xml, "role=\"unittype\"").getOrDefault(0, "");
    }

    private static Map<Integer, String> items(String xml, String role) {
        Map<Integer, String> found = new TreeMap<>();
        Matcher item = ITEM.matcher(xml);
        while (item.find()) {
            Matcher sample = SAMPLE.matcher(item.group(1));
            if (item.group(1).contains(role) && sample.find()) {
                found.put(Integer.valueOf(sample.group(1)), unescaped(unescaped(item.group(2))));
            }
        }
        return found;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
