package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.bands.BandPhoto;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.bands.Capture;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.LensModel;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Problem;
import org.nadir.imaging.PhotoTags;

/// What a run is expected to take, and when it is refused.
class ForecastTest {

    private static final List<Stage> ALL = List.of(Stage.values());

    /// Numbers of [#workload]: photos, megapixels, largest, files, feature megapixels, features, pairs, depth megapixels,
    /// megacells, ortho megapixels, models, groups. Five feature megapixels, since up to four may be searched at twice the size,
    /// which takes more memory than eight.
    private static final double[] USUAL = {200, 12, 12, 1200, 5, 10_000, 960, 0.19, 60, 60, 2, 1};

    private static final Machine LARGE = new Machine(2, 16_000, 500_000);

    private static Workload workload(double[] n) {
        return new Workload(
                (int) n[0],
                n[1],
                n[2],
                n[3],
                n[4],
                (int) n[5],
                n[6],
                n[7],
                n[7] / 4,
                n[8],
                n[9],
                (int) n[10],
                new Workload.Groups((int) n[11], 400 * 400, 30),
                Workload.Bands.COLOURS);
    }

    private static Forecast forecast(double[] numbers, Machine machine) {
        return Forecast.of(workload(numbers), ALL, machine);
    }

    @Test
    void timeFollowsAmdahlsLaw() {
        var cost = new StageCost(100, 0.8, 50, 10, 0);
        assertThat(cost.seconds(2)).isCloseTo(100, within(1e-9));
        assertThat(cost.seconds(1)).isCloseTo(180, within(1e-9));
        assertThat(cost.seconds(8)).isCloseTo(20 + 20, within(1e-9));
        assertThat(cost.megabytes(3)).isCloseTo(80, within(1e-9));
    }

    @Test
    void growsWithEveryAmount() {
        Forecast usual = forecast(USUAL, LARGE);
        for (int input = 0; input < 11; input++) {
            double[] more = USUAL.clone();
            more[input] *= 2;
            Forecast larger = forecast(more, LARGE);
            assertThat(larger.seconds())
                    .as("input %d", input)
                    .isGreaterThanOrEqualTo(usual.seconds());
            assertThat(larger.memoryMegabytes())
                    .as("input %d", input)
                    .isGreaterThanOrEqualTo(usual.memoryMegabytes());
            assertThat(larger.diskMegabytes())
                    .as("input %d", input)
                    .isGreaterThanOrEqualTo(usual.diskMegabytes());
        }
        double[] twice = USUAL.clone();
        for (int input : new int[] {0, 3, 6, 8, 9}) {
            twice[input] *= 2;
        }
        Forecast larger = forecast(twice, LARGE);
        // All that is linear doubles; a few constants per stage do not.
        assertThat(larger.seconds()).isBetween(1.8 * usual.seconds(), 2 * usual.seconds());
        assertThat(larger.diskMegabytes())
                .isBetween(1.8 * usual.diskMegabytes(), 2 * usual.diskMegabytes());
    }

    @Test
    void moreThreadsTakeLessTimeAndMoreMemory() {
        Forecast two = forecast(USUAL, LARGE);
        Forecast eight = forecast(USUAL, new Machine(8, 64_000, 500_000));
        assertThat(eight.seconds()).isLessThan(0.6 * two.seconds());
        assertThat(eight.memoryMegabytes()).isGreaterThan(two.memoryMegabytes());
    }

    @Test
    void groupsNeedLessMemory() {
        double[] grouped = USUAL.clone();
        grouped[11] = 8;
        assertThat(forecast(grouped, LARGE).memoryMegabytes())
                .isLessThan(forecast(USUAL, LARGE).memoryMegabytes());
    }

    @Test
    void takesFewerThreadsWhereMemoryIsShort() {
        double one = forecast(USUAL, new Machine(1, 1e9, 1e9)).heapMegabytes();
        assertThat(forecast(USUAL, new Machine(16, one, 1e9)).threads()).isLessThan(16);
        assertThat(forecast(USUAL, new Machine(16, 1e9, 1e9)).threads()).isEqualTo(16);
    }

