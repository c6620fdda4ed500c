package org.nadir.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Rolling ground with box-shaped buildings on it and a texture that is rich at every scale. Coordinates in metres: x
/// east, y north, z up. Heights and colours are tabulated once; the closed forms stay available as truth.
public final class SyntheticTerrain {

    /// A building standing on the ground, with a flat or a gabled roof.
    ///
    /// @param height of the eaves above the ground at the building's centre
    /// @param rise of the ridge, which runs along the longer side, above the eaves; 0 for a flat roof
    public record Building(
            double west, double south, double east, double north, double height, double rise) {

        public Building(double west, double south, double east, double north, double height) {
            this(west, south, east, north, height, 0);
        }

        boolean covers(double x, double y) {
            return x >= west && x < east && y >= south && y < north;
        }

        /// Height of the roof above the eaves.
        double aboveEaves(double x, double y) {
            if (rise == 0) {
                return 0;
            }
            boolean alongX = east - west >= north - south;
            double middle = alongX ? (south + north) / 2 : (west + east) / 2;
            double half = alongX ? (north - south) / 2 : (east - west) / 2;
            return rise * (1 - Math.abs((alongX ? y : x) - middle) / half);
        }
    }

    /// A tree whose crown is half an ellipsoid that reaches down to the ground, as seen from above.
    public record Tree(double x, double y, double radius, double height) {

        /// Height of the crown above the ground; 0 beside it.
        double crown(double px, double py) {
            double share = ((px - x) * (px - x) + (py - y) * (py - y)) / (radius * radius);
            return share >= 1 ? 0 : height * Math.sqrt(1 - share);
        }
    }

    /// What stands and is painted on the ground.
    ///
    /// @param painted whether roads have white lines in their middle, which [#lineOffset] tells; without, one dark road
    ///     without a line crosses the area
    public record Objects(List<Building> buildings, List<Tree> trees, boolean painted) {

        public Objects {
            buildings = List.copyOf(buildings);
            trees = List.copyOf(trees);
        }
    }

    /// Side of a cell of the table, metres.
    public static final double CELL = 0.05;

    /// Width of the white line in the middle of a road, metres.
    public static final double LINE_WIDTH = 0.25;

    /// Half the width of a road, metres.
    static final double HALF_ROAD = 1.6;

    /// Distance between roads of one direction, metres.
    private static final double BETWEEN_ROADS = 70;

    /// By how much a road of either direction departs from north or east, per metre.
    private static final double ROAD_SLOPE = 0.3;

    /// Side of the squares of which the highest cell is known, in cells.
    private static final int COARSE = 32;

    private static final double[] SCALES = {0.15, 0.35, 0.9, 2.4, 6};
    private static final double[] WEIGHTS = {0.5, 0.55, 0.45, 0.35, 0.3};

    private final double west;
    private final double south;
    private final double baseHeight;
    private final double hills;
    private final double hillSpacing;
    private final int width;
    private final int height;
    private final Objects objects;
    private final List<Building> buildings;
    private final double[] eaves;
    private final float[] z;
    private final int[] rgb;
    private final int coarseWidth;
    private final float[] coarse;

    /// @param size side of the square, centred on (0, 0)
    /// @param baseHeight mean height of the ground
    public SyntheticTerrain(double size, double baseHeight, List<Building> buildings, long seed) {
        this(size, size, baseHeight, 0, 1, new Objects(buildings, List.of(), false), seed);
    }

