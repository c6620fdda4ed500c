package org.nadir.geo.tiff;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a GeoTIFF shall hold and how.
///
/// @param sampleType UINT8, UINT16 or FLOAT32
/// @param bands numbers per pixel, stored pixel by pixel
/// @param rgb true when the first three bands are red, green and blue
/// @param alpha true when the last band says how opaque the pixel is (not multiplied into the colours)
/// @param compression any; JPEG for UINT8 samples of one to four bands, with the band of opacity kept to one step in 255
/// @param level Deflate level, 1 to 9
/// @param tileSize side of the square tiles, a multiple of 16; 0 for strips of full width, which some old programs need
/// @param overviews whether to add averaged overviews, each half the one before, until one tile holds all
/// @param epsg code of the coordinate system, 0 for none
/// @param nodata the value that stands for "unknown"; null when there is none
/// @param dateTime the TIFF DateTime text; null leaves it out
/// @param descriptions one name per band, or empty
/// @param groundControl XML text for GDAL's metadata domain `xml:GROUND_CONTROL_POINTS`; null for none
public record GeoTiffOptions(
        SampleType sampleType,
        int bands,
        boolean rgb,
        boolean alpha,
        Compression compression,
        int level,
        int tileSize,
        boolean overviews,
        int epsg,
        @Nullable Double nodata,
        @Nullable String dateTime,
        List<String> descriptions,
        @Nullable String groundControl) {

    /// Photos at level 6 take more than twice as long as at level 4 for one per cent less.
    private static final int DEFAULT_LEVEL = 4;

    /// A multiple of the eight rows that JPEG goes by, and even, so that strips halve into whole rows.
    private static final int STRIP_ROWS = 16;

    public GeoTiffOptions {
        descriptions = List.copyOf(descriptions);
        if (sampleType != SampleType.UINT8
                && sampleType != SampleType.UINT16
                && sampleType != SampleType.FLOAT32) {
            throw new IllegalArgumentException("Not written: " + sampleType);
        }
        if (bands < 1 || bands > 64 || (rgb && bands < 3) || (alpha && bands < 2)) {
            throw new IllegalArgumentException(bands + " bands, rgb " + rgb + ", alpha " + alpha);
        }
        if (compression == Compression.JPEG && (sampleType != SampleType.UINT8 || bands > 4)) {
            throw new IllegalArgumentException("Not written as JPEG: " + bands + " " + sampleType);
        }
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("Deflate level must be 1 to 9: " + level);
        }
        if (tileSize != 0 && (tileSize < 16 || tileSize > 4096 || tileSize % 16 != 0)) {
            throw new IllegalArgumentException("Tile size must be a multiple of 16: " + tileSize);
        }
        if (epsg < 0 || epsg > 0xFFFF) {
            throw new IllegalArgumentException("EPSG code: " + epsg);
        }
        if (!descriptions.isEmpty() && descriptions.size() != bands) {
            throw new IllegalArgumentException(descriptions.size() + " names, " + bands + " bands");
        }
    }

    /// Red, green, blue, alpha of 8 bits, in 256-pixel tiles with overviews.
    public static GeoTiffOptions rgba(int epsg) {
        return bands(SampleType.UINT8, 4, true, true, epsg);
    }

    /// One band of float heights with nodata −9999, in 256-pixel tiles with overviews.
    public static GeoTiffOptions elevation(int epsg) {
        return bands(SampleType.FLOAT32, 1, false, false, epsg).withNodata(-9999.0);
    }

    /// Any bands, in 256-pixel tiles with overviews, no nodata value.
    public static GeoTiffOptions bands(
            SampleType sampleType, int bands, boolean rgb, boolean alpha, int epsg) {
        return new GeoTiffOptions(
                sampleType,
                bands,
                rgb,
                alpha,
                Compression.DEFLATE,
                DEFAULT_LEVEL,
                256,
                true,
                epsg,
                null,
                null,
                List.of(),
                null);
    }

    boolean isTiled() {
        return tileSize > 0;
    }

    /// Columns of a tile or strip of an image `width` pixels wide.
    int blockColumns(int width) {
        return isTiled() ? tileSize : width;
    }

    /// Rows of a tile or strip; the last strip may hold fewer.
    int blockRows() {
        return isTiled() ? tileSize : STRIP_ROWS;
    }

    public GeoTiffOptions withCompression(Compression changed, int changedLevel) {
        return with(draft -> {
            draft.compression = changed;
            draft.level = changedLevel;
        });
    }

    public GeoTiffOptions withTileSize(int changed) {
        return with(draft -> draft.tileSize = changed);
    }

    /// In strips, without overviews: the plainest of files.
    public GeoTiffOptions inStrips() {
        return withTileSize(0).withOverviews(false);
    }

    public GeoTiffOptions withOverviews(boolean changed) {
        return with(draft -> draft.overviews = changed);
    }

    public GeoTiffOptions withNodata(@Nullable Double changed) {
        return with(draft -> draft.nodata = changed);
    }

    /// @param changed for instance `2026:05:01 12:30:00+00:00`
    public GeoTiffOptions withDateTime(@Nullable String changed) {
        return with(draft -> draft.dateTime = changed);
    }

    public GeoTiffOptions withDescriptions(List<String> changed) {
        return with(draft -> draft.descriptions = changed);
    }

    /// @param changed XML text
    public GeoTiffOptions withGroundControl(@Nullable String changed) {
        return with(draft -> draft.groundControl = changed);
    }

    private GeoTiffOptions with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /// These options while some of them change.
    private static final class Draft {
        private final GeoTiffOptions base;
        private Compression compression;
        private int level;
        private int tileSize;
        private boolean overviews;
        private @Nullable Double nodata;
        private @Nullable String dateTime;
        private List<String> descriptions;
        private @Nullable String groundControl;

        Draft(GeoTiffOptions base) {
            this.base = base;
            compression = base.compression;
            level = base.level;
            tileSize = base.tileSize;
            overviews = base.overviews;
            nodata = base.nodata;
            dateTime = base.dateTime;
            descriptions = base.descriptions;
            groundControl = base.groundControl;
        }

        GeoTiffOptions options() {
            return new GeoTiffOptions(
                    base.sampleType,
                    base.bands,
                    base.rgb,
                    base.alpha,
                    compression,
                    level,
                    tileSize,
                    overviews,
                    base.epsg,
                    nodata,
                    dateTime,
                    descriptions,
                    groundControl);
        }
    }
}
