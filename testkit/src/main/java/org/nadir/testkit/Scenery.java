package org.nadir.testkit;

/// What the surface of a [SyntheticTerrain] looks like in each photo: patterns that repeat, and what moves between photos.
public enum Scenery {
    /// A texture that is rich at every scale and the same in all photos.
    RICH {
        @Override
        int colour(int photo, double x, double y, int rgb) {
            return rgb;
        }
    },
    /// Rows of plants 0.75 m apart, a plant every 0.25 m, on soil with a little texture of its own.
    CROPS {
        @Override
        int colour(int photo, double x, double y, int rgb) {
            double row = Math.max(0, Math.cos(2 * Math.PI * y / 0.75));
            double plant = 0.6 + 0.4 * Math.cos(2 * Math.PI * x / 0.25);
            double green = row * plant;
            return mixed(rgb, 0.2, 110 - 60 * green, 95 + 70 * green, 75 - 35 * green);
        }
    },
    /// Tables of solar panels, 4 m by 36 m with 3 m of grass between, panels of 1 m by 2 m in bright frames.
    PANELS {
        @Override
        int colour(int photo, double x, double y, int rgb) {
            double inTable = y - 7 * Math.floor(y / 7);
            double alongTable = x - 40 * Math.floor(x / 40);
            if (inTable > 4 || alongTable > 36) {
                return rgb;
            }
            double inPanelX = x - Math.floor(x);
            double inPanelY = inTable - 2 * Math.floor(inTable / 2);
            boolean frame =
                    inPanelX < 0.04 || inPanelX > 0.96 || inPanelY < 0.04 || inPanelY > 1.96;
            return frame ? mixed(rgb, 0.05, 205, 205, 210) : mixed(rgb, 0.05, 35, 40, 80);
        }
    },
    /// Paving and roofs of bricks, 0.4 m by 0.2 m, with a little texture of their own.
    BRICKS {
        @Override
        int colour(int photo, double x, double y, int rgb) {
            double course = Math.floor(y / 0.2);
            double shifted = x / 0.4 + 0.5 * (course - 2 * Math.floor(course / 2));
            boolean joint = y / 0.2 - course < 0.15 || shifted - Math.floor(shifted) < 0.08;
            return joint ? mixed(rgb, 0.15, 200, 195, 185) : mixed(rgb, 0.2, 150, 80, 60);
        }
    },
    /// Land with lakes over a third of it, whose waves are others in each photo.
    LAKES {
        @Override
        int colour(int photo, double x, double y, int rgb) {
            if (Math.sin(x / 21 + 0.5) + Math.cos(y / 17) < 0.45) {
                return rgb;
            }
            double wave = waves(photo, x, y, 0.5) + 0.6 * waves(photo, x, y, 0.2);
            return mixed(rgb, 0, 60 + 45 * wave, 80 + 45 * wave, 95 + 45 * wave);
        }
    },
    /// Meadows and crowns that the wind moves: on patches over half of the land most of the texture is another in each photo.
    WIND {
        @Override
        int colour(int photo, double x, double y, int rgb) {
            if (waves(-1, x, y, 7) < 0) {
                return rgb;
            }
            double blown = waves(photo, x, y, 0.3) + 0.5 * waves(photo, x, y, 0.12);
            return mixed(rgb, 0.35, 80 + 60 * blown, 110 + 60 * blown, 55 + 50 * blown);
        }
    };

    /// The colour of a place in photo number `photo`.
    ///
    /// @param rgb colour of the usual ground there
    abstract int colour(int photo, double x, double y, int rgb);

    private static int mixed(int rgb, double share, double red, double green, double blue) {
        int mixed = 0;
        double[] other = {blue, green, red};
        for (int c = 0; c < 3; c++) {
            double value = share * (rgb >> 8 * c & 0xff) + (1 - share) * other[c];
            mixed |= (int) Math.round(Math.clamp(value, 0, 255)) << 8 * c;
        }
        return mixed;
    }

    /// Smooth noise from -1 to 1 with nodes `size` metres apart.
    private static double waves(int photo, double x, double y, double size) {
        double c = Math.floor(x / size);
        double r = Math.floor(y / size);
        double fx = ease(x / size - c);
        double fy = ease(y / size - r);
        return (1 - fy) * ((1 - fx) * node(photo, c, r) + fx * node(photo, c + 1, r))
                + fy * ((1 - fx) * node(photo, c, r + 1) + fx * node(photo, c + 1, r + 1));
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }

    /// The finaliser of SplitMix64 over the three numbers.
    private static double node(int photo, double c, double r) {
        long z = photo * 0x9e3779b97f4a7c15L + (long) c * 0xbf58476d1ce4e5b9L + (long) r * 65_537L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        z = z ^ z >>> 31;
        return (z >>> 11) * 0x1p-52 - 1;
    }
}
