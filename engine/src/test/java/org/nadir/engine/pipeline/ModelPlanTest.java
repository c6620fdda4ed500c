package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;

/// Which model follows from which directions of view and options.
class ModelPlanTest {

    private static final Camera CAMERA = Camera.perspective("c", 400, 300, 0.8);

    private static Options options(String... namesAndValues) {
        var values = new java.util.LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        try {
            return Options.of(OptionCatalog.load(), Map.copyOf(values));
        } catch (Options.InvalidOptionsException bad) {
            throw new IllegalArgumentException(bad);
        }
    }

    /// A shot that looks `degrees` away from straight down, turned about the vertical by its number.
    private static Shot shot(int number, double degrees) {
        double tilt = Math.toRadians(degrees);
        double c = Math.cos(number);
        double s = Math.sin(number);
        double[] forward = {c * Math.sin(tilt), s * Math.sin(tilt), -Math.cos(tilt)};
        double[] right = {-s, c, 0};
        double[] down = {
            forward[1] * right[2] - forward[2] * right[1],
            forward[2] * right[0] - forward[0] * right[2],
            forward[0] * right[1] - forward[1] * right[0]
        };
        var pose =
                new Pose(
                        new double[] {
                            right[0],
                            right[1],
                            right[2],
                            down[0],
                            down[1],
                            down[2],
                            forward[0],
                            forward[1],
                            forward[2]
                        },
                        new double[3]);
        var photo = new Photo("p" + number, Path.of("p" + number), CAMERA, null, null, 0);
        return new Shot(photo, CAMERA, pose);
    }

    private static List<Shot> shots(int nadir, int oblique) {
        var shots = new ArrayList<Shot>();
        for (int i = 0; i < nadir; i++) {
            shots.add(shot(i, i % 2 == 0 ? 0.5 : 12));
        }
        for (int i = 0; i < oblique; i++) {
            shots.add(shot(nadir + i, 45));
        }
        return shots;
    }

    @Test
    void photosThatLookDownMakeASurface() {
        assertThat(ModelPlan.of(shots(18, 0), options())).isEqualTo(ModelPlan.SURFACE);
        assertThat(ModelPlan.of(shots(18, 2), options())).isEqualTo(ModelPlan.SURFACE);
    }

    @Test
    void photosFromTheSideMakeASolid() {
        assertThat(ModelPlan.of(shots(0, 12), options())).isEqualTo(ModelPlan.SOLID);
        assertThat(ModelPlan.of(shots(15, 5), options())).isEqualTo(ModelPlan.SOLID);
        assertThat(ModelPlan.SOLID.explanation(shots(15, 5)))
                .startsWith("5 of 20 photos look more than 25 degrees away from straight down");
    }

    @Test
    void use3dmeshAsksForASolid() {
        ModelPlan plan = ModelPlan.of(shots(18, 0), options("use-3dmesh", "true"));
        assertThat(plan.isSolid()).isTrue();
    }

    @Test
    void skippingIsUndoneByUse3dmesh() {
        assertThat(ModelPlan.isWanted(options())).isTrue();
        assertThat(ModelPlan.isWanted(options("skip-3dmodel", "true"))).isFalse();
        assertThat(ModelPlan.isWanted(options("fast-orthophoto", "true"))).isFalse();
        assertThat(
                        ModelPlan.isWanted(
                                options(
                                        "fast-orthophoto", "true",
                                        "skip-3dmodel", "true",
                                        "use-3dmesh", "true")))
                .isTrue();
    }
}
