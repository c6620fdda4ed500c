package org.nadir.geo.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.RasterLayout;

/// The images of a file in order: the full one and its overviews, with their masks, and what the first directory says of
/// all of them.
///
/// @param data one layout per level, largest first
/// @param masks by level, absent where there is none
record TiffImages(
        List<BlockLayout> data,
        Map<Integer, BlockLayout> masks,
        List<GeoTiffReader.Level> levels,
        List<ColorInterpretation> colours,
        List<String> descriptions,
        OptionalDouble nodata,
        double unitMetres,
        int epsg,
        boolean hasCrs,
        @Nullable String wkt,
        @Nullable RasterLayout layout) {

    /// What our files name as their software.
    static final String WRITER = "Nadir";

    static TiffImages read(TiffInput input) throws IOException {
        List<Ifd> directories = Ifd.readAll(input);
        Ifd main = directories.getFirst();
        BlockLayout base = BlockLayout.of(main, input.file());
        List<BlockLayout> data = new ArrayList<>(List.of(base));
        List<BlockLayout> loose = new ArrayList<>();
        for (Ifd ifd : directories.subList(1, directories.size())) {
            int kind = (int) ifd.number(Tags.NEW_SUBFILE_TYPE, 0);
            if ((kind & Tags.SUBFILE_MASK) != 0) {
                loose.add(BlockLayout.of(ifd, input.file()));
            } else if ((kind & Tags.SUBFILE_REDUCED) != 0) {
                addOverview(data, BlockLayout.of(ifd, input.file()));
            }
        }
        data.sort(Comparator.comparingLong(level -> -(long) level.width() * level.height()));
        Map<Integer, BlockLayout> masks = masks(data, loose);
        List<ColorInterpretation> colours = colours(main, base);
        if (!masks.isEmpty()) {
            colours.add(ColorInterpretation.ALPHA);
        }
        return new TiffImages(
                List.copyOf(data),
                Map.copyOf(masks),
                levels(data, WRITER.equals(main.text(Tags.SOFTWARE)) && halve(data)),
                List.copyOf(colours),
                descriptions(main, colours.size()),
                nodata(main),
                GeoTags.unitMetres(main),
                GeoTags.epsg(main),
                GeoTags.hasCrs(main),
                GeoTags.epsg(main) == 0 ? GeoWkt.of(main) : null,
                GeoTags.layout(main, base.width(), base.height()));
    }

    BlockLayout base() {
        return data.getFirst();
    }

    private static void addOverview(List<BlockLayout> data, BlockLayout overview) {
        BlockLayout base = data.getFirst();
        boolean smaller = overview.width() <= base.width() && overview.height() <= base.height();
        if (smaller && overview.samples() == base.samples() && overview.type() == base.type()) {
            data.add(overview);
        }
    }

    /// Masks by level, if every level has one.
    private static Map<Integer, BlockLayout> masks(
            List<BlockLayout> data, List<BlockLayout> loose) {
        Map<Integer, BlockLayout> masks = new HashMap<>();
        for (int i = 0; i < data.size(); i++) {
            for (BlockLayout mask : loose) {
                boolean fits =
                        mask.width() == data.get(i).width()
                                && mask.height() == data.get(i).height();
                if (fits && mask.samples() == 1 && mask.type() == SampleType.UINT8) {
                    masks.put(i, mask);
                }
            }
        }
        return masks.size() == data.size() ? masks : new HashMap<>();
    }

    /// Overviews of this package halve exactly and may reach beyond the image by a part of a pixel; those of others are
    /// taken to cover the image.
    private static List<GeoTiffReader.Level> levels(List<BlockLayout> data, boolean halved) {
        List<GeoTiffReader.Level> levels = new ArrayList<>();
        BlockLayout base = data.getFirst();
        for (int i = 0; i < data.size(); i++) {
            int width = data.get(i).width();
            int height = data.get(i).height();
            double scaleX = halved ? 1L << i : (double) base.width() / width;
            double scaleY = halved ? 1L << i : (double) base.height() / height;
            levels.add(new GeoTiffReader.Level(width, height, scaleX, scaleY));
        }
        return List.copyOf(levels);
    }

    /// Whether each level has half the pixels of the one before, rounded up.
    private static boolean halve(List<BlockLayout> data) {
        for (int i = 1; i < data.size(); i++) {
            BlockLayout larger = data.get(i - 1);
            BlockLayout smaller = data.get(i);
            if (smaller.width() != (larger.width() + 1) / 2
                    || smaller.height() != (larger.height() + 1) / 2) {
                return false;
            }
        }
        return true;
    }

    private static List<ColorInterpretation> colours(Ifd ifd, BlockLayout base) throws IOException {
        ColorInterpretation[] colours = new ColorInterpretation[base.samples()];
        Arrays.fill(colours, ColorInterpretation.UNDEFINED);
        boolean rgb =
                base.photometric() == Tags.PHOTOMETRIC_RGB
                        || base.photometric() == Tags.PHOTOMETRIC_YCBCR;
        if (rgb && colours.length >= 3) {
            colours[0] = ColorInterpretation.RED;
            colours[1] = ColorInterpretation.GREEN;
            colours[2] = ColorInterpretation.BLUE;
        } else {
            colours[0] =
                    base.photometric() == Tags.PHOTOMETRIC_PALETTE
                            ? ColorInterpretation.PALETTE
                            : ColorInterpretation.GRAY;
        }
        long[] extra = ifd.numbers(Tags.EXTRA_SAMPLES);
        for (int i = 0; extra != null && i < extra.length && i < colours.length; i++) {
            long kind = extra[extra.length - 1 - i];
            if (kind == Tags.EXTRA_UNASSOCIATED_ALPHA || kind == Tags.EXTRA_ASSOCIATED_ALPHA) {
                colours[colours.length - 1 - i] = ColorInterpretation.ALPHA;
            }
        }
        applyNamed(ifd, colours);
        return new ArrayList<>(Arrays.asList(colours));
    }

    private static void applyNamed(Ifd ifd, ColorInterpretation[] colours) throws IOException {
        String xml = ifd.text(Tags.GDAL_METADATA);
        if (xml == null) {
            return;
        }
        GdalMetadata.colours(xml)
                .forEach((band, name) -> {
                    if (band < colours.length) {
                        colours[band] = named(name);
                    }
                });
    }

    private static ColorInterpretation named(String name) {
        for (ColorInterpretation colour : ColorInterpretation.values()) {
            if (colour.name().equals(name.toUpperCase(Locale.ROOT))) {
                return colour;
            }
        }
        return ColorInterpretation.UNDEFINED;
    }

    private static List<String> descriptions(Ifd ifd, int bands) throws IOException {
        String xml = ifd.text(Tags.GDAL_METADATA);
        Map<Integer, String> names = xml == null ? Map.of() : GdalMetadata.descriptions(xml);
        List<String> all = new ArrayList<>();
        for (int band = 0; band < bands; band++) {
            all.add(names.getOrDefault(band, ""));
        }
        return List.copyOf(all);
    }

    private static OptionalDouble nodata(Ifd ifd) throws IOException {
        String text = ifd.text(Tags.GDAL_NODATA);
        if (text == null || text.isBlank()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(
                    text.strip().equalsIgnoreCase("nan")
                            ? Double.NaN
                            : Double.parseDouble(text.strip()));
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }
}
