package org.nadir.engine.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Workers;

/// Chooses which photos to match: neighbours on the map where positions are known, otherwise neighbours in time and photos
/// that look alike.
public final class PairSelection {

    /// Up to so many photos without positions are matched all with all.
    static final int FEW = 60;

    private static final int VERY_FEW = 6;
    private static final int NEAREST = 8;
    private static final int BEFORE_AND_AFTER = 2;
    private static final int BEFORE_AND_AFTER_UNPLACED = 5;
    private static final int LOOK_ALIKE = 15;

    private PairSelection() {}

    /// The pairs in ascending order. Altitude plays no part in what is near, since tags often have it wrong.
    public static List<PhotoPair> choose(
            List<Photo> photos,
            List<FeatureSet> features,
            MatchSettings settings,
            Workers workers) {
        int n = photos.size();
        int[] placed =
                IntStream.range(0, n).filter(i -> photos.get(i).position() != null).toArray();
        int[] unplaced =
                IntStream.range(0, n).filter(i -> photos.get(i).position() == null).toArray();
        SortedSet<PhotoPair> pairs = new TreeSet<>();
        if (placed.length == 0 && settings.order() > 0) {
            addSequence(byName(photos), settings.order(), pairs);
        } else if (n <= VERY_FEW) {
            addAll(unplaced.length == 0 ? placed : IntStream.range(0, n).toArray(), n, pairs);
        } else if (unplaced.length == 0 && settings.neighbours() > 0) {
            MapNeighbours.addNearest(photos, placed, settings.neighbours(), pairs);
        } else {
            addPlaced(photos, placed, settings, pairs);
            addUnplaced(photos, features, unplaced, workers, pairs);
        }
        return List.copyOf(pairs);
    }

    private static void addPlaced(
            List<Photo> photos, int[] placed, MatchSettings settings, SortedSet<PhotoPair> pairs) {
        if (placed.length == 0) {
            return;
        }
        int nearest = settings.neighbours() > 0 ? settings.neighbours() : NEAREST;
        MapNeighbours.addNearest(photos, placed, nearest, pairs);
        if (settings.neighbours() == 0) {
            MapNeighbours.addTriangulated(photos, placed, pairs);
            addSequence(byTime(photos), BEFORE_AND_AFTER, pairs);
        }
    }

    private static void addUnplaced(
            List<Photo> photos,
            List<FeatureSet> features,
            int[] unplaced,
            Workers workers,
            SortedSet<PhotoPair> pairs) {
        int n = photos.size();
        if (unplaced.length == 0) {
            return;
        }
        if (n <= FEW) {
            addAll(unplaced, n, pairs);
            return;
        }
        addSequence(byTime(photos), BEFORE_AND_AFTER_UNPLACED, pairs);
        LookAlikes.add(features, unplaced, LOOK_ALIKE, workers, pairs);
    }

    private static void addAll(int[] from, int n, SortedSet<PhotoPair> pairs) {
        for (int i : from) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    pairs.add(PhotoPair.of(i, j));
                }
            }
        }
    }

    private static List<Integer> byName(List<Photo> photos) {
        return sorted(photos, Comparator.comparing(Photo::name));
    }

    private static List<Integer> byTime(List<Photo> photos) {
        return sorted(
                photos,
                Comparator.comparingLong(Photo::captureTimeMillis).thenComparing(Photo::name));
    }

    private static List<Integer> sorted(List<Photo> photos, Comparator<Photo> order) {
        List<Integer> indices = new ArrayList<>(IntStream.range(0, photos.size()).boxed().toList());
        indices.sort(Comparator.comparing(photos::get, order));
        return indices;
    }

    private static void addSequence(List<Integer> sequence, int reach, SortedSet<PhotoPair> pairs) {
        for (int i = 0; i < sequence.size(); i++) {
            for (int j = i + 1; j <= i + reach && j < sequence.size(); j++) {
                pairs.add(PhotoPair.of(sequence.get(i), sequence.get(j)));
            }
        }
    }
}
