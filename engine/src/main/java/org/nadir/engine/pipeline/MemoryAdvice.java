package org.nadir.engine.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// What makes a block fit into the memory that does not as it is. Each change is tried in the model first: groups of photos, for
/// instance, are of no use where the features of all photos are too many already.
final class MemoryAdvice {

    private static final int FEWEST_FEATURES = 2000;
    private static final int FEATURE_STEP = 500;
    private static final int SMALLEST_GROUP = 20;

    /// Metres.
    private static final int OVERLAP_STEP = 5;

    private final Workload work;
    private final Collection<Stage> stages;
    private final double megabytes;

    private MemoryAdvice(Workload work, Collection<Stage> stages, double megabytes) {
        this.work = work;
        this.stages = stages;
        this.megabytes = megabytes;
    }

    /// @param megabytes largest heap
    static String of(Workload work, Collection<Stage> stages, double megabytes) {
        return new MemoryAdvice(work, stages, megabytes).sentence();
    }

    private String sentence() {
        List<String> enough = new ArrayList<>();
        int group = largestGroup(false);
        if (group > 0) {
            enough.add("groups of " + group + " photos (split)");
        }
        int closer = largestGroup(true);
        if (closer > group) {
            enough.add(closerGroups(closer));
        }
        if (fits(work.reduced(true, work.features()))) {
            enough.add("a lower pc-quality");
        }
        int features = mostFeatures(false);
        if (features > 0) {
            enough.add("fewer features (min-num-features " + features + ")");
        }
        if (!enough.isEmpty()) {
            return "What would do: " + String.join(", or ", enough) + ", or more memory.";
        }
        int together = mostFeatures(true);
        return together > 0
                ? "What would do: a lower pc-quality and fewer features (min-num-features "
                        + together
                        + ") together, or more memory."
                : "Use smaller or fewer photos, or more memory.";
    }

    private boolean fits(Workload changed) {
        return Forecast.heap(changed, stages, 1) <= megabytes;
    }

    /// Photos of the largest groups that fit, in tens; 0 when none do.
    ///
    /// @param closer whether their overlap may be smaller than it is
    private int largestGroup(boolean closer) {
        double overlap = work.groups().overlap();
        double least = closer ? Math.min(overlap, leastOverlap()) : overlap;
        for (int groups = Math.max(2, work.groups().count());
                work.photos() / groups >= SMALLEST_GROUP;
                groups++) {
            if (fits(work.inGroups(groups, least))) {
                return work.photos() / groups / 10 * 10;
            }
        }
        return 0;
    }

    /// With the largest overlap that does.
    private String closerGroups(int group) {
        int groups = Math.round(work.photos() / (float) group);
        double overlap = leastOverlap();
        while (overlap + OVERLAP_STEP < work.groups().overlap()
                && fits(work.inGroups(groups, overlap + OVERLAP_STEP))) {
            overlap += OVERLAP_STEP;
        }
        return String.format(
                Locale.ROOT,
                "groups of %d photos with a smaller overlap (split %d and split-overlap %.0f)",
                group,
                group,
                overlap);
    }

    /// The least overlap for holes in the cloud to be filled alike on both sides of a cut. Ground that no photo matches is narrower
    /// than what a photo shows, else the photo over it would have no place in the block. About the cut it reaches half as
    /// far on either side, and so must the surfaces of both groups. In steps, rounded up.
    private int leastOverlap() {
        double overlap = SplitPlan.overlap(work.footprint() / 2);
        return OVERLAP_STEP * Math.max(1, (int) Math.ceil(overlap / OVERLAP_STEP));
    }

    /// Most features per photo that fit; 0 when not even few do.
    private int mostFeatures(boolean lowerQuality) {
        int most = (work.features() - 1) / FEATURE_STEP * FEATURE_STEP;
        for (int features = most; features >= FEWEST_FEATURES; features -= FEATURE_STEP) {
            if (fits(work.reduced(lowerQuality, features))) {
                return features;
            }
        }
        return 0;
    }
}
