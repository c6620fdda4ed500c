package org.nadir.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.ScoreKernelTest.Descriptors;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Photo.Position;
import org.nadir.engine.work.Workers;

/// Holds chosen pairs against what flights of known layout need.
class PairSelectionTest {

    private static final Workers WORKERS = new Workers(2);
    private static final Camera CAMERA = Camera.perspective("test", 400, 300, 0.8);
    private static final int LENGTH = FeatureSet.DESCRIPTOR_LENGTH;

    @AfterAll
    static void closeWorkers() {
        WORKERS.close();
    }

    @Test
    void gridFlightsAreJoinedAlongAndAcrossLines() {
        // Lines five times as far apart as photos on them: the eight nearest are all on the same
        // line.
        List<Photo> photos = new ArrayList<>();
        for (int line = 0; line < 4; line++) {
            for (int i = 0; i < 20; i++) {
                int along = line % 2 == 0 ? i : 19 - i;
                photos.add(
                        photo(
                                photos.size(),
                                new Position(10 * along, 50 * line, 900 * line, 3, 5)));
            }
        }
        List<PhotoPair> pairs = choose(photos, MatchSettings.defaults());
        for (int line = 0; line < 3; line++) {
            for (int i = 0; i < 20; i++) {
                int here = 20 * line + i;
                int across = 20 * (line + 1) + 19 - i;
                assertThat(pairs).contains(new PhotoPair(here, across));
            }
        }
        assertThat(pairs).contains(new PhotoPair(4, 5), new PhotoPair(4, 6), new PhotoPair(4, 8));
        assertThat(pairs).isSorted().doesNotHaveDuplicates().hasSizeLessThan(80 * 10);
    }

    @Test
    void neighboursOptionTakesOnlyTheNearest() {
        List<Photo> photos = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            photos.add(photo(i, new Position(10 * i + 0.01 * i * i, 0, 0, 3, 5)));
        }
        List<PhotoPair> pairs = choose(photos, MatchSettings.of(2, 0));
        assertThat(pairs)
                .contains(new PhotoPair(10, 11), new PhotoPair(11, 12))
                .doesNotContain(new PhotoPair(10, 13));
        assertThat(pairs.size()).isLessThanOrEqualTo(60);
    }

    @Test
    void photosTakenAtOnePlaceAreStillJoinedToTheRest() {
        List<Photo> photos = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            photos.add(photo(i, new Position(0, 0, 0, 3, 5)));
        }
        for (int i = 12; i < 20; i++) {
            photos.add(photo(i, new Position(10 * i, i % 3, 0, 3, 5)));
        }
        List<PhotoPair> pairs = choose(photos, MatchSettings.defaults());
        assertThat(pairs).anyMatch(p -> p.a() < 12 && p.b() >= 12);
    }

    @Test
    void fewPhotosWithoutPositionsAreAllMatched() {
        List<Photo> photos = unplaced(30);
        assertThat(choose(photos, MatchSettings.defaults())).hasSize(30 * 29 / 2);
        assertThat(choose(unplaced(2), MatchSettings.defaults()))
                .containsExactly(new PhotoPair(0, 1));
        assertThat(choose(unplaced(1), MatchSettings.defaults())).isEmpty();
    }

    @Test
    void orderOptionTakesNeighboursByName() {
        List<PhotoPair> pairs = choose(unplaced(30), MatchSettings.of(0, 3));
        assertThat(pairs)
                .hasSize(29 + 28 + 27)
                .contains(new PhotoPair(4, 7))
                .doesNotContain(new PhotoPair(4, 8));
    }

    @Test
    void photosWithoutPositionsJoinThoseWithThem() {
        List<Photo> photos = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            photos.add(photo(i, i == 7 ? null : new Position(10 * i, i % 3, 0, 3, 5)));
        }
        List<PhotoPair> pairs = choose(photos, MatchSettings.defaults());
        assertThat(pairs.stream().filter(p -> p.a() == 7 || p.b() == 7)).hasSize(19);
    }

    @Test
    void manyPhotosWithoutPositionsAreJoinedByTheirLooks() {
        // 90 photos of 30 places, three of each, far apart in time.
        int places = 30;
        List<Photo> photos = unplaced(3 * places);
        List<FeatureSet> features = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            features.add(view(i % places, i));
        }
        List<PhotoPair> pairs =
                PairSelection.choose(photos, features, MatchSettings.defaults(), WORKERS);
        int joined = 0;
        for (int place = 0; place < places; place++) {
            joined += pairs.contains(new PhotoPair(place, place + places)) ? 1 : 0;
            joined += pairs.contains(new PhotoPair(place, place + 2 * places)) ? 1 : 0;
            joined += pairs.contains(new PhotoPair(place + places, place + 2 * places)) ? 1 : 0;
        }
        assertThat(joined).isEqualTo(3 * places);
        assertThat(pairs.size()).isLessThan(90 * 89 / 4);
        assertThat(PairSelection.choose(photos, features, MatchSettings.defaults(), WORKERS))
                .isEqualTo(pairs);
    }

    /// Half of the features belong to the place, with noise; half are of this view alone.
    private static FeatureSet view(int place, int seed) {
        byte[] own = Descriptors.random(200, 1000 + seed);
        byte[] common = Descriptors.random(100, place);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 100 * LENGTH; i++) {
            own[i] = (byte) Math.clamp((common[i] & 255) + random.nextInt(-8, 9), 0, 255);
        }
        return new FeatureSet(new float[200], new float[200], new float[200], new byte[600], own);
    }

    private static List<PhotoPair> choose(List<Photo> photos, MatchSettings settings) {
        FeatureSet none =
                new FeatureSet(new float[0], new float[0], new float[0], new byte[0], new byte[0]);
        return PairSelection.choose(
                photos, java.util.Collections.nCopies(photos.size(), none), settings, WORKERS);
    }

    private static List<Photo> unplaced(int count) {
        List<Photo> photos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            photos.add(photo(i, null));
        }
        return photos;
    }

    private static Photo photo(int i, @Nullable Position position) {
        String name = "photo-%03d.jpg".formatted(i);
        return new Photo(name, Path.of(name), CAMERA, position, null, 1000L * i);
    }
}
