package org.nadir.engine.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.fusion.EmptySpace;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Meshes of points on shapes with a closed form: a ball, a box, a plate.
class SolidMesherTest {

    /// Distance between neighbouring points, metres; also the voxels' size.
    private static final double SPACING = 0.1;

    private static final double RADIUS = 3;

    private final List<double[]> points = new ArrayList<>();
    private final Random random = new Random(7);

    private void add(double x, double y, double z, double nx, double ny, double nz) {
        points.add(new double[] {x, y, z, nx, ny, nz});
    }

    /// About one point per square of the spacing, at random.
    private void addBall(double cx, double cy, double cz, double radius, double noise) {
        int n = (int) (4 * Math.PI * radius * radius / (SPACING * SPACING));
        for (int i = 0; i < n; i++) {
            double z = 2 * random.nextDouble() - 1;
            double angle = 2 * Math.PI * random.nextDouble();
            double x = Math.sqrt(1 - z * z) * Math.cos(angle);
            double y = Math.sqrt(1 - z * z) * Math.sin(angle);
            double r = radius + noise * random.nextGaussian();
            add(cx + r * x, cy + r * y, cz + r * z, x, y, z);
        }
    }

    /// The square `|x|, |y| ≤ half` at height 0, looking up.
    private void addPlate(double half) {
        int n = (int) (4 * half * half / (SPACING * SPACING));
        for (int i = 0; i < n; i++) {
            add(
                    half * (2 * random.nextDouble() - 1),
                    half * (2 * random.nextDouble() - 1),
                    0,
                    0,
                    0,
                    1);
        }
    }

