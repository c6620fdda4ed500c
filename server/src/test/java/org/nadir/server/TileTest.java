package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tiles of a real small raster. Addresses come from the well-known closed form of slippy maps, pictures are decoded by the
/// JDK and compared with the colours that were written into the raster.
@Timeout(60)
class TileTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static String path;
    static String uuidPath;
    static JsonNode tileJson;
    static int zoom;
    static int x;
    static int y;

    @BeforeAll
    static void start() {
        node = new FakeNode(Results.zip(Results.files(scratch)));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        long project = server.project(admin, "Tiles");
        JsonNode json = server.newTask(admin, project, Map.of("name", "Field"));
        path = task(project, json.path("id").asLong());
        uuidPath = tasks(project) + json.path("public_id").asText() + "/";
        server.awaitStatus(admin, path, 40);
        tileJson = admin.get(path + "orthophoto/tiles.json").expect(200).json();
        JsonNode box = tileJson.path("bounds");
        double longitude = (box.path(0).asDouble() + box.path(2).asDouble()) / 2;
        double latitude = Math.toRadians((box.path(1).asDouble() + box.path(3).asDouble()) / 2);
        zoom = tileJson.path("maxzoom").asInt() - 3;
        x = (int) Math.floor((longitude + 180) / 360 * (1 << zoom));
        y =
                (int)
                        Math.floor(
                                (1
                                                - Math.log(
                                                                Math.tan(latitude)
                                                                        + 1 / Math.cos(latitude))
                                                        / Math.PI)
                                        / 2
                                        * (1 << zoom));
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private static String tile(String layer) {
        return path + layer + "/tiles/" + zoom + "/" + x + "/" + y;
    }

    private static BufferedImage picture(Client.Reply reply) {
        try {
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(reply.bytes())));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /// Counts the opaque pixels, each of which must be of the orthophoto.
    private static int opaque(BufferedImage image) {
        int count = 0;
        for (int row = 0; row < image.getHeight(); row++) {
            for (int column = 0; column < image.getWidth(); column++) {
                int argb = image.getRGB(column, row);
                if (argb >>> 24 == 255) {
                    assertThat(argb >> 16 & 255).isEqualTo(200);
                    assertThat(argb & 255).isEqualTo(50);
                    count++;
                }
            }
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(strings = {"orthophoto", "dsm", "dtm"})
    void everyLayerHasATileJson(String layer) {
        JsonNode json = admin.get(path + layer + "/tiles.json").expect(200).json();
        var names = new ArrayList<String>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "tilejson",
                        "name",
                        "version",
                        "scheme",
                        "tiles",
                        "minzoom",
                        "maxzoom",
                        "bounds");
        assertThat(json.path("tilejson").asText()).isEqualTo("2.1.0");
        assertThat(json.path("name").asText()).isEqualTo("Field");
        assertThat(json.path("scheme").asText()).isEqualTo("xyz");
        assertThat(json.path("tiles").path(0).asText())
                .isEqualTo(path + layer + "/tiles/{z}/{x}/{y}.png");
        assertThat(json.path("bounds").path(0).asDouble()).isBetween(-92.01, -92.0);
        assertThat(json.path("bounds").path(3).asDouble()).isBetween(46.84, 46.85);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orthophoto", "dsm", "dtm"})
    void everyLayerHasTiles(String layer) {
        Client.Reply reply = admin.get(tile(layer) + ".png").expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("image/png");
        BufferedImage image = picture(reply);
        assertThat(image.getWidth()).isEqualTo(256);
        assertThat(image.getHeight()).isEqualTo(256);
    }

    @Test
    void aTileShowsTheColoursOfTheImage() {
        BufferedImage image = picture(admin.get(tile("orthophoto") + ".png"));
        // 64 by 48 metres; a pixel of this zoom is 156543.03 m / 2^zoom at the equator, less by the
        // cosine of the latitude.
        double metres = 156543.034 / (1 << zoom) * Math.cos(Math.toRadians(46.84));
        double all = 64 / metres * (48 / metres);
        assertThat(opaque(image)).isBetween((int) (all / 8), (int) (all * 1.1));
    }

    @Test
    void theTemplateOfTheTileJsonWorks() {
        String template = tileJson.path("tiles").path(0).asText();
        admin.get(template.replace("{z}", zoom + "").replace("{x}", x + "").replace("{y}", y + ""))
                .expect(200);
    }

    @Test
    void theShortPathTakesATokenInTheQuery() {
        String jwt = admin.headers().get(1).substring(4);
        Client.Reply reply =
                server.anonymous()
                        .get(path + "tiles/" + zoom + "/" + x + "/" + y + ".png?jwt=" + jwt)
                        .expect(200);
        assertThat(reply.bytes()).isEqualTo(admin.get(tile("orthophoto") + ".png").bytes());
        server.anonymous().get(path + "tiles.json?jwt=" + jwt).expect(200);
        server.anonymous().get(tile("orthophoto") + ".png").expect(404);
    }

    @Test
    void oldClientsMayCountRowsFromTheSouth() {
        int south = (1 << zoom) - 1 - y;
        String old = path + "orthophoto/tiles/" + zoom + "/" + x + "/" + south;
        byte[] expected = admin.get(tile("orthophoto") + ".png").bytes();
        assertThat(admin.get(old + ".png").expect(200).bytes()).isEqualTo(expected);
        assertThat(admin.get(old + ".png?scheme=tms").expect(200).bytes()).isEqualTo(expected);
        admin.get(old + ".png?scheme=xyz").expect(404);
        admin.get(tile("orthophoto") + ".png?scheme=tms").expect(404);
        // Only addresses that old clients write are read so.
        admin.get(old).expect(404);
        admin.get(old + "@2x.png").expect(404);
        admin.get(old + ".png?size=256").expect(404);
        admin.get(tile("orthophoto") + ".png?scheme=up").expect(400);
    }

    @Test
    void tilesOutsideAreNotFoundInWords() {
        Client.Reply reply = admin.get(path + "orthophoto/tiles/" + zoom + "/0/0.png").expect(404);
        assertThat(reply.json().path("detail").asText()).isEqualTo("Outside of bounds");
        admin.get(path + "orthophoto/tiles/0/0/0.png").expect(404);
        admin.get(path + "orthophoto/tiles/29/0/0.png").expect(404);
        admin.get(path + "orthophoto/tiles/99/0/0.png").expect(404);
        admin.get(path + "orthophoto/tiles/x/0/0.png").expect(404);
        admin.get(path + "orthophoto/tiles/" + zoom + "/" + x + "/" + y + ".gif").expect(404);
        admin.get(path + "nothing/tiles.json").expect(404);
    }

    @Test
    void denserAndDoubleTilesCoverTheSameGround() {
        assertThat(picture(admin.get(tile("orthophoto") + "@2x.png").expect(200)).getWidth())
                .isEqualTo(512);
        BufferedImage twice =
                picture(
                        admin.get(
                                        path
                                                + "orthophoto/tiles/"
                                                + (zoom + 1)
                                                + "/"
                                                + x
                                                + "/"
                                                + y
                                                + "?size=512")
                                .expect(200));
        assertThat(twice.getWidth()).isEqualTo(512);
        assertThat(admin.get(tile("orthophoto") + "?size=300").status()).isEqualTo(400);
        assertThat(picture(admin.get(tile("orthophoto") + "@99x.png").expect(200)).getWidth())
                .isEqualTo(1024);
    }

    @Test
    void jpegTilesHaveTheNameThatClientsKnow() {
        assertThat(admin.get(tile("orthophoto") + ".jpg").expect(200).header("Content-Type"))
                .isEqualTo("image/jpg");
    }

    @Test
    void webpTilesShowTheSameAsPngTiles() {
        BufferedImage png = picture(admin.get(tile("orthophoto") + ".png").expect(200));
        Client.Reply reply = admin.get(tile("orthophoto") + ".webp").expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("image/webp");
        BufferedImage webp = picture(reply);
        for (int i = 0; i < 256 * 256; i++) {
            int expected = png.getRGB(i % 256, i / 256);
            int found = webp.getRGB(i % 256, i / 256);
            assertThat(found >>> 24).isEqualTo(expected >>> 24);
            if (expected >>> 24 != 0) {
                assertThat(found).isEqualTo(expected);
            }
        }
    }

    /// The tile is partly empty, so it cannot be a JPEG.
    @Test
    void withoutAnEndingTheClientsWishCounts() {
        String bare = tile("orthophoto");
        assertThat(admin.get(bare).expect(200).header("Content-Type")).isEqualTo("image/png");
        Client.Reply webp =
                admin.get(bare, "Accept", "image/avif,image/webp,*/*;q=0.8").expect(200);
        assertThat(webp.header("Content-Type")).isEqualTo("image/webp");
        assertThat(webp.header("Vary")).contains("Accept");
        assertThat(admin.get(bare, "If-None-Match", webp.header("ETag")).status()).isEqualTo(200);
        Client.Reply thumbnail =
                admin.get(path + "thumbnail?size=64", "Accept", "image/webp").expect(200);
        assertThat(thumbnail.header("Content-Type")).isEqualTo("image/webp");
        assertThat(picture(thumbnail).getWidth()).isEqualTo(64);
    }

    @Test
    void zoomsBeyondThreeOfTheOwnAreNotFound() {
        assertThat(tileJson.path("maxzoom").asInt()).isEqualTo(zoom + 3);
        for (int z : new int[] {tileJson.path("minzoom").asInt() - 1, zoom + 4}) {
            double shift = Math.pow(2, z - zoom);
            String address = z + "/" + (int) ((x + 0.5) * shift) + "/" + (int) ((y + 0.5) * shift);
            admin.get(path + "orthophoto/tiles/" + address + ".png").expect(404);
        }
    }

    @Test
    void aKnownTileIsNotSentAgain() {
        String tag = admin.get(tile("dsm") + ".png").header("ETag");
        admin.get(tile("dsm") + ".png", "If-None-Match", tag).expect(304);
        assertThat(admin.get(tile("dsm") + ".png?cache=7").header("Cache-Control"))
                .contains("max-age");
    }

    @Test
    void heightsAreColoured() {
        // Heights go from 180 to 186.3: with this range all of it is one end of the map or the
        // other.
        BufferedImage low =
                picture(admin.get(tile("dsm") + ".png?rescale=1000,2000&color_map=viridis"));
        BufferedImage high =
                picture(admin.get(tile("dsm") + ".png?rescale=0,100&color_map=viridis"));
        assertThat(colours(low)).hasSize(1);
        assertThat(colours(high)).hasSize(1);
        assertThat(colours(low)).isNotEqualTo(colours(high));
        assertThat(
                        colours(
                                        picture(
                                                admin.get(
                                                        tile("dsm")
                                                                + ".png?rescale=180,187&hillshade=1")))
                                .size())
                .isGreaterThan(1);
    }

    private static java.util.Set<Integer> colours(BufferedImage image) {
        var colours = new java.util.HashSet<Integer>();
        for (int row = 0; row < image.getHeight(); row++) {
            for (int column = 0; column < image.getWidth(); column++) {
                if (image.getRGB(column, row) >>> 24 == 255) {
                    colours.add(image.getRGB(column, row));
                }
            }
        }
        return colours;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orthophoto?formula=NONSENSE",
                "orthophoto?formula=NDVI&bands=RGB",
                "orthophoto?formula=NDVI&bands=RGBN",
                "orthophoto?formula=VARI&bands=XYZ",
                "orthophoto?rescale=a,b",
                "orthophoto?rescale=1",
                "orthophoto?hillshade=3",
                "dsm?hillshade=steep",
                "dsm?color_map=nonsense",
                "dsm?boundaries={}",
                "dsm?boundaries=x"
            })
    void badStylesAreRefused(String layerAndQuery) {
        String[] parts = layerAndQuery.split("\\?");
        String query = parts[1].replace("{", "%7B").replace("}", "%7D");
        JsonNode json = admin.get(tile(parts[0]) + ".png?" + query).expect(400).json();
        assertThat(json.isArray()).isTrue();
    }

    @Test
    void indicesArePaintedAndDescribed() {
        admin.get(tile("orthophoto") + ".png?formula=VARI&bands=RGB&color_map=rdylgn").expect(200);
        JsonNode json =
                admin.get(path + "orthophoto/metadata?formula=VARI&bands=auto&color_map=rdylgn")
                        .expect(200)
                        .json();
        assertThat(json.path("statistics").path("1").path("min").asDouble()).isEqualTo(-1);
        assertThat(json.path("statistics").path("1").path("max").asDouble()).isEqualTo(1);
        assertThat(json.path("algorithms").findValuesAsText("id"))
                .contains("VARI")
                .doesNotContain("NDRE");
        assertThat(json.path("color_maps").findValuesAsText("key"))
                .startsWith("rdylgn", "spectral")
                .contains("discrete_ndvi");
        assertThat(json.path("color_maps").path(0).path("color_map")).hasSize(256);
        assertThat(json.path("auto_bands").path("filter").asText()).isEqualTo("RGB");
        assertThat(json.path("tiles").path(0).asText())
                .isEqualTo(
                        path
                                + "orthophoto/tiles/{z}/{x}/{y}?formula=VARI&bands=auto&color_map=rdylgn");
        admin.get(path + "orthophoto/metadata?formula=XX&bands=RGB").expect(400);
    }

    @Test
    void metadataDescribesTheFile() {
        JsonNode json = admin.get(path + "orthophoto/metadata").expect(200).json();
        assertThat(json.path("name").asText()).isEqualTo("Field");
        assertThat(json.path("bounds").path("crs").asText()).isEqualTo("EPSG:32615");
        assertThat(json.path("bounds").path("value")).hasSize(4);
        assertThat(json.path("statistics")).hasSize(3);
        JsonNode red = json.path("statistics").path("1");
        assertThat(red.path("min").asDouble()).isEqualTo(200);
        assertThat(red.path("max").asDouble()).isEqualTo(200);
        assertThat(red.path("histogram").path(0)).hasSize(255);
        assertThat(red.path("histogram").path(1)).hasSize(256);
        assertThat(json.path("dtype").asText()).isEqualTo("uint8");
        assertThat(json.path("nodata_type").asText()).isEqualTo("Alpha");
        assertThat(json.path("count").asInt()).isEqualTo(4);
        assertThat(json.path("width").asInt()).isEqualTo(64);
        assertThat(json.path("height").asInt()).isEqualTo(48);
        assertThat(json.path("color_maps")).isEmpty();
        assertThat(json.path("auto_bands").path("match").isNull()).isTrue();
        JsonNode dsm = admin.get(path + "dsm/metadata").expect(200).json();
        assertThat(dsm.path("statistics")).hasSize(1);
        assertThat(dsm.path("statistics").path("1").path("min").asDouble()).isBetween(179.9, 180.2);
        assertThat(dsm.path("statistics").path("1").path("max").asDouble()).isBetween(186.0, 186.4);
        assertThat(dsm.path("color_maps").findValuesAsText("key"))
                .containsExactly("viridis", "jet", "terrain", "gist_earth", "pastel1");
    }

    @Test
    void boundsNameTheTemplateAndTheBox() {
        JsonNode json = admin.get(path + "dtm/bounds").expect(200).json();
        assertThat(json.path("url").asText()).isEqualTo(path + "dtm/tiles/{z}/{x}/{y}");
        assertThat(json.path("bounds")).hasSize(4);
        assertThat(admin.get(uuidPath + "dtm/bounds").json().path("url").asText())
                .startsWith(uuidPath);
    }

    @Test
    void boundariesCutTheTile() {
        JsonNode box = tileJson.path("bounds");
        double west = box.path(0).asDouble();
        double south = box.path(1).asDouble();
        double middle = (west + box.path(2).asDouble()) / 2;
        double north = box.path(3).asDouble();
        String polygon =
                "{\"type\":\"Polygon\",\"coordinates\":[[[%1$s,%2$s],[%3$s,%2$s],[%3$s,%4$s],[%1$s,%4$s],[%1$s,%2$s]]]}"
                        .formatted(west, south, middle, north);
        int whole = opaque(picture(admin.get(tile("orthophoto") + ".png")));
        int half =
                opaque(
                        picture(
                                admin.get(
                                                tile("orthophoto")
                                                        + ".png?boundaries="
                                                        + java.net.URLEncoder.encode(
                                                                polygon,
                                                                java.nio.charset.StandardCharsets
                                                                        .UTF_8))
                                        .expect(200)));
        assertThat(half).isLessThan(whole).isPositive();
    }

    @Test
    void thumbnailsAreSquare() {
        Client.Reply reply = admin.get(path + "thumbnail?size=100").expect(200);
        assertThat(picture(reply).getWidth()).isEqualTo(100);
        assertThat(picture(reply).getHeight()).isEqualTo(100);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(picture(admin.get(path + "thumbnail?size=x").expect(200)).getWidth())
                .isEqualTo(256);
        assertThat(opaque(picture(reply))).isPositive();
    }

    @Test
    void beforeCompletionThereAreNoTiles() {
        long project = server.project(admin, "Empty");
        String waiting =
                task(
                        project,
                        server.newTask(admin, project, Map.of("auto_processing_node", "false"))
                                .path("id")
                                .asLong());
        for (String what :
                List.of(
                        "orthophoto/tiles.json",
                        "dsm/metadata",
                        "dtm/bounds",
                        "tiles/17/1/1.png",
                        "thumbnail")) {
            admin.get(waiting + what).expect(404);
        }
    }

    @Test
    void thumbnailsOfPhotosAreMadeOnRequest() throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        var photo = new BufferedImage(800, 400, BufferedImage.TYPE_INT_RGB);
        photo.setRGB(0, 0, 0xffffff);
        ImageIO.write(photo, "jpg", bytes);
        long project = server.project(admin, "Photos");
        String own =
                task(
                        project,
                        admin.form(
                                        tasks(project),
                                        Map.of("auto_processing_node", "false"),
                                        new Client.FilePart("f", "p.jpg", bytes.toByteArray()),
                                        Client.FilePart.image("q.jpg"))
                                .expect(201)
                                .json()
                                .path("id")
                                .asLong());
        BufferedImage small =
                picture(admin.get(own + "images/thumbnail/p.jpg?size=200").expect(200));
        assertThat(small.getWidth()).isEqualTo(200);
        assertThat(small.getHeight()).isEqualTo(100);
        BufferedImage close =
                picture(
                        admin.get(
                                        own
                                                + "images/thumbnail/p.jpg?zoom=2&center_x=0.25&center_y=0.5&draw_point=0.25,0.5&point_color=00ff00&point_radius=2")
                                .expect(200));
        // The half of 400 pixels is shown with the usual 512; the ring has a radius of 16 of them,
        // of which 30 % are its line.
        assertThat(close.getWidth()).isEqualTo(512);
        int green = close.getRGB(256 + 17, 128) >> 8 & 255;
        assertThat(green).isGreaterThan(150);
        BufferedImage far =
                picture(admin.get(own + "images/thumbnail/p.jpg?zoom=0.1&size=400").expect(200));
        assertThat(far.getWidth()).isEqualTo(400);
        for (String bad :
                List.of(
                        "size=0",
                        "size=x",
                        "quality=101",
                        "center_x=1.6",
                        "zoom=0.05",
                        "zoom=NaN",
                        "draw_point=0.5",
                        "draw_point=2,0.5",
                        "draw_point=NaN,0.5",
                        "draw_point=0.5,0.5&point_color=red",
                        "draw_point=0.5,0.5&point_radius=-1")) {
            assertThat(admin.get(own + "images/thumbnail/p.jpg?" + bad).status())
                    .as(bad)
                    .isEqualTo(400);
        }
        admin.get(own + "images/thumbnail/p.jpg?zoom=99").expect(400);
        admin.get(own + "images/thumbnail/q.jpg").expect(400);
        admin.get(own + "images/thumbnail/none.jpg").expect(404);
    }

    /// Sixteen bits with little contrast: stretched, the least becomes black and the largest white.
    @Test
    void thumbnailsOfDeepPhotosAreStretchedAndProgressive() throws IOException {
        var deep = new BufferedImage(64, 64, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 64 * 64; i++) {
            deep.getRaster().setSample(i % 64, i / 64, 0, 30_000 + (i % 64 < 32 ? 0 : 100));
        }
        var bytes = new java.io.ByteArrayOutputStream();
        ImageIO.write(deep, "png", bytes);
        long project = server.project(admin, "Deep");
        String own =
                task(
                        project,
                        admin.form(
                                        tasks(project),
                                        Map.of("auto_processing_node", "false"),
                                        new Client.FilePart("f", "t.png", bytes.toByteArray()),
                                        Client.FilePart.image("q.jpg"))
                                .expect(201)
                                .json()
                                .path("id")
                                .asLong());
        Client.Reply reply = admin.get(own + "images/thumbnail/t.png").expect(200);
        BufferedImage shown = picture(reply);
        assertThat(shown.getRGB(10, 30) & 255).isLessThan(10);
        assertThat(shown.getRGB(50, 30) & 255).isGreaterThan(245);
        boolean progressive = false;
        for (int i = 0; i + 1 < reply.bytes().length; i++) {
            progressive |= reply.bytes()[i] == (byte) 0xFF && reply.bytes()[i + 1] == (byte) 0xC2;
        }
        assertThat(progressive).isTrue();
    }
}
