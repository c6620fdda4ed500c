package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nadir.server.TestServer.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.server.Client.FilePart;
import org.nadir.server.http.Json;

/// The crop of a task: what is stored of it, and what maps then show. Places are given as shares of the raster, from its west
/// and its south.
@Timeout(60)
class CropTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static TestServer server;
    static Client admin;
    static String path;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, null);
        admin = server.admin();
        long project = server.project(admin, "Crops");
        JsonNode made =
                admin.form(
                                TestServer.tasks(project) + "import",
                                Map.of(),
                                new FilePart("f", "a.zip", Results.zip(Results.files(scratch))))
                        .expect(201)
                        .json();
        path = task(project, made.path("id").asLong());
        server.awaitStatus(admin, path, 40);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Double> at(double east, double north) {
        var bounds = Results.LAYOUT.bounds();
        Coordinate place =
                Crs.ofEpsg(Results.EPSG)
                        .toLonLat(
                                bounds.minX() + east * bounds.width(),
                                bounds.minY() + north * bounds.height());
        return List.of(place.x(), place.y());
    }

    static List<List<Double>> corners(double west, double east, double south, double north) {
        return List.of(
                at(west, south),
                at(east, south),
                at(east, north),
                at(west, north),
                at(west, south));
    }

    static Map<String, Object> square(double west, double east, double south, double north) {
        return Map.of("type", "Polygon", "coordinates", List.of(corners(west, east, south, north)));
    }

    private static JsonNode crop(@Nullable Object crop) {
        var fields = new HashMap<String, @Nullable Object>();
        fields.put("crop", crop);
        return admin.patch(path, fields).expect(200).json().path("crop");
    }

    private static double area(JsonNode polygon) {
        JsonNode ring = polygon.path("coordinates").path(0);
        // From the first corner: far from there the sum would lose its digits.
        double x = ring.get(0).get(0).asDouble();
        double y = ring.get(0).get(1).asDouble();
        double twice = 0;
        for (int i = 0; i + 1 < ring.size(); i++) {
            JsonNode a = ring.get(i);
            JsonNode b = ring.get(i + 1);
            twice +=
                    (a.get(0).asDouble() - x) * (b.get(1).asDouble() - y)
                            - (b.get(0).asDouble() - x) * (a.get(1).asDouble() - y);
        }
        return Math.abs(twice / 2);
    }

    @Test
    void anAreaInsideIsKeptAsItIs() {
        Map<String, Object> inside = square(0.25, 0.5, 0.25, 0.5);
        assertThat(crop(inside))
                .isEqualTo(
                        Json.parse(
                                Json.text(
                                        Json.object()
                                                .put("type", "Polygon")
                                                .set(
                                                        "coordinates",
                                                        crop(inside).path("coordinates")))));
        assertThat(crop(inside).path("coordinates").path(0).path(1).path(0).asDouble())
                .isEqualTo(at(0.5, 0.25).get(0));
        assertThat(crop(Map.of("type", "Feature", "properties", Map.of(), "geometry", inside)))
                .isEqualTo(crop(inside));
        String text = crop(inside).toString();
        JsonNode form =
                admin.form(path + "upload/", Map.of("crop", text), FilePart.image("x.jpg"))
                        .expect(200)
                        .json();
        assertThat(form.path("success").asBoolean()).isTrue();
        assertThat(admin.get(path).json().path("crop").toString()).isEqualTo(text);
        assertThat(crop(null).isNull()).isTrue();
        assertThat(admin.get(path).json().path("crop").isNull()).isTrue();
    }

    @Test
    void whatSticksOutIsCutOff() {
        JsonNode extent = admin.get(path).json().path("extent");
        JsonNode cut = crop(square(-1, 3, -1, 3));
        double whole =
                (extent.get(2).asDouble() - extent.get(0).asDouble())
                        * (extent.get(3).asDouble() - extent.get(1).asDouble());
        assertThat(area(cut) / whole).isCloseTo(1, within(1e-9));
        // Sent back as it came it stays as it is.
        assertThat(
                        crop(
                                new com.fasterxml.jackson.databind.ObjectMapper()
                                        .convertValue(cut, Map.class)))
                .isEqualTo(cut);
    }

    @Test
    void areasThatCrossThemselvesOrLieElsewhereAreNone() {
        crop(square(0.25, 0.5, 0.25, 0.5));
        List<List<Double>> bow = List.of(at(0, 0), at(1, 1), at(1, 0), at(0, 1), at(0, 0));
        assertThat(crop(Map.of("type", "Polygon", "coordinates", List.of(bow))).isNull()).isTrue();
        crop(square(0.25, 0.5, 0.25, 0.5));
        assertThat(crop(square(2, 3, 2, 3)).isNull()).isTrue();
        assertThat(crop(square(1, 2, 0, 1)).path("coordinates").path(0).size()).isNotEqualTo(1);
    }

    @Test
    void aTaskWithoutRastersHasNoCrop() {
        JsonNode made =
                admin.form(
                                TestServer.tasks(1),
                                Map.of(
                                        "auto_processing_node",
                                        "false",
                                        "crop",
                                        Json.text(
                                                Json.parse(
                                                        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}"))),
                                FilePart.image("a.jpg"),
                                FilePart.image("b.jpg"))
                        .expect(201)
                        .json();
        assertThat(made.path("crop").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "\"nonsense\"",
                "true",
                "{\"type\":\"Point\",\"coordinates\":[1,2]}",
                "{\"type\":\"Polygon\"}",
                "{\"type\":\"Polygon\",\"coordinates\":[]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1],[1,1],[0,0]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,\"x\"],[1,0],[1,1],[0,0]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,1e999],[1,0],[1,1],[0,0]]]}",
                "{\"type\":\"Feature\"}",
                "{\"type\":\"GeometryCollection\",\"geometries\":[]}",
                "[[0,0],[1,1]]"
            })
    void whatIsNoAreaIsRefused(String crop) {
        JsonNode json =
                admin.send(
                                "PATCH",
                                path,
                                java.net.http.HttpRequest.BodyPublishers.ofString(
                                        "{\"crop\": " + crop + "}"),
                                "Content-Type",
                                "application/json")
                        .expect(400)
                        .json();
        assertThat(json.path("crop").path(0).asText()).isNotEmpty();
    }

    @Test
    void mapsShowTheAreaAlone() throws IOException {
        crop(null);
        Map<String, Object> west = square(0, 0.5, 0, 1);
        BufferedImage all = thumbnail();
        crop(west);
        BufferedImage half = thumbnail();
        // The layer is wider than high and fills a share of height/width of the square. Its western
        // half is higher than wide, comes
        // in the middle and fills a share of (width/2)/height.
        double pixels = half.getWidth() * half.getHeight();
        assertThat(visible(all) / pixels * (visible(half) / pixels)).isCloseTo(0.5, within(0.03));
        assertThat(half.getRGB(64, 64) >>> 24).isEqualTo(255);
        assertThat(half.getRGB(10, 64) >>> 24).isZero();
        assertThat(half.getRGB(118, 64) >>> 24).isZero();

        String tile = path + "orthophoto/tiles/" + tileOfCentre() + ".png";
        int whole = visible(picture(admin.get(tile).expect(200)));
        Client.Reply cropped = admin.get(tile + "?crop=1").expect(200);
        assertThat(visible(picture(cropped)) / (double) whole).isCloseTo(0.5, within(0.05));
        String boundaries =
                java.net.URLEncoder.encode(
                        new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(west),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(admin.get(tile + "?boundaries=" + boundaries).expect(200).bytes())
                .isEqualTo(cropped.bytes());
        // A picture kept by a browser is not good for another crop.
        crop(square(0, 0.25, 0, 1));
        Client.Reply asked =
                admin.get(tile + "?crop=1", "If-None-Match", cropped.header("ETag")).expect(200);
        assertThat(visible(picture(asked)) / (double) whole).isCloseTo(0.25, within(0.05));
    }

    private static BufferedImage thumbnail() throws IOException {
        return picture(admin.get(path + "thumbnail?size=128").expect(200));
    }

    private static BufferedImage picture(Client.Reply reply) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(reply.bytes()));
    }

    private static int visible(BufferedImage image) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) >>> 24 > 127 ? 1 : 0;
            }
        }
        return count;
    }

    /// A tile of zoom 17, which is about as large as the raster is small: it holds all of it or, at worst, a part on either side.
    private static String tileOfCentre() {
        List<Double> centre = at(0.5, 0.5);
        int zoom = 17;
        double n = Math.pow(2, zoom);
        int x = (int) ((centre.get(0) + 180) / 360 * n);
        double lat = Math.toRadians(centre.get(1));
        int y = (int) ((1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2 * n);
        return zoom + "/" + x + "/" + y;
    }

    @Test
    void countsAreOfTheAreaAlone() {
        crop(null);
        double all = band("").path("max").asDouble();
        // The surface rises to the east.
        crop(square(0, 0.5, 0, 1));
        double west = band("?crop=1").path("max").asDouble();
        assertThat(all - west).isCloseTo(3.2, within(0.3));
        assertThat(band("").path("max").asDouble()).isEqualTo(all);
        for (String broken :
                new String[] {
                    "x",
                    "{}",
                    "[]",
                    "5",
                    "null",
                    "%7B%22type%22:%22Polygon%22%7D",
                    "{\"type\":\"Polygon\",\"coordinates\":5}"
                }) {
            String query =
                    java.net.URLEncoder.encode(broken, java.nio.charset.StandardCharsets.UTF_8);
            admin.get(path + "dsm/metadata?boundaries=" + query).expect(400);
            admin.get(path + "dsm/tiles/" + tileOfCentre() + "?boundaries=" + query).expect(400);
        }
    }

    private static JsonNode band(String query) {
        return admin.get(path + "dsm/metadata" + query)
                .expect(200)
                .json()
                .path("statistics")
                .path("1");
    }
}
