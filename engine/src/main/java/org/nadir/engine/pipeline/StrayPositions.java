package org.nadir.engine.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.math.Median;
import org.nadir.engine.work.Console;
import org.nadir.geo.Coordinate;
import org.nadir.imaging.PhotoTags;

/// Takes away positions that lie far outside of where the others lie: a receiver that still believes to be where it was
/// switched off, or that has slipped. Left in, a single one can put a block into a wrong zone or its origin far off, and it
/// names wrong neighbours.
///
/// A flight covers its area evenly: no photo is farther from the middle than about twice the median (a square: 1.9 times, a
/// line: 2 times). Ten times is far outside of any. Where more than a tenth of the photos are so far off, or few have a
/// position, there may be several areas, and nothing is judged.
final class StrayPositions {

    private static final int LEAST_POSITIONS = 5;
    private static final double TIMES_MEDIAN = 10;
    private static final double MOST_STRAYS = 0.1;

    /// Nothing nearer than this is a stray, metres: a photo or two of a craft that hovers may be anywhere.
    private static final double LEAST_DISTANCE = 100;

    private static final double METRES_PER_DEGREE = 111_320;

    private StrayPositions() {}

    static List<InputPhoto> removed(List<InputPhoto> inputs, Console console) {
        double[] distance = distances(inputs);
        double[] known = Arrays.stream(distance).filter(d -> !Double.isNaN(d)).sorted().toArray();
        if (known.length < LEAST_POSITIONS) {
            return inputs;
        }
        double limit = Math.max(LEAST_DISTANCE, TIMES_MEDIAN * known[known.length / 2]);
        long strays = Arrays.stream(known).filter(d -> d > limit).count();
        if (strays > Math.max(1, MOST_STRAYS * known.length)) {
            return inputs;
        }
        var kept = new ArrayList<InputPhoto>();
        for (int i = 0; i < distance.length; i++) {
            InputPhoto input = inputs.get(i);
            boolean stray = distance[i] > limit;
            if (stray) {
                tell(input, distance[i], console);
            }
            kept.add(stray ? withoutPosition(input) : input);
        }
        return List.copyOf(kept);
    }

    private static InputPhoto withoutPosition(InputPhoto input) {
        PhotoTags tags = input.tags().withPlace(null, input.tags().attitude());
        return new InputPhoto(input.file(), tags, input.listed());
    }

    private static void tell(InputPhoto input, double metres, Console console) {
        console.warning(
                String.format(
                        Locale.ROOT,
                        "The position of %s is %s from the middle of the other photos; it is not believed.",
                        input.name(),
                        metres < 10_000
                                ? String.format(Locale.ROOT, "%,.0f m", metres)
                                : String.format(Locale.ROOT, "%,.0f km", metres / 1000)));
    }

    /// Metres from the median position, on a sphere; NaN for photos without one.
    private static double[] distances(List<InputPhoto> inputs) {
        List<Coordinate> places = new ArrayList<>();
        for (InputPhoto input : inputs) {
            Coordinate place = place(input);
            if (place != null) {
                places.add(place);
            }
        }
        var distance = new double[inputs.size()];
        Arrays.fill(distance, Double.NaN);
        if (places.isEmpty()) {
            return distance;
        }
        double longitude = Median.of(places.stream().mapToDouble(Coordinate::x).toArray());
        double latitude = Median.of(places.stream().mapToDouble(Coordinate::y).toArray());
        double shrink = Math.cos(Math.toRadians(latitude));
        for (int i = 0; i < distance.length; i++) {
            Coordinate place = place(inputs.get(i));
            if (place != null) {
                distance[i] =
                        METRES_PER_DEGREE
                                * Math.hypot(
                                        shrink * (place.x() - longitude), place.y() - latitude);
            }
        }
        return distance;
    }

    private static @Nullable Coordinate place(InputPhoto input) {
        PhotoTags.Position position = input.tags().position();
        return position == null || position.isNullIsland()
                ? null
                : new Coordinate(position.longitude(), position.latitude());
    }
}
