package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.sfm.ControlPoint;
import org.nadir.engine.survey.GroundControlFile;
import org.nadir.engine.survey.PhotoNames;

/// What is made of the heights in a control file.
class ControlHeightsTest {

    @TempDir Path folder;

    private final List<String> console = Collections.synchronizedList(new ArrayList<>());

    private List<ControlPoint> points(double height, Photo.@Nullable Position position)
            throws IOException {
        Path file = folder.resolve("gcp_list.txt");
        var text = new StringBuilder("WGS84 UTM 32N\n");
        double[][] places = {{0, 0}, {300, 0}, {300, 400}, {0, 400}};
        for (double[] place : places) {
            for (int k = 0; k < 3; k++) {
                text.append(500_000 + place[0])
                        .append(' ')
                        .append(5_300_000 + place[1])
                        .append(' ')
                        .append(height)
                        .append(" 100 200 photo")
                        .append(k)
                        .append(".jpg\n");
            }
        }
        Files.writeString(file, text);
        var photos = new ArrayList<Photo>();
        var names = new ArrayList<String>();
        for (int k = 0; k < 3; k++) {
            String name = "photo" + k + ".jpg";
            names.add(name);
            photos.add(
                    new Photo(
                            name,
                            folder.resolve(name),
                            Camera.perspective("camera", 4000, 3000, 0.8),
                            position,
                            null,
                            0));
        }
        var control =
                new GroundControl(
                        GroundControlFile.read(file, new PhotoNames(names)),
                        (level, line) -> console.add(line));
        return control.points(control.reference(), photos);
    }

    @Test
    void heightsThatSomebodyMeasuredCountByTheirPrecision() throws IOException {
        assertThat(points(212.5, null))
                .allSatisfy(point -> {
                    assertThat(point.z()).isEqualTo(212.5);
                    assertThat(point.verticalSd()).isEqualTo(0.1);
                });
    }

    @Test
    void zeroInAllLinesIsNoHeightWhenPhotosKnowTheirs() throws IOException {
        assertThat(points(0, new Photo.Position(0, 0, 250, 3, 9)))
                .allSatisfy(point -> assertThat(point.hasHeight()).isFalse());
    }

    /// The points lie 500 m from corner to corner.
    @Test
    void zeroInAllLinesOnlySaysThatTheGroundIsLevelWhenNobodyKnowsHeights() throws IOException {
        assertThat(points(0, null))
                .allSatisfy(point -> {
                    assertThat(point.z()).isZero();
                    assertThat(point.verticalSd()).isEqualTo(10, within(1e-9));
                });
        assertThat(console)
                .contains(
                        "All heights in gcp_list.txt are 0: the ground is taken to be level within some"
                                + " 10.0 m");
    }
}