    private DenseCloud cloud() {
        int n = points.size();
        var xyz = new double[3 * n];
        var normal = new float[3 * n];
        var views = new byte[n];
        var classes = new byte[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < 3; k++) {
                xyz[3 * i + k] = points.get(i)[k];
                normal[3 * i + k] = (float) points.get(i)[3 + k];
            }
            views[i] = 3;
            classes[i] = 1;
        }
        return new DenseCloud(xyz, normal, new byte[3 * n], views, classes);
    }

    private TriangleMesh mesh(int maxVertices, int threads) {
        return mesh(EmptySpace.unknown(), maxVertices, threads);
    }

    private TriangleMesh mesh(EmptySpace empty, int maxVertices, int threads) {
        try (var workers = new Workers(threads)) {
            return SolidMesher.mesh(
                    cloud(),
                    empty,
                    new SolidMesher.Options(maxVertices, 11, SPACING),
                    Work.silent(workers));
        }
    }

    private static double[] sorted(
            TriangleMesh mesh, java.util.function.ToDoubleFunction<double[]> f) {
        var values = new double[mesh.vertexCount()];
        for (int v = 0; v < values.length; v++) {
            values[v] = f.applyAsDouble(Arrays.copyOfRange(mesh.xyz(), 3 * v, 3 * v + 3));
        }
        Arrays.sort(values);
        return values;
    }

    private static double radius(double[] p) {
        return Math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
    }

    @Test
    void aBallIsClosedAndRound() {
        addBall(0, 0, 0, RADIUS, 0);
        TriangleMesh mesh = mesh(100_000, 2);
        assertThat(ClosedSurface.of(mesh)).isEqualTo(new ClosedSurface(0, 0));
        // Planes at points a reach r away see the surface r² / 2R too high: at most 1.25² / 2 ·
        // 0.1² / 3 m² / m
        // for the mean over the kernel.
        double[] radii = sorted(mesh, SolidMesherTest::radius);
        assertThat(radii[0]).isGreaterThan(RADIUS - 0.005);
        assertThat(radii[radii.length - 1]).isLessThan(RADIUS + 0.015);
        assertThat(ClosedSurface.volume(mesh))
                .isCloseTo(4 / 3.0 * Math.PI * 27, within(0.02 * 4 / 3.0 * Math.PI * 27));
    }

    @Test
    void noiseIsAveraged() {
        double noise = 0.05;
        addBall(0, 0, 0, RADIUS, noise);
        TriangleMesh mesh = mesh(100_000, 2);
        assertThat(ClosedSurface.of(mesh).brokenEdges()).isZero();
        double[] errors = sorted(mesh, p -> Math.abs(radius(p) - RADIUS));
        // Some ten points have a say at a place.
        assertThat(errors[errors.length * 68 / 100]).isLessThan(noise / 2);
    }

    @Test
    void decimationKeepsTheShapeAndTheLimit() {
        addBall(0, 0, 0, RADIUS, 0);
        TriangleMesh mesh = mesh(600, 2);
        assertThat(mesh.vertexCount()).isBetween(590, 600);
        assertThat(ClosedSurface.of(mesh)).isEqualTo(new ClosedSurface(0, 0));
        // 1,200 triangles of 0.094 m² over the ball: sagitta edge² / 8R = 0.009 m.
        double[] radii = sorted(mesh, SolidMesherTest::radius);
        assertThat(radii[0]).isGreaterThan(RADIUS - 0.03);
        assertThat(radii[radii.length - 1]).isLessThan(RADIUS + 0.03);
    }

    @Test
    void holesAreClosedSmoothly() {
        addBall(0, 0, 0, RADIUS, 0);
        points.removeIf(p -> p[2] > RADIUS - 0.25);
        TriangleMesh mesh = mesh(100_000, 2);
        assertThat(ClosedSurface.of(mesh)).isEqualTo(new ClosedSurface(0, 0));
        // The hole is a disc of radius 1.2 m at height 2.75; the film over it is nearly flat.
        double[] heights = sorted(mesh, p -> Math.hypot(p[0], p[1]) < 0.8 ? p[2] : 0);
        assertThat(heights[heights.length - 1]).isBetween(2.6, 3.0);
    }

    /// A ball without its cap, into which photos look down to a floor: the surface is not stretched over the opening but goes
    /// around the shaft that is seen through. The floor is 17 voxels below the cap's rim, so coarse levels alone reach over it.
    @Test
    void filledInSurfaceGoesAroundWhatIsSeenThrough() {
        addBall(0, 0, 0, RADIUS, 0);
        points.removeIf(p -> Math.hypot(p[0], p[1]) < 1.5 && p[2] > 0);
        double floor = 0.9;
        EmptySpace shaft = (x, y, z) -> Math.hypot(x, y) < 1.2 && z > floor;
        TriangleMesh mesh = mesh(shaft, 100_000, 2);
        assertThat(ClosedSurface.of(mesh)).isEqualTo(new ClosedSurface(0, 0));
        int onFloor = 0;
        for (int v = 0; v < mesh.xyz().length; v += 3) {
            double fromAxis = Math.hypot(mesh.xyz()[v], mesh.xyz()[v + 1]);
            double z = mesh.xyz()[v + 2];
            // The lattice says to a voxel where the shaft ends.
            assertThat(shaft.holds(fromAxis + 1.5 * SPACING, 0, z - 1.5 * SPACING)).isFalse();
            onFloor += fromAxis < 1 && Math.abs(z - floor) < 1.5 * SPACING ? 1 : 0;
        }
        assertThat(onFloor).isGreaterThan(20);
    }

    @Test
    void measuredSurfaceIsNotDoubted() {
        addBall(0, 0, 0, RADIUS, 0);
        TriangleMesh mesh = mesh((x, y, z) -> z > 0, 100_000, 2);
        double[] heights = sorted(mesh, p -> p[2]);
        assertThat(heights[heights.length - 1]).isCloseTo(RADIUS, within(SPACING));
    }

    @Test
    void openBordersAreNotExtended() {
        addPlate(3);
        TriangleMesh mesh = mesh(100_000, 2);
        double[] far = sorted(mesh, p -> Math.max(Math.abs(p[0]), Math.abs(p[1])));
        assertThat(far[far.length - 1]).isBetween(2.9, 3 + DistanceField.REACH * SPACING);
        double[] heights = sorted(mesh, p -> Math.abs(p[2]));
        // The plate lies in a plane of the lattice, and zeros are kept 0.02 of a voxel away from
        // its corners.
        assertThat(heights[heights.length - 1]).isLessThan(0.021 * SPACING);
        assertThat(ClosedSurface.of(mesh).brokenEdges()).isZero();
    }

    @Test
    void smallPiecesInTheAirAreDropped() {
        addPlate(5);
        addBall(0, 0, 2, 0.12, 0);
        double[] heights = sorted(mesh(100_000, 2), p -> p[2]);
        assertThat(heights[heights.length - 1]).isLessThan(0.5);
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        addBall(0, 0, 0, RADIUS, 0.03);
        TriangleMesh one = mesh(5000, 1);
        TriangleMesh three = mesh(5000, 3);
        assertThat(three.faces()).isEqualTo(one.faces());
        assertThat(three.xyz()).isEqualTo(one.xyz());
    }

    @Test
    void theNumberOfThreadsChangesNothingAroundEmptySpace() {
        addBall(0, 0, 0, RADIUS, 0.03);
        points.removeIf(p -> Math.hypot(p[0], p[1]) < 1.5 && p[2] > 0);
        EmptySpace shaft = (x, y, z) -> Math.hypot(x, y) < 1.2 && z > 0.5 * x;
        TriangleMesh one = mesh(shaft, 5000, 1);
        TriangleMesh three = mesh(shaft, 5000, 3);
        assertThat(three.faces()).isEqualTo(one.faces());
        assertThat(three.xyz()).isEqualTo(one.xyz());
    }

    @Test
    void octreeDepthLimitsTheDetail() {
        addBall(0, 0, 0, RADIUS, 0);
        var coarse = new SolidMesher.Options(100_000, 4, SPACING);
        assertThat(SolidMesher.voxel(cloud(), coarse)).isCloseTo(6.0 / 16, within(0.01));
        var fine = new SolidMesher.Options(100_000, 11, SPACING);
        assertThat(SolidMesher.voxel(cloud(), fine)).isEqualTo(SPACING);
    }

    @Test
    void noPointsGiveNoMesh() {
        TriangleMesh mesh = mesh(1000, 1);
        assertThat(mesh.faceCount()).isZero();
    }
}
