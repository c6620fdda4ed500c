package org.nadir.tiles;

/// How the numbers of a raster become colours.
public sealed interface TileStyle {

    /// The numbers that become the ends of the colour range; `min` may be above `max`, which turns the range round.
    record Range(double min, double max) {
        public static final Range BYTES = new Range(0, 255);

        public Range {
            if (!Double.isFinite(min) || !Double.isFinite(max)) {
                throw new IllegalArgumentException("Range " + min + " to " + max);
            }
        }

        /// The place of a value in the range as a number from 0 to 255.
        int toByte(double value) {
            if (min == max) {
                return value >= max ? 255 : 0;
            }
            return (int) (Math.clamp((value - min) / (max - min), 0, 1) * 255 + 0.5);
        }
    }

    /// The bands for red, green and blue as they are; nearest pixel.
    record Colours(Range range) implements TileStyle {
        public static final Colours PLAIN = new Colours(Range.BYTES);
    }

    /// A vegetation index; nearest pixel.
    record Index(VegetationIndex index, BandOrder bands, Range range, ColorMap colors)
            implements TileStyle {

        public Index {
            if (!bands.has(index)) {
                throw new IllegalArgumentException(
                        index.id() + " needs other bands than " + bands.text());
            }
        }
    }

    /// Heights of the first band; bilinear.
    ///
    /// @param hillshade vertical exaggeration of the shading, 0 for none
    record Elevation(Range range, ColorMap colors, double hillshade) implements TileStyle {

        public Elevation {
            if (!(hillshade >= 0 && hillshade < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("Hillshade exaggeration: " + hillshade);
            }
        }
    }
}
