package org.nadir.testkit;

import java.util.List;
import java.util.Random;

/// Rolling ground with box-shaped buildings on it and a texture that is rich at every scale. Coordinates in metres: x
/// east, y north, z up. Heights and colours are tabulated once; the closed forms stay available as truth.
public final class SyntheticTerrain {

    /// A flat-roofed building standing on the ground.
    ///
    /// @param height of the roof above the ground at the building's centre
    public record Building(double west, double south, double east, double north, double height) {
        boolean covers(double x, double y) {
            return x >= west && x < east && y >= south && y < north;
        }
    }

    private static final double CELL = 0.05;

    private final double west;
    private final double south;
    private final double baseHeight;
    private final int width;
    private final int height;
    private final List<Building> buildings;
    private final float[] z;
    private final int[] rgb;

    /// @param size side of the square, centred on (0, 0)
    /// @param baseHeight mean height of the ground
    public SyntheticTerrain(double size, double baseHeight, List<Building> buildings, long seed) {
        this.west = -size / 2;
        this.south = -size / 2;
        this.baseHeight = baseHeight;
        this.width = (int) Math.round(size / CELL);
        this.height = width;
        this.buildings = List.copyOf(buildings);
        this.z = new float[width * height];
        this.rgb = new int[width * height];
        float[] noise = noise(new Random(seed));
        float[] tint = noise(new Random(seed + 1));
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double x = west + (column + 0.5) * CELL;
                double y = south + (row + 0.5) * CELL;
                z[row * width + column] = (float) surface(x, y);
                rgb[row * width + column] =
                        colour(x, y, noise[row * width + column], tint[row * width + column]);
            }
        }
    }

    /// Ground height without buildings.
    public double ground(double x, double y) {
        return baseHeight + 1.2 * Math.sin(x / 11) * Math.cos(y / 14) + 0.02 * x - 0.015 * y;
    }

    /// Height of the visible surface: roofs where there are buildings.
    public double surface(double x, double y) {
        for (Building building : buildings) {
            if (building.covers(x, y)) {
                double cx = (building.west + building.east) / 2;
                double cy = (building.south + building.north) / 2;
                return ground(cx, cy) + building.height;
            }
        }
        return ground(x, y);
    }

    public double highest() {
        double highest = Double.NEGATIVE_INFINITY;
        for (float value : z) {
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

    /// Tabulated height of the cell at a position; outside, the closed form.
    double tabulated(double x, double y) {
        int column = (int) Math.floor((x - west) / CELL);
        int row = (int) Math.floor((y - south) / CELL);
        return column < 0 || row < 0 || column >= width || row >= height
                ? ground(x, y)
                : z[row * width + column];
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

    private int channel(int column, int row, int shift) {
        return rgb[row * width + column] >> shift & 0xff;
    }

    private int colour(double x, double y, float noise, float tint) {
        // A road of straight edges crosses the area: straight lines are what the eye checks in an
        // orthophoto.
        boolean road = Math.abs(y - 0.3 * x - 4) < 1.6;
        boolean roof = surface(x, y) != ground(x, y);
        double light = 0.5 + 0.42 * noise;
        double red =
                road ? 0.35 + 0.3 * noise : roof ? light * 0.9 + 0.1 : light * (0.75 + 0.2 * tint);
        double green =
                road ? 0.35 + 0.3 * noise : roof ? light * 0.55 : light * (0.95 - 0.1 * tint);
        double blue = road ? 0.37 + 0.3 * noise : roof ? light * 0.5 : light * (0.6 - 0.15 * tint);
        return byteOf(red) << 16 | byteOf(green) << 8 | byteOf(blue);
    }

    private static int byteOf(double value) {
        return (int) Math.round(255 * Math.clamp(value, 0, 1));
    }

    /// Sum of smoothed noise at five scales from 0.15 m to 6 m, about -1 to 1.
    private float[] noise(Random random) {
        var sum = new float[width * height];
        double[] scale = {0.15, 0.35, 0.9, 2.4, 6};
        double[] weight = {0.5, 0.55, 0.45, 0.35, 0.3};
        for (int octave = 0; octave < scale.length; octave++) {
            int nodes = (int) Math.ceil(width * CELL / scale[octave]) + 3;
            var lattice = new float[nodes * nodes];
            for (int i = 0; i < lattice.length; i++) {
                lattice[i] = random.nextFloat(-1, 1);
            }
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    sum[row * width + column] +=
                            (float)
                                    (weight[octave]
                                            * smooth(
                                                    lattice,
                                                    nodes,
                                                    column * CELL / scale[octave],
                                                    row * CELL / scale[octave]));
                }
            }
        }
        return sum;
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
