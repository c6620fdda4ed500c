package org.nadir.engine.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Console;
import org.nadir.imaging.PhotoTags;

/// How far each camera flew on while its photo was read out: the speed from the tags or, where they do not say, from the
/// positions and times of the neighbours, times the read-out time of the camera (options `rolling-shutter` and
/// `rolling-shutter-readout`).
final class RollingShutter {

    /// Milliseconds for cameras that are not in the table.
    private static final double USUAL_READOUT = 30;

    /// Read-out times in milliseconds by model.
    private static final Map<String, Double> READOUTS =
            Map.ofEntries(
                    Map.entry("fc300c", 33.0), // Phantom 3 Standard
                    Map.entry("fc300s", 33.0), // Phantom 3 Advanced
                    Map.entry("fc300x", 33.0), // Phantom 3 Professional
                    Map.entry("fc330", 33.0), // Phantom 4
                    Map.entry("fc220", 64.0), // Mavic Pro
                    Map.entry("fc3170", 27.0), // Mavic Air 2
                    Map.entry("fc3582", 23.0), // Mini 3 Pro
                    Map.entry("fc3682", 23.0)); // Mini 3

    /// Neighbours in time farther apart than this, seconds, say nothing of the speed.
    private static final double LONGEST_GAP = 15;

    /// Speeds before and after a photo that differ by more than this share, as at a turn, say nothing.
    private static final double LIKE = 0.4;

    private RollingShutter() {}

    /// The photos with their movements.
    ///
    /// @param givenReadout milliseconds, 0 to look it up
    static List<Photo> apply(
            List<Photo> photos, List<InputPhoto> inputs, double givenReadout, Console console) {
        double[] @Nullable [] neighbours = velocities(photos);
        boolean measured = inputs.stream().anyMatch(input -> isMoving(input.tags().speed()));
        var moved = new ArrayList<Photo>();
        int fromTags = 0;
        int fromNeighbours = 0;
        for (int p = 0; p < photos.size(); p++) {
            PhotoTags tags = inputs.get(p).tags();
            double[] velocity = measured ? fromTags(tags.speed()) : null;
            fromTags += velocity == null ? 0 : 1;
            if (velocity == null) {
                velocity = neighbours[p];
                fromNeighbours += velocity == null ? 0 : 1;
            }
            double seconds = (givenReadout > 0 ? givenReadout : readout(tags)) / 1000;
            moved.add(
                    velocity == null
                            ? photos.get(p)
                            : photos.get(p)
                                    .withMotion(
                                            new Photo.Motion(
                                                    velocity[0] * seconds,
                                                    velocity[1] * seconds,
                                                    velocity[2] * seconds)));
        }
        tell(photos.size(), fromTags, fromNeighbours, console);
        inputs.stream()
                .map(InputPhoto::tags)
                .filter(tags -> givenReadout <= 0 && !isKnown(tags))
                .map(RollingShutter::name)
                .distinct()
                .forEach(name ->
                        console.warning(
                                "The read-out time of "
                                        + name
                                        + " is not known; 30 ms are taken"
                                        + " (rolling-shutter-readout)."));
        return moved;
    }

    private static void tell(int photos, int tags, int neighbours, Console console) {
        console.info(
                "Rolling shutter: speeds of "
                        + tags
                        + " photos from their tags, of "
                        + neighbours
                        + " from the positions of their neighbours");
        int unknown = photos - tags - neighbours;
        if (unknown > 0) {
            console.warning(
                    "The speed of " + unknown + " photos is not known; they are taken as still.");
        }
    }

    /// Milliseconds from the first row to the last.
    static double readout(PhotoTags tags) {
        String model = model(tags);
        if (model.equals("l1d-20c")) {
            // Mavic 2 Pro: the full sensor takes longer.
            return (long) tags.width() * tags.height() < 17_000_000L ? 47 : 56;
        }
        return READOUTS.getOrDefault(model, USUAL_READOUT);
    }

    private static boolean isKnown(PhotoTags tags) {
        return model(tags).equals("l1d-20c") || READOUTS.containsKey(model(tags));
    }

    private static String model(PhotoTags tags) {
        String model = tags.model();
        return model == null ? "" : model.strip().toLowerCase(Locale.ROOT);
    }

    private static String name(PhotoTags tags) {
        return tags.model() == null ? "an unknown camera" : tags.model();
    }

    /// A craft that stops for each photo says 0 now and then; one that says nothing else does not measure.
    private static boolean isMoving(PhotoTags.@Nullable Speed speed) {
        return speed != null && (speed.x() != 0 || speed.y() != 0 || speed.z() != 0);
    }

    /// DJI gives speeds to the north, to the east and down. East, north, up here; null when the tags say nothing.
    private static double @Nullable [] fromTags(PhotoTags.@Nullable Speed speed) {
        return speed == null ? null : new double[] {speed.y(), speed.x(), -speed.z()};
    }

    /// Metres per second of each photo from its neighbours in time; null where they do not agree.
    static double[] @Nullable [] velocities(List<Photo> photos) {
        int[] order =
                IntStream.range(0, photos.size())
                        .filter(p ->
                                photos.get(p).position() != null
                                        && photos.get(p).captureTimeMillis() > 0)
                        .boxed()
                        .sorted(Comparator.comparingLong(p -> photos.get(p).captureTimeMillis()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] @Nullable [] velocities = new double[photos.size()][];
        for (int k = 0; k < order.length; k++) {
            double[] before = k == 0 ? null : between(photos, order[k - 1], order[k]);
            double[] after = k == order.length - 1 ? null : between(photos, order[k], order[k + 1]);
            velocities[order[k]] = agreed(before, after);
        }
        return velocities;
    }

    private static double @Nullable [] agreed(
            double @Nullable [] before, double @Nullable [] after) {
        if (before == null || after == null) {
            return before == null ? after : before;
        }
        double difference = Math.hypot(before[0] - after[0], before[1] - after[1]);
        double speed = Math.max(Math.hypot(before[0], before[1]), Math.hypot(after[0], after[1]));
        if (difference > LIKE * speed) {
            return null;
        }
        return new double[] {
            0.5 * (before[0] + after[0]), 0.5 * (before[1] + after[1]), 0.5 * (before[2] + after[2])
        };
    }

    /// Heights of satellite receivers are too rough for a speed: level flight is taken.
    private static double @Nullable [] between(List<Photo> photos, int a, int b) {
        Photo.Position from = photos.get(a).position();
        Photo.Position to = photos.get(b).position();
        double seconds =
                (photos.get(b).captureTimeMillis() - photos.get(a).captureTimeMillis()) / 1000.0;
        if (from == null || to == null || seconds <= 0 || seconds > LONGEST_GAP) {
            return null;
        }
        return new double[] {(to.x() - from.x()) / seconds, (to.y() - from.y()) / seconds, 0};
    }
}
