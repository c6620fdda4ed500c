package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nadir.imaging.PhotoTags;

/// Which positions in tags are believed to be of this flight.
class StrayPositionsTest {

    private final List<String> console = Collections.synchronizedList(new ArrayList<>());

    private static InputPhoto photo(String name, double longitude, double latitude) {
        return new InputPhoto(
                Path.of(name),
                new PhotoTags(
                        4000,
                        3000,
                        8,
                        3,
                        null,
                        null,
                        new PhotoTags.Position(longitude, latitude, 500.0, null, null, false),
                        null,
                        null,
                        new PhotoTags.Focal(0.8, PhotoTags.FocalSource.ASSUMED, null, 0),
                        new PhotoTags.Exposure(null, null, null),
                        1,
                        null,
                        null,
                        "brown"),
                false);
    }

    /// Rows of six photos, some 30 m apart.
    private static List<InputPhoto> flight(int count, double longitude) {
        var photos = new ArrayList<InputPhoto>();
        for (int i = 0; i < count; i++) {
            photos.add(photo("p" + i, longitude + i % 6 * 4e-4, 48 + i / 6 * 3e-4));
        }
        return photos;
    }

    private List<String> believed(List<InputPhoto> photos) {
        return StrayPositions.removed(photos, (level, text) -> console.add(text)).stream()
                .filter(photo -> photo.tags().position() != null)
                .map(InputPhoto::name)
                .toList();
    }

    @Test
    void aReceiverThatBelievesToBeElsewhereIsNamed() {
        List<InputPhoto> photos = flight(18, 11);
        photos.set(0, photo("p0", 151.2, -33.9));
        assertThat(believed(photos)).hasSize(17).doesNotContain("p0");
        assertThat(console)
                .singleElement()
                .asString()
                .startsWith("The position of p0 is 1")
                .contains(" km from the middle of the other photos");
    }

    @Test
    void theCornersOfAFlightAndItsTakeOffAreBelieved() {
        List<InputPhoto> photos = flight(60, 11);
        // 90 m aside of a block of 150 m by 330 m.
        photos.add(photo("start", 10.9988, 48));
        assertThat(believed(photos)).hasSize(61);
        assertThat(console).isEmpty();
    }

    @Test
    void twoAreasAreBothBelieved() {
        List<InputPhoto> photos = flight(18, 11);
        flight(6, 11.5).forEach(photos::add);
        assertThat(believed(photos)).hasSize(24);
    }

    @Test
    void ofFewPhotosNobodyCanTell() {
        List<InputPhoto> photos = flight(3, 11);
        photos.add(photo("far", 12, 48));
        assertThat(believed(photos)).hasSize(4);
    }

    /// All photos of a craft that hovers lie within the noise of its receiver.
    @Test
    void aHoveringCraftHasNoStrays() {
        var photos = new ArrayList<InputPhoto>();
        for (int i = 0; i < 12; i++) {
            photos.add(photo("p" + i, 11 + (i == 7 ? 5e-5 : i * 1e-8), 48));
        }
        assertThat(believed(photos)).hasSize(12);
    }
}
