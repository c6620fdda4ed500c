package org.nadir.server.tile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.task.Task;
import org.nadir.tiles.BandStatistics;
import org.nadir.tiles.ColorMap;
import org.nadir.tiles.LayerStatistics;
import org.nadir.tiles.RasterLayer;
import org.nadir.tiles.TileStyle;
import org.nadir.tiles.VegetationIndex;

/// Describes a layer: where it is, what is in it, what can be done with it. The counting is remembered.
final class LayerMetadata {

    private static final int REMEMBERED = 64;

    private static final List<String> HEIGHT_MAPS =
            List.of("viridis", "jet", "terrain", "gist_earth", "pastel1");
    private static final List<String> INDEX_MAPS =
            List.of(
                    "rdylgn",
                    "spectral",
                    "rdylgn_r",
                    "spectral_r",
                    "rplumbo",
                    "discrete_ndvi",
                    "better_discrete_ndvi",
                    "viridis",
                    "plasma",
                    "inferno",
                    "magma",
                    "cividis",
                    "jet",
                    "jet_r");

    private final Map<String, ObjectNode> counted =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ObjectNode> eldest) {
                    return size() > REMEMBERED;
                }
            };

    ObjectNode describe(Request request, Task task, LayerKind kind, LayerCache.Lease lease)
            throws IOException {
        RasterLayer layer = lease.layer();
        StyleQuery.Formula formula = kind.isElevation() ? null : StyleQuery.formula(request, layer);
        if (formula == null && request.query("bands") != null) {
            throw Problem.rule("Bands need a formula");
        }
        ObjectNode json = Json.object().put("name", task.name()).put("scheme", "xyz");
        json.putArray("tiles").add(TileRoutes.template(request, kind, ""));
        place(json, layer);
        json.set("statistics", statistics(request, task, formula, lease));
        file(json, layer);
        json.set("algorithms", formula == null ? Json.array() : algorithms(layer));
        json.set("color_maps", colorMaps(kind, formula));
        json.set("auto_bands", automaticBands(formula));
        return json;
    }

    /// How `bands=auto` was understood.
    private static ObjectNode automaticBands(StyleQuery.@Nullable Formula formula) {
        Boolean matched = formula == null ? null : formula.matched();
        if (formula == null || matched == null) {
            return Json.object().put("filter", "").putNull("match");
        }
        return Json.object().put("filter", formula.filter()).put("match", matched);
    }

    private static void place(ObjectNode json, RasterLayer layer) {
        Bounds bounds = layer.bounds();
        json.put("minzoom", layer.minZoom()).put("maxzoom", layer.maxZoom());
        ObjectNode place = json.putObject("bounds");
        place.set("value", TileRoutes.numbers(bounds));
        place.put("crs", "EPSG:" + layer.reader().epsg());
        json.putArray("center")
                .add(bounds.centre().x())
                .add(bounds.centre().y())
                .add((layer.nativeMinZoom() + layer.nativeMaxZoom()) / 2);
    }

    private static void file(ObjectNode json, RasterLayer layer) {
        GeoTiffReader reader = layer.reader();
        ArrayNode metadata = json.putArray("band_metadata");
        ArrayNode descriptions = json.putArray("band_descriptions");
        ArrayNode colours = Json.array();
        for (int i = 0; i < reader.bands(); i++) {
            String number = Integer.toString(i + 1);
            String text = i < reader.descriptions().size() ? reader.descriptions().get(i) : "";
            metadata.addArray().add(number).add(Json.object());
            descriptions.addArray().add(number).add(text);
            colours.add(reader.colours().get(i).label());
        }
        json.put("dtype", reader.sampleType().dtype());
        json.put("nodata_type", nodataType(reader));
        json.set("colorinterp", colours);
        json.put("driver", "GTiff")
                .put("count", reader.bands())
                .put("width", reader.width())
                .put("height", reader.height());
        ArrayNode overviews = json.putArray("overviews");
        for (int i = 1; i < reader.levels().size(); i++) {
            overviews.add(Math.round(reader.levels().get(i).scaleX()));
        }
    }

    private static String nodataType(GeoTiffReader reader) {
        if (reader.alphaBand() >= 0) {
            return "Alpha";
        }
        return reader.nodata().isPresent() ? "Nodata" : "None";
    }

    private ObjectNode statistics(
            Request request,
            Task task,
            StyleQuery.@Nullable Formula formula,
            LayerCache.Lease lease)
            throws IOException {
        TileStyle.Range range = range(request, formula);
        String key =
                lease.layer().reader().file()
                        + " "
                        + lease.version()
                        + (formula == null ? "" : formula.index().id() + formula.filter())
                        + range
                        + "?"
                        + Objects.requireNonNullElse(request.query("boundaries"), "")
                        + "?"
                        + ("1".equals(request.query("crop")) ? task.wish().crop() : "");
        synchronized (counted) {
            ObjectNode known = counted.get(key);
            if (known != null) {
                return known;
            }
        }
        ObjectNode fresh = count(request, task, formula, range, lease.layer());
        synchronized (counted) {
            counted.put(key, fresh);
        }
        return fresh;
    }

    /// The histogram's range, unless it leaves that of the formula.
    private static TileStyle.@Nullable Range range(
            Request request, StyleQuery.@Nullable Formula formula) {
        TileStyle.Range range = StyleQuery.range(request.query("range"), "range");
        TileStyle.Range own = formula == null ? null : formula.index().range();
        if (own == null) {
            return range;
        }
        boolean inside = range != null && range.min() >= own.min() && range.max() <= own.max();
        return inside ? range : own;
    }

    private static ObjectNode count(
            Request request,
            Task task,
            StyleQuery.@Nullable Formula formula,
            TileStyle.@Nullable Range range,
            RasterLayer layer)
            throws IOException {
        var area = CutLines.of(request, task);
        ObjectNode json = Json.object();
        if (formula != null) {
            BandStatistics statistics =
                    LayerStatistics.ofIndex(layer, formula.index(), formula.bands(), range, area);
            json.set("1", band(statistics, formula.index().range()));
            return json;
        }
        int number = 1;
        for (BandStatistics statistics : LayerStatistics.ofBands(layer, range, area)) {
            json.set(Integer.toString(number++), band(statistics, null));
        }
        return json;
    }

    /// @param own the range that a formula has by itself, whatever values occur
    private static ObjectNode band(BandStatistics statistics, TileStyle.@Nullable Range own) {
        double min = own == null ? statistics.min() : own.min();
        double max = own == null ? statistics.max() : own.max();
        ObjectNode json = Json.object();
        number(json, "min", min);
        number(json, "max", max);
        number(json, "std", statistics.std());
        json.set(
                "percentiles",
                Json.numbers(
                        within(statistics.percentile2(), min, max),
                        within(statistics.percentile98(), min, max)));
        ArrayNode histogram = json.putArray("histogram");
        ArrayNode counts = histogram.addArray();
        for (long count : statistics.counts()) {
            counts.add(count);
        }
        histogram.add(Json.numbers(statistics.edges()));
        number(json, "valid_percent", statistics.validPercent());
        return json;
    }

    private static double within(double value, double min, double max) {
        return Double.isFinite(value) ? Math.min(Math.max(value, min), max) : 0;
    }

    /// JSON has no NaN, which stands for "nothing known" here.
    private static void number(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    private static ArrayNode algorithms(RasterLayer layer) {
        ArrayNode list = Json.array();
        for (VegetationIndex index : VegetationIndex.ALL) {
            List<String> filters = index.filters(layer.dataBands());
            if (filters.isEmpty()) {
                continue;
            }
            ObjectNode entry = list.addObject().put("id", index.id());
            entry.set("filters", Json.texts(filters));
            entry.put("expr", index.expression()).put("help", index.help());
            TileStyle.Range range = index.range();
            if (range != null) {
                entry.set("range", Json.numbers(range.min(), range.max()));
            }
        }
        return list;
    }

    private static ArrayNode colorMaps(LayerKind kind, StyleQuery.@Nullable Formula formula) {
        ArrayNode list = Json.array();
        List<String> names = kind.isElevation() ? HEIGHT_MAPS : INDEX_MAPS;
        if (!kind.isElevation() && formula == null) {
            return list;
        }
        for (String name : names) {
            ColorMap map = ColorMap.named(name);
            ObjectNode entry = list.addObject().put("key", name).put("label", map.label());
            ArrayNode colours = entry.putArray("color_map");
            map.colors().forEach(colours::add);
        }
        return list;
    }
}
