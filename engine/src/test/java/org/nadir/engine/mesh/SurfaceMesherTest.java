package org.nadir.engine.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Meshes of surfaces in closed form, measured by an evaluation of the mesh that shares nothing with the mesher: every
/// triangle is asked for every cell centre in it.
class SurfaceMesherTest {

    private static final float NONE = Float.NaN;

    private interface Surface {
        double z(double x, double y);
    }

    private static HeightGrid grid(int width, int height, double cell, Surface surface) {
        var z = new float[width * height];
        var grid = new HeightGrid(-30, 70, cell, width, height, z);
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                z[r * width + c] = (float) surface.z(grid.centreX(c), grid.centreY(r));
            }
        }
        return grid;
    }

    private static TriangleMesh mesh(HeightGrid grid, int maxVertices, double maxError) {
        try (var workers = new Workers(1)) {
            var options = new SurfaceMesher.Options(maxVertices, maxError);
            return SurfaceMesher.mesh(grid, options, Work.silent(workers));
        }
    }

    @Test
    void aPlaneIsKeptExactly() {
        HeightGrid grid = grid(200, 150, 0.5, (x, y) -> 100 + 0.3 * x - 0.2 * y);
        TriangleMesh mesh = mesh(grid, 5_000, 0.001);
        assertThat(greatestError(mesh, grid)).isLessThan(1e-4);
        assertThat(mesh.vertexCount()).isLessThan(1_000);
        assertThat(area(mesh)).isEqualTo(199 * 149 * 0.25);
        assertManifold(mesh);
    }

    @Test
    void aRoofIsKeptExactlyWithFewVertices() {
        HeightGrid grid = grid(301, 301, 0.1, (x, y) -> 10 - 0.5 * Math.abs(x + 14.95));
        TriangleMesh mesh = mesh(grid, 20_000, 0.002);
        assertThat(greatestError(mesh, grid)).isLessThanOrEqualTo(0.002);
        // The lattice takes about 2,000; a ridge that lies on cell centres needs at most one vertex
        // per cell.
        assertThat(mesh.vertexCount()).isLessThan(2_400);
    }

    @Test
    void theErrorStaysBelowTheLimitOnASmoothSurface() {
        HeightGrid grid = grid(400, 300, 0.25, (x, y) -> 4 * Math.sin(x / 7) * Math.cos(y / 5));
        for (double limit : new double[] {0.2, 0.05, 0.01}) {
            TriangleMesh mesh = mesh(grid, 100_000, limit);
            assertThat(greatestDistance(mesh, grid)).isLessThanOrEqualTo(limit + 1e-5);
        }
    }

    /// A tower 20 m high whose walls stand across the cells, so that each wall is jagged by a cell, 0.25 m. Where 0.5 m may be
    /// missing, jags are no matter, though heights there are off by the whole tower. The lattice takes 2,500 vertices;
    /// meeting each of the walls' 800 cells takes 900 more.
    @Test
    void jagsOfAWallAreNotFollowed() {
        HeightGrid grid = grid(400, 400, 0.25, (x, y) -> tower(x - 20, y - 20));
        TriangleMesh mesh = mesh(grid, 100_000, 0.5);
        assertThat(greatestDistance(mesh, grid)).isLessThanOrEqualTo(0.5 + 1e-5);
        assertThat(mesh.vertexCount()).isLessThan(2_500 + 600);
    }

    private static double tower(double x, double y) {
        double u = Math.cos(Math.toRadians(20)) * x + Math.sin(Math.toRadians(20)) * y;
        double v = Math.cos(Math.toRadians(20)) * y - Math.sin(Math.toRadians(20)) * x;
        return Math.max(Math.abs(u), Math.abs(v)) < 25 ? 20 : 0;
    }

    /// On a paraboloid `z = k (x² + y²) / 2` a triangle with circumradius R misses by at most `k R² / 2`, so n vertices over
    /// an area A reach, evenly spread in right triangles (R² = A/n / 2), about `k A / (4 n)`. Greedy insertion is known to
    /// stay within a small factor of the best; four is generous.
    @Test
    void aParaboloidNeedsAboutTheVerticesThatTheoryAsks() {
        double k = 0.02;
        HeightGrid grid = grid(400, 400, 0.25, (x, y) -> k * (x * x + y * y) / 2);
        int n = 4_000;
        TriangleMesh mesh = mesh(grid, n, 0);
        assertThat(mesh.vertexCount()).isEqualTo(n);
        double theory = k * 100 * 100 / (4.0 * n);
        assertThat(greatestError(mesh, grid)).isLessThan(4 * theory);
    }

    @Test
    void roughGroundIsManifoldAndDelaunayAndFillsTheRectangle() {
        var random = new Random(7);
        HeightGrid grid = grid(60, 50, 1, (x, y) -> random.nextGaussian());
        TriangleMesh mesh = mesh(grid, 700, 0);
        assertThat(mesh.vertexCount()).isEqualTo(700);
        assertManifold(mesh);
        assertThat(area(mesh)).isEqualTo(59 * 49);
        assertDelaunay(mesh);
    }

    @Test
    void withEnoughVerticesEverySampleIsMet() {
        var random = new Random(8);
        HeightGrid grid = grid(40, 30, 1, (x, y) -> random.nextGaussian());
        TriangleMesh mesh = mesh(grid, 5_000, 0);
        assertThat(mesh.vertexCount()).isEqualTo(1_200);
        assertThat(greatestError(mesh, grid)).isZero();
    }

    @Test
    void holesStayOpenAndKeepTheirBorders() {
        HeightGrid grid =
                grid(
                        200,
                        200,
                        1,
                        (x, y) ->
                                Math.hypot(x - 70, y + 30) < 40 || Math.hypot(x - 160, y - 60) < 3
                                        ? NONE
                                        : 0.1 * x);
        TriangleMesh mesh = mesh(grid, 6_000, 0.01);
        assertManifold(mesh);
        boolean[] covered = covered(mesh, grid);
        for (int i = 0; i < covered.length; i++) {
            assertThat(covered[i]).as("cell %d", i).isEqualTo(!Float.isNaN(grid.z()[i]));
        }
        // At least what the full-resolution mesh of all half squares with three known corners
        // covers. Slanted borders may
        // gain slivers between known cells, of half a cell each, one per border cell at most.
        double extra = area(mesh) - fullArea(grid);
        assertThat(extra).isBetween(0.0, 0.5 * borderCells(grid));
        assertThat(greatestError(mesh, grid)).isLessThanOrEqualTo(0.01 + 1e-5);
    }

    @Test
    void cornersMayBeUnknown() {
        HeightGrid grid =
                grid(80, 80, 1, (x, y) -> Math.abs(x - 10) + Math.abs(y - 30) < 30 ? 5 : NONE);
        TriangleMesh mesh = mesh(grid, 2_000, 0.01);
        assertThat(area(mesh)).isEqualTo(fullArea(grid));
        for (int i = 2; i < mesh.xyz().length; i += 3) {
            assertThat(mesh.xyz()[i]).isEqualTo(5);
        }
    }

    @Test
    void tooManyHolesMakeItCoarserNotLarger() {
        var random = new Random(3);
        HeightGrid grid = grid(300, 300, 1, (x, y) -> random.nextInt(6) == 0 ? NONE : x);
        TriangleMesh mesh = mesh(grid, 2_000, 0);
        assertThat(mesh.vertexCount()).isBetween(100, 2_000);
    }

    @Test
    void nothingKnownGivesAnEmptyMesh() {
        assertThat(mesh(grid(20, 20, 1, (x, y) -> NONE), 100, 0).faceCount()).isZero();
        assertThat(mesh(grid(20, 1, 1, (x, y) -> 3), 100, 0).faceCount()).isZero();
    }

    @Test
    void facesLookUp() {
        TriangleMesh mesh = mesh(grid(30, 30, 1, (x, y) -> Math.sin(x)), 400, 0);
        for (int f = 0; f < mesh.faceCount(); f++) {
            assertThat(twiceArea(mesh, f)).isPositive();
        }
    }

    // ---- the measuring side

    private static double twiceArea(TriangleMesh mesh, int f) {
        double[] p = mesh.xyz();
        int a = 3 * mesh.faces()[3 * f];
        int b = 3 * mesh.faces()[3 * f + 1];
        int c = 3 * mesh.faces()[3 * f + 2];
        return (p[b] - p[a]) * (p[c + 1] - p[a + 1]) - (p[b + 1] - p[a + 1]) * (p[c] - p[a]);
    }

    private static double area(TriangleMesh mesh) {
        double sum = 0;
        for (int f = 0; f < mesh.faceCount(); f++) {
            sum += twiceArea(mesh, f) / 2;
        }
        return sum;
    }

    private static double fullArea(HeightGrid grid) {
        double area = 0;
        for (int r = 0; r + 1 < grid.height(); r++) {
            for (int c = 0; c + 1 < grid.width(); c++) {
                int known = 0;
                for (int k = 0; k < 4; k++) {
                    known += Float.isNaN(grid.at(c + (k & 1), r + (k >> 1))) ? 0 : 1;
                }
                area += known == 4 ? 1 : known == 3 ? 0.5 : 0;
            }
        }
        return area * grid.cell() * grid.cell();
    }

    private static int borderCells(HeightGrid grid) {
        int count = 0;
        for (int r = 1; r + 1 < grid.height(); r++) {
            for (int c = 1; c + 1 < grid.width(); c++) {
                boolean beside = false;
                for (int k = 0; k < 9; k++) {
                    beside |= Float.isNaN(grid.at(c - 1 + k % 3, r - 1 + k / 3));
                }
                count += beside && !Float.isNaN(grid.at(c, r)) ? 1 : 0;
            }
        }
        return count;
    }

    private interface Hit {

        /// @param upright cosine of the angle between the triangle's normal and the vertical
        void at(int cell, double z, double upright);
    }

    /// Calls `hit` for every cell centre in or on every triangle.
    private static void forEachHit(TriangleMesh mesh, HeightGrid grid, Hit hit) {
        double[] p = mesh.xyz();
        for (int f = 0; f < mesh.faceCount(); f++) {
            int a = 3 * mesh.faces()[3 * f];
            int b = 3 * mesh.faces()[3 * f + 1];
            int c = 3 * mesh.faces()[3 * f + 2];
            double minX = Math.min(p[a], Math.min(p[b], p[c]));
            double maxX = Math.max(p[a], Math.max(p[b], p[c]));
            double minY = Math.min(p[a + 1], Math.min(p[b + 1], p[c + 1]));
            double maxY = Math.max(p[a + 1], Math.max(p[b + 1], p[c + 1]));
            double upright = upright(p, a, b, c);
            int top = (int) Math.floor((grid.top() - maxY) / grid.cell() - 0.5);
            int left = (int) Math.floor((minX - grid.left()) / grid.cell() - 0.5);
            for (int row = Math.max(0, top);
                    row < grid.height() && grid.centreY(row) >= minY - 1e-6;
                    row++) {
                double y = grid.centreY(row);
                for (int column = Math.max(0, left);
                        column < grid.width() && grid.centreX(column) <= maxX + 1e-6;
                        column++) {
                    double x = grid.centreX(column);
                    double all = twiceArea(mesh, f);
                    double wa = ((p[b] - x) * (p[c + 1] - y) - (p[b + 1] - y) * (p[c] - x)) / all;
                    double wb = ((p[c] - x) * (p[a + 1] - y) - (p[c + 1] - y) * (p[a] - x)) / all;
                    double wc = 1 - wa - wb;
                    if (wa >= -1e-9 && wb >= -1e-9 && wc >= -1e-9) {
                        hit.at(
                                row * grid.width() + column,
                                wa * p[a + 2] + wb * p[b + 2] + wc * p[c + 2],
                                upright);
                    }
                }
            }
        }
    }

    private static double greatestError(TriangleMesh mesh, HeightGrid grid) {
        var worst = new double[1];
        forEachHit(
                mesh,
                grid,
                (cell, z, upright) -> worst[0] = Math.max(worst[0], Math.abs(z - grid.z()[cell])));
        // Ten nanometres: the weights are doubles.
        return worst[0] < 1e-8 ? 0 : worst[0];
    }

    private static double upright(double[] p, int a, int b, int c) {
        double[] u = {p[b] - p[a], p[b + 1] - p[a + 1], p[b + 2] - p[a + 2]};
        double[] v = {p[c] - p[a], p[c + 1] - p[a + 1], p[c + 2] - p[a + 2]};
        double nx = u[1] * v[2] - u[2] * v[1];
        double ny = u[2] * v[0] - u[0] * v[2];
        double nz = u[0] * v[1] - u[1] * v[0];
        return nz / Math.sqrt(nx * nx + ny * ny + nz * nz);
    }

    /// Of cell centres from the planes of their triangles.
    private static double greatestDistance(TriangleMesh mesh, HeightGrid grid) {
        var worst = new double[1];
        forEachHit(
                mesh,
                grid,
                (cell, z, upright) ->
                        worst[0] = Math.max(worst[0], upright * Math.abs(z - grid.z()[cell])));
        return worst[0];
    }

    private static boolean[] covered(TriangleMesh mesh, HeightGrid grid) {
        var covered = new boolean[grid.z().length];
        forEachHit(mesh, grid, (cell, z, upright) -> covered[cell] = true);
        return covered;
    }

    /// Every directed edge occurs once.
    private static void assertManifold(TriangleMesh mesh) {
        var seen = new HashMap<Long, Integer>();
        for (int f = 0; f < mesh.faceCount(); f++) {
            for (int k = 0; k < 3; k++) {
                long a = mesh.faces()[3 * f + k];
                long b = mesh.faces()[3 * f + (k + 1) % 3];
                assertThat(seen.put(a << 32 | b, f)).isNull();
            }
        }
    }

    private static void assertDelaunay(TriangleMesh mesh) {
        double[] p = mesh.xyz();
        for (int f = 0; f < mesh.faceCount(); f++) {
            int a = 3 * mesh.faces()[3 * f];
            int b = 3 * mesh.faces()[3 * f + 1];
            int c = 3 * mesh.faces()[3 * f + 2];
            double bx = p[b] - p[a];
            double by = p[b + 1] - p[a + 1];
            double cx = p[c] - p[a];
            double cy = p[c + 1] - p[a + 1];
            double d = 2 * (bx * cy - by * cx);
            double ux = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d;
            double uy = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d;
            double radius = Math.hypot(ux, uy);
            for (int v = 0; v < p.length; v += 3) {
                double distance = Math.hypot(p[v] - p[a] - ux, p[v + 1] - p[a + 1] - uy);
                assertThat(distance).isGreaterThan(radius - 1e-6 * Math.max(1, radius));
            }
        }
    }
}
