package org.nadir.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.engine.mesh.MeshTopology;
import org.nadir.engine.mesh.TriangleMesh;

/// The parts of texturing against slow and obvious versions of themselves.
class TexturePartsTest {

    @Test
    void neighboursAreTheFacesWithTheSameTwoVertices() {
        TriangleMesh mesh = BoxScene.mesh();
        var topology = new MeshTopology(mesh);
        int[] v = mesh.faces();
        for (int e = 0; e < 300; e++) {
            int expected = -1;
            for (int g = 0; g < v.length; g++) {
                boolean same = v[g] == v[MeshTopology.next(e)] && v[MeshTopology.next(g)] == v[e];
                expected = same ? g / 3 : expected;
            }
            assertThat(topology.neighbour(e)).as("edge %d", e).isEqualTo(expected);
        }
    }

    @Test
    void edgesOfThreeFacesAreBorders() {
        var mesh =
                new TriangleMesh(
                        new double[] {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1},
                        new int[] {0, 1, 2, 1, 0, 3, 0, 1, 4});
        var topology = new MeshTopology(mesh);
        for (int e = 0; e < 9; e++) {
            assertThat(topology.neighbour(e)).isEqualTo(-1);
        }
    }

    @Test
    void packedRectanglesNeitherOverlapNorStickOut() {
        var random = new Random(5);
        int n = 400;
        int[] widths = random.ints(n, 1, 90).toArray();
        int[] heights = random.ints(n, 1, 130).toArray();
        widths[7] = 256;
        heights[9] = 256;
        SkylinePacker.Packing packing = SkylinePacker.pack(widths, heights, 256);
        var used = new boolean[packing.pages()][256 * 256];
        long area = 0;
        for (int i = 0; i < n; i++) {
            area += (long) widths[i] * heights[i];
            for (int y = packing.y()[i]; y < packing.y()[i] + heights[i]; y++) {
                for (int x = packing.x()[i]; x < packing.x()[i] + widths[i]; x++) {
                    assertThat(x < packing.usedWidth()[packing.page()[i]]).isTrue();
                    assertThat(y < packing.usedHeight()[packing.page()[i]]).isTrue();
                    assertThat(used[packing.page()[i]][y * 256 + x]).isFalse();
                    used[packing.page()[i]][y * 256 + x] = true;
                }
            }
        }
        // Nine tenths full, up to the last page.
        assertThat(packing.pages())
                .isLessThanOrEqualTo((int) Math.ceil(area / (0.9 * 256 * 256)) + 1);
        assertThatThrownBy(() -> SkylinePacker.pack(new int[] {300}, new int[] {2}, 256))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void springsSettleWhereEliminationSays() {
        var random = new Random(6);
        int n = 12;
        double hold = 0.05;
        var system = new SpringSystem(n, 40, hold);
        var matrix = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = hold;
        }
        var difference = new float[30];
        for (int e = 0; e < 40; e++) {
            int a = random.nextInt(n);
            int b = (a + 1 + random.nextInt(n - 1)) % n;
            double w = (float) (0.1 + random.nextDouble());
            double d = e < 10 ? 0 : (difference[e - 10] = random.nextFloat() * 20 - 10);
            assertThat(system.connect(a, b, w)).isEqualTo(e);
            matrix[a][a] += w;
            matrix[b][b] += w;
            matrix[a][b] -= w;
            matrix[b][a] -= w;
            matrix[a][n] += w * d;
            matrix[b][n] -= w * d;
        }
        var x = new double[n];
        system.solve(x, difference, 10, 100, 1e-12);
        double[] expected = eliminate(matrix);
        for (int i = 0; i < n; i++) {
            assertThat(x[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-6));
        }
    }

