package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nadir.imaging.PhotoTags;
import org.nadir.imaging.PhotoTags.FocalSource;

/// Photos of 4000 pixels and of 2400 from one camera, whose tags give a focal length of 4.3 mm and a pitch of 1.55 µm: by the
/// pitch, the sensor of the larger is 6.2 mm wide and that of the smaller 3.72 mm, though it is the same.
class SharedFocalTest {

    private static final double PITCH = 0.00155;
    private static final double WHOLE = 4.3 / 6.2;

    private static InputPhoto photo(int width, double millimetres, FocalSource source) {
        return photo("SX260", width, millimetres, source);
    }

    private static InputPhoto photo(
            @Nullable String model, int width, double millimetres, FocalSource source) {
        return new InputPhoto(
                Path.of(model + width + ".jpg"),
                new PhotoTags(
                        width,
                        width * 3 / 4,
                        8,
                        3,
                        "Canon",
                        model,
                        null,
                        null,
                        null,
                        new PhotoTags.Focal(millimetres / (PITCH * width), source, millimetres, 0),
                        new PhotoTags.Exposure(null, null, null),
                        1,
                        null,
                        null,
                        "brown"),
                true);
    }

    private static PhotoTags.Focal focal(List<InputPhoto> photos, int index) {
        return photos.get(index).tags().focal();
    }

    @Test
    void smallerPhotosHaveTheFocalRatioOfTheWholeOnesAndTheirOwnStaysPossible() {
        for (boolean smallFirst : new boolean[] {false, true}) {
            InputPhoto large = photo(4000, 4.3, FocalSource.FOCAL_PLANE_RESOLUTION);
            InputPhoto small = photo(2400, 4.3, FocalSource.FOCAL_PLANE_RESOLUTION);
            List<InputPhoto> shared =
                    SharedFocal.applied(smallFirst ? List.of(small, large) : List.of(large, small));
            PhotoTags.Focal ofSmall = focal(shared, smallFirst ? 0 : 1);
            assertThat(ofSmall.ratio()).isCloseTo(WHOLE, within(1e-12));
            // 4000 / 2400 − 1: as if the smaller photo were a part cut out.
            assertThat(ofSmall.disagreement()).isCloseTo(2.0 / 3, within(1e-12));
            assertThat(ofSmall.source()).isEqualTo(FocalSource.FOCAL_PLANE_RESOLUTION);
            assertThat(shared.get(smallFirst ? 0 : 1).listed()).isTrue();
            assertThat(shared.get(smallFirst ? 0 : 1).tags().width()).isEqualTo(2400);
            assertThat(shared.get(smallFirst ? 1 : 0)).isSameAs(large);
        }
    }

    @Test
    void otherLensesCamerasAndSourcesStayAsTheyAre() {
        List<InputPhoto> photos =
                List.of(
                        photo(4000, 4.3, FocalSource.FOCAL_PLANE_RESOLUTION),
                        photo(2400, 8.6, FocalSource.FOCAL_PLANE_RESOLUTION),
                        photo("SX280", 2400, 4.3, FocalSource.FOCAL_PLANE_RESOLUTION),
                        photo(2400, 4.3, FocalSource.EQUIVALENT_35MM),
                        photo(2400, 4.3, FocalSource.SENSOR_TABLE),
                        photo(2400, 4.3, FocalSource.ASSUMED));
        List<InputPhoto> shared = SharedFocal.applied(photos);
        for (int i = 0; i < photos.size(); i++) {
            assertThat(shared.get(i)).as("photo %d", i).isSameAs(photos.get(i));
        }
    }
}
