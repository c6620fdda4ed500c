package org.nadir.testkit;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.nadir.geo.Coordinate;
import org.nadir.geo.UtmZone;

/// A drone survey of a [SyntheticTerrain], flown back and forth like a real one, with all truth known. Photos are rendered
/// by ray marching and written as JPEG with the EXIF tags of a drone: size, focal length, time and a GPS position with
/// noise.
///
/// @param terrain in metres around the origin, which lies at `originEast`, `originNorth` in `zone`
/// @param cameras true cameras in flying order
public record SyntheticSurvey(
        SyntheticTerrain terrain,
        UtmZone zone,
        double originEast,
        double originNorth,
        List<SyntheticCamera> cameras) {

    /// What is flown.
    ///
    /// @param rows flight lines
    /// @param photosPerRow photos along each
    /// @param flightHeight above the mean ground
    /// @param width photo size in pixels
    /// @param gpsSd noise of the GPS in the tags, horizontal, in metres; half again as much in height
    public record Plan(
            int rows,
            int photosPerRow,
            double flightHeight,
            int width,
            int height,
            double gpsSd,
            long seed) {

        /// Twenty small photos in four lines with 75 % forward and 65 % side overlap.
        public static Plan small() {
            return new Plan(4, 5, 40, 1000, 750, 1.0, 7);
        }
    }

    private static final double GROUND = 120;

    public static SyntheticSurvey of(Plan plan) {
        var random = new Random(plan.seed);
        // What the tags say, 29 mm on 36 mm film, is true: a flat block cannot tell the focal
        // length from the height.
        double focal = 29 / 36.0;
        double footprintAcross = plan.flightHeight / focal;
        double footprintAlong = footprintAcross * plan.height / plan.width;
        double alongStep = 0.25 * footprintAlong;
        double acrossStep = 0.35 * footprintAcross;
        double size =
                Math.max(plan.rows * acrossStep, plan.photosPerRow * alongStep)
                        + 1.6 * footprintAcross;
        var buildings =
                List.of(
                        new SyntheticTerrain.Building(-14, -9, -6, -3, 4.5),
                        new SyntheticTerrain.Building(3, 6, 12, 12, 6),
                        new SyntheticTerrain.Building(7, -12, 12, -8, 3));
        var terrain = new SyntheticTerrain(size, GROUND, buildings, plan.seed);
        UtmZone zone = UtmZone.of(11.5, 48.1);
        Coordinate origin = zone.forward(11.5, 48.1);
        var cameras = new ArrayList<SyntheticCamera>();
        for (int row = 0; row < plan.rows; row++) {
            for (int i = 0; i < plan.photosPerRow; i++) {
                boolean back = row % 2 == 1;
                double along =
                        ((back ? plan.photosPerRow - 1 - i : i) - (plan.photosPerRow - 1) / 2.0)
                                * alongStep;
                double across = (row - (plan.rows - 1) / 2.0) * acrossStep;
                cameras.add(
                        new SyntheticCamera(
                                "SYN_%04d.JPG".formatted(cameras.size() + 1),
                                plan.width,
                                plan.height,
                                focal,
                                -0.03,
                                0.01,
                                origin.x() + across + 0.3 * random.nextGaussian(),
                                origin.y() + along + 0.3 * random.nextGaussian(),
                                GROUND + plan.flightHeight + 0.5 * random.nextGaussian(),
                                SyntheticCamera.nadirRotation(
                                        (back ? 180 : 0) + 2 * random.nextGaussian(),
                                        1.5 * random.nextGaussian(),
                                        1.5 * random.nextGaussian())));
            }
        }
        return new SyntheticSurvey(terrain, zone, origin.x(), origin.y(), List.copyOf(cameras));
    }

    /// Renders all photos into `folder`, in parallel.
    public void writePhotos(Path folder, Plan plan) throws IOException {
        Files.createDirectories(folder);
        double highest = terrain.highest();
        double lowest = terrain.lowest();
        IntStream.range(0, cameras.size())
                .parallel()
                .forEach(i -> {
                    try {
                        SyntheticCamera camera = cameras.get(i);
                        byte[] exif = exif(camera, i, plan);
                        ExifJpeg.write(
                                folder.resolve(camera.name()),
                                render(camera, highest, lowest),
                                exif);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private byte[] exif(SyntheticCamera camera, int index, Plan plan) {
        var noise = new Random(plan.seed * 1000 + index);
        Coordinate lonLat =
                zone.inverse(
                        camera.east() + plan.gpsSd * noise.nextGaussian(),
                        camera.north() + plan.gpsSd * noise.nextGaussian());
        double altitude = camera.altitude() + 1.5 * plan.gpsSd * noise.nextGaussian();
        String time = "2026:05:01 10:%02d:%02d".formatted(index / 20, index % 20 * 3);
        return ExifJpeg.tags(
                "Synthetic",
                "Drone One",
                time,
                Math.round(36 * camera.focal()),
                lonLat.x(),
                lonLat.y(),
                altitude);
    }

    private BufferedImage render(SyntheticCamera camera, double highest, double lowest) {
        var image = new BufferedImage(camera.width(), camera.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int row = 0; row < camera.height(); row++) {
            for (int column = 0; column < camera.width(); column++) {
                double[] direction = camera.direction(column + 0.5, row + 0.5);
                pixels[row * camera.width() + column] =
                        trace(
                                camera.east() - originEast,
                                camera.north() - originNorth,
                                camera.altitude(),
                                direction,
                                highest,
                                lowest);
            }
        }
        return image;
    }

    /// Marches down the ray from above the highest roof to the first cell that is higher, then halves the last step.
    private int trace(
            double x, double y, double z, double[] direction, double highest, double lowest) {
        double scale = -1 / direction[2];
        double dx = direction[0] * scale;
        double dy = direction[1] * scale;
        double above = z - highest - 0.01;
        double step = 0.06;
        double depth = above;
        double end = z - lowest + 0.5;
        while (depth < end && z - depth > terrain.tabulated(x + dx * depth, y + dy * depth)) {
            depth += step;
        }
        double near = depth - step;
        double far = depth;
        for (int i = 0; i < 12; i++) {
            double middle = (near + far) / 2;
            if (z - middle > terrain.tabulated(x + dx * middle, y + dy * middle)) {
                near = middle;
            } else {
                far = middle;
            }
        }
        double px = x + dx * far;
        double py = y + dy * far;
        // Walls are darker than roofs: a hit well below the cell's height is a wall.
        boolean wall = terrain.tabulated(px, py) - (z - far) > 0.1;
        int colour = terrain.colourAt(px, py);
        return wall ? (colour >> 1) & 0x7f7f7f : colour;
    }
}
