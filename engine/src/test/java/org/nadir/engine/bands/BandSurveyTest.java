package org.nadir.engine.bands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Problem;
import org.nadir.imaging.PhotoTags;

/// Captures and bands of the cameras that people have, by the tags and file names that these write.
class BandSurveyTest {

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Console console = (level, text) -> lines.add(text);

    private static BandSurvey.Tagged photo(
            String name,
            String model,
            int width,
            int channels,
            PhotoTags.@Nullable Band band,
            long time) {
        var tags =
                new PhotoTags(
                        width,
                        width * 3 / 4,
                        channels == 1 ? 16 : 8,
                        channels,
                        "Maker",
                        model,
                        null,
                        null,
                        time,
                        new PhotoTags.Focal(0.8, PhotoTags.FocalSource.ASSUMED, null, 0),
                        new PhotoTags.Exposure(null, null, null),
                        1,
                        null,
                        band,
                        "brown");
        return new BandSurvey.Tagged(Path.of(name), tags);
    }

    private static PhotoTags.Band band(
            @Nullable String name, @Nullable Integer index, @Nullable String capture) {
        return new PhotoTags.Band(name, index, capture);
    }

    private BandSurvey find(List<BandSurvey.Tagged> photos, String wanted) {
        return BandSurvey.find(photos, wanted, console).orElseThrow();
    }

    @Test
    void colourPhotosAreNoBands() {
        List<BandSurvey.Tagged> photos =
                List.of(
                        photo("DJI_0001.JPG", "FC300S", 4000, 3, null, 1),
                        photo("DJI_0002.JPG", "FC300S", 4000, 3, band(null, null, "a"), 2));
        assertThat(BandSurvey.find(photos, "auto", console)).isEmpty();
        assertThat(lines).isEmpty();
    }

    @Test
    void micaSenseByCaptureAndRigIndex() {
        List<BandSurvey.Tagged> photos = new ArrayList<>();
        String[] names = {"Blue", "Green", "Red", "NIR", "Red edge"};
        for (int c = 0; c < 3; c++) {
            for (int b = 0; b < 5; b++) {
                photos.add(
                        photo(
                                "IMG_%04d_%d.tif".formatted(c, b + 1),
                                "RedEdge-M",
                                1280,
                                1,
                                band(names[b], b, "c" + c),
                                c));
            }
        }
        // One capture lacks red, another its primary band.
        photos.removeIf(p -> p.file().equals(Path.of("IMG_0001_3.tif")));
        photos.removeIf(p -> p.file().equals(Path.of("IMG_0002_1.tif")));
        BandSurvey survey = find(photos, "auto");
        assertThat(survey.bands()).containsExactly("Blue", "Green", "Red", "NIR", "RedEdge");
        assertThat(survey.primary()).isEqualTo("Blue");
        assertThat(survey.captures()).hasSize(2);
        assertThat(survey.captures().getLast().find("Red")).isNull();
        assertThat(lines)
                .contains("1 of 2 captures have no band Red: IMG_0001_1.tif.")
                .anyMatch(line -> line.contains("there is no place for IMG_0002_2.tif"));
        assertThat(find(photos, "nir").primary()).isEqualTo("NIR");
        assertThatThrownBy(() -> find(photos, "swir"))
                .isInstanceOf(Problem.class)
                .hasMessage("primary-band swir: the photos have Blue, Green, Red, NIR, RedEdge.");
    }

    @Test
    void withoutTagsByNames() {
        List<BandSurvey.Tagged> photos = new ArrayList<>();
        for (int c = 0; c < 2; c++) {
            for (int b = 1; b <= 4; b++) {
                String name = "IMG_%04d_%d.tif".formatted(c, b);
                photos.add(photo(name, "Unknown", 1280, 1, null, 0));
            }
        }
        BandSurvey survey = find(photos, "auto");
        assertThat(survey.bands()).containsExactly("Band1", "Band2", "Band3", "Band4");
        assertThat(survey.captures()).hasSize(2);
    }

    @Test
    void phantomByTheLastDigit() {
        List<BandSurvey.Tagged> photos = new ArrayList<>();
        for (int c = 1; c < 3; c++) {
            photos.add(photo("DJI_00%d0.JPG".formatted(c), "FC6360", 1600, 3, null, 0));
            for (int b = 1; b <= 5; b++) {
                String name = "DJI_00%d%d.TIF".formatted(c, b);
                photos.add(photo(name, "FC6360", 1600, 1, null, 0));
            }
        }
        BandSurvey survey = find(photos, "auto");
        assertThat(survey.bands()).containsExactly("RGB", "Blue", "Green", "Red", "RedEdge", "NIR");
        assertThat(survey.primary()).isEqualTo("RGB");
        assertThat(survey.captures()).hasSize(2);
    }