    /// @param sizeX from west to east, centred on 0
    /// @param sizeY from south to north, centred on 0
    /// @param hills height of hills above the mean, metres; 0 for none
    /// @param hillSpacing distance of hills as a multiple of some 200 m
    public SyntheticTerrain(
            double sizeX,
            double sizeY,
            double baseHeight,
            double hills,
            double hillSpacing,
            Objects objects,
            long seed) {
        this.west = -sizeX / 2;
        this.south = -sizeY / 2;
        this.baseHeight = baseHeight;
        this.hills = hills;
        this.hillSpacing = hillSpacing;
        this.width = (int) Math.round(sizeX / CELL);
        this.height = (int) Math.round(sizeY / CELL);
        this.objects = objects;
        this.buildings = objects.buildings;
        this.eaves = buildings.stream().mapToDouble(this::eaves).toArray();
        this.z = new float[Math.multiplyExact(width, height)];
        this.rgb = new int[width * height];
        var noise = new Noise(new Random(seed));
        var tint = new Noise(new Random(seed + 1));
        IntStream.range(0, height).parallel().forEach(row -> tabulate(row, noise, tint));
        coarseWidth = (width + COARSE - 1) / COARSE;
        coarse = new float[coarseWidth * ((height + COARSE - 1) / COARSE)];
        IntStream.range(0, coarse.length).parallel().forEach(this::findHighest);
    }

    private void tabulate(int row, Noise noise, Noise tint) {
        double y = south + (row + 0.5) * CELL;
        var light = new float[width];
        var hue = new float[width];
        noise.row(row, light);
        tint.row(row, hue);
        var standing = new int[width];
        Arrays.fill(standing, -1);
        for (int i = buildings.size() - 1; i >= 0; i--) {
            Building building = buildings.get(i);
            if (y >= building.south && y < building.north) {
                int from = firstColumn(building.west);
                Arrays.fill(standing, from, Math.max(from, firstColumn(building.east)), i);
            }
        }
        float[] crowns = crowns(y);
        for (int column = 0; column < width; column++) {
            double x = west + (column + 0.5) * CELL;
            int building = standing[column];
            boolean covered = building >= 0;
            z[row * width + column] =
                    covered
                            ? (float) (eaves[building] + buildings.get(building).aboveEaves(x, y))
                            : (float) (ground(x, y) + crowns[column]);
            rgb[row * width + column] =
                    objects.painted
                            ? painted(x, y, covered, crowns[column], light[column], hue[column])
                            : colour(x, y, covered, light[column], hue[column]);
        }
    }

    private float[] crowns(double y) {
        var crowns = new float[width];
        for (Tree tree : objects.trees) {
            if (Math.abs(y - tree.y) < tree.radius) {
                int to = firstColumn(tree.x + tree.radius);
                for (int column = firstColumn(tree.x - tree.radius); column < to; column++) {
                    double x = west + (column + 0.5) * CELL;
                    crowns[column] = Math.max(crowns[column], (float) tree.crown(x, y));
                }
            }
        }
        return crowns;
    }

    /// The first column whose centre lies at `x` or east of it.
    private int firstColumn(double x) {
        return (int) Math.clamp(Math.ceil((x - west) / CELL - 0.5), 0, width);
    }

    private void findHighest(int square) {
        int left = square % coarseWidth * COARSE;
        int top = square / coarseWidth * COARSE;
        float highest = Float.NEGATIVE_INFINITY;
        for (int row = top; row < Math.min(height, top + COARSE); row++) {
            for (int column = left; column < Math.min(width, left + COARSE); column++) {
                highest = Math.max(highest, z[row * width + column]);
            }
        }
        coarse[square] = highest;
    }

    /// Ground height without buildings.
    public double ground(double x, double y) {
        double ground =
                baseHeight + 1.2 * Math.sin(x / 11) * Math.cos(y / 14) + 0.02 * x - 0.015 * y;
        return hills == 0
                ? ground
                : ground
                        + hills
                                * Math.sin(x / (37 * hillSpacing) + 1)
                                * Math.sin(y / (29 * hillSpacing));
    }

    /// Height of the visible surface: roofs and crowns where there are any.
    public double surface(double x, double y) {
        for (int i = 0; i < buildings.size(); i++) {
            if (buildings.get(i).covers(x, y)) {
                return eaves[i] + buildings.get(i).aboveEaves(x, y);
            }
        }
        double crown = 0;
        for (Tree tree : objects.trees) {
            crown = Math.max(crown, tree.crown(x, y));
        }
        return ground(x, y) + crown;
    }

