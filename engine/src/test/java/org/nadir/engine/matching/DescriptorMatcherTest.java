package org.nadir.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.ScoreKernelTest.Descriptors;

/// Holds matches against a slow search with full distances.
class DescriptorMatcherTest {

    private static final int LENGTH = FeatureSet.DESCRIPTOR_LENGTH;

    @Test
    void findsWhatASlowSearchFinds() {
        byte[] inA = Descriptors.random(400, 1);
        byte[] inB = Descriptors.random(500, 2);
        var random = new Random(3);
        // 150 of A come again in B, changed a little.
        for (int i = 0; i < 150 * LENGTH; i++) {
            int value = (inA[i] & 255) + (int) (6 * random.nextGaussian());
            inB[i + 40 * LENGTH] = (byte) Math.clamp(value, 0, 255);
        }
        FeatureSet a = set(inA);
        FeatureSet b = set(inB);
        TentativeMatches matches = new DescriptorMatcher(ScoreKernel.best()).match(a, b, 0.8);
        assertThat(matches.count()).isEqualTo(150);
        for (int m = 0; m < matches.count(); m++) {
            int i = matches.featureA()[m];
            int j = matches.featureB()[m];
            assertThat(j).isEqualTo(i + 40);
            assertThat((double) matches.ratio()[m]).isEqualTo(slowRatio(a, b, i, j), within(0.02));
            assertThat(m == 0 || matches.ratio()[m - 1] <= matches.ratio()[m]).isTrue();
        }
    }

    @Test
    void copesWithPhotosWithoutFeatures() {
        var matcher = new DescriptorMatcher(ScoreKernel.best());
        FeatureSet some = set(Descriptors.random(10, 1));
        FeatureSet none = set(new byte[0]);
        assertThat(matcher.match(some, none, 0.9).count()).isZero();
        assertThat(matcher.match(none, some, 0.9).count()).isZero();
        assertThat(matcher.match(none, none, 0.9).count()).isZero();
    }

    @Test
    void identicalDescriptorsAreNotDistinctive() {
        byte[] twice = new byte[2 * LENGTH];
        byte[] one = Descriptors.random(1, 9);
        System.arraycopy(one, 0, twice, 0, LENGTH);
        System.arraycopy(one, 0, twice, LENGTH, LENGTH);
        assertThat(
                        new DescriptorMatcher(ScoreKernel.best())
                                .match(set(one), set(twice), 0.99)
                                .count())
                .isZero();
    }

    private static double slowRatio(FeatureSet a, FeatureSet b, int i, int j) {
        double second = Double.MAX_VALUE;
        for (int other = 0; other < b.count(); other++) {
            second = other == j ? second : Math.min(second, distance(a, i, b, other));
        }
        for (int other = 0; other < a.count(); other++) {
            second = other == i ? second : Math.min(second, distance(a, other, b, j));
        }
        return distance(a, i, b, j) / second;
    }

    private static double distance(FeatureSet a, int i, FeatureSet b, int j) {
        double squares = 0;
        for (int k = 0; k < LENGTH; k++) {
            int d =
                    (a.descriptors()[i * LENGTH + k] & 255)
                            - (b.descriptors()[j * LENGTH + k] & 255);
            squares += d * d;
        }
        return Math.sqrt(squares);
    }

    private static FeatureSet set(byte[] descriptors) {
        int n = descriptors.length / LENGTH;
        return new FeatureSet(
                new float[n], new float[n], new float[n], new byte[3 * n], descriptors);
    }
}
