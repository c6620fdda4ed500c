package org.nadir.server.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Ground control files, whose pixel columns shrink with the photos. Lines that are not understood stay as they are.
final class ControlPoints {

    private static final int PIXEL_X = 3;
    private static final int PIXEL_Y = 4;
    private static final int IMAGE = 5;

    private ControlPoints() {}

    /// Text files that hold ground control, as opposed to positions and groups of images.
    static boolean isControlFile(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".txt")
                && !name.equals("geo.txt")
                && !name.equals("image_groups.txt")
                && !name.startsWith("align.");
    }

    /// Writes a copy with the pixel positions multiplied.
    ///
    /// @param scales by image name in lower case
    static void scale(Path file, Path target, Map<String, Double> scales) throws IOException {
        List<String> scaled = new ArrayList<>();
        boolean header = true;
        for (String line : Files.readAllLines(file)) {
            boolean comment = line.isBlank() || line.stripLeading().startsWith("#");
            scaled.add(header || comment ? line : scale(line, scales));
            header = header && comment;
        }
        Files.write(target, scaled);
    }

    private static String scale(String line, Map<String, Double> scales) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length <= IMAGE) {
            return line;
        }
        Double scale = scales.get(columns[IMAGE].toLowerCase(Locale.ROOT));
        if (scale == null) {
            return line;
        }
        try {
            columns[PIXEL_X] = times(columns[PIXEL_X], scale);
            columns[PIXEL_Y] = times(columns[PIXEL_Y], scale);
        } catch (NumberFormatException broken) {
            return line;
        }
        return String.join("\t", columns);
    }

    private static String times(String number, double scale) {
        return String.format(Locale.ROOT, "%.3f", Double.parseDouble(number) * scale);
    }
}
