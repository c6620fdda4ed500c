package org.nadir.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.MatchedPair;

/// Holds tracks against sets linked by hand.
class TracksTest {

    private static List<FeatureSet> features(int photos, int each) {
        var sets = new ArrayList<FeatureSet>();
        for (int p = 0; p < photos; p++) {
            var u = new float[each];
            for (int i = 0; i < each; i++) {
                u[i] = 100 * p + i;
            }
            sets.add(
                    new FeatureSet(
                            u,
                            new float[each],
                            new float[each],
                            new byte[3 * each],
                            new byte[FeatureSet.DESCRIPTOR_LENGTH * each]));
        }
        return sets;
    }

    private static MatchedPair pair(int a, int b, int... matches) {
        var left = new int[matches.length / 2];
        var right = new int[matches.length / 2];
        for (int i = 0; i < left.length; i++) {
            left[i] = matches[2 * i];
            right[i] = matches[2 * i + 1];
        }
        return new MatchedPair(a, b, left, right, 0);
    }

    private static List<String> written(Tracks tracks) {
        var lines = new ArrayList<String>();
        for (int t = 0; t < tracks.count(); t++) {
            var line = new StringBuilder();
            for (int i = tracks.start(t); i < tracks.start(t + 1); i++) {
                line.append(tracks.photo(i)).append(':').append(tracks.feature(i)).append(' ');
                assertThat(tracks.u(i)).isEqualTo(100 * tracks.photo(i) + tracks.feature(i));
                assertThat(tracks.track(i)).isEqualTo(t);
            }
            lines.add(line.toString().trim());
        }
        return lines;
    }

    @Test
    void linksMatchesAcrossPhotos() {
        var tracks =
                Tracks.of(features(3, 5), List.of(pair(0, 1, 0, 1, 2, 2), pair(1, 2, 1, 3, 4, 0)));
        assertThat(written(tracks)).containsExactly("0:0 1:1 2:3", "0:2 1:2", "1:4 2:0");
    }

    @Test
    void refusesTheMatchOfAPoorerPairThatWouldPutTwoFeaturesOfOnePhotoTogether() {
        // 0:0-1:0-2:0 and 0:1-1:1-2:1 are right; 1:0-2:1 is wrong and comes from the poorest pair.
        var rich = pair(0, 1, 0, 0, 1, 1, 3, 3);
        var middling = pair(0, 2, 0, 0, 1, 1);
        var poor = pair(1, 2, 0, 1);
        var tracks = Tracks.of(features(3, 5), List.of(poor, middling, rich));
        assertThat(written(tracks)).containsExactly("0:0 1:0 2:0", "0:1 1:1 2:1", "0:3 1:3");
    }

    @Test
    void doesNotDependOnTheOrderOfPairs() {
        var block = SyntheticBlock.nadir(2, 3, 0.2, 1);
        Tracks one = Tracks.of(block.features, block.pairs);
        Tracks other = Tracks.of(block.features, block.pairs.reversed());
        assertThat(written2(one)).isEqualTo(written2(other));
    }

    private static List<Integer> written2(Tracks tracks) {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < tracks.observationCount(); i++) {
            numbers.add(tracks.track(i));
            numbers.add(tracks.photo(i));
            numbers.add(tracks.feature(i));
        }
        return numbers;
    }

    @Test
    void neverHoldsTwoFeaturesOfOnePhoto() {
        var block = SyntheticBlock.nadir(2, 3, 0.3, 2);
        Tracks tracks = Tracks.of(block.features, block.pairs);
        for (int t = 0; t < tracks.count(); t++) {
            assertThat(tracks.start(t + 1) - tracks.start(t)).isGreaterThanOrEqualTo(2);
            for (int i = tracks.start(t) + 1; i < tracks.start(t + 1); i++) {
                assertThat(tracks.photo(i)).isGreaterThan(tracks.photo(i - 1));
            }
        }
    }

    @Test
    void listsTheObservationsOfEachPhoto() {
        var tracks = Tracks.of(features(3, 5), List.of(pair(0, 1, 0, 1), pair(1, 2, 1, 3, 4, 0)));
        var found = new ArrayList<Integer>();
        for (int k = tracks.photoStart(1); k < tracks.photoStart(2); k++) {
            found.add(tracks.feature(tracks.ofPhoto(k)));
        }
        assertThat(found).containsExactly(1, 4);
    }
}
