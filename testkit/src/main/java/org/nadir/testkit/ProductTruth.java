package org.nadir.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffReader;

/// Products of a survey against its truth, at the places that enough photos show.
///
/// @param leastFrames places in fewer frames than this are left out
/// @param gsd metres on the ground per pixel of a photo
public record ProductTruth(SurveyTruth truth, int leastFrames, double gsd) {

    /// Every so many pixels a height is compared.
    private static final int EVERY = 3;

    /// Rows of a raster in memory at once.
    private static final int STRIP = 512;

    /// Places nearer to a wall or a crown than this are no open ground, metres.
    private static final double OPEN = 2;

    /// Samples of a profile per GSD.
    private static final int FINE = 4;

    /// A surface model against the surface.
    ///
    /// @param open on ground at least 2 m from all objects, metres
    /// @param beside on ground 0.5 m to 2 m from a building
    /// @param roofs at least 1 m behind the walls
    /// @param trees within crowns
    /// @param edges how far outside the wall the surface rises to half the height of the step, metres
    /// @param missed share of the profiles without such a place
    public record Surface(
            Errors open, Errors beside, Errors roofs, Errors trees, Errors edges, double missed) {}

    /// A terrain model against the ground.
    ///
    /// @param under under buildings, metres
    /// @param underTrees under crowns
    public record Terrain(Errors open, Errors under, Errors underTrees) {}

    public Surface surface(Path dsm) throws IOException {
        var open = new Errors.Collector();
        var beside = new Errors.Collector();
        var roofs = new Errors.Collector();
        var trees = new Errors.Collector();
        eachHeight(
                dsm,
                (x, y, z) -> {
                    double error = z - truth.surface(x, y);
                    double building = truth.distanceToBuildings(x, y);
                    double tree = truth.distanceToTrees(x, y);
                    if (Math.min(building, tree) > OPEN) {
                        open.add(error);
                    } else if (building < -1) {
                        roofs.add(error);
                    } else if (tree < 0 && building > OPEN) {
                        trees.add(error);
                    } else if (building > 0.5 && tree > OPEN) {
                        beside.add(error);
                    }
                });
        var edges = new Errors.Collector();
        int profiles = 0;
        try (GeoTiffReader file = GeoTiffReader.open(dsm)) {
            for (SyntheticTerrain.Building building : truth.survey().terrain().buildings()) {
                profiles += edges(file, building, edges);
            }
        }
        Errors found = edges.errors();
        return new Surface(
                open.errors(),
                beside.errors(),
                roofs.errors(),
                trees.errors(),
                found,
                1 - found.count() / (double) profiles);
    }

    public Terrain terrain(Path dtm) throws IOException {
        var open = new Errors.Collector();
        var under = new Errors.Collector();
        var underTrees = new Errors.Collector();
        eachHeight(
                dtm,
                (x, y, z) -> {
                    double error = z - truth.ground(x, y);
                    if (truth.distanceToObjects(x, y) > OPEN) {
                        open.add(error);
                    } else if (truth.distanceToBuildings(x, y) < 0) {
                        under.add(error);
                    } else if (truth.distanceToTrees(x, y) < 0) {
                        underTrees.add(error);
                    }
                });
        return new Terrain(open.errors(), under.errors(), underTrees.errors());
    }

    private interface HeightUse {
        void take(double x, double y, double z);
    }

    /// Goes through the heights of a raster, some left out.
    private void eachHeight(Path heights, HeightUse use) throws IOException {
        try (GeoTiffReader file = GeoTiffReader.open(heights)) {
            RasterLayout layout = RasterWindow.layout(file);
            for (int top = 0; top < file.height(); top += STRIP) {
                int rows = Math.min(STRIP, file.height() - top);
                RasterWindow strip = RasterWindow.read(file, 0, top, file.width(), rows);
                for (int row = 0; row < rows; row += EVERY) {
                    for (int column = 0; column < file.width(); column += EVERY) {
                        double x = layout.x(column + 0.5);
                        double y = layout.y(top + row + 0.5);
                        float z = strip.at(column, row, 0);
                        if (!Float.isNaN(z) && truth.framesAt(x, y) >= leastFrames) {
                            use.take(x, y, z);
                        }
                    }
                }
            }
        }
    }

    /// Number of profiles tried.
    private int edges(
            GeoTiffReader file, SyntheticTerrain.Building building, Errors.Collector edges)
            throws IOException {
        RasterWindow window = around(file, building);
        if (window == null) {
            return 0;
        }
        int tried = 0;
        var height = new double[1];
        for (WallProfiles.Profile p : WallProfiles.of(building, truth)) {
            if (!isCovered(window, p, height)) {
                continue;
            }
            tried++;
            double low = truth.surface(p.x(-0.3), p.y(-0.3));
            double high = truth.surface(p.x(0.1), p.y(0.1));
            double half = (low + high) / 2;
            window.sample(p.x(-WallProfiles.OUTSIDE), p.y(-WallProfiles.OUTSIDE), height);
            double before = height[0];
            double step = gsd / FINE;
            for (double s = -WallProfiles.OUTSIDE + step; s < WallProfiles.INSIDE; s += step) {
                window.sample(p.x(s), p.y(s), height);
                if (before < half && height[0] >= half) {
                    edges.add(-(s - step * (height[0] - half) / (height[0] - before)));
                    break;
                }
                before = height[0];
            }
        }
        return tried;
    }

    private @org.jspecify.annotations.Nullable RasterWindow around(
            GeoTiffReader file, SyntheticTerrain.Building b) throws IOException {
        double x = truth.survey().originEast();
        double y = truth.survey().originNorth();
        double room = WallProfiles.OUTSIDE + 1;
        return RasterWindow.read(
                file,
                x + b.west() - room,
                y + b.south() - room,
                x + b.east() + room,
                y + b.north() + room);
    }

    /// Whether both ends of a profile have values and enough photos show them.
    private boolean isCovered(RasterWindow window, WallProfiles.Profile p, double[] values) {
        for (double end : new double[] {-WallProfiles.OUTSIDE, WallProfiles.INSIDE}) {
            window.sample(p.x(end), p.y(end), values);
            if (Double.isNaN(values[0]) || truth.framesAt(p.x(end), p.y(end)) < leastFrames) {
                return false;
            }
        }
        return true;
    }

    /// Distances in metres of the vertices of an OBJ file from the surface, at most 5 m each.
    ///
    /// @param shift from the file's frame to UTM, as the second line of `coords.txt` has it
    public Errors mesh(Path obj, double shiftX, double shiftY) throws IOException {
        var distances = new Errors.Collector();
        try (BufferedReader lines = Files.newBufferedReader(obj)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("v ")) {
                    continue;
                }
                String[] words = line.split("\\s+");
                double x = Double.parseDouble(words[1]) + shiftX;
                double y = Double.parseDouble(words[2]) + shiftY;
                if (truth.framesAt(x, y) >= leastFrames) {
                    double z = Double.parseDouble(words[3]);
                    distances.add(truth.distanceToSurface(x, y, z, 5));
                }
            }
        }
        return distances.errors();
    }
}