    /// Height of a building's eaves.
    public double eaves(Building building) {
        double cx = (building.west + building.east) / 2;
        double cy = (building.south + building.north) / 2;
        return ground(cx, cy) + building.height;
    }

    public List<Building> buildings() {
        return buildings;
    }

    public List<Tree> trees() {
        return objects.trees;
    }

    /// Sides of the tabulated area, metres.
    public double sizeX() {
        return width * CELL;
    }

    public double sizeY() {
        return height * CELL;
    }

    /// Distance of a place from the middle of the nearest road, metres across it.
    ///
    /// @param northward whether of the roads that run roughly north
    public static double lineOffset(double x, double y, boolean northward) {
        double across = northward ? x - ROAD_SLOPE * y : y - ROAD_SLOPE * x - 4;
        return Math.IEEEremainder(across, BETWEEN_ROADS) / Math.hypot(1, ROAD_SLOPE);
    }

    /// Number of the road nearest to a place, counted across.
    public static long lineNumber(double x, double y, boolean northward) {
        double across = northward ? x - ROAD_SLOPE * y : y - ROAD_SLOPE * x - 4;
        return Math.round(across / BETWEEN_ROADS);
    }

    /// Direction of the roads, of length 1.
    public static double[] lineDirection(boolean northward) {
        double length = Math.hypot(1, ROAD_SLOPE);
        return northward
                ? new double[] {ROAD_SLOPE / length, 1 / length}
                : new double[] {1 / length, ROAD_SLOPE / length};
    }

    public double highest() {
        double highest = Double.NEGATIVE_INFINITY;
        for (float value : coarse) {
            highest = Math.max(highest, value);
        }
        return highest;
    }

    public double lowest() {
        double lowest = Double.POSITIVE_INFINITY;
        for (float value : z) {
            lowest = Math.min(lowest, value);
        }
        return lowest;
    }

    /// Tabulated height of the cell at a position, which is what photos show; outside, the ground's closed form.
    public double tabulated(double x, double y) {
        int column = (int) Math.floor((x - west) / CELL);
        int row = (int) Math.floor((y - south) / CELL);
        return column < 0 || row < 0 || column >= width || row >= height
                ? ground(x, y)
                : z[row * width + column];
    }

    /// The highest cell of the square around a position; infinite outside.
    double highestNear(double x, double y) {
        int column = (int) Math.floor((x - west) / CELL);
        int row = (int) Math.floor((y - south) / CELL);
        return column < 0 || row < 0 || column >= width || row >= height
                ? Double.POSITIVE_INFINITY
                : coarse[row / COARSE * coarseWidth + column / COARSE];
    }

    /// How far one can go from a position, along `dx`, `dy`, within the square around it.
    double wayThroughSquare(double x, double y, double dx, double dy) {
        double side = COARSE * CELL;
        return Math.min(way((x - west) / side, dx / side), way((y - south) / side, dy / side));
    }

    private static double way(double at, double speed) {
        if (speed == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double border = speed > 0 ? Math.floor(at) + 1 : Math.floor(at);
        return (border - at) / speed;
    }

    /// Colour at a position as 0xRRGGBB, interpolated; grey outside.
    public int colourAt(double x, double y) {
        double column = (x - west) / CELL - 0.5;
        double row = (y - south) / CELL - 0.5;
        int c = (int) Math.floor(column);
        int r = (int) Math.floor(row);
        if (c < 0 || r < 0 || c + 1 >= width || r + 1 >= height) {
            return 0x808080;
        }
        double fx = column - c;
        double fy = row - r;
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double value =
                    (1 - fy) * ((1 - fx) * channel(c, r, shift) + fx * channel(c + 1, r, shift))
                            + fy
                                    * ((1 - fx) * channel(c, r + 1, shift)
                                            + fx * channel(c + 1, r + 1, shift));
            mixed |= (int) Math.round(value) << shift;
        }
        return mixed;
    }

