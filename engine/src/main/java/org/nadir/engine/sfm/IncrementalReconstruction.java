package org.nadir.engine.sfm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.MatchedPair;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Work;

/// Reconstructs a set of photos from one or several starting pairs and keeps the largest part, with whatever other parts can
/// be tied to it.
final class IncrementalReconstruction {

    private static final int MOST_STARTS = 12;
    private static final int SMALLEST_COMPONENT = 3;

    private final List<Photo> photos;
    private final List<FeatureSet> features;
    private final List<MatchedPair> pairs;
    private final SfmSettings settings;
    private final Work work;
    private final List<Reconstruction> components = new ArrayList<>();

    IncrementalReconstruction(
            List<Photo> photos,
            List<FeatureSet> features,
            List<MatchedPair> pairs,
            SfmSettings settings,
            Work work) {
        this.photos = photos;
        this.features = features;
        this.pairs = pairs;
        this.settings = settings;
        this.work = work;
    }

    /// Components found before they were joined.
    int componentCount() {
        return components.size();
    }

    /// The largest reconstruction; null when no start holds.
    @Nullable Reconstruction run(Tracks tracks) {
        List<StartPair> starts = StartPair.rank(photos, features, pairs, settings, work);
        var taken = new boolean[photos.size()];
        int tries = 0;
        for (StartPair start : starts) {
            if (taken[start.photoA()] || taken[start.photoB()]) {
                continue;
            }
            if (tries++ == MOST_STARTS) {
                break;
            }
            var block = new Reconstruction(photos, tracks, work.workers());
            var growth = new Growth(block, taken, settings, work);
            if (!growth.start(start)) {
                continue;
            }
            growth.run();
            if (block.placedCount() >= Math.min(SMALLEST_COMPONENT, photos.size())) {
                components.add(block);
                for (int p = 0; p < taken.length; p++) {
                    taken[p] |= block.placed[p];
                }
            }
        }
        return join();
    }

    private @Nullable Reconstruction join() {
        if (components.isEmpty()) {
            return null;
        }
        // Stable: of equal ones the earlier, which began with the better pair.
        components.sort(Comparator.comparingInt((Reconstruction block) -> -block.placedCount()));
        Reconstruction main = components.getFirst();
        if (components.size() == 1 || !settings.joinsParts()) {
            return main;
        }
        bringToWorld(main);
        for (Reconstruction other : components.subList(1, components.size())) {
            bringToWorld(other);
            Components.merge(main, other, settings.seed());
        }
        // Photos of parts that could not be tied are free again.
        var growth = new Growth(main, new boolean[photos.size()], settings, work);
        growth.run();
        return main;
    }

    private void bringToWorld(Reconstruction block) {
        if (!block.georeferenced) {
            new Alignment(block, settings).align();
        }
    }
}
