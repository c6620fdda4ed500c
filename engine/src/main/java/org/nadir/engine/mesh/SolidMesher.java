package org.nadir.engine.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.fusion.EmptySpace;
import org.nadir.engine.work.Work;

/// Makes a triangle mesh of a dense cloud with normals: a surface in space, with walls and overhangs. The result does not
/// depend on the number of threads.
public final class SolidMesher {

    /// @param maxVertices most vertices the mesh may have
    /// @param octreeDepth the scene's longest side has at most `2^octreeDepth` voxels
    /// @param spacing distance between neighbouring points, in metres: voxels are not smaller
    public record Options(int maxVertices, int octreeDepth, double spacing) {

        public Options {
            if (maxVertices < 16 || octreeDepth < 1 || octreeDepth > 14 || !(spacing > 0)) {
                throw new IllegalArgumentException(
                        "Mesh of "
                                + maxVertices
                                + " vertices, octree depth "
                                + octreeDepth
                                + ", spacing "
                                + spacing);
            }
        }
    }

    /// Levels of the lattice: the coarsest has voxels 64 times as long.
    private static final int LEVELS = 7;

    /// Cells of the surface for each vertex that shall be left, at most.
    private static final int MOST_CELLS = 12;

    /// The say of points at a spacing of one voxel that three photos agree on: twice the kernel's integral `π reach² / 4`.
    private static final float FULL_WEIGHT =
            (float) (2 * Math.PI * DistanceField.REACH * DistanceField.REACH / 4);

    private static final float LEAST_TRUST = 0.03f;

    private SolidMesher() {}

    /// A cloud without points that have a normal gives an empty mesh.
    ///
    /// @param emptySpace where filled-in surface must not stand
    public static TriangleMesh mesh(
            DenseCloud cloud, EmptySpace emptySpace, Options options, Work work) {
        work.progress().title("Building a surface from " + cloud.count() + " points");
        double voxel = voxel(cloud, options);
        LevelMesh surface = Trimming.trim(surface(cloud, emptySpace, voxel, work.part(0, 0.4)));
        work.progress().title("Simplifying a mesh of " + surface.mesh().faceCount() + " faces");
        LevelMesh tight = Membrane.tighten(surface, voxel);
        return Decimator.decimate(
                tight.mesh(), trust(tight.weight()), options.maxVertices(), work.part(0.4, 1));
    }

    /// How much a deviation counts at each vertex, 0 to 1. Where points are sparse, far away or seen at a flat angle, they are
    /// also noisy, and without this their noise would take the vertices from what is seen well.
    private static float[] trust(float[] weight) {
        var trust = new float[weight.length];
        for (int v = 0; v < trust.length; v++) {
            float share = Math.clamp(weight[v] / FULL_WEIGHT, LEAST_TRUST, 1);
            trust[v] = share * share;
        }
        return trust;
    }

    /// The voxel's side: the points' spacing, or more where the options ask for less detail or the mesh would be made much
    /// finer than it may stay.
    static double voxel(DenseCloud cloud, Options options) {
        double longest = 0;
        for (int k = 0; k < 3; k++) {
            longest = Math.max(longest, extent(cloud, k));
        }
        double cells = cloud.count();
        double most = (double) MOST_CELLS * options.maxVertices();
        return Math.max(
                longest / (1 << options.octreeDepth()),
                options.spacing() * Math.max(1, Math.sqrt(cells / most)));
    }

    private static double extent(DenseCloud cloud, int axis) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (int i = axis; i < cloud.xyz().length; i += 3) {
            low = Math.min(low, cloud.xyz()[i]);
            high = Math.max(high, cloud.xyz()[i]);
        }
        return Math.max(0, high - low);
    }

    static LevelMesh surface(DenseCloud cloud, EmptySpace emptySpace, double voxel, Work work) {
        int margin = (OrientedPoints.SIDE + 4) << LEVELS;
        var points = new OrientedPoints(cloud, voxel, margin);
        DistanceField field = null;
        for (int level = LEVELS - 1; level > 0; level--) {
            work.cancellation().check();
            field = new DistanceField(points, level, field, emptySpace);
            field.keep(work.workers());
        }
        var finest = new DistanceField(points, 0, field, emptySpace);
        return LevelMesh.join(surfaces(finest, work), points);
    }

    /// The surfaces of all blocks, and of those that the surface goes on into.
    private static List<BlockSurface> surfaces(DistanceField field, Work work) {
        var all = new ArrayList<BlockSurface>();
        long[] wanted = field.codes();
        while (wanted.length > 0) {
            var parts = new BlockSurface[wanted.length];
            var sides = new byte[wanted.length];
            surfaces(field, wanted, parts, sides, work);
            all.addAll(Arrays.asList(parts));
            wanted = field.grow(wanted, sides, work.workers());
        }
        return all;
    }

    private static void surfaces(
            DistanceField field, long[] codes, BlockSurface[] parts, byte[] sides, Work work) {
        int n = codes.length;
        int tasks = Math.min(n, 256);
        var done = new AtomicInteger();
        work.workers()
                .forEach(
                        tasks,
                        t -> {
                            work.cancellation().check();
                            var scratch = new DistanceField.Scratch();
                            var block = new DistanceBlock();
                            var edges = new int[3 * DistanceBlock.SIZE];
                            int to = (int) ((t + 1L) * n / tasks);
                            for (int i = (int) ((long) t * n / tasks); i < to; i++) {
                                field.make(codes[i], block, scratch);
                                sides[i] = DistanceField.leftSides(block);
                                parts[i] = BlockSurface.of(codes[i], block, scratch.weight, edges);
                            }
                            work.progress().fraction(done.incrementAndGet() / (double) tasks);
                        });
    }
}
