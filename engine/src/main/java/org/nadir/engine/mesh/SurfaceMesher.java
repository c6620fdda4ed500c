package org.nadir.engine.mesh;

import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Work;

/// Makes a triangle mesh of a height grid (a 2.5-D surface): vertices at cell centres, many where the ground is rough,
/// few where it is flat, none over unknown cells. Borders of holes keep their shape. Runs on one thread; the result
/// depends on nothing but its input.
public final class SurfaceMesher {

    /// @param maxVertices most vertices the mesh may have
    /// @param maxError no more vertices are added when no known cell's centre is further than this many metres from the plane
    ///     of the triangle above or below it
    public record Options(int maxVertices, double maxError) {

        public Options {
            if (maxVertices < 16 || !(maxError >= 0)) {
                throw new IllegalArgumentException(
                        "Mesh of " + maxVertices + " vertices, error " + maxError);
            }
        }

        /// Up to `maxVertices`, but no finer than a tenth of a cell.
        public static Options of(int maxVertices, HeightGrid grid) {
            return new Options(maxVertices, 0.1 * grid.cell());
        }
    }

    /// The share of the vertices that lie on a regular lattice, so that no triangle grows larger than what one photo sees.
    private static final double LATTICE_SHARE = 0.1;

    private static final int LEAST_SPACING = 8;

    private SurfaceMesher() {}

    /// A grid without at least two by two known cells gives an empty mesh. Where the borders of holes alone would take more
    /// than half of the vertices, or sides are longer than 16,384 cells, a coarser grid is used.
    public static TriangleMesh mesh(HeightGrid grid, Options options, Work work) {
        GridSamples samples = samples(grid, options);
        while (samples.wantedCount() > options.maxVertices() / 2
                || samples.width() > GridDelaunay.MAX_COORDINATE
                || samples.height() > GridDelaunay.MAX_COORDINATE) {
            samples = samples(GridSamples.coarser(samples.grid(), 2), options);
        }
        if (samples.width() < 2 || samples.height() < 2) {
            return new TriangleMesh(new double[0], new int[0]);
        }
        var surface = new GreedySurface(samples);
        surface.refine(options.maxVertices(), options.maxError(), work);
        return surface.toMesh();
    }

    private static GridSamples samples(HeightGrid grid, Options options) {
        double cells = (double) grid.width() * grid.height();
        double spacing = Math.sqrt(cells / (LATTICE_SHARE * options.maxVertices()));
        return GridSamples.of(grid, (int) Math.max(LEAST_SPACING, Math.ceil(spacing)));
    }
}
