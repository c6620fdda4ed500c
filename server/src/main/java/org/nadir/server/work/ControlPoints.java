package org.nadir.server.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private static final long LARGEST = 32 << 20;

    private ControlPoints() {}

    /// Text files that hold ground control, as opposed to positions and groups of images.
    static boolean isControlFile(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".txt")
                && !name.equals("geo.txt")
                && !name.equals("image_groups.txt")
                && !name.startsWith("align.");
    }

    /// Writes a copy with the pixel positions multiplied; none when there is nothing to multiply. Whatever the file's encoding
    /// is, all bytes but those of the changed lines stay.
    ///
    /// @param scales by image name in lower case
    static void scale(Path file, Path target, Map<String, Double> scales) throws IOException {
        if (Files.size(file) > LARGEST) {
            return;
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        List<String> scaled = new ArrayList<>();
        boolean header = true;
        for (String line : lines) {
            boolean comment = line.isBlank() || line.stripLeading().startsWith("#");
            scaled.add(header || comment ? line : scale(line, scales));
            header = header && comment;
        }
        if (!scaled.equals(lines)) {
            Files.write(target, scaled, StandardCharsets.ISO_8859_1);
        }
    }

    private static String scale(String line, Map<String, Double> scales) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length <= IMAGE) {
            return line;
        }
        Double scale = scales.get(asName(columns[IMAGE]).toLowerCase(Locale.ROOT));
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

    private static String asName(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String times(String number, double scale) {
        return String.format(Locale.ROOT, "%.3f", Double.parseDouble(number) * scale);
    }
}
