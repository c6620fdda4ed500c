package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateTransformFactory;
import org.locationtech.proj4j.ProjCoordinate;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffReader;

/// Raster exports over HTTP: every rule of the parameters, and files that say of each place what the source said. Places are
/// brought back by proj4j, pictures are read by the JDK.
@Timeout(60)
class ExportTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static String path;
    static String uuidPath;
    static long task;

    @BeforeAll
    static void start() {
        node = new FakeNode(Results.zip(Results.files(scratch)));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        long project = server.project(admin, "Exports");
        JsonNode json = server.newTask(admin, project, Map.of("name", "My field / é7"));
        task = json.path("id").asLong();
        path = task(project, task);
        uuidPath = tasks(project) + json.path("public_id").asText() + "/";
        server.awaitStatus(admin, path, 40);
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private static Client.Reply export(String layer, Map<String, ?> wish) {
        return admin.post(path + layer + "/export", wish);
    }

    private static Path made(String layer, Map<String, ?> wish) {
        return Background.file(scratch, Background.result(admin, export(layer, wish), ""));
    }

    @ParameterizedTest
    @CsvSource({
        "orthophoto,''",
        "dsm,gtiff",
        "dtm,gtiff",
    })
    void whatIsThereAlreadyIsAnAddress(String layer, String format) {
        JsonNode json =
                export(layer, Map.of("format", format, "epsg", "32615", "rescale", "nonsense"))
                        .expect(200)
                        .json();
        assertThat(json)
                .hasToString(
                        "{\"url\":\""
                                + path
                                + "download/"
                                + layer
                                + ".tif\",\"filename\":\"My-field-7-"
                                + layer
                                + ".tif\"}");
        admin.get(json.path("url").asText()).expect(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orthophoto|format|bmp",
                "orthophoto|format|laz",
                "dsm|epsg|WGS84",
                "dsm|epsg|4326.5",
                "dsm|epsg|99999999999",
                "dsm|epsg|1",
                "dsm|epsg|-4326",
                "dsm|proj|somewhere",
                "dsm|proj|+proj=nothing",
                "dsm|proj|+proj=longlat +nadgrids=/etc/passwd",
                "orthophoto|formula|NDVI",
                "orthophoto|bands|RGN",
                "dsm|color_map|mud",
                "dsm|hillshade|-1",
                "dsm|hillshade|steep",
                "dsm|hillshade|NaN",
            })
    void whatMakesNoSenseIsRefused(String layer, String name, String value) {
        JsonNode json = export(layer, Map.of(name, value)).expect(400).json();
        assertThat(json.isArray()).isTrue();
        assertThat(json.get(0).asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"ENDVI|RGB", "NDRE|auto", "Unknown|RGB", "VARI|XYZ", "VARI|RGBN"})
    void formulasNeedBandsThatAreThere(String formula, String bands) {
        export("orthophoto", Map.of("formula", formula, "bands", bands)).expect(400);
    }

    @ParameterizedTest
    @CsvSource({"1", "'1,'", "'a,b'", "'1,2,3'", "'NaN,1'"})
    void aBrokenRangeIsRefusedWhereItCounts(String rescale) {
        export("dsm", Map.of("format", "png", "rescale", rescale)).expect(400);
    }

    @Test
    void layersThatAreNotThereAre404() {
        admin.post(path + "mesh/export", Map.of()).expect(404);
        admin.anonymous().post(path + "dsm/export", Map.of()).expect(404);
        admin.get(path + "dsm/export").expect(405);
    }

    @Test
    void anybodyMayExportAPublicTaskByItsUuid() {
        Client anybody = admin.anonymous();
        anybody.post(uuidPath + "dsm/export", Map.of("format", "png")).expect(404);
        admin.patch(path, Map.of("public", true)).expect(200);
        Background.result(
                anybody, anybody.post(uuidPath + "dsm/export", Map.of("format", "png")), "");
        anybody.post(path + "dsm/export", Map.of("format", "png")).expect(404);
        admin.patch(path, Map.of("public", false)).expect(200);
    }

    @Test
    void formsWorkAsJsonDoes() {
        Client.Reply reply =
                admin.form(path + "dsm/export", Map.of("format", "gtiff", "epsg", "4326.0"));
        assertThat(reply.expect(200).json().path("filename").asText())
                .isEqualTo("My-field-7-dsm.tif");
        Background.id(reply);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epsg|3857|EPSG:3857|3857",
                "epsg|4326|EPSG:4326|4326",
                "epsg|26915|EPSG:26915|26915",
                "proj|+proj=utm +zone=16 +datum=WGS84 +units=m +no_defs|EPSG:32616|32616",
                "proj|+proj=longlat +datum=WGS84 +no_defs|EPSG:4326|4326",
            })
    void heightsStayWithTheirPlace(String name, String value, String crs, int epsg)
            throws IOException {
        Path file = made("dsm", Map.of("format", "gtiff", name, value));
        var factory = new CRSFactory();
        var transform =
                new CoordinateTransformFactory()
                        .createTransform(
                                factory.createFromName(crs), factory.createFromName("EPSG:32615"));
        RasterLayout from = Results.LAYOUT;
        int known = 0;
        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            assertThat(reader.epsg()).isEqualTo(epsg);
            assertThat(reader.isTiled()).isTrue();
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            float[] values = new float[layout.width() * layout.height()];
            reader.read(0, 0, 0, layout.width(), layout.height(), values);
            var place = new ProjCoordinate();
            for (int i = 0; i < values.length; i++) {
                double x = layout.x(i % layout.width() + 0.5);
                double y = layout.y(i / layout.width() + 0.5);
                transform.transform(new ProjCoordinate(x, y), place);
                double column = from.column(place.x);
                double row = from.row(place.y);
                if (column > 0.6 && row > 0.1 && column < 63.4 && row < 47.9) {
                    // Linear between pixel centres, and a twentieth of a pixel off at most.
                    assertThat((double) values[i])
                            .isCloseTo(180 + 0.1 * (column - 0.5), within(0.006));
                    known++;
                }
            }
        }
        assertThat(known).isGreaterThan(2000);
    }

    @Test
    void anIndexIsOneBandOfNumbers() throws IOException {
        Client.Reply begun =
                export("orthophoto", Map.of("format", "gtiff", "formula", "VARI", "bands", "RGB"));
        assertThat(begun.json().path("filename").asText())
                .isEqualTo("My-field-7-orthophoto-VARI.tif");
        Path file = Background.file(scratch, Background.result(admin, begun, ""));
        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            assertThat(reader.bands()).isEqualTo(1);
            assertThat(reader.sampleType().dtype()).isEqualTo("float32");
            float[] values = new float[64 * 48];
            reader.read(0, 0, 0, 64, 48, values);
            for (int i = 0; i < values.length; i++) {
                double green = i % 256;
                double expected = (green - 200) / (green + 200 - 50);
                assertThat((double) values[i]).isCloseTo(expected, within(1e-6));
            }
        }
    }

    private static BufferedImage picture(Path file) throws IOException {
        return Objects.requireNonNull(ImageIO.read(file.toFile()));
    }

    @Test
    void picturesShowTheImageAsItIs() throws IOException {
        BufferedImage png = picture(made("orthophoto", Map.of("format", "png")));
        BufferedImage jpeg = picture(made("orthophoto", Map.of("format", "jpg")));
        assertThat(png.getWidth()).isEqualTo(64);
        assertThat(jpeg.getHeight()).isEqualTo(48);
        for (int i = 0; i < 64 * 48; i++) {
            assertThat(png.getRGB(i % 64, i / 64))
                    .isEqualTo(255 << 24 | 200 << 16 | i % 256 << 8 | 50);
        }
        assertThat(jpeg.getRGB(20, 20) >> 16 & 255).isCloseTo(200, within(12));
    }

    @Test
    void heightsAreColouredByTheMapAndTheRange() throws IOException {
        BufferedImage gray =
                picture(
                        made(
                                "dsm",
                                Map.of(
                                        "format",
                                        "png",
                                        "color_map",
                                        "gray",
                                        "hillshade",
                                        "0",
                                        "rescale",
                                        "180,190.2")));
        for (int column = 0; column < 64; column++) {
            // 0.1 m a column over 10.2 m are 2.5 steps of 255.
            assertThat(gray.getRGB(column, 10) & 255)
                    .isCloseTo((int) (2.5 * column + 0.5), within(1));
        }
        BufferedImage usual =
                picture(
                        made("dsm", Map.of("format", "gtiff-rgb", "hillshade", 0))
                                .toAbsolutePath());
        // Viridis from dark violet at the lowest to yellow at the highest height.
        assertThat(usual.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x440154);
        assertThat(usual.getRGB(63, 0) & 0xFFFFFF).isEqualTo(0xFDE725);
        BufferedImage shaded = picture(made("dsm", Map.of("format", "png", "color_map", "gray")));
        assertThat(shaded.getRGB(30, 30)).isNotEqualTo(gray.getRGB(30, 30));
    }

    @Test
    void aKmzLiesWhereTheImageLies() throws IOException {
        Client.Reply reply =
                Background.result(admin, export("orthophoto", Map.of("format", "kmz")), "");
        assertThat(reply.header("Content-Type")).isEqualTo("application/vnd.google-earth.kmz");
        Map<String, byte[]> entries = new HashMap<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(reply.bytes()))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                entries.put(e.getName(), zip.readAllBytes());
            }
        }
        String kml =
                new String(Objects.requireNonNull(entries.get("doc.kml")), StandardCharsets.UTF_8);
        var href = java.util.regex.Pattern.compile("<href>([^<]*)</href>").matcher(kml);
        assertThat(href.find()).isTrue();
        assertThat(ImageIO.read(new ByteArrayInputStream(entries.get(href.group(1))))).isNotNull();
        var north = java.util.regex.Pattern.compile("<north>([^<]*)</north>").matcher(kml);
        assertThat(north.find()).isTrue();
        assertThat(Double.parseDouble(north.group(1))).isBetween(46.8, 46.9);
    }

    @Test
    void theCropOfATaskIsAlwaysApplied() throws IOException {
        JsonNode box =
                admin.get(path + "dsm/metadata").expect(200).json().path("bounds").path("value");
        double west = box.get(0).asDouble();
        double south = box.get(1).asDouble();
        double middle = (west + box.get(2).asDouble()) / 2;
        double north = box.get(3).asDouble();
        String crop =
                "{\"type\":\"Polygon\",\"coordinates\":[[[%s,%s],[%s,%s],[%s,%s],[%s,%s],[%s,%s]]]}"
                        .formatted(
                                west, south, middle, south, middle, north, west, north, west,
                                south);
        Background.sql(server, "UPDATE tasks SET crop = ? WHERE id = ?", crop, task);
        try {
            JsonNode begun = export("dsm", Map.of()).expect(200).json();
            assertThat(begun.has("celery_task_id")).isTrue();
            Path file = made("dsm", Map.of());
            try (GeoTiffReader reader = GeoTiffReader.open(file)) {
                assertThat(reader.width()).isBetween(32, 33);
                assertThat(reader.height()).isEqualTo(48);
                float[] values = new float[reader.width() * 48];
                reader.read(0, 0, 0, reader.width(), 48, values);
                assertThat(values[24 * reader.width() + 10]).isEqualTo(180 + 10 * 0.1f);
            }
            Client.Reply thumbnail = admin.get(path + "thumbnail?size=64").expect(200);
            BufferedImage small = ImageIO.read(new ByteArrayInputStream(thumbnail.bytes()));
            // Half the width of 64 by 48 pixels: upright now, with empty sides.
            assertThat(small.getRGB(2, 32) >>> 24).isZero();
            assertThat(small.getRGB(32, 2) >>> 24).isEqualTo(255);
        } finally {
            Background.sql(server, "UPDATE tasks SET crop = NULL WHERE id = ?", task);
        }
    }
}