    /// The elevation model of a large area needs the same memory with any number of threads.
    @Test
    void takesNoFewerThreadsWhereThatSavesNothing() {
        double[] wide = USUAL.clone();
        wide[8] = 400;
        wide[9] = 0;
        double most = forecast(wide, new Machine(1, 1e9, 1e9)).heapMegabytes();
        assertThat(forecast(wide, new Machine(2, 0.9 * most, 1e9)).threads()).isEqualTo(2);
    }

    @Test
    void takesNoMoreThreadsAfterAStopThanFromTheStart() {
        Workload work = workload(USUAL);
        double one = Forecast.heap(work, ALL, 1);
        var machine = new Machine(16, one, 1e9);
        List<Stage> rest = List.of(Stage.ODM_DEM);
        assertThat(Forecast.of(work, rest, machine).threads()).isEqualTo(16);
        Forecast resumed = Forecast.ofRest(work, ALL, rest, machine);
        assertThat(resumed.threads())
                .isLessThan(16)
                .isEqualTo(Forecast.of(work, ALL, machine).threads());
        assertThat(resumed.stageSeconds()).containsOnlyKeys(Stage.ODM_DEM);
    }

    /// 160 photos of 12 megapixels with a surface model of 131 million cells went through with 3.4 GB and one thread, at a peak of
    /// 3.2 GB resident, which is the heap's bound and what lies beside it.
    @Test
    void usesTwoThreadsForAHundredAndSixtyPhotosInThreeGigabytes() {
        double[] large = {160, 12, 12, 560, 3, 10_000, 768, 0.75, 132, 132, 1, 1};
        assertThat(forecast(large, new Machine(2, 3_221, 1e9)).threads()).isEqualTo(2);
    }

