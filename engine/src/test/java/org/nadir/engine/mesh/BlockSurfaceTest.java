package org.nadir.engine.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Surfaces through random signs, which meet all cases and all pairs of neighbouring cases: they must be closed.
class BlockSurfaceTest {

    private static final int CORNERS = DistanceBlock.CORNERS;

    private static BlockSurface surface(DistanceBlock block) {
        return BlockSurface.of(
                Morton.code(5, 6, 7),
                block,
                new float[DistanceBlock.SIZE],
                new int[3 * DistanceBlock.SIZE]);
    }

    private static TriangleMesh mesh(BlockSurface surface) {
        var xyz = new double[surface.position.length];
        for (int i = 0; i < xyz.length; i++) {
            xyz[i] = surface.position[i];
        }
        return new TriangleMesh(xyz, surface.face);
    }

    /// Random numbers inside, positive ones on the sides of the block.
    private static DistanceBlock random(long seed, double shareInside) {
        var random = new Random(seed);
        var block = new DistanceBlock();
        for (int z = 0; z < CORNERS; z++) {
            for (int y = 0; y < CORNERS; y++) {
                for (int x = 0; x < CORNERS; x++) {
                    int last = CORNERS - 1;
                    boolean side = x * y * z == 0 || x == last || y == last || z == last;
                    boolean inside = random.nextDouble() < shareInside;
                    float size = 0.1f + random.nextFloat();
                    block.value()[DistanceBlock.index(x, y, z)] = inside && !side ? -size : size;
                }
            }
        }
        return block;
    }

    @Test
    void surfacesThroughRandomSignsAreClosed() {
        for (long seed = 0; seed < 60; seed++) {
            TriangleMesh mesh = mesh(surface(random(seed, 0.1 + 0.013 * seed)));
            assertThat(mesh.faceCount()).isPositive();
            assertThat(ClosedSurface.of(mesh)).isEqualTo(new ClosedSurface(0, 0));
        }
    }

    @Test
    void oneInsideCornerGivesASmallBodyWithTheFacesOutwards() {
        var block = new DistanceBlock();
        java.util.Arrays.fill(block.value(), 1);
        block.value()[DistanceBlock.index(3, 4, 5)] = -1;
        TriangleMesh mesh = mesh(surface(block));
        assertThat(mesh.faceCount()).isEqualTo(8);
        // An octahedron whose corners are half an edge from its middle.
        assertThat(ClosedSurface.volume(mesh))
                .isCloseTo(4.0 / 3 / 8, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void cellsWithAnUnknownCornerStayOpen() {
        DistanceBlock block = random(3, 0.5);
        block.value()[DistanceBlock.index(4, 4, 4)] = Float.NaN;
        ClosedSurface open = ClosedSurface.of(mesh(surface(block)));
        assertThat(open.brokenEdges()).isZero();
        assertThat(open.borderEdges()).isPositive();
    }

    @Test
    void mortonNumbersCanBeReadBack() {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            int x = random.nextInt(Morton.LIMIT);
            int y = random.nextInt(Morton.LIMIT);
            int z = random.nextInt(Morton.LIMIT);
            long code = Morton.code(x, y, z);
            assertThat(new int[] {Morton.x(code), Morton.y(code), Morton.z(code)})
                    .containsExactly(x, y, z);
            assertThat(code >>> 3).isEqualTo(Morton.code(x / 2, y / 2, z / 2));
        }
    }

    @Test
    void keysAreOrderedAsUnsignedNumbersWithTiesByIndex() {
        long[] keys = {5, -1, 0, 5, Long.MIN_VALUE, 1L << 40};
        assertThat(KeyOrder.of(keys)).containsExactly(2, 0, 3, 5, 4, 1);
        assertThat(KeyOrder.of(new long[0])).isEmpty();
    }
}
