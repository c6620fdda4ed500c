package org.nadir.tiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// 256 colours for the numbers 0 to 255.
///
/// The tables are made here from published control points: the ten-colour versions of viridis, plasma, inferno, magma and
/// cividis, ColorBrewer's RdYlGn, Spectral and Pastel1, and the break points of the classic jet, terrain and earth maps.
public final class ColorMap {
    private static final int SIZE = 256;

    private final String name;
    private final String label;
    private final int[] rgba;

    private ColorMap(String name, String label, int[] rgba) {
        this.name = name;
        this.label = label;
        this.rgba = rgba;
    }

    /// The map of a name in lower case; with `_r` at the end, the other way round.
    public static Optional<ColorMap> find(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (ColorMap map : Tables.ALL) {
            if (map.name.equals(wanted)) {
                return Optional.of(map);
            }
            if ((map.name + "_r").equals(wanted)) {
                return Optional.of(map.reversed());
            }
        }
        return Optional.empty();
    }

    /// The map of a name.
    ///
    /// @throws IllegalArgumentException when there is none
    public static ColorMap named(String name) {
        return find(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("Unknown colour map '" + name + "'"));
    }

    /// All names, without the reversed ones.
    public static List<String> names() {
        return Tables.ALL.stream().map(ColorMap::name).toList();
    }

    public String name() {
        return name;
    }

    /// The name for a person.
    public String label() {
        return label;
    }

    /// The colour of a number from 0 to 255 as 0xRRGGBBAA (a signed int here; unsigned in meaning).
    public int at(int index) {
        return rgba[index];
    }

    /// All colours as unsigned numbers 0xRRGGBBAA.
    public List<Long> colors() {
        List<Long> all = new ArrayList<>(SIZE);
        for (int colour : rgba) {
            all.add(Integer.toUnsignedLong(colour));
        }
        return all;
    }