    /// Colour before shading of a wall some way below its upper edge. In a plain landscape a wall has the colours of its edge all
    /// the way down, in a painted one the texture goes on over the edge.
    int wallColourAt(double x, double y, double below) {
        return objects.painted ? colourAt(x + 0.6 * below, y + 0.8 * below) : colourAt(x, y);
    }

    private int channel(int column, int row, int shift) {
        return rgb[row * width + column] >> shift & 0xff;
    }

    private static int colour(double x, double y, boolean roof, float noise, float tint) {
        // A road of straight edges crosses the area: straight lines are what the eye checks in an
        // orthophoto.
        boolean road = Math.abs(y - 0.3 * x - 4) < 1.6;
        double light = 0.5 + 0.42 * noise;
        double red =
                road ? 0.35 + 0.3 * noise : roof ? light * 0.9 + 0.1 : light * (0.75 + 0.2 * tint);
        double green =
                road ? 0.35 + 0.3 * noise : roof ? light * 0.55 : light * (0.95 - 0.1 * tint);
        double blue = road ? 0.37 + 0.3 * noise : roof ? light * 0.5 : light * (0.6 - 0.15 * tint);
        return byteOf(red) << 16 | byteOf(green) << 8 | byteOf(blue);
    }

    /// Red roofs, dark crowns, dark roads with a white line, and ground without much red.
    private static int painted(
            double x, double y, boolean roof, float crown, float noise, float tint) {
        double light = 0.5 + 0.42 * noise;
        if (roof) {
            return rgb(0.3 + 0.6 * light, 0.1 + 0.4 * light, 0.08 + 0.35 * light);
        }
        if (crown > 0) {
            return rgb(0.35 * light, 0.1 + 0.45 * light, 0.3 * light);
        }
        double nearest =
                Math.min(Math.abs(lineOffset(x, y, true)), Math.abs(lineOffset(x, y, false)));
        if (nearest < LINE_WIDTH / 2) {
            return 0xf0f0f0;
        }
        if (nearest < HALF_ROAD) {
            double grey = 0.3 + 0.2 * noise;
            return rgb(grey, grey, grey + 0.02);
        }
        return rgb(light * (0.8 + 0.06 * tint), light * (0.9 - 0.04 * tint), light * 0.65);
    }

    private static int rgb(double red, double green, double blue) {
        return byteOf(red) << 16 | byteOf(green) << 8 | byteOf(blue);
    }

    private static int byteOf(double value) {
        return (int) Math.round(255 * Math.clamp(value, 0, 1));
    }

    /// Sum of smoothed noise at five scales from 0.15 m to 6 m, about -1 to 1.
    private final class Noise {

        private final float[][] lattices = new float[SCALES.length][];
        private final int[] nodes = new int[SCALES.length];

        Noise(Random random) {
            for (int octave = 0; octave < SCALES.length; octave++) {
                nodes[octave] = (int) Math.ceil(width * CELL / SCALES[octave]) + 3;
                int rows = (int) Math.ceil(height * CELL / SCALES[octave]) + 3;
                var lattice = new float[nodes[octave] * rows];
                for (int i = 0; i < lattice.length; i++) {
                    lattice[i] = random.nextFloat(-1, 1);
                }
                lattices[octave] = lattice;
            }
        }

        void row(int row, float[] sum) {
            for (int octave = 0; octave < SCALES.length; octave++) {
                double y = row * CELL / SCALES[octave];
                for (int column = 0; column < width; column++) {
                    double x = column * CELL / SCALES[octave];
                    sum[column] +=
                            (float)
                                    (WEIGHTS[octave]
                                            * smooth(lattices[octave], nodes[octave], x, y));
                }
            }
        }
    }

    private static double smooth(float[] lattice, int nodes, double x, double y) {
        int c = (int) x;
        int r = (int) y;
        double fx = ease(x - c);
        double fy = ease(y - r);
        int i = r * nodes + c;
        return (1 - fy) * ((1 - fx) * lattice[i] + fx * lattice[i + 1])
                + fy * ((1 - fx) * lattice[i + nodes] + fx * lattice[i + nodes + 1]);
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}
