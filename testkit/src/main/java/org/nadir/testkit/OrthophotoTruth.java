package org.nadir.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffReader;

/// The orthophoto of a survey of streets against its truth: white lines of roads, edges of red roofs, holes.
///
/// @param leastFrames places in fewer frames than this are left out
public record OrthophotoTruth(SurveyTruth truth, int leastFrames) {

    /// Places on a line or a wall are so far apart, metres; what is measured is the mean over as much.
    private static final double BETWEEN = 0.5;

    /// How far to both sides of a line is looked, metres: no farther than the road reaches.
    private static final double REACH = 1.2;

    /// Samples of a profile per pixel.
    private static final int FINE = 4;

    /// The white line, grey level 240, stands out of the road, at most 0.5, by more than the texture does.
    private static final double WHITE = 165;

    /// Lines are checked for being straight in parts of this length, metres.
    private static final double PART = 40;

    /// All lengths in pixels of the orthophoto.
    ///
    /// @param lines places of painted lines against the truth
    /// @param bends the same against the straight line that fits best, in parts of 40 m
    /// @param lostLines share of the places where no line was found
    /// @param roofs places of roof edges, positive outwards
    /// @param lostRoofs share of the places at walls where no edge was found
    /// @param holeShare share of pixels without a colour where the surface model has a height and some photo shows the ground
    public record Figures(
            Errors lines,
            Errors bends,
            double lostLines,
            Errors roofs,
            double lostRoofs,
            double holeShare,
            double pixel) {}

    public Figures compare(Path orthophoto, Path dsm) throws IOException {
        try (GeoTiffReader file = GeoTiffReader.open(orthophoto);
                GeoTiffReader heights = GeoTiffReader.open(dsm)) {
            double pixel = RasterWindow.layout(file).pixelWidth();
            var lines = new Lines(file, pixel);
            lines.follow(false);
            lines.follow(true);
            var roofs = new Errors.Collector();
            int tried = 0;
            for (SyntheticTerrain.Building building : truth.survey().terrain().buildings()) {
                tried += roofEdges(file, building, pixel, roofs);
            }
            Errors found = roofs.errors();
            Errors onLines = lines.places.errors();
            return new Figures(
                    onLines,
                    lines.bends.errors(),
                    1 - onLines.count() / (double) lines.tried,
                    found,
                    1 - found.count() / (double) tried,
                    holes(file, heights),
                    pixel);
        }
    }

    private final class Lines {

        private final GeoTiffReader file;
        private final double pixel;
        private final Errors.Collector places = new Errors.Collector();
        private final Errors.Collector bends = new Errors.Collector();
        private int tried;

        Lines(GeoTiffReader file, double pixel) {
            this.file = file;
            this.pixel = pixel;
        }

        /// Follows all roads of one direction.
        void follow(boolean northward) throws IOException {
            RasterLayout layout = RasterWindow.layout(file);
            double[] along = SyntheticTerrain.lineDirection(northward);
            double[] across = {along[1], -along[0]};
            double extent =
                    Math.hypot(layout.right() - layout.left(), layout.top() - layout.bottom());
            Map<Long, List<double[]>> parts = new HashMap<>();
            double middleX = truth.localX((layout.left() + layout.right()) / 2);
            double middleY = truth.localY((layout.bottom() + layout.top()) / 2);
            for (double offset = -extent; offset < extent; offset += 1) {
                // Walks across the roads to find where each one starts.
                double x0 = middleX + offset * across[0];
                double y0 = middleY + offset * across[1];
                double to = SyntheticTerrain.lineOffset(x0, y0, northward);
                if (Math.abs(to) > 0.5) {
                    continue;
                }
                double sign = northward ? 1 : -1;
                followOne(
                        x0 - sign * to * across[0],
                        y0 - sign * to * across[1],
                        along,
                        across,
                        extent,
                        northward,
                        parts);
            }
            for (List<double[]> part : parts.values()) {
                straighten(part);
            }
        }

        private void followOne(
                double x0,
                double y0,
                double[] along,
                double[] across,
                double extent,
                boolean northward,
                Map<Long, List<double[]>> parts)
                throws IOException {
            long number = SyntheticTerrain.lineNumber(x0, y0, northward);
            for (double s = -extent; s < extent; s += BETWEEN) {
                double px = x0 + s * along[0];
                double py = y0 + s * along[1];
                boolean crossing =
                        Math.abs(SyntheticTerrain.lineOffset(px, py, !northward))
                                < SyntheticTerrain.HALF_ROAD + REACH;
                double x = px + truth.survey().originEast();
                double y = py + truth.survey().originNorth();
                if (crossing || truth.framesAt(x, y) < leastFrames) {
                    continue;
                }
                double room = REACH + BETWEEN;
                RasterWindow window =
                        RasterWindow.read(file, x - room, y - room, x + room, y + room);
                if (window == null || !isOpaque(window, x, y)) {
                    continue;
                }
                tried++;
                double off = centre(window, x, y, along, across) / pixel;
                if (!Double.isNaN(off)) {
                    places.add(off);
                    long part = number * 10_000 + Math.round(s / PART);
                    parts.computeIfAbsent(part, k -> new ArrayList<>()).add(new double[] {s, off});
                }
            }
        }

        /// Where the white lies on a line across, weighted by how white it is, metres; NaN when there is none.
        private double centre(
                RasterWindow window, double x, double y, double[] along, double[] across) {
            double weights = 0;
            double sum = 0;
            for (double t = -REACH; t <= REACH; t += pixel / FINE) {
                double white =
                        Math.max(
                                0,
                                mean(window, x + t * across[0], y + t * across[1], along, 0)
                                        - WHITE);
                weights += white;
                sum += white * t;
            }
            return weights * pixel / FINE < 5 * pixel ? Double.NaN : sum / weights;
        }

