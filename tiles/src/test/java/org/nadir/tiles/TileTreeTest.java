package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.geo.UtmZone;
import org.nadir.geo.tiff.ParallelLoop;

/// The folder of tiles against the addresses that OpenStreetMap's formula gives, with rows turned to count from the south.
class TileTreeTest {

    @TempDir private Path folder;
    private Path tiles;
    private long written;
    private final List<Double> progress = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        tiles = folder.resolve("orthophoto_tiles");
        try (RasterLayer layer = RasterLayer.open(Rasters.ortho(folder))) {
            written =
                    new TileTree(
                                    layer,
                                    TileStyle.Colours.PLAIN,
                                    ParallelLoop.serial(),
                                    progress::add)
                            .write(tiles, "Beach & dunes");
        }
    }

    @Test
    void everyPlaceIsInTheTileThatClientsAskFor() throws IOException {
        for (int zoom = 17; zoom <= 20; zoom++) {
            for (double x : new double[] {5, 48, 93}) {
                for (double y : new double[] {4, 41, 77}) {
                    var place = new UtmZone(15, true).inverse(577_000 + x, 5_188_000 - y);
                    double n = 1 << zoom;
                    double column = (place.x() + 180) / 360 * n;
                    double phi = Math.toRadians(place.y());
                    double row =
                            (1 - Math.log(Math.tan(phi) + 1 / Math.cos(phi)) / Math.PI) / 2 * n;
                    int fromSouth = (int) n - 1 - (int) row;
                    Path file = tiles.resolve(zoom + "/" + (int) column + "/" + fromSouth + ".png");
                    BufferedImage image = Objects.requireNonNull(ImageIO.read(file.toFile()));
                    int argb =
                            image.getRGB(
                                    (int) ((column - (int) column) * 256),
                                    (int) ((row - (int) row) * 256));
                    // Red and green grow by one every 40 cm; a pixel is up to 80 cm.
                    assertThat(argb >>> 24).isEqualTo(255);
                    assertThat((double) (argb >> 16 & 0xFF)).isCloseTo(10 * x / 4, within(2.5));
                    assertThat((double) (argb >> 8 & 0xFF)).isCloseTo(10 * y / 4, within(2.5));
                }
            }
        }
    }

    /// Pixels of 10 cm at 46.8 degrees north lie between zoom 20 (10.2 cm) and 21 (5.1 cm).
    @Test
    void goesToTheZoomOfTheLayerAndSaysSo() throws IOException {
        assertThat(tiles.resolve("20")).isDirectory();
        assertThat(tiles.resolve("21")).doesNotExist();
        String xml = Files.readString(tiles.resolve("tilemapresource.xml"));
        assertThat(xml)
                .contains("<Title>Beach &amp; dunes</Title>")
                .contains("<SRS>EPSG:3857</SRS>")
                .contains("profile=\"mercator\"")
                .contains("<TileSet href=\"20\" units-per-pixel=\"0.14929107")
                .contains("order=\"5\"")
                .doesNotContain("order=\"21\"");
        assertThat(progress).isSorted().endsWith(1.0);
    }

    @Test
    void leavesOutTilesThatShowNothing() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(tiles)) {
            files = all.filter(file -> file.toString().endsWith(".png")).toList();
        }
        assertThat(files).hasSize((int) written);
        for (Path file : files) {
            BufferedImage image = Objects.requireNonNull(ImageIO.read(file.toFile()));
            int[] pixels = image.getRGB(0, 0, 256, 256, null, 0, 256);
            assertThat(Arrays.stream(pixels).anyMatch(argb -> argb >>> 24 != 0)).isTrue();
        }
    }

    @Test
    void isTheSameOnSeveralThreads() throws IOException {
        Path other = folder.resolve("other");
        try (var pool = Executors.newFixedThreadPool(3);
                RasterLayer layer = RasterLayer.open(folder.resolve("own.tif"))) {
            new TileTree(layer, TileStyle.Colours.PLAIN, ParallelLoop.on(pool, 3), done -> {})
                    .write(other, "Beach & dunes");
        }
        try (Stream<Path> all = Files.walk(tiles)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertThat(other.resolve(tiles.relativize(file))).hasSameBinaryContentAs(file);
            }
        }
    }
}
