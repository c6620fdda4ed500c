package org.nadir.engine.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.depth.DenseQuality;
import org.nadir.engine.depth.DenseSettings;
import org.nadir.engine.depth.OrbitScene;
import org.nadir.engine.fusion.CloudSpacing;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.fusion.DenseReconstruction;
import org.nadir.engine.fusion.SightLines;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// The way from photos around an object with walls and an overhang to its mesh, on true cameras, held against the shapes
/// in closed form.
class OrbitModelTest {

    private static final Camera CAMERA =
            new Camera("c", 400, 300, 0.8, 0.8, 0.002, -0.003, -0.05, 0.02, 0, 0.0005, -0.0003);

    /// What a pixel covers at the middle of the scene: 9 m / (0.8 · 400).
    private static final double GSD = OrbitScene.DISTANCE / 320;

    /// The ground further out is seen at a flat angle only.
    private static final double SCENE_RADIUS = 3.5;

    @TempDir static Path folder;

    private static TriangleMesh mesh = new TriangleMesh(new double[0], new int[0]);

    @BeforeAll
    static void reconstruct() throws IOException {
        SparseScene scene = OrbitScene.scene(CAMERA, folder);
        var settings = new DenseSettings(DenseQuality.ULTRA, true, 5, 0, false, 5);
        try (var workers = new Workers(2)) {
            Work work = Work.silent(workers);
            DenseReconstruction.Result dense =
                    DenseReconstruction.run(scene, settings, folder.resolve("work"), work);
            DenseCloud cloud = dense.cloud();
            SightLines seen = SightLines.of(dense.depthMaps(), scene.shots(), 1, work);
            double spacing = Math.max(GSD, CloudSpacing.of(cloud));
            mesh =
                    SolidMesher.mesh(
                            cloud, seen, new SolidMesher.Options(60_000, 11, spacing), work);
        }
    }

    @Test
    void verticesLieOnTheSurface() {
        var errors = new double[mesh.vertexCount()];
        int n = 0;
        for (int v = 0; v < mesh.vertexCount(); v++) {
            double x = mesh.xyz()[3 * v];
            double y = mesh.xyz()[3 * v + 1];
            double z = mesh.xyz()[3 * v + 2];
            if (Math.hypot(x, y) < SCENE_RADIUS) {
                errors[n++] = Math.abs(OrbitScene.distance(x, y, z));
            }
        }
        errors = Arrays.copyOf(errors, n);
        Arrays.sort(errors);
        assertThat(n).isGreaterThan(5_000);
        assertThat(errors[(int) (0.95 * n)]).isLessThan(1.5 * GSD);
    }

    @Test
    void ballAndWallsAreCovered() {
        int covered = 0;
        int asked = 0;
        for (int i = 0; i < 400; i++) {
            // Points spread evenly over the ball, then over the walls.
            double h = 1 - (i + 0.5) / 200;
            double turn = i * 2.399963;
            double ring = Math.sqrt(Math.max(0, 1 - h * h));
            boolean onBall = i < 200;
            double x = onBall ? OrbitScene.RADIUS * ring * Math.cos(turn) : OrbitScene.HALF_BOX;
            double y =
                    onBall
                            ? OrbitScene.RADIUS * ring * Math.sin(turn)
                            : OrbitScene.HALF_BOX * Math.sin(turn);
            double z = onBall ? OrbitScene.BALL[2] + OrbitScene.RADIUS * h : 0.2 + (i % 10) * 0.1;
            // No photo looks up at the ball's lower side.
            if (onBall && h < -0.2) {
                continue;
            }
            asked++;
            covered += toNearestVertex(x, y, z) < 3 * GSD ? 1 : 0;
        }
        assertThat(covered).isGreaterThan((int) (0.97 * asked));
    }

    @Test
    void theSurfaceIsOneWithoutHolesInside() {
        assertThat(ClosedSurface.of(mesh).brokenEdges()).isZero();
        int borderInside = 0;
        var topology = new MeshTopology(mesh);
        for (int e = 0; e < mesh.faces().length; e++) {
            int v = 3 * mesh.faces()[e];
            boolean inside = Math.hypot(mesh.xyz()[v], mesh.xyz()[v + 1]) < SCENE_RADIUS;
            borderInside += inside && topology.neighbour(e) < 0 ? 1 : 0;
        }
        assertThat(borderInside).isZero();
    }

    private static double toNearestVertex(double x, double y, double z) {
        double best = Double.MAX_VALUE;
        for (int v = 0; v < mesh.xyz().length; v += 3) {
            double dx = mesh.xyz()[v] - x;
            double dy = mesh.xyz()[v + 1] - y;
            double dz = mesh.xyz()[v + 2] - z;
            best = Math.min(best, dx * dx + dy * dy + dz * dz);
        }
        return Math.sqrt(best);
    }
}
