package org.nadir.engine.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// A cube of 12 × 12 squares a side loses its vertices, but neither its corners nor its shape.
class DecimatorTest {

    private static final int SIDE = 12;

    private static TriangleMesh decimate(TriangleMesh mesh, int maxVertices) {
        var trust = new float[mesh.vertexCount()];
        java.util.Arrays.fill(trust, 1);
        try (var workers = new Workers(1)) {
            return Decimator.decimate(mesh, trust, maxVertices, Work.silent(workers));
        }
    }

    /// The cube from 0 to [#SIDE]; without its top when `open`.
    private static TriangleMesh cube(boolean open) {
        Map<List<Integer>, Integer> numbers = new HashMap<>();
        List<Integer> faces = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
            for (int end = 0; end < 2; end++) {
                for (int i = 0; i < SIDE && !(open && axis == 2 && end == 1); i++) {
                    for (int j = 0; j < SIDE; j++) {
                        int[] square = new int[4];
                        for (int k = 0; k < 4; k++) {
                            Integer[] p = new Integer[3];
                            p[axis] = end * SIDE;
                            p[(axis + 1) % 3] = i + (k == 1 || k == 2 ? 1 : 0);
                            p[(axis + 2) % 3] = j + (k >= 2 ? 1 : 0);
                            square[end == 1 ? k : 3 - k] =
                                    numbers.computeIfAbsent(List.of(p), q -> numbers.size());
                        }
                        faces.addAll(List.of(square[0], square[1], square[2]));
                        faces.addAll(List.of(square[0], square[2], square[3]));
                    }
                }
            }
        }
        var xyz = new double[3 * numbers.size()];
        numbers.forEach((p, v) -> {
            for (int k = 0; k < 3; k++) {
                xyz[3 * v + k] = p.get(k);
            }
        });
        return new TriangleMesh(xyz, faces.stream().mapToInt(Integer::intValue).toArray());
    }

    private static double toNearestVertex(TriangleMesh mesh, double x, double y, double z) {
        double best = Double.MAX_VALUE;
        for (int v = 0; v < mesh.vertexCount(); v++) {
            double dx = mesh.xyz()[3 * v] - x;
            double dy = mesh.xyz()[3 * v + 1] - y;
            double dz = mesh.xyz()[3 * v + 2] - z;
            best = Math.min(best, Math.sqrt(dx * dx + dy * dy + dz * dz));
        }
        return best;
    }

    private static void assertCornersStay(TriangleMesh mesh) {
        for (int corner = 0; corner < 8; corner++) {
            double x = (corner & 1) * SIDE;
            double y = (corner >> 1 & 1) * SIDE;
            double z = (corner >> 2) * SIDE;
            // The pull towards old places moves a corner by a few per cent of an edge.
            assertThat(toNearestVertex(mesh, x, y, z)).isLessThan(0.1);
        }
    }

    @Test
    void cornersStay() {
        TriangleMesh mesh = decimate(cube(false), 60);
        assertThat(mesh.vertexCount()).isEqualTo(60);
        assertCornersStay(mesh);
        assertThat(ClosedSurface.of(mesh)).isEqualTo(new ClosedSurface(0, 0));
        assertThat(ClosedSurface.volume(mesh))
                .isCloseTo(
                        SIDE * SIDE * SIDE,
                        org.assertj.core.data.Offset.offset(0.01 * SIDE * SIDE * SIDE));
    }

    @Test
    void openBordersStay() {
        TriangleMesh box = cube(true);
        TriangleMesh mesh = decimate(box, 60);
        assertThat(mesh.vertexCount()).isEqualTo(60);
        assertCornersStay(mesh);
        assertThat(ClosedSurface.of(mesh).brokenEdges()).isZero();
        for (int v = 0; v < mesh.vertexCount(); v++) {
            assertThat(mesh.xyz()[3 * v + 2]).isBetween(-0.1, SIDE + 0.1);
        }
    }

    @Test
    void aClosedSurfaceStaysOneHoweverFewVerticesAreAskedFor() {
        TriangleMesh mesh = decimate(cube(false), 4);
        assertThat(mesh.faceCount()).isGreaterThanOrEqualTo(4);
        assertThat(ClosedSurface.of(mesh)).isEqualTo(new ClosedSurface(0, 0));
        assertThat(ClosedSurface.volume(mesh)).isPositive();
    }

    @Test
    void smallMeshesAreLeftAlone() {
        TriangleMesh mesh = cube(false);
        assertThat(decimate(mesh, mesh.vertexCount())).isSameAs(mesh);
    }
}
