package org.nadir.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nadir.engine.mesh.TriangleMesh;

/// A square of 40 pixels in front of a plane, in a photo of 100 by 100.
class OutlinesTest {

    private static final int FAR_SQUARE = 4;

    @Test
    void onlyTheNearSideOfAnEdgeIsAnOutline() {
        Outlines outlines = outlines(5);
        assertThat(outlines.touch(30.5, 50)).isTrue();
        assertThat(outlines.touch(31.5, 50)).isTrue();
        assertThat(outlines.touch(69.5, 69.5)).isTrue();
        assertThat(outlines.touch(33, 50)).isFalse();
        assertThat(outlines.touch(50, 50)).isFalse();
        assertThat(outlines.touch(29.5, 50)).isFalse();
    }

    @Test
    void aStepAsLowAsAKerbIsNone() {
        assertThat(outlines(9.9f).touch(30.5, 50)).isFalse();
    }

    @Test
    void nothingIsFoundOutsideOfThePhoto() {
        assertThat(outlines(5).touch(-1, 50)).isFalse();
        assertThat(outlines(5).touch(50, 100.5)).isFalse();
    }

    /// The plane has depth 10.
    private static Outlines outlines(float near) {
        var u = new float[] {0, 100, 100, 0, 30, 70, 70, 30};
        var v = new float[] {0, 0, 100, 100, 30, 30, 70, 70};
        var depth = new float[8];
        for (int i = 0; i < depth.length; i++) {
            depth[i] = i < FAR_SQUARE ? 10 : near;
        }
        var mesh = new TriangleMesh(new double[24], new int[] {0, 1, 2, 0, 2, 3, 4, 5, 6, 4, 6, 7});
        var buffer = new DepthBuffer(100, 100, 1);
        buffer.draw(mesh, new ProjectedMesh(u, v, depth));
        return Outlines.of(buffer);
    }
}