    @Test
    void refusesATinyHeapAndATinyDiskAndNothingElse() {
        assertThatCode(() -> forecast(USUAL, LARGE).require(workload(USUAL), LARGE))
                .doesNotThrowAnyException();
        var smallHeap = new Machine(2, 200, 500_000);
        assertThatThrownBy(() -> forecast(USUAL, smallHeap).require(workload(USUAL), smallHeap))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code().exitCode()).isEqualTo(137))
                .hasMessageStartingWith("Not enough memory")
                .hasMessageContaining("0.2 GB allowed");
        var smallDisk = new Machine(2, 16_000, 100);
        assertThatThrownBy(() -> forecast(USUAL, smallDisk).require(workload(USUAL), smallDisk))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code().exitCode()).isEqualTo(1))
                .hasMessageStartingWith("Not enough disk space: 0.1 GB free, about ");
    }

    private static String refusal(double[] numbers, Machine machine) {
        try {
            forecast(numbers, machine).require(workload(numbers), machine);
            return "";
        } catch (Problem refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    @Test
    void groupsAreAdvisedWhereTheyHelpAndThenTheyFit() {
        var machine = new Machine(2, 1500, 500_000);
        double[] wide = USUAL.clone();
        wide[8] = 120;
        // The surface takes 2.1 GB as a whole, and a lower pc-quality nothing of that.
        assertThat(refusal(wide, machine))
                .endsWith("What would do: groups of 60 photos (split), or more memory.");
        wide[11] = 3;
        assertThat(refusal(wide, machine)).isEmpty();
    }

    /// A block of 150 m by 90 m: with the usual overlap of 150 m the surface of each group would be that of the whole.
    @Test
    void aSmallerOverlapIsAdvisedWhereTheUsualOneSpoilsTheGroups(@TempDir Path folder)
            throws Exception {
        List<Photo> photos = grid(folder, 16, 10, 10);
        var machine = new Machine(2, 1500, 500_000);
        Map<String, String> fine =
                Map.of(
                        "dsm",
                        "true",
                        "dem-resolution",
                        "1",
                        "orthophoto-resolution",
                        "5",
                        "pc-quality",
                        "lowest");
        var chosen = new HashMap<>(fine);
        String refusal = refusal(photos, chosen, machine);
        Matcher advice = ADVICE.matcher(refusal);
        assertThat(advice.find()).as(refusal).isTrue();
        // Twice the reach of three quarters is no less than what a photo shows: five see each
        // place.
        double footprint = Math.sqrt(5 * 180 * 120 / 160.0);
        assertThat(2 * 0.75 * Double.parseDouble(advice.group(2)))
                .isGreaterThanOrEqualTo(footprint);
        chosen.put("split", advice.group(1));
        assertThat(refusal(photos, chosen, machine)).isNotEmpty();
        chosen.put("split-overlap", advice.group(2));
        assertThat(refusal(photos, chosen, machine)).isEmpty();
    }

    private static final Pattern ADVICE =
            Pattern.compile(
                    "groups of \\d+ photos with a smaller overlap \\(split (\\d+) and split-overlap (\\d+)\\)");

    private static String refusal(List<Photo> photos, Map<String, String> chosen, Machine machine)
            throws Exception {
        Workload work = Workload.of(photos, null, options(chosen), true);
        try {
            Forecast.of(work, ALL, machine).require(work, machine);
            return "";
        } catch (Problem refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /// 160 photos of 12 megapixels ran out of 1,258 MB in two groups, whose surfaces of 75 million cells reach 30 m beyond the cut.
    @Test
    void aGroupsSurfaceReachesBeyondItsOwnGround() {
        assertThat(new Workload.Groups(2, 605 * 545, 30).share()).isBetween(75 / 132.0, 0.67);
        assertThat(new Workload.Groups(2, 100, 300).share()).isEqualTo(1);
        assertThat(new Workload.Groups(4, 0, 300).share()).isEqualTo(0.25);
        assertThat(new Workload.Groups(1, 0, 0).share()).isEqualTo(1);
    }

    @Test
    void groupsAreNotAdvisedWhereFeaturesTakeTheMemory() {
        double[] many = {1000, 0.54, 0.54, 300, 0.54, 10_000, 4800, 0.068, 20, 20, 1, 1};
        var machine = new Machine(2, 1500, 500_000);
        assertThat(refusal(many, machine))
                .endsWith("What would do: fewer features (min-num-features 4500), or more memory.");
        many[5] = 4500;
        assertThat(refusal(many, machine)).isEmpty();
        many[5] = 10_000;
        many[11] = 20;
        assertThat(refusal(many, machine)).isNotEmpty().doesNotContain("split");
    }

    @Test
    void depthMapsAreSmallerOnlyWhereFineOnesDoNotFitAndSmallerOnesNeedLess(@TempDir Path folder)
            throws Exception {
        List<Photo> photos = grid(folder, 16, 10, 10);
        var machine = new Machine(2, 1500, 500_000);
        assertThat(isTooFine(photos, Map.of(), machine)).isTrue();
        assertThat(isTooFine(photos, Map.of(), LARGE)).isFalse();
        assertThat(isTooFine(photos, Map.of("pc-quality", "lowest"), machine)).isFalse();
        // So many features that the cameras need more than all that follows.
        assertThat(isTooFine(photos, Map.of("min-num-features", "500000"), machine)).isFalse();
    }

    private static boolean isTooFine(
            List<Photo> photos, Map<String, String> chosen, Machine machine) throws Exception {
        Workload fine = Workload.of(photos, null, options(chosen), true);
        Workload smaller = Workload.of(photos, null, options(chosen), false);
        return Forecast.isTooFine(fine, smaller, ALL, machine);
    }

    /// The run that the constants come from must not drift away from them.
    @Test
    void agreesWithTheMeasuredRun() {
        Forecast brighton =
                forecast(
                        new double[] {18, 9, 9, 62, 2.25, 10_000, 85, 0.5625, 5.9, 5.9, 2, 1},
                        new Machine(2, 4_500, 100_000));
        Map<Stage, Double> measured =
                Map.of(
                        Stage.OPENSFM, 20.7,
                        Stage.OPENMVS, 61.7,
                        Stage.ODM_MESHING, 7.5,
                        Stage.MVS_TEXTURING, 15.8,
                        Stage.ODM_DEM, 5.0,
                        Stage.ODM_ORTHOPHOTO, 11.7);
        measured.forEach((stage, seconds) ->
                assertThat(brighton.stageSeconds().get(stage))
                        .as(stage.id())
                        .isBetween(0.7 * seconds, 1.4 * seconds));
    }

    @Test
    void countsPixelsOfPhotosAndRasters(@TempDir Path folder) throws Exception {
        List<Photo> photos = grid(folder, 5, 4, 10);
        Workload work =
                Workload.of(photos, null, options(Map.of("dsm", "true", "split", "7")), true);
        assertThat(work.photos()).isEqualTo(20);
        assertThat(work.photoMegapixels()).isCloseTo(12, within(1e-9));
        assertThat(work.photoMegabytes()).isCloseTo(20 * 1000e-6, within(1e-9));
        // Half and a quarter of each side.
        assertThat(work.featureMegapixels()).isCloseTo(3, within(1e-9));
        assertThat(work.depthMegapixels()).isCloseTo(12 / 16.0, within(1e-9));
        assertThat(work.pairs()).isCloseTo(96, within(1e-9));
        // 40 m by 30 m, widened by 15 m on each side, in cells of 5 cm.
        assertThat(work.demMegacells()).isCloseTo(70 * 60 / 0.0025 / 1e6, within(1e-9));
        assertThat(work.elevationModels()).isEqualTo(1);
        assertThat(work.groups().count()).isEqualTo(3);
    }

    /// Twenty captures of 12 megapixels in five bands: the four others are aligned and shown, but nothing else is made of them.
    @Test
    void otherBandsAreNotFurtherPhotos(@TempDir Path folder) throws Exception {
        List<Photo> photos = grid(folder, 5, 4, 10);
        Map<String, String> chosen = Map.of("radiometric-calibration", "camera");
        Workload one = Workload.of(photos, null, options(chosen), true);
        Workload five = Workload.of(photos, survey(photos), options(chosen), true);
        assertThat(five.photos()).isEqualTo(20);
        assertThat(five.pairs()).isEqualTo(one.pairs());
        assertThat(five.bands().furtherMegapixels()).isCloseTo(20 * 4 * 12, within(1e-6));
        // Five bands and opacity, four bytes each.
        assertThat(five.bands().pixelBytes()).isEqualTo(24);
        assertThat(
                        Workload.of(photos, survey(photos), options(Map.of()), true)
                                .bands()
                                .pixelBytes())
                .isEqualTo(12);
        Forecast ofOne = Forecast.of(one, ALL, LARGE);
        Forecast ofFive = Forecast.of(five, ALL, LARGE);
        for (Stage stage : ALL) {
            double seconds = Objects.requireNonNull(ofOne.stageSeconds().get(stage));
            if (stage == Stage.OPENSFM || stage == Stage.ODM_ORTHOPHOTO) {
                assertThat(ofFive.stageSeconds().get(stage)).isGreaterThan(seconds);
            } else {
                assertThat(ofFive.stageSeconds().get(stage)).isEqualTo(seconds);
            }
        }
    }

    private static BandSurvey survey(List<Photo> photos) {
        List<String> bands = List.of("Blue", "Green", "Red", "NIR", "RedEdge");
        List<Capture> captures = new ArrayList<>();
        for (Photo photo : photos) {
            Map<String, BandPhoto> all = new LinkedHashMap<>();
            for (String band : bands) {
                all.put(band, new BandPhoto(photo.file(), TAGS, band));
            }
            captures.add(new Capture(photo.name(), all));
        }
        return new BandSurvey(bands, "Blue", captures);
    }

    private static final PhotoTags TAGS =
            new PhotoTags(
                    4000,
                    3000,
                    16,
                    1,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new PhotoTags.Focal(0.8, PhotoTags.FocalSource.ASSUMED, null, 0),
                    new PhotoTags.Exposure(null, null, null),
                    1,
                    null,
                    null,
                    "brown");

    private static Options options(Map<String, String> values) throws Exception {
        return Options.of(OptionCatalog.load(), values);
    }

    private static List<Photo> grid(Path folder, int columns, int rows, double step)
            throws IOException {
        var camera = Camera.plain(LensModel.BROWN, "camera", 4000, 3000, 0.8);
        List<Photo> photos = new ArrayList<>();
        for (int i = 0; i < columns * rows; i++) {
            String name = "p" + i + ".jpg";
            Path file = Files.write(folder.resolve(name), new byte[1000]);
            var position =
                    new Photo.Position(step * (i % columns), step * (i / columns), 100, 3, 3);
            photos.add(new Photo(name, file, camera, position, null, 0));
        }
        return photos;
    }
}