    @Test
    void mavicByNamesAndIdentity() {
        for (String id : new String[] {"", "id"}) {
            List<BandSurvey.Tagged> photos = new ArrayList<>();
            for (int c = 1; c < 4; c++) {
                String stem = "DJI_20230309104757_000" + c;
                PhotoTags.Band capture = id.isEmpty() ? null : band(null, null, id + c);
                photos.add(photo(stem + "_D.JPG", "M3M", 5280, 3, capture, c));
                for (String name : new String[] {"G", "R", "RE", "NIR"}) {
                    photos.add(photo(stem + "_MS_" + name + ".TIF", "M3M", 2592, 1, capture, c));
                }
            }
            BandSurvey survey = find(photos, "auto");
            assertThat(survey.bands()).containsExactly("RGB", "Green", "Red", "RedEdge", "NIR");
            assertThat(survey.captures()).hasSize(3);
            assertThat(survey.captures().getFirst().photos()).hasSize(5);
        }
    }

    @Test
    void sequoiaWithItsColourCamera() {
        List<BandSurvey.Tagged> photos = new ArrayList<>();
        for (int c = 1; c < 3; c++) {
            String stem = "IMG_170101_120000_000" + c;
            photos.add(photo(stem + "_RGB.JPG", "Sequoia", 4608, 3, band(null, null, "x" + c), c));
            for (String name : new String[] {"GRE", "RED", "REG", "NIR"}) {
                String tagged =
                        switch (name) {
                            case "GRE" -> "Green";
                            case "REG" -> "Red edge";
                            case "RED" -> "Red";
                            default -> "NIR";
                        };
                photos.add(
                        photo(
                                stem + "_" + name + ".TIF",
                                "Sequoia",
                                1280,
                                1,
                                band(tagged, null, "x" + c),
                                c));
            }
        }
        BandSurvey survey = find(photos, "auto");
        assertThat(survey.bands()).containsExactly("RGB", "Green", "Red", "RedEdge", "NIR");
        assertThat(survey.primary()).isEqualTo("RGB");
    }

    @Test
    void heatAloneIsOneBand() {
        List<BandSurvey.Tagged> photos =
                List.of(
                        photo("a.tif", "Vue Pro R", 640, 1, band("LWIR", null, null), 1),
                        photo("b.tif", "Vue Pro R", 640, 1, band("LWIR", null, null), 1000));
        BandSurvey survey = find(photos, "auto");
        assertThat(survey.bands()).containsExactly("LWIR");
        assertThat(survey.captures()).hasSize(2);
    }

    /// `_R` in names of FLIR and DJI stands for radiometric; the colour photo of the same moment has another number.
    @Test
    void thermalJpegsBesideTheirColourPhotos() {
        List<BandSurvey.Tagged> photos = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            String colour = "DJI_000%d.jpg".formatted(2 * c + 1);
            String heat = "DJI_000%d_R.JPG".formatted(2 * c + 2);
            photos.add(photo(colour, "XT2", 4000, 3, null, 1000 + 5000 * c));
            photos.add(photo(heat, "XT2", 640, 1, band("LWIR", null, null), 1000 + 5000 * c));
        }
        BandSurvey survey = find(photos, "auto");
        assertThat(survey.bands()).containsExactly("RGB", "LWIR");
        assertThat(survey.primary()).isEqualTo("RGB");
        assertThat(survey.captures()).hasSize(3);
    }

    @Test
    void fewThermalJpegsAmongColourPhotosChangeNothing() {
        List<BandSurvey.Tagged> photos = new ArrayList<>();
        for (int c = 0; c < 5; c++) {
            photos.add(photo("a" + c + ".jpg", "FC300S", 4000, 3, null, 1000 + 5000 * c));
        }
        photos.add(photo("b_R.jpg", "Vue", 640, 1, band("LWIR", null, null), 90_000));
        assertThat(BandSurvey.find(photos, "auto", console)).isEmpty();
        assertThat(lines)
                .containsExactly(
                        "1 thermal photo among 5 colour photos: used as gray pictures. For temperatures, process them alone.");
        assertThat(find(photos, "LWIR").primary()).isEqualTo("LWIR");
    }

    @Test
    void looseNamesAreGroupedByTime() {
        List<BandSurvey.Tagged> photos =
                List.of(
                        photo("first.tif", "?", 640, 1, band("Red", null, null), 10_000),
                        photo("second.tif", "?", 640, 1, band("NIR", null, null), 10_120),
                        photo("third.tif", "?", 640, 1, band("NIR", null, null), 12_030),
                        photo("fourth.tif", "?", 640, 1, band("Red", null, null), 12_010));
        BandSurvey survey = find(photos, "auto");
        assertThat(survey.captures()).hasSize(2);
        assertThat(survey.captures()).allSatisfy(c -> assertThat(c.photos()).hasSize(2));
    }
}