        /// Residuals from the straight line through the places of a part.
        private void straighten(List<double[]> part) {
            if (part.size() < 20) {
                return;
            }
            double meanS = part.stream().mapToDouble(p -> p[0]).average().orElseThrow();
            double meanO = part.stream().mapToDouble(p -> p[1]).average().orElseThrow();
            double squares = 0;
            double products = 0;
            for (double[] p : part) {
                squares += (p[0] - meanS) * (p[0] - meanS);
                products += (p[0] - meanS) * (p[1] - meanO);
            }
            double slope = products / squares;
            for (double[] p : part) {
                bends.add(p[1] - meanO - slope * (p[0] - meanS));
            }
        }
    }

    private static boolean isOpaque(RasterWindow window, double x, double y) {
        var colour = new double[4];
        window.sample(x, y, colour);
        return colour[3] > 254;
    }

    /// Mean over half a metre along a line of green (band choice 0) or of how red it is (1).
    private static double mean(
            RasterWindow window, double x, double y, double[] along, int choice) {
        var colour = new double[4];
        double sum = 0;
        int samples = 5;
        for (int i = 0; i < samples; i++) {
            double s = ((i + 0.5) / samples - 0.5) * BETWEEN;
            window.sample(x + s * along[0], y + s * along[1], colour);
            sum += choice == 0 ? colour[1] : colour[0] - (colour[1] + colour[2]) / 2;
        }
        return sum / samples;
    }

    /// Number of places tried.
    private int roofEdges(
            GeoTiffReader file,
            SyntheticTerrain.Building building,
            double pixel,
            Errors.Collector edges)
            throws IOException {
        int tried = 0;
        for (WallProfiles.Profile p : WallProfiles.of(building, truth)) {
            double room = WallProfiles.OUTSIDE + 1;
            RasterWindow window =
                    RasterWindow.read(file, p.x() - room, p.y() - room, p.x() + room, p.y() + room);
            if (window == null
                    || !isOpaque(window, p.x(), p.y())
                    || truth.framesAt(p.x(), p.y()) < leastFrames) {
                continue;
            }
            tried++;
            double edge = roofEdge(window, p, pixel);
            if (!Double.isNaN(edge)) {
                edges.add(edge / pixel);
            }
        }
        return tried;
    }

    /// How far outside the wall it turns red, half as red as the roof within a metre is more than the ground.
    private static double roofEdge(RasterWindow window, WallProfiles.Profile p, double pixel) {
        double[] along = {p.inwardY(), p.inwardX()};
        double outside = redness(window, p, -2, -1, along);
        double inside = redness(window, p, 0.5, 1.5, along);
        double half = (outside + inside) / 2;
        double step = pixel / FINE;
        // From the roof outwards, so that red spots of the ground do not matter.
        double before = inside;
        for (double s = 1; s > -2; s -= step) {
            double red = mean(window, p.x(s), p.y(s), along, 1);
            if (before >= half && red < half && stays(window, p, s, half, along, step)) {
                return -(s + step * (half - red) / (before - red));
            }
            before = red;
        }
        return Double.NaN;
    }

    private static double redness(
            RasterWindow window, WallProfiles.Profile p, double from, double to, double[] along) {
        double sum = 0;
        int samples = 10;
        for (int i = 0; i < samples; i++) {
            double s = from + (to - from) * (i + 0.5) / samples;
            sum += mean(window, p.x(s), p.y(s), along, 1);
        }
        return sum / samples;
    }

    /// Whether it is no longer red two pixels on.
    private static boolean stays(
            RasterWindow window,
            WallProfiles.Profile p,
            double s,
            double half,
            double[] along,
            double step) {
        for (int i = 1; i <= 2 * FINE; i++) {
            if (mean(window, p.x(s - i * step), p.y(s - i * step), along, 1) >= half) {
                return false;
            }
        }
        return true;
    }

    private double holes(GeoTiffReader file, GeoTiffReader heights) throws IOException {
        RasterLayout layout = RasterWindow.layout(file);
        long covered = 0;
        long holes = 0;
        int strip = 256;
        for (int top = 0; top < file.height(); top += strip) {
            int rows = Math.min(strip, file.height() - top);
            RasterWindow colours = RasterWindow.read(file, 0, top, file.width(), rows);
            @Nullable RasterWindow dsm =
                    RasterWindow.read(
                            heights,
                            layout.left(),
                            layout.y(top + rows),
                            layout.right(),
                            layout.y(top));
            if (dsm == null) {
                continue;
            }
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < file.width(); column++) {
                    double x = layout.x(column + 0.5);
                    double y = layout.y(top + row + 0.5);
                    if (isKnown(dsm, x, y)) {
                        covered++;
                        boolean hole = colours.at(column, row, 3) < 128;
                        holes += hole && truth.isSeen(x, y) ? 1 : 0;
                    }
                }
            }
        }
        return holes / (double) covered;
    }

    private static boolean isKnown(RasterWindow dsm, double x, double y) {
        int column = (int) Math.floor(dsm.layout().column(x));
        int row = (int) Math.floor(dsm.layout().row(y));
        return column >= 0
                && row >= 0
                && column < dsm.layout().width()
                && row < dsm.layout().height()
                && !Float.isNaN(dsm.at(column, row, 0));
    }
}
