package org.nadir.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.sfm.SyntheticBlock.Shooting;

/// Focal lengths in tags that are wrong, as when a program shrank the photos and left the maker's pixel pitch in them, over
/// hills that tell the true one: ±12 m seen from 100 m.
class WrongFocalTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.88, 1.04, 1.12})
    void hillsTellTheFocalLengthThatTheTagsHaveWrong(double factor) {
        Camera truth = SyntheticBlock.TRUE_CAMERA;
        Camera given = Camera.perspective("lens", 4000, 3000, factor * truth.focalX());
        var block = SyntheticBlock.nadir(4, 6, 0, 31, new Shooting(truth, given, 0)).withGps(2, 5);
        SfmResult result = SyntheticBlock.reconstruct(block, SfmSettings.defaults());
        double found = result.scene().shots().getFirst().camera().focalX();
        assertThat(result.scene().shots()).hasSize(24);
        // A hundredth is what right tags are good to.
        assertThat(found / truth.focalX()).isBetween(0.99, 1.01);
    }
}
