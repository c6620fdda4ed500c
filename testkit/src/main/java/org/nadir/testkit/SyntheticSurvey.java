package org.nadir.testkit;

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
/// @param cameras true cameras in flying order, all with the same lens
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
    /// @param noise of the sensor, grey levels; where there is any, edges are smooth as a sensor's pixels make them
    public record Plan(
            int rows,
            int photosPerRow,
            double flightHeight,
            int width,
            int height,
            Landscape landscape,
            Lens lens,
            Gps gps,
            Conditions conditions,
            long seed) {

        /// A garden with three buildings, a lens as the tags say, a GPS without drift.
        public Plan(
                int rows,
                int photosPerRow,
                double flightHeight,
                int width,
                int height,
                double gpsSd,
                long seed) {
            this(
                    rows,
                    photosPerRow,
                    flightHeight,
                    width,
                    height,
                    Landscape.GARDEN,
                    Lens.AS_TAGGED,
                    new Gps(gpsSd, 0),
                    Conditions.EASY,
                    seed);
        }

        /// Twenty small photos in four lines with 75 % forward and 65 % side overlap.
        public static Plan small() {
            return new Plan(4, 5, 40, 1000, 750, 1.0, 7);
        }

        /// A town between hills, a lens that differs from its tag by 2 % and bends straight lines, a GPS of 2 m whose
        /// altitude drifts by 8 m during the flight.
        public static Plan town(
                int rows, int photosPerRow, double flightHeight, int width, int height, long seed) {
            return new Plan(
                    rows,
                    photosPerRow,
                    flightHeight,
                    width,
                    height,
                    Landscape.TOWN,
                    new Lens(0.02, -0.08, 0.03),
                    new Gps(2, 8),
                    Conditions.EASY,
                    seed);
        }

        /// Streets with houses, gabled and flat, and trees between hills, flown askew to the walls, with the lens and the GPS of
        /// [#town] and a sensor with little noise. For comparing surfaces and lines, not cameras only.
        public static Plan streets(
                int rows, int photosPerRow, double flightHeight, int width, int height, long seed) {
            return new Plan(
                    rows,
                    photosPerRow,
                    flightHeight,
                    width,
                    height,
                    Landscape.STREETS,
                    new Lens(0.02, -0.08, 0.03),
                    new Gps(2, 8),
                    new Conditions(Scenery.RICH, 2, 0.92f, false, 5),
                    seed);
        }

        public Plan with(Conditions others) {
            return new Plan(
                    rows,
                    photosPerRow,
                    flightHeight,
                    width,
                    height,
                    landscape,
                    lens,
                    gps,
                    others,
                    seed);
        }

        /// The same flight with other positions in the tags.
        public Plan with(Gps others) {
            return new Plan(
                    rows,
                    photosPerRow,
                    flightHeight,
                    width,
                    height,
                    landscape,
                    lens,
                    others,
                    conditions,
                    seed);
        }

        /// Ground sampling distance over the mean ground, metres.
        public double gsd() {
            return flightHeight / (lens.focal() * Math.max(width, height));
        }
    }

    /// What the photos show.
    public enum Landscape {
        /// Three buildings in the middle.
        GARDEN,
        /// Buildings everywhere, hills of 5 m.
        TOWN,
        /// Buildings with flat and gabled roofs, trees, roads with white lines, hills of 5 m; flown at 20° to all walls.
        STREETS
    }

    /// What makes photos hard to match.
    ///
    /// @param noise of the sensor, gray levels
    /// @param quality of the JPEG files, from 0 to 1
    /// @param crossed whether a second flight follows, across the first one, with the camera tilted by 40°
    /// @param hills height of hills above and below the mean ground where there are any, metres; those of more than 5 m are
    ///     farther apart, too
    public record Conditions(
            Scenery scenery, double noise, float quality, boolean crossed, double hills) {

        public static final Conditions EASY = new Conditions(Scenery.RICH, 0, 0.93f, false, 5);

        /// A sensor's noise and a camera's usual compression.
        public static Conditions of(Scenery scenery) {
            return new Conditions(scenery, 4, 0.8f, false, 5);
        }

        public Conditions withCrossing() {
            return new Conditions(scenery, noise, quality, true, hills);
        }

        public Conditions withHills(double metres) {
            return new Conditions(scenery, noise, quality, crossed, metres);
        }
    }

    /// A lens, and how well its tag knows it.
    ///
    /// @param focalError by how much the focal length is larger than the tag says, as a share
    public record Lens(double focalError, double k1, double k2) {

        /// What the tags say is true: a flat block cannot tell the focal length from the height.
        static final Lens AS_TAGGED = new Lens(0, -0.03, 0.01);

        /// Focal length divided by the longer side.
        public double focal() {
            return TAGGED_FOCAL / 36.0 * (1 + focalError);
        }
    }

    /// What is wrong with the positions in the tags.
    ///
    /// @param sd noise, horizontal, in metres; half again as much in height
    /// @param drift by how many metres altitudes rise from the first photo to the last
    public record Gps(double sd, double drift) {}

    private static final double GROUND = 120;
    private static final double USUAL_HILLS = 5;
    private static final double OBLIQUE = 40;

    /// On film of 36 mm.
    private static final int TAGGED_FOCAL = 29;

    public static SyntheticSurvey of(Plan plan) {
        var random = new Random(plan.seed);
        double focal = plan.lens.focal();
        double footprintAcross = plan.flightHeight / focal;
        double footprintAlong = footprintAcross * plan.height / plan.width;
        double alongStep = 0.25 * footprintAlong;
        double acrossStep = 0.35 * footprintAcross;
        double heading = plan.landscape == Landscape.STREETS ? Math.toRadians(20) : 0;
        double cos = Math.cos(heading);
        double sin = Math.sin(heading);
        SyntheticTerrain terrain =
                terrain(
                        plan,
                        plan.rows * acrossStep * cos + plan.photosPerRow * alongStep * sin,
                        plan.photosPerRow * alongStep * cos + plan.rows * acrossStep * sin,
                        1.6 * footprintAcross);
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
                        camera(
                                plan,
                                cameras.size(),
                                origin.x() + (cos * across + sin * along),
                                origin.y() + (cos * along - sin * across),
                                new double[] {(back ? 180 : 0) + Math.toDegrees(heading), 0},
                                random));
            }
        }
        if (plan.conditions.crossed) {
            addCrossing(plan, origin, alongStep, acrossStep, cameras, random);
        }
        return new SyntheticSurvey(terrain, zone, origin.x(), origin.y(), List.copyOf(cameras));
    }

    /// Every second line across the first flight, every second photo, tilted ahead.
    private static void addCrossing(
            Plan plan,
            Coordinate origin,
            double alongStep,
            double acrossStep,
            List<SyntheticCamera> cameras,
            Random random) {
        double width = (plan.rows - 1) * acrossStep;
        double depth = (plan.photosPerRow - 1) * alongStep;
        boolean back = false;
        for (double y = -depth / 2; y <= depth / 2 + 1e-9; y += 2 * acrossStep) {
            int photos = (int) Math.floor(width / (2 * alongStep)) + 1;
            for (int i = 0; i < photos; i++) {
                double x = (back ? photos - 1 - i : i) * 2 * alongStep - width / 2;
                cameras.add(
                        camera(
                                plan,
                                cameras.size(),
                                origin.x() + x,
                                origin.y() + y,
                                new double[] {back ? 270 : 90, OBLIQUE},
                                random));
            }
            back = !back;
        }
    }

    /// @param looks yaw and pitch in degrees
    private static SyntheticCamera camera(
            Plan plan, int index, double east, double north, double[] looks, Random random) {
        return new SyntheticCamera(
                "SYN_%04d.JPG".formatted(index + 1),
                plan.width,
                plan.height,
                plan.lens.focal(),
                plan.lens.k1,
                plan.lens.k2,
                east + 0.3 * random.nextGaussian(),
                north + 0.3 * random.nextGaussian(),
                GROUND + plan.flightHeight + 0.5 * random.nextGaussian(),
                SyntheticCamera.nadirRotation(
                        looks[0] + 2 * random.nextGaussian(),
                        looks[1] + 1.5 * random.nextGaussian(),
                        1.5 * random.nextGaussian()));
    }

    private static SyntheticTerrain terrain(
            Plan plan, double flownX, double flownY, double margin) {
        if (plan.landscape == Landscape.GARDEN) {
            double size = Math.max(flownX, flownY) + margin;
            var buildings =
                    List.of(
                            new SyntheticTerrain.Building(-14, -9, -6, -3, 4.5),
                            new SyntheticTerrain.Building(3, 6, 12, 12, 6),
                            new SyntheticTerrain.Building(7, -12, 12, -8, 3));
            return new SyntheticTerrain(size, GROUND, buildings, plan.seed);
        }
        double sizeX = flownX + margin;
        double sizeY = flownY + margin;
        double hills = plan.conditions.hills;
        SyntheticTerrain.Objects objects =
                plan.landscape == Landscape.STREETS
                        ? SyntheticStreets.objects(sizeX, sizeY, plan.seed)
                        : new SyntheticTerrain.Objects(
                                town(sizeX, sizeY, plan.seed), List.of(), false);
        return new SyntheticTerrain(
                sizeX,
                sizeY,
                GROUND,
                hills,
                Math.max(1, Math.sqrt(hills / USUAL_HILLS)),
                objects,
                plan.seed);
    }

    /// On every second lot of 24 m a house of 6 m to 14 m, 3 m to 9 m high.
    private static List<SyntheticTerrain.Building> town(double sizeX, double sizeY, long seed) {
        var random = new Random(seed + 2);
        var houses = new ArrayList<SyntheticTerrain.Building>();
        double lot = 24;
        for (double x = -sizeX / 2; x + lot < sizeX / 2; x += lot) {
            for (double y = -sizeY / 2; y + lot < sizeY / 2; y += lot) {
                double west = x + random.nextDouble(2, 8);
                double south = y + random.nextDouble(2, 8);
                double east = west + random.nextDouble(6, 14);
                double north = south + random.nextDouble(6, 14);
                double height = random.nextDouble(3, 9);
                if (random.nextBoolean()) {
                    houses.add(new SyntheticTerrain.Building(west, south, east, north, height));
                }
            }
        }
        return houses;
    }

    /// Renders all photos into `folder`, in parallel.
    public void writePhotos(Path folder, Plan plan) throws IOException {
        Files.createDirectories(folder);
        var renderer = new PhotoRenderer(this, plan);
        IntStream.range(0, cameras.size())
                .parallel()
                .forEach(i -> {
                    try {
                        SyntheticCamera camera = cameras.get(i);
                        ExifJpeg.write(
                                folder.resolve(camera.name()),
                                ExifJpeg.encode(renderer.photo(i), plan.conditions.quality),
                                exif(camera, i, plan),
                                "");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /// Whether nothing stands between a camera and a place of the surface in UTM metres.
    public boolean sees(SyntheticCamera camera, double x, double y, double z) {
        double dz = z - camera.altitude();
        double dx = (x - camera.east()) / -dz;
        double dy = (y - camera.north()) / -dz;
        double depth =
                new RayTracer(terrain)
                        .depth(
                                camera.east() - originEast,
                                camera.north() - originNorth,
                                camera.altitude(),
                                dx,
                                dy);
        return Math.abs(depth + dz) < 0.1;
    }

    private ExifTags exif(SyntheticCamera camera, int index, Plan plan) {
        var noise = new Random(plan.seed * 1000 + index);
        double sd = plan.gps.sd;
        Coordinate lonLat =
                zone.inverse(
                        camera.east() + sd * noise.nextGaussian(),
                        camera.north() + sd * noise.nextGaussian());
        double altitude =
                camera.altitude()
                        + 1.5 * sd * noise.nextGaussian()
                        + plan.gps.drift * index / cameras.size();
        String time =
                "2026:05:01 %02d:%02d:%02d"
                        .formatted(10 + index / 1200, index / 20 % 60, index % 20 * 3);
        return new ExifTags()
                .camera("Synthetic", "Drone One")
                .time(time)
                .film(TAGGED_FOCAL)
                .position(lonLat.x(), lonLat.y(), altitude);
    }
}
