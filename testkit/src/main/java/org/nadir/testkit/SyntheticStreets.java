package org.nadir.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What stands on the lots of a synthetic town whose roads carry white lines: on every second lot a house, on most others
/// trees. Nothing stands on a road or hangs over one. Walls run along the cells of the terrain's table, so that photos show
/// them exactly where they are.
final class SyntheticStreets {

    /// Side of a lot, metres.
    private static final double LOT = 24;

    /// Room beside a road without houses and crowns, metres.
    private static final double VERGE = 1.5;

    private SyntheticStreets() {}

    static SyntheticTerrain.Objects objects(double sizeX, double sizeY, long seed) {
        var random = new Random(seed + 2);
        List<SyntheticTerrain.Building> houses = new ArrayList<>();
        List<SyntheticTerrain.Tree> trees = new ArrayList<>();
        for (double x = -sizeX / 2; x + LOT < sizeX / 2; x += LOT) {
            for (double y = -sizeY / 2; y + LOT < sizeY / 2; y += LOT) {
                SyntheticTerrain.Building house = house(x, y, sizeX, sizeY, random);
                SyntheticTerrain.Tree tree = tree(x, y, random);
                boolean built = random.nextBoolean();
                if (built && isClear(house)) {
                    houses.add(house);
                } else if (!built && isClear(tree)) {
                    trees.add(tree);
                }
            }
        }
        return new SyntheticTerrain.Objects(houses, trees, true);
    }

    private static SyntheticTerrain.Building house(
            double x, double y, double sizeX, double sizeY, Random random) {
        double west = x + random.nextDouble(2, 8);
        double south = y + random.nextDouble(2, 8);
        double east = west + random.nextDouble(6, 14);
        double north = south + random.nextDouble(6, 14);
        double height = random.nextDouble(3, 9);
        double rise = random.nextBoolean() ? random.nextDouble(1.5, 3) : 0;
        return new SyntheticTerrain.Building(
                onCell(west, sizeX),
                onCell(south, sizeY),
                onCell(east, sizeX),
                onCell(north, sizeY),
                height,
                rise);
    }

    /// The border of cells nearest to a coordinate in an area of some size about 0.
    private static double onCell(double at, double size) {
        double cell = SyntheticTerrain.CELL;
        return -size / 2 + cell * Math.round((at + size / 2) / cell);
    }

    private static SyntheticTerrain.Tree tree(double x, double y, Random random) {
        double radius = random.nextDouble(1.5, 4);
        return new SyntheticTerrain.Tree(
                x + random.nextDouble(5, LOT - 5),
                y + random.nextDouble(5, LOT - 5),
                radius,
                random.nextDouble(1.2, 2) * radius);
    }

    /// Whether a house keeps off the roads: no corner is near one, and all lie on the same side of each.
    private static boolean isClear(SyntheticTerrain.Building house) {
        for (boolean northward : new boolean[] {true, false}) {
            var offsets =
                    new double[] {
                        SyntheticTerrain.lineOffset(house.west(), house.south(), northward),
                        SyntheticTerrain.lineOffset(house.west(), house.north(), northward),
                        SyntheticTerrain.lineOffset(house.east(), house.south(), northward),
                        SyntheticTerrain.lineOffset(house.east(), house.north(), northward)
                    };
            for (double offset : offsets) {
                boolean near = Math.abs(offset) < SyntheticTerrain.HALF_ROAD + VERGE;
                // Two corners on different sides of a road that is not far from either.
                boolean across = offset * offsets[0] < 0 && Math.abs(offset - offsets[0]) < 30;
                if (near || across) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isClear(SyntheticTerrain.Tree tree) {
        double room = SyntheticTerrain.HALF_ROAD + VERGE + tree.radius();
        return Math.abs(SyntheticTerrain.lineOffset(tree.x(), tree.y(), true)) > room
                && Math.abs(SyntheticTerrain.lineOffset(tree.x(), tree.y(), false)) > room;
    }
}
