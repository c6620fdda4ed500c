package org.nadir.tiles;

import static org.nadir.tiles.BandOrder.BandLetter.B;
import static org.nadir.tiles.BandOrder.BandLetter.G;
import static org.nadir.tiles.BandOrder.BandLetter.L;
import static org.nadir.tiles.BandOrder.BandLetter.N;
import static org.nadir.tiles.BandOrder.BandLetter.R;
import static org.nadir.tiles.BandOrder.BandLetter.RE;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.tiles.BandOrder.BandLetter;

/// A formula over the bands of a pixel that tells plants from other things.
///
/// @param id the name by which maps ask for it
/// @param expression the formula as text
/// @param help what it is for
/// @param needs the bands it uses, in the order that its arithmetic takes them
/// @param range the values it can have; null when open
public record VegetationIndex(
        String id,
        String expression,
        String help,
        List<BandLetter> needs,
        TileStyle.@Nullable Range range,
        Arithmetic arithmetic) {

    /// The formula over its bands in the order of [#needs]; unused places are 0. May be NaN or infinite.
    @FunctionalInterface
    public interface Arithmetic {
        double value(double a, double b, double c);
    }

    private static final TileStyle.Range UNIT = new TileStyle.Range(-1, 1);

    /// All of them, in the order in which maps list them.
    public static final List<VegetationIndex> ALL =
            List.of(
                    of(
                            "NDVI",
                            "(N - R) / (N + R)",
                            "Normalized difference vegetation index: amount of green vegetation.",
                            UNIT,
                            (n, r, z) -> (n - r) / (n + r),
                            N,
                            R),
                    of(
                            "NDYI",
                            "(G - B) / (G + B)",
                            "Normalized difference yellowness index: flowering of yellow crops.",
                            UNIT,
                            (g, b, z) -> (g - b) / (g + b),
                            G,
                            B),
                    of(
                            "NDRE",
                            "(N - Re) / (N + Re)",
                            "Normalized difference red edge index: condition of mature plants.",
                            UNIT,
                            (n, re, z) -> (n - re) / (n + re),
                            N,
                            RE),
                    of(
                            "NDWI",
                            "(G - N) / (G + N)",
                            "Normalized difference water index: open water.",
                            UNIT,
                            (g, n, z) -> (g - n) / (g + n),
                            G,
                            N),
                    of(
                            "NDVI (Blue)",
                            "(N - B) / (N + B)",
                            "NDVI with the blue band in place of the red one.",
                            UNIT,
                            (n, b, z) -> (n - b) / (n + b),
                            N,
                            B),
                    of(
                            "ENDVI",
                            "((N + G) - 2 * B) / ((N + G) + 2 * B)",
                            "Enhanced NDVI for cameras whose red band sees near-infrared.",
                            null,
                            (n, g, b) -> (n + g - 2 * b) / (n + g + 2 * b),
                            N,
                            G,
                            B),
                    of(
                            "vNDVI",
                            "0.5268 * (R ** -0.1294 * G ** 0.3389 * B ** -0.3118)",
                            "NDVI estimated from visible light alone.",
                            null,
                            (r, g, b) ->
                                    0.5268
                                            * Math.pow(r, -0.1294)
                                            * Math.pow(g, 0.3389)
                                            * Math.pow(b, -0.3118),
                            R,
                            G,
                            B),
                    of(
                            "VARI",
                            "(G - R) / (G + R - B)",
                            "Visible atmospherically resistant index: greenness in ordinary photos.",
                            UNIT,
                            (g, r, b) -> (g - r) / (g + r - b),
                            G,
                            R,
                            B),
                    of(
                            "MPRI",
                            "(G - R) / (G + R)",
                            "Modified photochemical reflectance index.",
                            UNIT,
                            (g, r, z) -> (g - r) / (g + r),
                            G,
                            R),
                    of(
                            "EXG",
                            "2 * G - (R + B)",
                            "Excess green: plants against soil in ordinary photos.",
                            null,
                            (g, r, b) -> 2 * g - (r + b),
                            G,
                            R,
                            B),
                    of(
                            "BAI",
                            "1 / ((0.1 - R) ** 2 + (0.06 - N) ** 2)",
                            "Burned area index: charcoal after fires.",
                            null,
                            (r, n, z) -> 1 / ((0.1 - r) * (0.1 - r) + (0.06 - n) * (0.06 - n)),
                            R,
                            N),
                    of(
                            "GLI",
                            "(2 * G - R - B) / (2 * G + R + B)",
                            "Green leaf index: leaves and stems in ordinary photos.",
                            UNIT,
                            (g, r, b) -> (2 * g - r - b) / (2 * g + r + b),
                            G,
                            R,
                            B),
                    of(
                            "GNDVI",
                            "(N - G) / (N + G)",
                            "Green NDVI: chlorophyll.",
                            UNIT,
                            (n, g, z) -> (n - g) / (n + g),
                            N,
                            G),
                    of(
                            "GRVI",
                            "N / G",
                            "Green ratio vegetation index: photosynthesis of forests.",
                            null,
                            (n, g, z) -> n / g,
                            N,
                            G),
                    of(
                            "SAVI",
                            "(1.5 * (N - R)) / (N + R + 0.5)",
                            "Soil adjusted vegetation index: thin cover over bright soil.",
                            null,
                            (n, r, z) -> 1.5 * (n - r) / (n + r + 0.5),
                            N,
                            R),
                    of(
                            "MNLI",
                            "((N ** 2 - R) * 1.5) / (N ** 2 + R + 0.5)",
                            "Modified non-linear index.",
                            null,
                            (n, r, z) -> 1.5 * (n * n - r) / (n * n + r + 0.5),
                            N,
                            R),
                    of(
                            "MSR",
                            "((N / R) - 1) / (sqrt(N / R) + 1)",
                            "Modified simple ratio.",
                            null,
                            (n, r, z) -> (n / r - 1) / (Math.sqrt(n / r) + 1),
                            N,
                            R),
                    of(
                            "RDVI",
                            "(N - R) / sqrt(N + R)",
                            "Renormalized difference vegetation index: little affected by soil and sun.",
                            null,
                            (n, r, z) -> (n - r) / Math.sqrt(n + r),
                            N,
                            R),
                    of(
                            "TDVI",
                            "1.5 * ((N - R) / sqrt(N ** 2 + R + 0.5))",
                            "Transformed difference vegetation index: vegetation in cities.",
                            null,
                            (n, r, z) -> 1.5 * (n - r) / Math.sqrt(n * n + r + 0.5),
                            N,
                            R),
                    of(
                            "OSAVI",
                            "(N - R) / (N + R + 0.16)",
                            "Optimized soil adjusted vegetation index.",
                            null,
                            (n, r, z) -> (n - r) / (n + r + 0.16),
                            N,
                            R),
                    of(
                            "LAI",
                            "3.618 * (2.5 * (N - R) / (N + 6 * R - 7.5 * B + 1)) - 0.118",
                            "Leaf area index: leaf surface over ground.",
                            UNIT,
                            (n, r, b) -> 3.618 * evi(n, r, b) - 0.118,
                            N,
                            R,
                            B),
                    of(
                            "EVI",
                            "2.5 * (N - R) / (N + 6 * R - 7.5 * B + 1)",
                            "Enhanced vegetation index: dense vegetation.",
                            UNIT,
                            VegetationIndex::evi,
                            N,
                            R,
                            B),
                    of(
                            "ARVI",
                            "(N - (2 * R) + B) / (N + (2 * R) + B)",
                            "Atmospherically resistant vegetation index.",
                            UNIT,
                            (n, r, b) -> (n - 2 * r + b) / (n + 2 * r + b),
                            N,
                            R,
                            B),
                    of("Celsius", "L", "Temperature in degrees Celsius.", null, (l, y, z) -> l, L),
                    of(
                            "Kelvin",
                            "L * 100 + 27315",
                            "Temperature in hundredths of a kelvin.",
                            null,
                            (l, y, z) -> 100 * l + 27315,
                            L));

    public VegetationIndex {
        needs = List.copyOf(needs);
        if (needs.isEmpty() || needs.size() > 3) {
            throw new IllegalArgumentException(id + " needs " + needs.size() + " bands");
        }
    }

    /// The index of an id.
    public static Optional<VegetationIndex> find(String id) {
        return ALL.stream().filter(index -> index.id().equals(id)).findFirst();
    }

    /// The offered band orders that hold every band of the index and no more bands than the raster has.
    ///
    /// @param dataBands bands of the raster without that of opacity
    public List<String> filters(int dataBands) {
        return BandOrder.OFFERED.stream()
                .filter(text -> {
                    BandOrder order = BandOrder.parse(text);
                    return order.has(this) && order.letters().size() <= dataBands;
                })
                .toList();
    }

    /// The formula tied to the bands of a raster.
    Evaluator evaluator(BandOrder order) {
        int[] bands = new int[3];
        for (int i = 0; i < needs.size(); i++) {
            bands[i] = order.indexOf(needs.get(i));
        }
        return new Evaluator(arithmetic, bands[0], bands[1], bands[2], needs.size());
    }

    /// Computes the index for single pixels.
    record Evaluator(Arithmetic arithmetic, int first, int second, int third, int count) {

        /// The index of the pixel whose bands begin at `at`.
        double value(float[] values, int at) {
            return arithmetic.value(
                    values[at + first],
                    count > 1 ? values[at + second] : 0,
                    count > 2 ? values[at + third] : 0);
        }
    }

    private static double evi(double n, double r, double b) {
        return 2.5 * (n - r) / (n + 6 * r - 7.5 * b + 1);
    }

    private static VegetationIndex of(
            String id,
            String expression,
            String help,
            TileStyle.@Nullable Range range,
            Arithmetic arithmetic,
            BandLetter... needs) {
        return new VegetationIndex(id, expression, help, List.of(needs), range, arithmetic);
    }
}