    /// On a strip of triangles the graph is a chain, where message passing finds the best labelling; trying all of them
    /// finds the same cost.
    @Test
    void labelsOnAStripAreTheBestOfAll() {
        int n = 9;
        var random = new Random(11);
        for (int round = 0; round < 30; round++) {
            TriangleMesh strip = strip(n, random);
            var views = new FaceViews(new int[n * FaceViews.MOST], new float[n * FaceViews.MOST]);
            Arrays.fill(views.view(), -1);
            for (int f = 0; f < n; f++) {
                int[] order = {0, 1, 2};
                int swap = random.nextInt(3);
                order[0] = swap;
                order[swap] = 0;
                float score = 10;
                for (int i = 0; i < 3; i++) {
                    views.view()[f * FaceViews.MOST + i] = order[i];
                    views.score()[f * FaceViews.MOST + i] = score;
                    score *= 0.3f + 0.69f * random.nextFloat();
                }
            }
            var topology = new MeshTopology(strip);
            int[] labels = new LabelSmoother(strip, topology, views).labels();
            double best = Double.MAX_VALUE;
            var trial = new int[n];
            for (int code = 0; code < (int) Math.pow(3, n); code++) {
                for (int f = 0, rest = code; f < n; f++, rest /= 3) {
                    trial[f] = rest % 3;
                }
                best = Math.min(best, cost(strip, topology, views, trial));
            }
            assertThat(cost(strip, topology, views, labels))
                    .as("round %d", round)
                    .isCloseTo(best, org.assertj.core.data.Offset.offset(1e-4));
        }
    }

    private static TriangleMesh strip(int n, Random random) {
        var xyz = new double[3 * (n + 2)];
        var faces = new int[3 * n];
        for (int i = 0; i < n + 2; i++) {
            xyz[3 * i] = i / 2 + 0.3 * random.nextDouble();
            xyz[3 * i + 1] = i % 2 + 0.3 * random.nextDouble();
        }
        for (int f = 0; f < n; f++) {
            faces[3 * f] = f;
            faces[3 * f + 1] = f % 2 == 0 ? f + 2 : f + 1;
            faces[3 * f + 2] = f % 2 == 0 ? f + 1 : f + 2;
        }
        return new TriangleMesh(xyz, faces);
    }

    private static double cost(
            TriangleMesh mesh, MeshTopology topology, FaceViews views, int[] labels) {
        int n = mesh.faceCount();
        var areas = new double[n];
        var lengths = new double[3 * n];
        for (int e = 0; e < 3 * n; e++) {
            int a = 3 * mesh.faces()[e];
            int b = 3 * mesh.faces()[MeshTopology.next(e)];
            lengths[e] =
                    Math.hypot(
                            mesh.xyz()[a] - mesh.xyz()[b], mesh.xyz()[a + 1] - mesh.xyz()[b + 1]);
        }
        for (int f = 0; f < n; f++) {
            double s = (lengths[3 * f] + lengths[3 * f + 1] + lengths[3 * f + 2]) / 2;
            areas[f] =
                    Math.sqrt(
                            s
                                    * (s - lengths[3 * f])
                                    * (s - lengths[3 * f + 1])
                                    * (s - lengths[3 * f + 2]));
        }
        double meanArea = Arrays.stream(areas).sum() / n;
        double meanLength = Arrays.stream(lengths).sum() / (3 * n);
        double cost = 0;
        for (int f = 0; f < n; f++) {
            for (int i = 0; i < 3; i++) {
                int at = f * FaceViews.MOST + i;
                if (views.view()[at] == labels[f]) {
                    cost +=
                            (1 - views.score()[at] / views.score()[f * FaceViews.MOST])
                                    * areas[f]
                                    / meanArea;
                }
            }
            for (int e = 3 * f; e < 3 * f + 3; e++) {
                int g = topology.neighbour(e);
                if (g > f && labels[g] != labels[f]) {
                    cost += 0.5 * lengths[e] / meanLength;
                }
            }
        }
        return cost;
    }

    private static double[] eliminate(double[][] m) {
        int n = m.length;
        for (int k = 0; k < n; k++) {
            for (int r = 0; r < n; r++) {
                double factor = r == k ? 0 : m[r][k] / m[k][k];
                for (int c = k; c <= n && factor != 0; c++) {
                    m[r][c] -= factor * m[k][c];
                }
            }
        }
        var x = new double[n];
        for (int k = 0; k < n; k++) {
            x[k] = m[k][n] / m[k][k];
        }
        return x;
    }
}
