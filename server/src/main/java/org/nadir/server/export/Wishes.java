package org.nadir.server.export;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Crs;
import org.nadir.geo.UnknownCrsException;
import org.nadir.server.http.Fields;
import org.nadir.server.http.Problem;
import org.nadir.server.task.Task;
import org.nadir.server.tile.CutLines;
import org.nadir.tiles.CutLine;

/// The parameters that all exports have. Empty texts count as absent.
final class Wishes {

    private static final int LONGEST_PROJ = 2000;

    private Wishes() {}

    static @Nullable String text(Fields fields, String name) {
        String text = fields.text(name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /// The coordinate system that is asked for: `epsg`, or else `proj`.
    ///
    /// @return null when it is the task's own, or none is asked for
    static @Nullable Crs target(Fields fields, Task task) {
        String epsg = text(fields, "epsg");
        String proj = text(fields, "proj");
        if (epsg == null && proj == null) {
            return null;
        }
        Crs target = epsg == null ? ofProj(String.valueOf(proj)) : ofEpsg(epsg);
        Integer own = task.result().epsg();
        if (own == null) {
            throw Problem.rule(
                    "This task is not georeferenced: it cannot be brought to another coordinate"
                            + " system");
        }
        return target.epsg() == own ? null : target;
    }

    static Crs ofEpsg(String text) {
        try {
            return Crs.ofEpsg(Math.toIntExact(new BigDecimal(text).longValueExact()));
        } catch (NumberFormatException | ArithmeticException noInteger) {
            throw Problem.rule("Invalid EPSG code: " + shown(text));
        } catch (UnknownCrsException unknown) {
            throw Problem.rule("Unknown EPSG code: " + shown(text));
        }
    }

    private static Crs ofProj(String text) {
        if (text.length() > LONGEST_PROJ) {
            throw Problem.rule("Invalid PROJ string: too long");
        }
        try {
            return Crs.parse(text);
        } catch (UnknownCrsException unknown) {
            throw Problem.rule("Invalid PROJ string: " + shown(text));
        }
    }

    /// A number that is not negative; null when absent.
    static @Nullable Double number(Fields fields, String name) {
        String text = text(fields, name);
        if (text == null) {
            return null;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException broken) {
            throw Problem.rule("Invalid " + name + " value: " + shown(text));
        }
        throw Problem.rule("Invalid " + name + " value: " + shown(text));
    }

    /// The area that the task is cut to; null for everything.
    static @Nullable CutLine crop(Task task) {
        try {
            return CutLines.crop(task);
        } catch (IllegalArgumentException broken) {
            throw Problem.rule("The crop area of this task is broken; draw it again");
        }
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
