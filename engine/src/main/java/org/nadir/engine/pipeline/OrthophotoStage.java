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
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.ortho.OrthoSettings;
import org.nadir.engine.ortho.OrthophotoBuilder;
import org.nadir.engine.ortho.OrthophotoBuilder.SurfaceWindows;
import org.nadir.engine.ortho.RowSink;
import org.nadir.engine.scene.PhotoReader;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Work;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.Compression;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.imaging.PngWriter;
import org.nadir.tiles.ColourRows;

/// The orthophoto as cloud-optimised GeoTIFF, and on request as PNG; both get the same rows as they are made. What is made for
/// maps, KMZ and tiles, is made from the GeoTIFF.
final class OrthophotoStage implements StageAction {

    private static final int PNG_LEVEL = 4;

    /// Photos compress badly whatever is tried: on three orthophotos (real, rendered, invented) level 4 makes files 2 to 10 %
    /// larger than level 6 in a third to a fifth of its time, level 1 6 to 18 % larger in an eighth to a fifth. Level 3 is
    /// slower than 4 and larger.
    private static final int DEFLATE_LEVEL = 4;

    private static final int PICTURE_ROWS = 256;
    private static final int WIDEST_JPEG = 65_500;

    /// The share of the time after which the raster itself is there.
    private static final double EXTRAS_FROM = 0.9;

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
                "orthophoto-compression",
                "orthophoto-no-tiled",
                "orthophoto-kmz",
                "orthophoto-cutline",
                "build-overviews",
                "cog",
                "tiles",
                "crop",
                "dem-resolution",
                "dem-gapfill-steps",
                "use-3dmesh",
                "split",
                "split-overlap",
                "merge",
                "merge-skip-blending",
                "radiometric-calibration");
    }

    @Override
    public List<String> products() {
        return List.of("odm_orthophoto", "orthophoto_tiles");
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
        BandSurvey bands = run.bands();
        if (!georeferenced) {
            work.console()
                    .warning("No georeferenced orthophoto is made: the photos have no positions.");
        }
        if (!georeferenced && !png) {
            return;
        }
        if (bands == null && !run.options().text("radiometric-calibration").equals("none")) {
            work.console().info("radiometric-calibration has no meaning for colour photos.");
        }
        CropPolygon crop = run.crop();
        OrthoSettings settings = OrthoSettings.of(resolution(run));
        GridFrame frame = OrthophotoBuilder.frame(crop, settings);
        // Four bytes a pixel, which compress to about half; overviews add a third.
        DiskSpace.require(run.project().root(), 3L * frame.width() * frame.height());
        HeightGrid surface = run.orthophotoSurface(work.part(0, 0.1));
        SurfaceWindows windows =
                run.options().flag("use-3dmesh") ? null : run.surfaceWindows(work.part(0.1, 0.1));
        OrthophotoBuilder.Summary summary =
                bands == null || !georeferenced
                        ? colours(run, frame, surface, windows, settings, work)
                        : bands(run, bands, frame, surface, windows, settings, work);
        work.console()
                .info(
                        String.format(
                                Locale.ROOT,
                                "Orthophoto: %d x %d pixels of %.1f cm from %d photos",
                                frame.width(),
                                frame.height(),
                                100 * frame.cell(),
                                summary.photosUsed()));
        if (georeferenced) {
            worldFile(run, frame, "tfw", 0);
            if (png) {
                worldFile(run, frame, "wld", 0.5);
            }
            extent(run, frame);
            forMaps(run, work);
        }
    }

    private static OrthophotoBuilder.Summary colours(
            Run run,
            GridFrame frame,
            HeightGrid surface,
            @Nullable SurfaceWindows windows,
            OrthoSettings settings,
            Work work)
            throws IOException {
        boolean georeferenced = run.reference().isKnown();
        boolean png = run.options().flag("orthophoto-png");
        CropPolygon crop = run.crop();
        List<Shot> shots = run.sfm().scene().shots();
        try (var tiff =
                        georeferenced
                                ? tiff(run, frame, tiffOptions(run, frame.width(), work), work)
                                : null;
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
            OrthophotoBuilder.Summary summary =
                    windows == null
                            ? OrthophotoBuilder.build(
                                    shots,
                                    surface,
                                    crop,
                                    settings,
                                    both,
                                    work.part(0.1, EXTRAS_FROM))
                            : OrthophotoBuilder.build(
                                    shots,
                                    surface,
                                    windows,
                                    crop,
                                    settings,
                                    PhotoReader.files(),
                                    both,
                                    work.part(0.1, EXTRAS_FROM));
            finish(tiff, picture);
            return summary;
        }
    }

    private static OrthophotoBuilder.Summary bands(
            Run run,
            BandSurvey survey,
            GridFrame frame,
            HeightGrid surface,
            @Nullable SurfaceWindows windows,
            OrthoSettings settings,
            Work work)
            throws IOException {
        BandOrthophoto orthophoto = BandOrthophoto.of(run, survey, work.console());
        DiskSpace.require(
                run.project().root(),
                (long) (0.75 * orthophoto.bytesPerPixel() * frame.width() * frame.height()));
        GeoTiffOptions options = tiffOptions(run, frame.width(), work);
        if (options.compression() == Compression.JPEG) {
            work.console()
                    .warning(
                            "JPEG holds no such numbers; the orthophoto is compressed with DEFLATE.");
        }
        try (var tiff =
                tiff(
                        run,
                        frame,
                        orthophoto.like(options, run.reference().epsg(), DEFLATE_LEVEL),
                        work)) {
            OrthophotoBuilder.Summary summary =
                    OrthophotoBuilder.build(
                            run.sfm().scene().shots(),
                            surface,
                            windows,
                            run.crop(),
                            settings,
                            orthophoto.bands(),
                            orthophoto.sink(tiff),
                            work.part(0.1, EXTRAS_FROM));
            tiff.finish();
            if (run.options().flag("orthophoto-png")) {
                picture(run, frame);
            }
            return summary;
        }
    }

    /// The PNG of an orthophoto that is not made of colours.
    private static void picture(Run run, GridFrame frame) throws IOException {
        try (var reader = GeoTiffReader.open(run.project().orthophoto("tif"));
                var picture = new PngFile(run.product(run.project().orthophoto("png")), frame)) {
            ColourRows colours = ColourRows.of(reader);
            for (int top = 0; top < frame.height(); top += PICTURE_ROWS) {
                int rows = Math.min(PICTURE_ROWS, frame.height() - top);
                var rgba = new byte[Math.multiplyExact(4 * rows, frame.width())];
                colours.read(0, top, rows, rgba);
                picture.writeRows(rgba, rows);
            }
            picture.finish();
        }
    }

    private static void forMaps(Run run, Work work) throws IOException {
        Path orthophoto = run.project().orthophoto("tif");
        Path cutline = run.project().root().resolve("odm_orthophoto/cutline.gpkg");
        Path kmz = run.project().orthophoto("kmz");
        Path tiles = run.project().file("orthophoto_tiles");
        if (run.options().flag("orthophoto-cutline")) {
            run.product(cutline);
            MapProducts.attempt(
                    "cut line", work, () -> CutlineFile.write(orthophoto, cutline, work));
        }
        double middle = (EXTRAS_FROM + 1) / 2;
        if (run.options().flag("orthophoto-kmz")) {
            MapProducts.kmz(orthophoto, run.product(kmz), work.part(EXTRAS_FROM, middle));
        }
        if (run.options().flag("tiles")) {
            MapProducts.tiles(orthophoto, tiles, work.part(middle, 1));
        }
    }

    /// The raster's edge as a closed line for drawing programs (DXF of AutoCAD release 12).
    private static void extent(Run run, GridFrame frame) throws IOException {
        double east = run.reference().offsetEast();
        double north = run.reference().offsetNorth();
        double[][] corners = {
            {frame.left(), frame.top()},
            {frame.right(), frame.top()},
            {frame.right(), frame.bottom()},
            {frame.left(), frame.bottom()}
        };
        var text = new StringBuilder("0\nSECTION\n2\nENTITIES\n0\nPOLYLINE\n8\n0\n66\n1\n70\n1\n");
        for (double[] corner : corners) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "0\nVERTEX\n8\n0\n10\n%.4f\n20\n%.4f\n30\n0.0\n",
                            corner[0] + east,
                            corner[1] + north));
        }
        text.append("0\nSEQEND\n8\n0\n0\nENDSEC\n0\nEOF\n");
        Files.writeString(
                run.project().root().resolve("odm_orthophoto/odm_orthophoto_extent.dxf"), text);
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

    private static GeoTiffWriter tiff(Run run, GridFrame frame, GeoTiffOptions options, Work work)
            throws IOException {
        var layout =
                RasterLayout.of(
                        frame.left() + run.reference().offsetEast(),
                        frame.top() + run.reference().offsetNorth(),
                        frame.cell(),
                        frame.width(),
                        frame.height());
        return GeoTiffWriter.create(
                run.product(run.project().orthophoto("tif")),
                layout,
                options,
                (count, task) -> work.workers().forEach(count, task::accept));
    }

    private static GeoTiffOptions tiffOptions(Run run, int width, Work work) throws IOException {
        Compression compression = Compression.valueOf(run.options().text("orthophoto-compression"));
        var options =
                GeoTiffOptions.rgba(run.reference().epsg())
                        .withCompression(compression, DEFLATE_LEVEL)
                        .withDateTime(run.captureTime())
                        .withGroundControl(ControlFiles.xml(run));
        if (!run.options().flag("orthophoto-no-tiled")) {
            return options;
        }
        if (run.options().flag("cog")) {
            work.console()
                    .warning("orthophoto-no-tiled is ignored: a cloud-optimised file has tiles.");
            return options;
        }
        if (compression == Compression.JPEG && width > WIDEST_JPEG) {
            work.console()
                    .warning("orthophoto-no-tiled is ignored: the image is too wide for JPEG.");
            return options;
        }
        return options.inStrips().withOverviews(run.options().flag("build-overviews"));
    }

    /// Pixel size, no rotation, and a place in the first pixel. World files mean its middle, and so do readers of the one that
    /// belongs to the PNG; beside the TIFF, which says itself where it lies, ODM writes the upper-left corner.
    ///
    /// @param place in the first pixel, as a share of it
    private static void worldFile(Run run, GridFrame frame, String extension, double place)
            throws IOException {
        Files.writeString(
                run.project().orthophoto(extension),
                String.format(
                        Locale.ROOT,
                        "%.10f%n0.0%n0.0%n%.10f%n%.6f%n%.6f%n",
                        frame.cell(),
                        -frame.cell(),
                        frame.left() + place * frame.cell() + run.reference().offsetEast(),
                        frame.top() - place * frame.cell() + run.reference().offsetNorth()));
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
