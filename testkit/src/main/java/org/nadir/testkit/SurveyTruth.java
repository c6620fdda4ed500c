package org.nadir.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a survey's photos show at places, in UTM metres: the surface, what stands near, how many photos look there.
public final class SurveyTruth {

    /// Side of the squares by which objects are found, metres. More than any distance asked for.
    private static final double SQUARE = 8;

    private final SyntheticSurvey survey;
    private final SyntheticTerrain terrain;
    private final RayTracer tracer;
    private final Map<Long, List<Integer>> objects = new HashMap<>();
    private final int framesWidth;
    private final int[] frames;

    public SurveyTruth(SyntheticSurvey survey) {
        this.survey = survey;
        terrain = survey.terrain();
        tracer = new RayTracer(terrain);
        framesWidth = (int) Math.ceil(terrain.sizeX());
        frames =
                IntStream.range(0, framesWidth * (int) Math.ceil(terrain.sizeY()))
                        .parallel()
                        .map(this::countFrames)
                        .toArray();
        for (int i = 0; i < terrain.buildings().size(); i++) {
            SyntheticTerrain.Building b = terrain.buildings().get(i);
            enter(i, b.west(), b.south(), b.east(), b.north());
        }
        for (int i = 0; i < terrain.trees().size(); i++) {
            SyntheticTerrain.Tree t = terrain.trees().get(i);
            double r = t.radius();
            enter(-1 - i, t.x() - r, t.y() - r, t.x() + r, t.y() + r);
        }
    }

    private void enter(int object, double west, double south, double east, double north) {
        for (long i = square(west) - 1; i <= square(east) + 1; i++) {
            for (long j = square(south) - 1; j <= square(north) + 1; j++) {
                objects.computeIfAbsent(key(i, j), k -> new ArrayList<>()).add(object);
            }
        }
    }

    private static long square(double at) {
        return (long) Math.floor(at / SQUARE);
    }

    private static long key(long i, long j) {
        return i << 32 ^ j & 0xffffffffL;
    }

    SyntheticSurvey survey() {
        return survey;
    }

    double localX(double x) {
        return x - survey.originEast();
    }

    double localY(double y) {
        return y - survey.originNorth();
    }

    /// Height of what photos show from above.
    public double surface(double x, double y) {
        return terrain.tabulated(localX(x), localY(y));
    }

    /// Height of the ground, also under buildings and trees.
    public double ground(double x, double y) {
        return terrain.ground(localX(x), localY(y));
    }

    /// Horizontal distance in metres to the nearest wall or edge of a crown, negative inside; 8 m for all that is farther.
    public double distanceToObjects(double x, double y) {
        return distance(x, y, true, true);
    }

    public double distanceToBuildings(double x, double y) {
        return distance(x, y, true, false);
    }

    public double distanceToTrees(double x, double y) {
        return distance(x, y, false, true);
    }

    private double distance(double x, double y, boolean buildings, boolean trees) {
        double px = localX(x);
        double py = localY(y);
        double least = SQUARE;
        for (int object : objects.getOrDefault(key(square(px), square(py)), List.of())) {
            if (object >= 0 && buildings) {
                least = Math.min(least, distance(terrain.buildings().get(object), px, py));
            } else if (object < 0 && trees) {
                SyntheticTerrain.Tree t = terrain.trees().get(-1 - object);
                least = Math.min(least, Math.hypot(px - t.x(), py - t.y()) - t.radius());
            }
        }
        return least;
    }

    private static double distance(SyntheticTerrain.Building b, double x, double y) {
        double dx = Math.max(b.west() - x, x - b.east());
        double dy = Math.max(b.south() - y, y - b.north());
        return dx <= 0 && dy <= 0 ? Math.max(dx, dy) : Math.hypot(Math.max(0, dx), Math.max(0, dy));
    }

    /// Number of photos in whose frame the surface at a place lies, hidden or not; known for every metre.
    public int framesAt(double x, double y) {
        int column = (int) Math.floor(localX(x) + terrain.sizeX() / 2);
        int row = (int) Math.floor(localY(y) + terrain.sizeY() / 2);
        return column < 0 || row < 0 || column >= framesWidth || row >= frames.length / framesWidth
                ? 0
                : frames[row * framesWidth + column];
    }

    private int countFrames(int square) {
        double x = survey.originEast() - terrain.sizeX() / 2 + square % framesWidth + 0.5;
        double y = survey.originNorth() - terrain.sizeY() / 2 + square / framesWidth + 0.5;
        double z = surface(x, y);
        int count = 0;
        for (SyntheticCamera camera : survey.cameras()) {
            count += camera.pixel(x, y, z) == null ? 0 : 1;
        }
        return count;
    }

    /// Whether some photo shows the surface at a place.
    public boolean isSeen(double x, double y) {
        double z = surface(x, y);
        for (SyntheticCamera camera : survey.cameras()) {
            if (camera.pixel(x, y, z) == null) {
                continue;
            }
            double down = camera.altitude() - z;
            double depth =
                    tracer.depth(
                            localX(camera.east()),
                            localY(camera.north()),
                            camera.altitude(),
                            (x - camera.east()) / down,
                            (y - camera.north()) / down);
            if (Math.abs(depth - down) < 0.1) {
                return true;
            }
        }
        return false;
    }

    /// Distance of a place in space to the nearest point of the surface, walls included, metres; looks no farther than
    /// `most`.
    public double distanceToSurface(double x, double y, double z, double most) {
        double cell = SyntheticTerrain.CELL;
        double px = localX(x);
        double py = localY(y);
        double best = Math.min(most, Math.abs(z - terrain.tabulated(px, py)));
        int reach = (int) Math.ceil(best / cell);
        double half = terrain.sizeX() / 2;
        double halfY = terrain.sizeY() / 2;
        long c0 = (long) Math.floor((px + half) / cell);
        long r0 = (long) Math.floor((py + halfY) / cell);
        for (long r = r0 - reach; r <= r0 + reach; r++) {
            double cy = (r + 0.5) * cell - halfY;
            double dy = Math.max(0, Math.abs(py - cy) - cell / 2);
            for (long c = c0 - reach; c <= c0 + reach; c++) {
                double cx = (c + 0.5) * cell - half;
                double flat = Math.hypot(dy, Math.max(0, Math.abs(px - cx) - cell / 2));
                if (flat < best) {
                    best = Math.min(best, Math.hypot(flat, column(cx, cy, z)));
                }
            }
        }
        return best;
    }

    /// Vertical distance to the top of a cell or to the part of its sides that stands free.
    private double column(double cx, double cy, double z) {
        double top = terrain.tabulated(cx, cy);
        if (z >= top) {
            return z - top;
        }
        double cell = SyntheticTerrain.CELL;
        double lowest =
                Math.min(
                        Math.min(
                                terrain.tabulated(cx - cell, cy), terrain.tabulated(cx + cell, cy)),
                        Math.min(
                                terrain.tabulated(cx, cy - cell),
                                terrain.tabulated(cx, cy + cell)));
        return z >= lowest ? 0 : Math.min(top, lowest) - z;
    }
}