    private ColorMap reversed() {
        int[] turned = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            turned[i] = rgba[SIZE - 1 - i];
        }
        return new ColorMap(name + "_r", label + " (Reverse)", turned);
    }

    @Override
    public String toString() {
        return "ColorMap[" + name + "]";
    }

    /// Makes the tables.
    private static final class Tables {
        static final List<ColorMap> ALL =
                List.of(
                        smooth("gray", "Gray", "000000 ffffff"),
                        smooth(
                                "viridis",
                                "Viridis",
                                "440154 482878 3e4989 31688e 26828e 1f9e89 35b779 6ece58 b5de2b fde725"),
                        smooth(
                                "plasma",
                                "Plasma",
                                "0d0887 46039f 7201a8 9c179e bd3786 d8576b ed7953 fb9f3a fdca26 f0f921"),
                        smooth(
                                "inferno",
                                "Inferno",
                                "000004 1b0c41 4a0c6b 781c6d a52c60 cf4446 ed6925 fb9b06 f7d13d fcffa4"),
                        smooth(
                                "magma",
                                "Magma",
                                "000004 180f3d 440f76 721f81 9e2f7f cd4071 f1605d fd9668 feca8d fcfdbf"),
                        smooth(
                                "cividis",
                                "Cividis",
                                "00204d 00336f 39486b 575c6d 707173 8a8779 a69d75 c4b56c e4cf5b ffea46"),
                        smooth(
                                "rdylgn",
                                "RdYlGn",
                                "a50026 d73027 f46d43 fdae61 fee08b ffffbf d9ef8b a6d96a 66bd63 1a9850 006837"),
                        smooth(
                                "spectral",
                                "Spectral",
                                "9e0142 d53e4f f46d43 fdae61 fee08b ffffbf e6f598 abdda4 66c2a5 3288bd 5e4fa2"),
                        steps(
                                "pastel1",
                                "Pastel",
                                "fbb4ae b3cde3 ccebc5 decbe4 fed9a6 ffffcc e5d8bd fddaec f2f2f2"),
                        steps(
                                "discrete_ndvi",
                                "Contrast NDVI",
                                "d7191c fdae61 ffffbf a6d96a 1a9641"),
                        stepsOf(
                                "better_discrete_ndvi",
                                "Custom NDVI Index",
                                20,
                                "a50026 d73027 f46d43 fdae61 fee08b ffffbf d9ef8b a6d96a 66bd63 1a9850 006837"),
                        smooth(
                                "rplumbo",
                                "Rplumbo (Better NDVI)",
                                "101010 5a5a5a a8a8a8 8b4513 d2691e ffd700 9acd32 32a032 006400"),
                        jet(),
                        terrain(),
                        earth());

        private static ColorMap smooth(String name, String label, String hex) {
            int[] colours = parse(hex);
            double[] places = new double[colours.length];
            for (int i = 0; i < places.length; i++) {
                places[i] = (double) i / (places.length - 1);
            }
            double[][] channels = new double[3][places.length];
            for (int i = 0; i < places.length; i++) {
                for (int c = 0; c < 3; c++) {
                    channels[c][i] = (colours[i] >> (16 - 8 * c) & 0xFF) / 255.0;
                }
            }
            return pieces(name, label, new double[][] {places, places, places}, channels);
        }

        private static ColorMap steps(String name, String label, String hex) {
            int[] colours = parse(hex);
            int[] rgba = new int[SIZE];
            for (int i = 0; i < SIZE; i++) {
                rgba[i] = colours[i * colours.length / SIZE] << 8 | 0xFF;
            }
            return new ColorMap(name, label, rgba);
        }

        private static ColorMap stepsOf(String name, String label, int count, String hex) {
            ColorMap whole = smooth(name, label, hex);
            int[] rgba = new int[SIZE];
            for (int i = 0; i < SIZE; i++) {
                int step = i * count / SIZE;
                rgba[i] = whole.at(step * (SIZE - 1) / (count - 1));
            }
            return new ColorMap(name, label, rgba);
        }

        private static ColorMap jet() {
            return pieces(
                    "jet",
                    "Jet",
                    new double[][] {
                        {0, 0.35, 0.66, 0.89, 1},
                        {0, 0.125, 0.375, 0.64, 0.91, 1},
                        {0, 0.11, 0.34, 0.65, 1}
                    },
                    new double[][] {{0, 0, 1, 1, 0.5}, {0, 0, 1, 1, 0, 0}, {0.5, 1, 1, 0, 0}});
        }

        private static ColorMap terrain() {
            double[] places = {0, 0.15, 0.25, 0.5, 0.75, 1};
            return pieces(
                    "terrain",
                    "Terrain",
                    new double[][] {places, places, places},
                    new double[][] {
                        {0.2, 0, 0, 1, 0.5, 1},
                        {0.2, 0.6, 0.8, 1, 0.36, 1},
                        {0.6, 1, 0.4, 0.6, 0.33, 1}
                    });
        }

        private static ColorMap earth() {
            return pieces(
                    "gist_earth",
                    "Earth",
                    new double[][] {
                        {0, 0.2824, 0.4588, 0.5490, 0.6980, 0.7882, 1},
                        {
                            0, 0.0275, 0.1098, 0.1647, 0.2078, 0.2824, 0.5216, 0.6980, 0.7882,
                            0.8157, 0.8667, 0.8980, 0.9412, 0.9647, 1
                        },
                        {
                            0, 0.0039, 0.0078, 0.0275, 0.0314, 0.2824, 0.4667, 0.5451, 0.7843,
                            0.8941, 1
                        }
                    },
                    new double[][] {
                        {0, 0.1882, 0.2714, 0.4719, 0.7176, 0.7553, 0.9922},
                        {
                            0, 0, 0.1893, 0.3035, 0.3841, 0.5020, 0.6397, 0.7171, 0.6392, 0.6549,
                            0.6991, 0.7430, 0.8275, 0.8816, 0.9843
                        },
                        {
                            0, 0.1684, 0.2212, 0.4329, 0.4549, 0.5004, 0.2748, 0.3205, 0.3961,
                            0.6651, 0.9843
                        }
                    });
        }

        /// Each channel is linear between its own break points.
        private static ColorMap pieces(
                String name, String label, double[][] places, double[][] values) {
            int[] rgba = new int[SIZE];
            for (int i = 0; i < SIZE; i++) {
                double at = i / (SIZE - 1.0);
                int colour = 0;
                for (int c = 0; c < 3; c++) {
                    double value = interpolated(places[c], values[c], at);
                    colour = colour << 8 | (int) (value * 255 + 0.5);
                }
                rgba[i] = colour << 8 | 0xFF;
            }
            return new ColorMap(name, label, rgba);
        }

        private static double interpolated(double[] places, double[] values, double at) {
            int i = 1;
            while (i < places.length - 1 && at > places[i]) {
                i++;
            }
            double share = (at - places[i - 1]) / (places[i] - places[i - 1]);
            return values[i - 1] + share * (values[i] - values[i - 1]);
        }

        private static int[] parse(String hex) {
            String[] words = hex.split(" ");
            int[] colours = new int[words.length];
            for (int i = 0; i < words.length; i++) {
                colours[i] = Integer.parseInt(words[i], 16);
            }
            return colours;
        }
    }
}
