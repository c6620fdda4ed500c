package org.nadir.engine.pipeline;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.ortho.OrthoSettings;
import org.nadir.engine.ortho.OrthophotoBuilder;
import org.nadir.engine.ortho.OrthophotoBuilder.SurfaceStrips;
import org.nadir.engine.ortho.PhotoReader;
import org.nadir.engine.ortho.RowSink;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Work;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.Compression;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.SampleType;
import org.nadir.imaging.PngWriter;

/// The orthophoto as cloud-optimised GeoTIFF, and on request as PNG; both get the same rows as they are made.
final class OrthophotoStage implements StageAction {

    private static final int PNG_LEVEL = 4;

    @Override
    public Stage stage() {
        return Stage.ODM_ORTHOPHOTO;
    }

    @Override
    public List<String> options() {
        return List.of(
                "orthophoto-resolution",
                "ignore-gsd",
                "orthophoto-png",
                "crop",
                "dem-resolution",
                "dem-gapfill-steps",
                "use-3dmesh",
                "split",
                "split-overlap",
                "merge",
                "merge-skip-blending");
    }

    @Override
    public boolean isWanted(Run run) {
        return !run.options().flag("skip-orthophoto");
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        if (run.isSplit() && !SplitPlan.merges(run.options(), "orthophoto")) {
            work.console().info("No orthophoto is made (merge)");
            return;
        }
        boolean georeferenced = run.reference().isKnown();
        boolean png = run.options().flag("orthophoto-png");
        if (!georeferenced) {
            work.console()
                    .warning("No georeferenced orthophoto is made: the photos have no positions.");
        }
        if (!georeferenced && !png) {
            return;
        }
        CropPolygon crop = run.crop();
        OrthoSettings settings = OrthoSettings.of(resolution(run));
        GridFrame frame = OrthophotoBuilder.frame(crop, settings);
        // Four bytes a pixel, which compress to about half; overviews add a third.
        DiskSpace.require(run.project().root(), 3L * frame.width() * frame.height());
        HeightGrid surface = run.orthophotoSurface(work.part(0, 0.1));
        SurfaceStrips strips =
                run.options().flag("use-3dmesh") ? null : run.surfaceStrips(work.part(0.1, 0.1));
        List<Shot> shots = run.sfm().scene().shots();
        try (var tiff = georeferenced ? tiff(run, frame, work) : null;
                var picture =
                        png
                                ? new PngFile(run.product(run.project().orthophoto("png")), frame)
                                : null) {
            RowSink both =
                    (rows, count) -> {
                        if (tiff != null) {
                            tiff.writeRows(rows, count);
                        }
                        if (picture != null) {
                            picture.writeRows(rows, count);
                        }
                    };
            var summary =
                    strips == null
                            ? OrthophotoBuilder.build(
                                    shots, surface, crop, settings, both, work.part(0.1, 1))
                            : OrthophotoBuilder.build(
                                    shots,
                                    surface,
                                    strips,
                                    crop,
                                    settings,
                                    PhotoReader.files(),
                                    both,
                                    work.part(0.1, 1));
            finish(tiff, picture);
            work.console()
                    .info(
                            String.format(
                                    Locale.ROOT,
                                    "Orthophoto: %d x %d pixels of %.1f cm from %d photos",
                                    frame.width(),
                                    frame.height(),
                                    100 * frame.cell(),
                                    summary.photosUsed()));
        }
        if (georeferenced) {
            worldFile(run, frame, "tfw");
            if (png) {
                worldFile(run, frame, "wld");
            }
        }
    }

    private static void finish(@Nullable GeoTiffWriter tiff, @Nullable PngFile picture)
            throws IOException {
        if (tiff != null) {
            tiff.finish();
        }
        if (picture != null) {
            picture.finish();
        }
    }

    private static double resolution(Run run) {
        double gsd = run.gsdMetres();
        return run.reference().isKnown()
                ? OrthoSettings.resolution(
                        run.options().number("orthophoto-resolution") / 100,
                        gsd,
                        run.options().flag("ignore-gsd"))
                : 2 * gsd;
    }

    private static GeoTiffWriter tiff(Run run, GridFrame frame, Work work) throws IOException {
        var layout =
                RasterLayout.of(
                        frame.left() + run.reference().offsetEast(),
                        frame.top() + run.reference().offsetNorth(),
                        frame.cell(),
                        frame.width(),
                        frame.height());
        var options =
                new GeoTiffOptions(
                        SampleType.UINT8,
                        4,
                        true,
                        true,
                        Compression.DEFLATE,
                        6,
                        256,
                        true,
                        run.reference().epsg(),
                        null,
                        run.captureTime(),
                        List.of());
        return GeoTiffWriter.create(
                run.product(run.project().orthophoto("tif")),
                layout,
                options,
                (count, task) -> work.workers().forEach(count, task::accept));
    }

    /// Pixel size, no rotation, and the upper-left corner, as ODM writes it.
    private static void worldFile(Run run, GridFrame frame, String extension) throws IOException {
        Files.writeString(
                run.project().orthophoto(extension),
                String.format(
                        Locale.ROOT,
                        "%.10f%n0.0%n0.0%n%.10f%n%.6f%n%.6f%n",
                        frame.cell(),
                        -frame.cell(),
                        frame.left() + run.reference().offsetEast(),
                        frame.top() + run.reference().offsetNorth()));
    }

    /// A PNG that appears under its name when it is complete.
    private static final class PngFile implements AutoCloseable {

        private final Path target;
        private final Path partial;
        private final OutputStream out;
        private final PngWriter writer;

        PngFile(Path target, GridFrame frame) throws IOException {
            this.target = target;
            this.partial = target.resolveSibling(target.getFileName() + ".part");
            this.out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 18);
            this.writer = new PngWriter(out, frame.width(), frame.height(), 4, PNG_LEVEL);
        }

        void writeRows(byte[] rgba, int rows) throws IOException {
            writer.writeRows(rgba, 0, rows);
        }

        void finish() throws IOException {
            writer.finish();
            out.close();
            Files.move(
                    partial,
                    target,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            writer.close();
            out.close();
            Files.deleteIfExists(partial);
        }
    }
}
