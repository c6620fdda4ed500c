package org.nadir.server.plugin;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Crs;
import org.nadir.geo.UnknownCrsException;
import org.nadir.server.http.Fields;
import org.nadir.server.tile.LayerKind;

/// What contour lines are asked for.
///
/// @param interval metres between lines
/// @param simplify how far a line may be from where it was, in metres
/// @param factor on the heights that are written with the lines
record ContourWish(
        LayerKind layer,
        Crs target,
        double interval,
        ContourFormat format,
        double simplify,
        double factor) {

    /// A request that makes no contours; its message is for the caller.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence);
        }
    }

    static ContourWish of(Fields fields) throws Refused {
        String layer = text(fields, "layer", "DSM");
        Optional<LayerKind> kind =
                LayerKind.find(layer.toLowerCase(Locale.ROOT)).filter(LayerKind::isElevation);
        if (kind.isEmpty()) {
            throw new Refused("Unknown layer: " + layer);
        }
        String format = text(fields, "format", "GPKG");
        return new ContourWish(
                kind.get(),
                crs(text(fields, "epsg", "3857")),
                positive(fields, "interval", 1, false),
                ContourFormat.find(format)
                        .orElseThrow(() -> new Refused("Unsupported format: " + format)),
                positive(fields, "simplify", 0.01, true),
                positive(fields, "zfactor", 1, false));
    }

    private static Crs crs(String text) throws Refused {
        try {
            int code = Math.toIntExact(new BigDecimal(text).longValueExact());
            return Crs.ofEpsg(code);
        } catch (NumberFormatException | ArithmeticException | UnknownCrsException unknown) {
            throw new Refused("Invalid epsg: " + text);
        }
    }

    private static double positive(Fields fields, String name, double otherwise, boolean orZero)
            throws Refused {
        String text = text(fields, name, Double.toString(otherwise));
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value) && (value > 0 || (orZero && value == 0))) {
                return value;
            }
        } catch (NumberFormatException broken) {
            throw new Refused("Invalid " + name + ": " + text);
        }
        throw new Refused("Invalid " + name + ": " + text);
    }

    private static String text(Fields fields, String name, String otherwise) {
        @Nullable String text = fields.text(name);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        return text.length() > 100 ? text.substring(0, 100) : text.strip();
    }
}
