package org.nadir.server.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Crs;
import org.nadir.server.http.Fields;
import org.nadir.server.http.Problem;
import org.nadir.server.task.Task;
import org.nadir.server.tile.LayerKind;
import org.nadir.server.tile.StyleQuery;
import org.nadir.tiles.ColorMap;
import org.nadir.tiles.CutLine;
import org.nadir.tiles.RasterLayer;
import org.nadir.tiles.TileStyle;
import org.nadir.tiles.ValueRange;

/// What is asked for of a raster.
///
/// @param target null for the raster's own coordinate system
/// @param rescale null for the usual one
/// @param colours null for the usual ones
/// @param hillshade vertical exaggeration; null for the usual one
/// @param crop null for everything
record RasterWish(
        LayerKind kind,
        RasterFormat format,
        @Nullable Crs target,
        StyleQuery.@Nullable Formula formula,
        TileStyle.@Nullable Range rescale,
        @Nullable ColorMap colours,
        @Nullable Double hillshade,
        @Nullable CutLine crop) {

    private static final double USUAL_HILLSHADE = 6;
    private static final TileStyle.Range USUAL_INDEX = new TileStyle.Range(-1, 1);

    /// Reads a request.
    ///
    /// @throws Problem for parameters that make no export
    static RasterWish of(Fields fields, Task task, LayerKind kind, Path source) throws IOException {
        String name = Wishes.text(fields, "format");
        RasterFormat format =
                RasterFormat.find(name == null ? "gtiff" : name)
                        .orElseThrow(() -> Problem.rule("Unsupported format: " + name));
        Crs target = Wishes.target(fields, task);
        StyleQuery.Formula formula = formula(fields, source);
        String rescale = format == RasterFormat.GTIFF ? null : Wishes.text(fields, "rescale");
        return new RasterWish(
                kind,
                format,
                target,
                formula,
                StyleQuery.range(rescale, "rescale"),
                colours(Wishes.text(fields, "color_map")),
                Wishes.number(fields, "hillshade"),
                Wishes.crop(task));
    }

    private static StyleQuery.@Nullable Formula formula(Fields fields, Path source)
            throws IOException {
        String id = Wishes.text(fields, "formula");
        String bands = Wishes.text(fields, "bands");
        if (id == null && bands == null) {
            return null;
        }
        if (id == null || bands == null) {
            throw Problem.rule("A formula needs bands, and bands need a formula");
        }
        try (RasterLayer layer = RasterLayer.open(source)) {
            return StyleQuery.formula(id, bands, layer);
        } catch (org.nadir.tiles.UnplacedRasterException unplaced) {
            throw Problem.rule("This task is not georeferenced: no formula can be used");
        }
    }

    private static @Nullable ColorMap colours(@Nullable String name) {
        return name == null
                ? null
                : ColorMap.find(name.toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> Problem.rule("Unknown color_map: " + name));
    }

    /// Whether the file as it is is what is asked for.
    boolean isNative() {
        return format == RasterFormat.GTIFF && target == null && formula == null && crop == null;
    }

    /// How the numbers become colours, in formats that show colours.
    TileStyle style(RasterLayer layer) throws IOException {
        if (formula != null) {
            return new TileStyle.Index(
                    formula.index(),
                    formula.bands(),
                    rescale == null ? USUAL_INDEX : rescale,
                    colours == null ? ColorMap.named("gray") : colours);
        }
        TileStyle.Range range = rescale == null ? ownRange(layer) : rescale;
        if (kind.isElevation()) {
            return new TileStyle.Elevation(
                    range,
                    colours == null ? ColorMap.named("viridis") : colours,
                    hillshade == null ? USUAL_HILLSHADE : hillshade);
        }
        if (colours != null && layer.dataBands() == 1) {
            return new TileStyle.Elevation(range, colours, hillshade == null ? 0 : hillshade);
        }
        return new TileStyle.Colours(range);
    }

    /// From the smallest to the largest number; a range of nothing would show nothing.
    private TileStyle.Range ownRange(RasterLayer layer) throws IOException {
        return ValueRange.ofFirstBand(layer, crop)
                .filter(range -> range.min() < range.max())
                .orElse(kind.isElevation() ? new TileStyle.Range(0, 1000) : TileStyle.Range.BYTES);
    }
}
