package org.nadir.engine.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.engine.work.Problem;

/// `geo.txt` with few and with many columns, and with wrong ones.
class PhotoPositionFileTest {

    private static final PhotoNames PHOTOS = new PhotoNames(List.of("a.jpg", "b c.jpg"));

    @TempDir Path folder;

    private PhotoPositionFile read(String text) throws IOException {
        Path file = folder.resolve("geo.txt");
        Files.writeString(file, text);
        return PhotoPositionFile.read(file, PHOTOS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.jpg 11.5 48.1 | NaN | | NaN | NaN",
                "A.JPG\t11.5\t48.1\t530.2 | 530.2 | | NaN | NaN",
                "a.jpg 11.5 48.1 NaN | NaN | | NaN | NaN",
                "a.jpg 11.5 48.1 530 10 -5 2.5 | 530 | 10 -5 2.5 | NaN | NaN",
                "a.jpg 11.5 48.1 530 10 NaN 2.5 | 530 | | NaN | NaN",
                "a.jpg 11.5 48.1 530 10 0 0 0.02 | 530 | 10 0 0 | NaN | NaN",
                "a.jpg 11.5 48.1 530 10 0 0 0.02 0.05 | 530 | 10 0 0 | 0.02 | 0.05",
                "a.jpg 11.5 48.1 530 NaN NaN NaN 0.02 0.05 more 7 | 530 | | 0.02 | 0.05",
                "a.jpg 11.5 48.1 530 note | 530 | | NaN | NaN",
            })
    void readsAsManyColumnsAsThereAre(
            String line, double z, @Nullable String angles, double h, double v) throws IOException {
        var file = read("EPSG:4326\n" + line);
        assertThat(file.warnings()).isEmpty();
        PhotoPositionFile.@Nullable Angles expected = null;
        if (angles != null) {
            String[] numbers = angles.split(" ", -1);
            expected =
                    new PhotoPositionFile.Angles(
                            Double.parseDouble(numbers[0]),
                            Double.parseDouble(numbers[1]),
                            Double.parseDouble(numbers[2]));
        }
        assertThat(file.entries())
                .containsExactly(
                        Map.entry(
                                "a.jpg",
                                new PhotoPositionFile.Entry(11.5, 48.1, z, expected, h, v)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "z.jpg 1 2 3 | there is no photo z.jpg",
                "b c.jpg 1 | x and y are missing",
                "b c.jpg 1 two | \"two\" is not a number",
                "b c.jpg 1 2 3 4 5 6 0 0.1 | an accuracy must be above 0, not 0",
                "a.jpg 1 2 3 | a.jpg comes twice",
            })
    void aWrongLineIsShownAndSkipped(String line, String why) throws IOException {
        var file = read("EPSG:4326\na.jpg 11.5 48.1\n" + line + "\n");
        assertThat(file.entries()).containsOnlyKeys("a.jpg");
        assertThat(file.warnings())
                .containsExactly("geo.txt, line 3: " + why + ". The line is skipped: " + line);
    }

    @Test
    void accuraciesWithoutAnglesAreNotGuessed() throws IOException {
        var file = read("EPSG:4326\nb c.jpg 11.5 48.1 530 0.02 0.03");
        assertThat(Objects.requireNonNull(file.entries().get("b c.jpg")).horizontalSd()).isNaN();
        assertThat(file.warnings())
                .singleElement()
                .asString()
                .contains("after yaw, pitch and roll");
    }

    @Test
    void anUnknownHeaderIsRefused() {
        assertThatThrownBy(() -> read("a.jpg 11.5 48.1"))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith(
                        "geo.txt, line 1: Unknown coordinate system 'a.jpg 11.5 48.1'");
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(Problem.class)
                .hasMessage("geo.txt is empty.");
    }
}
