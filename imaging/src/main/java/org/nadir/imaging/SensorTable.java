package org.nadir.imaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sensor widths in millimetres by camera model, from the makers' published sensor formats. The table is the resource
/// `sensor-widths.csv` beside this class.
final class SensorTable {
    private static final Map<String, Double> WIDTHS = load();

    private SensorTable() {}

    /// Width of the sensor; null for cameras that are not in the table.
    static @Nullable Double width(@Nullable String make, @Nullable String model) {
        return model == null ? null : WIDTHS.get(key(make == null ? "" : make, model));
    }

    /// First word of the maker, then the model without it: `NIKON CORPORATION`, `NIKON D3200` gives `nikon d3200`.
    static String key(String make, String model) {
        String maker = make.strip().toLowerCase(Locale.ROOT).split("\\s+", 2)[0];
        String name = model.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (!maker.isEmpty() && name.startsWith(maker + " ")) {
            name = name.substring(maker.length() + 1);
        }
        return (maker + " " + name).strip();
    }

    private static Map<String, Double> load() {
        try (InputStream in = SensorTable.class.getResourceAsStream("sensor-widths.csv")) {
            if (in == null) {
                throw new IllegalStateException("sensor-widths.csv is missing from the program");
            }
            Map<String, Double> widths = new HashMap<>();
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int comma = line.lastIndexOf(',');
                if (comma > 0 && !line.startsWith("#")) {
                    widths.put(
                            line.substring(0, comma).strip(),
                            Double.valueOf(line.substring(comma + 1).strip()));
                }
            }
            return Map.copyOf(widths);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
