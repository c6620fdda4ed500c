package org.nadir.engine.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;

class DepthMapFileTest {

    @TempDir Path folder;

    private static DepthMap map() {
        var random = new Random(1);
        var depth = new float[30 * 20];
        var normal = new float[3 * depth.length];
        var rgb = new byte[3 * depth.length];
        for (int i = 0; i < depth.length; i++) {
            depth[i] = random.nextInt(4) == 0 ? 0 : random.nextFloat(30, 50);
            double a = random.nextDouble(6);
            normal[3 * i] = (float) (0.6 * Math.cos(a));
            normal[3 * i + 1] = (float) (0.6 * Math.sin(a));
            normal[3 * i + 2] = 0.8f;
        }
        random.nextBytes(rgb);
        Pose pose = new Pose(Rotations.fromAxisAngle(1, 2, 0.5), new double[] {5, -6, 70});
        return new DepthMap(7, Camera.perspective("x", 30, 20, 0.7), pose, depth, normal, rgb);
    }

    @Test
    void comesBackAsItWas() throws IOException {
        DepthMap map = map();
        Path file = folder.resolve("d.bin");
        DepthMapFile.write(file, map, 42);
        DepthMap back = DepthMapFile.read(file);
        assertThat(back.shotIndex()).isEqualTo(7);
        assertThat(back.pose()).isEqualTo(map.pose());
        assertThat(back.camera().focalPixels()).isEqualTo(map.camera().focalPixels());
        assertThat(back.depth()).isEqualTo(map.depth());
        assertThat(back.rgb()).isEqualTo(map.rgb());
        for (int i = 0; i < map.normal().length; i++) {
            assertThat(back.normal()[i]).isCloseTo(map.normal()[i], within(0.51f / 127));
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void isCurrentOnlyWhenWholeAndOfTheSameMaking() throws IOException {
        Path file = folder.resolve("d.bin");
        assertThat(DepthMapFile.isCurrent(file, 42)).isFalse();
        DepthMapFile.write(file, map(), 42);
        assertThat(DepthMapFile.isCurrent(file, 42)).isTrue();
        assertThat(DepthMapFile.isCurrent(file, 43)).isFalse();
        assertThat(PinholePhotoFile.isCurrent(file, 42)).isFalse();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(DepthMapFile.isCurrent(file, 42)).isFalse();
        assertThatThrownBy(() -> DepthMapFile.read(file)).hasMessageContaining("d.bin");
        Files.write(file, new byte[3]);
        assertThat(DepthMapFile.isCurrent(file, 42)).isFalse();
        assertThatThrownBy(() -> DepthMapFile.read(file)).isInstanceOf(IOException.class);
    }
}
