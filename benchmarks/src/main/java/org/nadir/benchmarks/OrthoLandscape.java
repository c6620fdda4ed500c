package org.nadir.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.ortho.OrthoSettings;
import org.nadir.engine.ortho.OrthophotoBuilder;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.Compression;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.imaging.RgbImage;

/// A landscape of hills and houses of any size, photographed from straight above with much overlap, and its orthophoto. The
/// photos show the ground as if it were flat, which costs nothing to compute; for the work of making an orthophoto that is
/// as good as the truth.
final class OrthoLandscape {

    private static final double PIXEL = 0.05;
    private static final int WIDTH = 4000;
    private static final int HEIGHT = 3000;
    private static final double FOCAL = 0.8;

    /// Between the middles of photos, metres: seven of ten parts overlap.
    private static final double ACROSS = 0.3 * WIDTH * PIXEL;

    private static final double ALONG = 0.3 * HEIGHT * PIXEL;

    /// Cells of the surface that are in memory at a time.
    private static final double OVERVIEW_CELLS = 16e6;

    private static final int TEXTURE = 1024;

    private final double side;
    private final byte[] texture = new byte[3 * TEXTURE * TEXTURE];
    private final Camera lens = Camera.perspective("lens", WIDTH, HEIGHT, FOCAL);
    private final List<Shot> shots = new ArrayList<>();
    private final AtomicInteger read = new AtomicInteger();

    private OrthoLandscape(int pixels) {
        this.side = PIXEL * pixels;
        for (int i = 0; i < texture.length; i++) {
            int x = i / 3 % TEXTURE;
            int y = i / 3 / TEXTURE;
            double waves =
                    35 * Math.sin(2 * Math.PI * (3 * x + y) / TEXTURE)
                            + 20 * Math.cos(2 * Math.PI * (17 * y - 5 * x) / TEXTURE);
            int grain = (x * 73 ^ y * 151 ^ x * y * 7) & 15;
            texture[i] = (byte) (110 + 10 * (i % 3) + waves + grain);
        }
        int columns = Math.max(1, (int) Math.round(side / ACROSS));
        int rows = Math.max(1, (int) Math.round(side / ALONG));
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                shots.add(shot((column + 0.5) * side / columns, (row + 0.5) * side / rows));
            }
        }
    }

    private Shot shot(double x, double y) {
        String name = "photo%05d".formatted(shots.size());
        double[] down = {1, 0, 0, 0, -1, 0, 0, 0, -1};
        var pose = new Pose(down, new double[] {x, y, PIXEL * FOCAL * WIDTH});
        return new Shot(new Photo(name, Path.of(name), lens, null, null, 0), lens, pose);
    }

    /// Arguments: pixels along a side, and the file to write. Prints the number of photos, how many times photos were asked
    /// for, and the covered share.
    public static void main(String[] args) throws Exception {
        var landscape = new OrthoLandscape(Integer.parseInt(args[0]));
        OrthophotoBuilder.Summary summary = landscape.write(Path.of(args[1]));
        System.out.printf(
                Locale.ROOT,
                "%d %d %.4f%n",
                landscape.shots.size(),
                landscape.read.get(),
                summary.coverage());
    }

    private OrthophotoBuilder.Summary write(Path file) throws Exception {
        CropPolygon crop = CropPolygon.ofRing(0, 0, side, 0, side, side, 0, side);
        OrthoSettings settings = OrthoSettings.of(PIXEL);
        GridFrame frame = OrthophotoBuilder.frame(crop, settings);
        var layout =
                RasterLayout.of(
                        500_000, 5_000_000 + side, frame.cell(), frame.width(), frame.height());
        GeoTiffOptions options = GeoTiffOptions.rgba(32617).withCompression(Compression.DEFLATE, 4);
        try (var workers = new Workers(Runtime.getRuntime().availableProcessors());
                GeoTiffWriter tiff =
                        GeoTiffWriter.create(
                                file,
                                layout,
                                options,
                                (count, task) -> workers.forEach(count, task::accept))) {
            double coarse = Math.max(PIXEL, side / Math.sqrt(OVERVIEW_CELLS));
            OrthophotoBuilder.Summary summary =
                    OrthophotoBuilder.build(
                            shots,
                            heights(crop.frame(coarse)),
                            (left, bottom, right, top) ->
                                    heights(
                                            frame.window(
                                                    left,
                                                    bottom,
                                                    right,
                                                    top,
                                                    OrthophotoBuilder.ALIGN)),
                            crop,
                            settings,
                            this::photo,
                            tiff::writeRows,
                            Work.silent(workers));
            tiff.finish();
            return summary;
        }
    }

    /// Hills, and a house of five metres on each forty by forty.
    private static HeightGrid heights(GridFrame frame) {
        var z = new float[Math.multiplyExact(frame.width(), frame.height())];
        for (int row = 0; row < frame.height(); row++) {
            double y = frame.centreY(row);
            double north = 2 * Math.cos(y / 71);
            boolean inRow = y - 40 * Math.floor(y / 40) < 9;
            for (int column = 0; column < frame.width(); column++) {
                double x = frame.centreX(column);
                boolean house = inRow && x - 40 * Math.floor(x / 40) < 12;
                z[row * frame.width() + column] =
                        (float) (north + 3 * Math.sin(x / 97) + (house ? 5 : 0));
            }
        }
        return frame.withHeights(z);
    }

    private RgbImage photo(Shot shot) {
        read.incrementAndGet();
        var rgb = new byte[3 * WIDTH * HEIGHT];
        int left = (int) Math.round(shot.pose().centreInWorld()[0] / PIXEL) - WIDTH / 2;
        int top = (int) Math.round(-shot.pose().centreInWorld()[1] / PIXEL) - HEIGHT / 2;
        for (int row = 0; row < HEIGHT; row++) {
            int line = (top + row & TEXTURE - 1) * TEXTURE;
            int to = 3 * row * WIDTH;
            for (int column = 0; column < WIDTH; column++, to += 3) {
                int from = 3 * (line + (left + column & TEXTURE - 1));
                rgb[to] = texture[from];
                rgb[to + 1] = texture[from + 1];
                rgb[to + 2] = texture[from + 2];
            }
        }
        return new RgbImage(WIDTH, HEIGHT, rgb);
    }
}
