package org.nadir.engine.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.PairVerifier.Found;
import org.nadir.engine.matching.PairVerifier.View;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// From features to verified matches: chooses pairs, matches their features, keeps what agrees with one relative pose.
public final class PhotoMatcher {

    /// Photos with fewer features are compared all with all at once.
    private static final int LARGE = 4_000;

    /// One in so many features is coarse: a sixteenth of the comparisons.
    private static final int COARSE_PART = 4;

    /// Agreeing coarse matches that leave no doubt about the pose.
    private static final int SURE = 30;

    /// Agreeing matches below which those are looked for that look-alikes stood in the way of.
    private static final int SPARSE = 300;

    /// The distance from a line in one photo is at most about so many times that from the lines in both.
    private static final double BAND = 1.5;

    /// Share of the coarse matches that resemble each other as much as others shall; the rest are chance.
    private static final double MOST = 0.99;

    private final List<Photo> photos;
    private final List<FeatureSet> features;
    private final MatchSettings settings;

    /// For each photo with many features those of the largest scale, in ascending order; none for the others.
    private final List<int[]> coarsest;

    private final DescriptorMatcher matcher = new DescriptorMatcher(ScoreKernel.best());
    private final ConcurrentLinkedQueue<PairVerifier> verifiers = new ConcurrentLinkedQueue<>();

    private PhotoMatcher(List<Photo> photos, List<FeatureSet> features, MatchSettings settings) {
        if (photos.size() != features.size()) {
            throw new IllegalArgumentException(
                    photos.size() + " photos with " + features.size() + " feature sets");
        }
        this.photos = photos;
        this.features = features;
        this.settings = settings;
        this.coarsest = features.stream().map(PhotoMatcher::coarsest).toList();
    }

    /// The pairs with enough agreeing matches, in ascending order of their photos. Several features at one position (found
    /// with two directions) appear in matches as the first of them only.
    public static List<MatchedPair> match(
            List<Photo> photos, List<FeatureSet> features, MatchSettings settings, Work work) {
        List<PhotoPair> pairs = PairSelection.choose(photos, features, settings, work.workers());
        work.progress().title("Matching " + pairs.size() + " pairs");
        var matcher = new PhotoMatcher(photos, features, settings);
        List<Optional<MatchedPair>> results =
                new ArrayList<>(Collections.nCopies(pairs.size(), Optional.empty()));
        Workers.forEach(work, pairs.size(), i -> results.set(i, matcher.match(pairs.get(i))));
        List<MatchedPair> verified = results.stream().flatMap(Optional::stream).toList();
        long matches = verified.stream().mapToLong(MatchedPair::count).sum();
        work.console()
                .info(
                        String.format(
                                Locale.ROOT,
                                "Matched %,d pairs of photos: %,d overlap, with %,d matches",
                                pairs.size(),
                                verified.size(),
                                matches));
        return verified;
    }

    private Optional<MatchedPair> match(PhotoPair pair) {
        PairVerifier free = verifiers.poll();
        PairVerifier verifier = free == null ? new PairVerifier(settings) : free;
        View a = view(pair.a());
        View b = view(pair.b());
        long seed = seed(pair);
        Optional<MatchedPair> verified =
                found(a, b, verifier, seed).flatMap(found -> verifier.pair(a, b, found, seed));
        verifiers.add(verifier);
        return verified;
    }

    /// Coarse features are few and tell the relative pose; with it the others need not be compared all with all.
    private Optional<Found> found(View a, View b, PairVerifier verifier, long seed) {
        Optional<Found> coarse =
                coarsest.get(a.photo()).length > 0 && coarsest.get(b.photo()).length > 0
                        ? coarse(a, b, verifier, seed).filter(found -> found.count() >= SURE)
                        : Optional.empty();
        if (coarse.isPresent()) {
            return guided(a, b, coarse.get(), verifier);
        }
        Optional<Found> whole =
                verifier.find(
                        a, b, matcher.match(a.features(), b.features(), settings.ratio()), seed);
        return whole.filter(found -> found.count() < SPARSE)
                .flatMap(found -> guided(a, b, found, verifier))
                .filter(more -> more.count() > whole.get().count())
                .or(() -> whole);
    }

    private Optional<Found> coarse(View a, View b, PairVerifier verifier, long seed) {
        int[] inA = coarsest.get(a.photo());
        int[] inB = coarsest.get(b.photo());
        TentativeMatches matches =
                matcher.match(a.features().subset(inA), b.features().subset(inB), settings.ratio());
        return verifier.find(a, b, matches.from(inA, inB), seed);
    }

    private static int[] coarsest(FeatureSet features) {
        if (features.count() < LARGE) {
            return new int[0];
        }
        return IntStream.range(0, features.count())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -features.scale()[i]))
                .limit(features.count() / COARSE_PART)
                .sorted()
                .mapToInt(i -> i)
                .toArray();
    }

    private Optional<Found> guided(View a, View b, Found known, PairVerifier verifier) {
        TentativeMatches matches =
                GuidedMatcher.match(
                        a,
                        b,
                        known.estimate(),
                        BAND * known.threshold(),
                        settings.ratio(),
                        farthest(a, b, known));
        return verifier.refine(a, b, matches, known);
    }

    /// The squared distance that most of the verified matches keep.
    private static int farthest(View a, View b, Found known) {
        int[] distances =
                Arrays.stream(known.estimate().inliers())
                        .map(m ->
                                DescriptorMatcher.squaredDistance(
                                        a.features().descriptors(),
                                        known.matches().featureA()[m],
                                        b.features().descriptors(),
                                        known.matches().featureB()[m]))
                        .sorted()
                        .toArray();
        return distances[(int) (MOST * (distances.length - 1))];
    }

    private View view(int i) {
        return new View(i, photos.get(i).camera(), features.get(i));
    }

    private static long seed(PhotoPair pair) {
        return (long) pair.a() << 32 | pair.b();
    }
}
