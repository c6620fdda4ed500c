package org.nadir.engine.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Photo;
import org.nadir.imaging.PhotoTags;

/// Speeds of photos flown at known ones.
class RollingShutterTest {

    private final List<String> console = Collections.synchronizedList(new ArrayList<>());

    private static Photo photo(String name, double x, double y, double seconds) {
        return new Photo(
                name,
                Path.of(name),
                Camera.perspective("c", 4000, 3000, 0.8),
                new Photo.Position(x, y, 100, 3, 9),
                null,
                1_700_000_000_000L + Math.round(1000 * seconds));
    }

    private static PhotoTags tags(String model, int width, PhotoTags.@Nullable Speed speed) {
        return new PhotoTags(
                width,
                3000,
                8,
                3,
                "DJI",
                model,
                null,
                null,
                null,
                new PhotoTags.Focal(0.8, PhotoTags.FocalSource.EQUIVALENT_35MM, null, 0),
                new PhotoTags.Exposure(null, null, null),
                1,
                speed,
                null,
                "brown");
    }

    /// Out at 5 m/s to the east, a turn of 9 seconds, back at 6 m/s; handed over in another order than flown.
    @Test
    void neighboursTellTheSpeedExceptAtTurns() {
        List<Photo> photos =
                List.of(
                        photo("d", 18, 20, 15),
                        photo("a", 0, 0, 0),
                        photo("b", 10, 0, 2),
                        photo("c", 20, 0, 4),
                        photo("e", 6, 20, 17),
                        photo("later", 0, 20, 100));
        double[] @Nullable [] v = RollingShutter.velocities(photos);
        assertThat(v[1]).containsExactly(5, 0, 0);
        assertThat(v[2]).containsExactly(5, 0, 0);
        assertThat(v[3]).isNull();
        assertThat(v[0]).isNull();
        assertThat(v[4]).containsExactly(-6, 0, 0);
        assertThat(v[5]).isNull();
    }

    @Test
    void tagsComeFirstAndAreNorthEastDown() {
        List<Photo> photos = List.of(photo("a", 0, 0, 0), photo("b", 10, 0, 2));
        List<InputPhoto> inputs =
                List.of(
                        new InputPhoto(
                                Path.of("a"),
                                tags("FC330", 4000, new PhotoTags.Speed(3, 4, -1)),
                                false),
                        new InputPhoto(Path.of("b"), tags("FC9999", 4000, null), false));
        List<Photo> moved =
                RollingShutter.apply(
                        photos, inputs, 0, (level, text) -> console.add(level + " " + text));
        Photo.Motion a = requireNonNull(moved.get(0).motion());
        assertThat(a.x()).isCloseTo(4 * 0.033, within(1e-12));
        assertThat(a.y()).isCloseTo(3 * 0.033, within(1e-12));
        assertThat(a.z()).isCloseTo(1 * 0.033, within(1e-12));
        assertThat(requireNonNull(moved.get(1).motion()).x()).isCloseTo(0.15, within(1e-12));
        assertThat(console)
                .containsExactly(
                        "INFO Rolling shutter: speeds of 1 photos from their tags, of 1 from the"
                                + " positions of their neighbours",
                        "WARNING The read-out time of FC9999 is not known; 30 ms are taken"
                                + " (rolling-shutter-readout).");
        Photo.Motion given =
                requireNonNull(
                        RollingShutter.apply(photos, inputs, 100, (level, text) -> {})
                                .get(0)
                                .motion());
        assertThat(given.x()).isCloseTo(0.4, within(1e-12));
    }

    /// Craft that stop for each photo say 0 and mean it; craft that never say anything else do not measure.
    @ParameterizedTest
    @CsvSource({"0.1,0", "0,0.15"})
    void zerosCountWhereOthersAreNotZero(double other, double expected) {
        List<Photo> photos = List.of(photo("a", 0, 0, 0), photo("b", 10, 0, 2));
        List<InputPhoto> inputs =
                List.of(
                        new InputPhoto(
                                Path.of("a"),
                                tags("?", 4000, new PhotoTags.Speed(other, 0, 0)),
                                false),
                        new InputPhoto(
                                Path.of("b"),
                                tags("?", 4000, new PhotoTags.Speed(0, 0, 0)),
                                false));
        List<Photo> moved = RollingShutter.apply(photos, inputs, 0, (level, text) -> {});
        assertThat(requireNonNull(moved.get(1).motion()).x()).isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "FC300S,4000,33",
        "FC220,4000,64",
        "L1D-20c,5472,47",
        "L1D-20c,6000,56",
        "?,4000,30"
    })
    void readoutsComeFromTheTable(String model, int width, double milliseconds) {
        assertThat(RollingShutter.readout(tags(model, width, null))).isEqualTo(milliseconds);
    }
}
