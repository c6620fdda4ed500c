package org.nadir.engine.align;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.work.Cancellation;

/// A file with a surface that others are brought to: a point cloud (LAS, LAZ) or an elevation model (GeoTIFF), in whatever
/// coordinate system.
public sealed interface ReferenceSurface extends AutoCloseable
        permits ReferenceCloud, ReferenceRaster {

    /// The names that a task's reference may have, the first one before the others.
    List<String> NAMES = List.of("align.laz", "align.las", "align.tif");

    /// Takes a place of the surface in the world frame.
    @FunctionalInterface
    interface Taker {
        void take(double x, double y, double z);
    }

    /// Opens a file, told apart by its name.
    ///
    /// @param world the frame that places are wanted in; known
    /// @throws IOException when it cannot be read, or its coordinate system is not known; the message is for the person
    static ReferenceSurface open(Path file, GeoReference world) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".tif") || name.endsWith(".tiff")
                ? ReferenceRaster.open(file, world)
                : ReferenceCloud.open(file, world);
    }

    /// What is assumed of the file, for the person.
    String description();

    /// Side of the smallest cells of which nearly each holds a place of the surface, metres.
    double leastCell();

    /// Hands over all places within a frame, and maybe others.
    void places(GridFrame area, Taker taker, Cancellation cancellation) throws IOException;

    @Override
    void close() throws IOException;
}
