package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.nadir.engine.bands.BandPhoto;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.bands.Capture;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.depth.DenseQuality;
import org.nadir.engine.features.FeatureQuality;
import org.nadir.engine.options.Options;
import org.nadir.engine.scene.Photo;

/// How much there is to do, as far as it can be told from the photos' headers and the options: what [CostModel] turns into
/// time, memory and disk.
///
/// @param photos number of photos
/// @param photoMegapixels mean size of a photo
/// @param largestMegapixels size of the largest photo
/// @param photoMegabytes size of all photo files
/// @param featureMegapixels mean size at which features are looked for
/// @param features features aimed for per photo
/// @param pairs photo pairs to match
/// @param depthMegapixels mean size of a depth map
/// @param lowerDepthMegapixels that of the next lower quality; small photos have no smaller maps
/// @param demMegacells cells of one elevation model (also the surface under orthophoto and mesh)
/// @param orthoMegapixels pixels of the orthophoto
/// @param elevationModels how many elevation models are written
/// @param groups groups that a split task is made in; one for all at once
/// @param bands what a survey of several bands adds
record Workload(
        int photos,
        double photoMegapixels,
        double largestMegapixels,
        double photoMegabytes,
        double featureMegapixels,
        int features,
        double pairs,
        double depthMegapixels,
        double lowerDepthMegapixels,
        double demMegacells,
        double orthoMegapixels,
        int elevationModels,
        Groups groups,
        Bands bands) {

    /// The groups of a split task.
    ///
    /// @param area that all photos cover, square metres; 0 where it is unknown
    /// @param margin that a group's surface reaches beyond its own ground, metres (see [SplitPlan])
    record Groups(int count, double area, double margin) {

        private static Groups of(int photos, double area, Options options) {
            int size = options.integer("split");
            int count = Math.max(1, (photos + size / 2) / size);
            return new Groups(count, area, SplitPlan.margin(options.number("split-overlap")));
        }

        /// The part of the whole that the surface of one group is, as if all were squares.
        double share() {
            double side = Math.sqrt(area / count);
            double wider = area > 0 ? 1 + 2 * margin / side : 1;
            return Math.min(1, wider * wider / count);
        }

        /// What `split-overlap` is, metres.
        double overlap() {
            return SplitPlan.overlap(margin);
        }
    }

    /// What the bands of a survey add to the photos of the primary one, from which everything but the orthophoto is made.
    ///
    /// @param furtherMegapixels of all photos of the other bands
    /// @param alignedPhotos those of them that are looked at to find how the cameras stand to one another
    /// @param pixelBytes of a pixel of the orthophoto, opacity included
    record Bands(double furtherMegapixels, int alignedPhotos, int pixelBytes) {

        /// Red, green, blue and opacity from photos in colour.
        static final Bands COLOURS = new Bands(0, 0, 4);

        static Bands of(@Nullable BandSurvey survey, Options options) {
            if (survey == null) {
                return COLOURS;
            }
            double further = 0;
            int photos = 0;
            for (Capture capture : survey.captures()) {
                for (BandPhoto photo : capture.photos().values()) {
                    boolean other = !photo.band().equals(survey.primary());
                    photos += other ? 1 : 0;
                    further += other ? 1e-6 * photo.tags().width() * photo.tags().height() : 0;
                }
            }
            boolean asStored = options.text("radiometric-calibration").equals("none");
            int bytes = asStored && !survey.isFloat() ? Short.BYTES : Float.BYTES;
            int aligned = options.flag("skip-band-alignment") ? 0 : photos;
            return new Bands(further, aligned, bytes * (survey.bands().size() + 1));
        }
    }

    /// Photos that see a place: fewer in sparse blocks, more in dense ones. Bounds the area that photos without usable
    /// positions can cover.
    private static final double VIEWS = 5;

    /// Pairs per photo, as `PairSelection` forms them for photos with positions (85 for 18, 478 for 100), and for more than
    /// 60 photos without.
    private static final double PLACED_PAIRS = 4.8;

    private static final double UNPLACED_PAIRS = 20;
    private static final int MATCHED_ALL_WITH_ALL = 60;

    /// Points per pixel of the depth maps: 1,653,148 of 10,125,000 in the Brighton block.
    static final double POINTS_PER_DEPTH_PIXEL = 0.163;

    /// @param survey null for photos in colour
    /// @param fine whether depth maps are fine ones
    static Workload of(
            List<Photo> photos, @Nullable BandSurvey survey, Options options, boolean fine)
            throws IOException {
        var features = FeatureQuality.of(options.text("feature-quality"));
        var depth =
                options.flag("fast-orthophoto")
                        ? DenseQuality.LOWEST
                        : DenseQuality.ofOption(options.text("pc-quality"));
        double megapixels = 0;
        double largest = 0;
        double files = 0;
        double featurePixels = 0;
        double depthPixels = 0;
        double lowerPixels = 0;
        DenseQuality lower = lower(depth);
        for (Photo photo : photos) {
            Camera camera = photo.camera();
            double pixels = 1e-6 * camera.width() * camera.height();
            double side = Math.max(camera.width(), camera.height());
            megapixels += pixels;
            largest = Math.max(largest, pixels);
            files += Files.size(photo.file()) / 1e6;
            featurePixels +=
                    pixels * square(features.workSide(camera.width(), camera.height()) / side);
            depthPixels += pixels * square(depth.longSide(camera, fine) / side);
            lowerPixels += pixels * square(lower.longSide(camera, fine) / side);
        }
        int n = photos.size();
        double most = megapixels / VIEWS;
        double area = area(photos);
        return new Workload(
                n,
                megapixels / n,
                largest,
                files,
                featurePixels / n,
                options.integer("min-num-features"),
                pairs(photos, options.integer("matcher-neighbors")),
                depthPixels / n,
                lowerPixels / n,
                raster(area, options.number("dem-resolution"), options, most),
                options.flag("skip-orthophoto")
                        ? 0
                        : raster(area, options.number("orthophoto-resolution"), options, most),
                (options.flag("dsm") ? 1 : 0) + (options.flag("dtm") ? 1 : 0),
                Groups.of(n, area, options),
                Bands.of(survey, options));
    }

    private static DenseQuality lower(DenseQuality quality) {
        return switch (quality) {
            case ULTRA -> DenseQuality.HIGH;
            case HIGH -> DenseQuality.MEDIUM;
            case MEDIUM -> DenseQuality.LOW;
            case LOW, LOWEST -> DenseQuality.LOWEST;
        };
    }

    /// @param overlap of the groups' surfaces, metres
    Workload inGroups(int number, double overlap) {
        return new Workload(
                photos,
                photoMegapixels,
                largestMegapixels,
                photoMegabytes,
                featureMegapixels,
                features,
                pairs,
                depthMegapixels,
                lowerDepthMegapixels,
                demMegacells,
                orthoMegapixels,
                elevationModels,
                new Groups(number, groups.area(), SplitPlan.margin(overlap)),
                bands);
    }

    /// @param lower whether depth maps are those of the next lower quality
    /// @param most features for each photo
    Workload reduced(boolean lower, int most) {
        return new Workload(
                photos,
                photoMegapixels,
                largestMegapixels,
                photoMegabytes,
                featureMegapixels,
                Math.min(features, most),
                pairs,
                lower ? lowerDepthMegapixels : depthMegapixels,
                lowerDepthMegapixels,
                demMegacells,
                orthoMegapixels,
                elevationModels,
                groups,
                bands);
    }

    /// Metres of ground along a side of a photo, as if it were a square; 0 where the area is unknown.
    double footprint() {
        return Math.sqrt(VIEWS * groups.area() / photos);
    }

    /// Points of the dense cloud, in millions.
    double megapoints() {
        return POINTS_PER_DEPTH_PIXEL * photos * depthMegapixels;
    }

    private static double pairs(List<Photo> photos, int neighbours) {
        double n = photos.size();
        boolean placed = photos.stream().allMatch(photo -> photo.position() != null);
        double each =
                !placed
                        ? n <= MATCHED_ALL_WITH_ALL ? n : UNPLACED_PAIRS
                        : neighbours > 0 ? 0.6 * neighbours : PLACED_PAIRS;
        return Math.min(n * (n - 1) / 2, n * each);
    }

    /// Megapixels of a raster over `area` square metres; as many as the photos can tell apart where the area is unknown or
    /// the resolution finer than theirs.
    private static double raster(double area, double centimetres, Options options, double most) {
        double wanted = area > 0 ? area / square(centimetres / 100) / 1e6 : most;
        return options.flag("ignore-gsd") ? wanted : Math.min(wanted, most / square(0.9));
    }

    /// Square metres of the box around what the photos cover: that of their positions, widened by one and a half times the
    /// distance between neighbours, about half a photo's footprint at usual overlaps. 0 when positions are missing.
    private static double area(List<Photo> photos) {
        List<Photo.Position> known =
                photos.stream().map(Photo::position).filter(java.util.Objects::nonNull).toList();
        if (known.size() < 3) {
            return 0;
        }
        var places =
                known.stream().map(p -> new Coordinate(p.x(), p.y())).toArray(Coordinate[]::new);
        var box = new Envelope();
        for (Coordinate place : places) {
            box.expandToInclude(place);
        }
        box.expandBy(1.5 * spacing(places));
        return box.getArea();
    }

    /// Median distance to the nearest neighbour, over at most a few hundred photos.
    private static double spacing(Coordinate[] places) {
        int step = Math.max(1, places.length / 300);
        var nearest = new double[(places.length + step - 1) / step];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = Double.MAX_VALUE;
            for (int k = 0; k < places.length; k++) {
                if (k != i * step) {
                    nearest[i] = Math.min(nearest[i], places[k].distance(places[i * step]));
                }
            }
        }
        Arrays.sort(nearest);
        return nearest[nearest.length / 2];
    }

    private static double square(double value) {
        return value * value;
    }
}
