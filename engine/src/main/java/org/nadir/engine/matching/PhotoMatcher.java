package org.nadir.engine.matching;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.PairVerifier.View;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// From features to verified matches: chooses pairs, matches their features, keeps what agrees with one relative pose.
public final class PhotoMatcher {

    private final List<Photo> photos;
    private final List<FeatureSet> features;
    private final MatchSettings settings;
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
        TentativeMatches tentative =
                matcher.match(features.get(pair.a()), features.get(pair.b()), settings.ratio());
        PairVerifier free = verifiers.poll();
        PairVerifier verifier = free == null ? new PairVerifier(settings) : free;
        Optional<MatchedPair> verified =
                verifier.verify(view(pair.a()), view(pair.b()), tentative, seed(pair));
        verifiers.add(verifier);
        return verified;
    }

    private View view(int i) {
        return new View(i, photos.get(i).camera(), features.get(i));
    }

    private static long seed(PhotoPair pair) {
        return (long) pair.a() << 32 | pair.b();
    }
}
