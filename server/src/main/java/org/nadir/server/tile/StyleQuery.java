package org.nadir.server.tile;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.tiles.BandOrder;
import org.nadir.tiles.ColorMap;
import org.nadir.tiles.RasterLayer;
import org.nadir.tiles.TileStyle;
import org.nadir.tiles.VegetationIndex;

/// The part of a query that says how a layer looks.
public final class StyleQuery {

    private static final List<String> COPIED =
            List.of("formula", "bands", "rescale", "color_map", "hillshade");
    private static final TileStyle.Range HEIGHTS = new TileStyle.Range(0, 1000);

    private StyleQuery() {}

    /// A vegetation index, and the band order it is computed with.
    ///
    /// @param filter the order as text
    /// @param matched whether the raster's own band names gave the order; null when the client did
    public record Formula(
            VegetationIndex index, BandOrder bands, String filter, @Nullable Boolean matched) {}

    /// @return null when no formula is asked for
    static @Nullable Formula formula(Request request, RasterLayer layer) {
        String id = request.query("formula");
        return id == null ? null : formula(id, request.query("bands"), layer);
    }

    /// The index of an id with an order of bands that the layer has.
    ///
    /// @param bands null for red, green, blue; `auto` for what the layer's own names say
    /// @throws Problem when the formula cannot be used
    public static Formula formula(String id, @Nullable String bands, RasterLayer layer) {
        VegetationIndex index =
                VegetationIndex.find(id).orElseThrow(() -> Problem.rule("Unknown formula: " + id));
        if ("auto".equals(bands)) {
            return automatic(index, layer);
        }
        BandOrder order = order(bands == null ? "RGB" : bands);
        if (!order.has(index) || order.letters().size() > layer.dataBands()) {
            throw Problem.rule("The formula " + id + " cannot use the bands " + order.text());
        }
        return new Formula(index, order, order.text(), null);
    }

    private static BandOrder order(String text) {
        try {
            return BandOrder.parse(text);
        } catch (IllegalArgumentException broken) {
            throw Problem.rule("Invalid bands: " + text);
        }
    }

    /// The order that the band names spell, when it fits; else the first that fits.
    private static Formula automatic(VegetationIndex index, RasterLayer layer) {
        List<String> filters = index.filters(layer.dataBands());
        if (filters.isEmpty()) {
            throw Problem.rule(
                    "The formula " + index.id() + " needs bands that this image does not have");
        }
        String spelled = BandOrder.spelled(layer.reader().descriptions());
        boolean matched = filters.contains(spelled);
        String filter = matched ? spelled : filters.getFirst();
        return new Formula(index, BandOrder.parse(filter), filter, matched);
    }

    /// The style of a layer's tiles.
    ///
    /// @throws Problem for values that make no style
    static TileStyle style(Request request, LayerKind kind, RasterLayer layer) {
        String colours = request.query("color_map");
        ColorMap map =
                ColorMap.find(colours == null ? "gray" : colours.toLowerCase(java.util.Locale.ROOT))
                        .orElseThrow(() -> Problem.rule("Unknown color_map: " + colours));
        TileStyle.Range range = range(request.query("rescale"), "rescale");
        double hillshade = hillshade(request.query("hillshade"));
        if (kind.isElevation()) {
            return new TileStyle.Elevation(range == null ? HEIGHTS : range, map, hillshade);
        }
        if (hillshade > 0 && layer.dataBands() > 1) {
            throw Problem.rule("An image of several bands cannot be hillshaded");
        }
        Formula formula = formula(request, layer);
        if (formula != null) {
            TileStyle.Range own = formula.index().range();
            TileStyle.Range otherwise = own == null ? TileStyle.Range.BYTES : own;
            return new TileStyle.Index(
                    formula.index(), formula.bands(), range == null ? otherwise : range, map);
        }
        if (layer.dataBands() == 1 && (colours != null || hillshade > 0)) {
            return new TileStyle.Elevation(
                    range == null ? TileStyle.Range.BYTES : range, map, hillshade);
        }
        return range == null ? TileStyle.Colours.PLAIN : new TileStyle.Colours(range);
    }

    /// `min,max`; null for none.
    public static TileStyle.@Nullable Range range(@Nullable String text, String name) {
        if (text == null) {
            return null;
        }
        String[] parts = text.split(",");
        try {
            if (parts.length == 2) {
                return new TileStyle.Range(
                        Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
            }
        } catch (IllegalArgumentException broken) {
            throw Problem.rule("Invalid " + name + " parameter: " + text);
        }
        throw Problem.rule("Invalid " + name + " parameter: " + text);
    }

    /// Vertical exaggeration; 0 for none.
    private static double hillshade(@Nullable String text) {
        if (text == null || text.equals("0")) {
            return 0;
        }
        try {
            double value = Double.parseDouble(text.strip());
            if (!Double.isFinite(value)) {
                throw Problem.rule("Invalid hillshade parameter: " + text);
            }
            return value <= 0 ? 1 : value;
        } catch (NumberFormatException broken) {
            throw Problem.rule("Invalid hillshade parameter: " + text);
        }
    }

    /// The style's parameters as a query for templates; empty when there are none.
    static String copied(Request request) {
        var parameters = new ArrayList<String>();
        for (String name : COPIED) {
            String value = request.query(name);
            if (value != null) {
                parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }
}
