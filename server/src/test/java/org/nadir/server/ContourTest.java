package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nadir.server.TestServer.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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

/// Contours over HTTP, of a cone of 25 m radius that is 25 m high: the line of each height is a circle. Every format is read
/// by its specification, byte by byte.
@Timeout(60)
class ContourTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static String plugin;

    @BeforeAll
    static void start() throws IOException {
        Map<String, byte[]> results = Results.files(scratch);
        results.put(
                "odm_dem/dsm.tif",
                Surfaces.model(scratch, (x, y) -> Math.max(0, 25 - Math.hypot(x, y))));
        node = new FakeNode(Results.zip(results));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        long project = server.project(admin, "Contours");
        long task = server.newTask(admin, project, Map.of("name", "Hill")).path("id").asLong();
        plugin = "/api/plugins/contours/task/" + task + "/contours/";
        server.awaitStatus(admin, task(project, task), 40);
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private static Client.Reply made(Map<String, ?> wish) {
        String id = Background.id(admin.post(plugin + "generate", wish));
        assertThat(Background.end(admin, id).path("error").asText()).isEmpty();
        return admin.get(plugin + "download/" + id).expect(200);
    }

    private static void assertOnCircle(double x, double y, double level) {
        // A chord of 0.2 m leaves a circle of 4 m or more by 1 mm; simplified by 1 cm at most.
        assertThat(Math.hypot(x - 576_030, y - 5_188_030)).isCloseTo(25 - level, within(0.015));
    }

    @Test
    void geoJsonInTheMapsOwnSystem() {
        Client.Reply reply =
                made(Map.of("format", "GeoJSON", "epsg", 32615, "interval", 3, "zfactor", 2));
        assertThat(reply.header("Content-Disposition")).contains("Hill-contours.json");
        JsonNode json = reply.json();
        assertThat(json.path("crs").path("properties").path("name").asText()).endsWith(":32615");
        assertThat(json.path("features")).hasSize(8);
        for (JsonNode feature : json.path("features")) {
            double level = feature.path("properties").path("level").asDouble() / 2;
            assertThat(level % 3).isZero();
            JsonNode line = feature.path("geometry").path("coordinates");
            assertThat(line.get(0)).isEqualTo(line.get(line.size() - 1));
            for (JsonNode point : line) {
                assertOnCircle(point.get(0).asDouble(), point.get(1).asDouble(), level);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4326", "3857"})
    void otherSystemsAreThoseOfProj4j(int epsg) {
        JsonNode json = made(Map.of("format", "GeoJSON", "epsg", epsg, "interval", 10)).json();
        assertThat(json.has("crs")).isEqualTo(epsg != 4326);
        var factory = new CRSFactory();
        var transform =
                new CoordinateTransformFactory()
                        .createTransform(
                                factory.createFromName("EPSG:" + epsg),
                                factory.createFromName("EPSG:32615"));
        var place = new ProjCoordinate();
        int points = 0;
        for (JsonNode feature : json.path("features")) {
            for (JsonNode point : feature.path("geometry").path("coordinates")) {
                transform.transform(
                        new ProjCoordinate(point.get(0).asDouble(), point.get(1).asDouble()),
                        place);
                assertOnCircle(
                        place.x, place.y, feature.path("properties").path("level").asDouble());
                points++;
            }
        }
        assertThat(points).isGreaterThan(50);
    }

    @Test
    void dxfHasPolylinesAtTheirHeight() {
        String[] lines =
                made(Map.of("format", "DXF", "epsg", 32615, "interval", 5)).text().split("\n");
        double height = Double.NaN;
        int polylines = 0;
        double x = Double.NaN;
        String entity = "";
        for (int i = 0; i + 1 < lines.length; i += 2) {
            String value = lines[i + 1];
            switch (Integer.parseInt(lines[i])) {
                case 0 -> entity = value;
                case 10 -> x = Double.parseDouble(value);
                case 20 -> {
                    if (entity.equals("VERTEX")) {
                        assertOnCircle(x, Double.parseDouble(value), height);
                    }
                }
                case 30 -> {
                    if (entity.equals("POLYLINE")) {
                        height = Double.parseDouble(value);
                        polylines++;
                    }
                }
                case 70 -> {
                    if (entity.equals("POLYLINE")) {
                        assertThat(value).isEqualTo("1");
                    }
                }
                default -> {}
            }
        }
        assertThat(polylines).isEqualTo(4);
        assertThat(lines[lines.length - 1]).isEqualTo("EOF");
    }

    @Test
    void shapefilesHoldShapesIndexAndTable() throws IOException {
        Map<String, ByteBuffer> parts = new HashMap<>();
        byte[] archive =
                made(Map.of("format", "ESRI Shapefile", "epsg", 32615, "interval", 5)).bytes();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                parts.put(
                        e.getName(),
                        ByteBuffer.wrap(zip.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        assertThat(parts)
                .containsOnlyKeys("contours.shp", "contours.shx", "contours.dbf", "contours.prj");
        ByteBuffer shapes = Objects.requireNonNull(parts.get("contours.shp"));
        ByteBuffer index = Objects.requireNonNull(parts.get("contours.shx"));
        ByteBuffer table = Objects.requireNonNull(parts.get("contours.dbf"));
        assertThat(big(shapes, 0)).isEqualTo(9994);
        assertThat(big(shapes, 24) * 2).isEqualTo(shapes.capacity());
        assertThat(big(index, 24) * 2).isEqualTo(index.capacity());
        assertThat(table.getInt(4)).isEqualTo(4);
        assertThat(table.capacity()).isEqualTo(table.getShort(8) + 4 * table.getShort(10) + 1);
        for (int i = 0; i < 4; i++) {
            int at = big(index, 100 + 8 * i) * 2;
            assertThat(big(shapes, at)).isEqualTo(i + 1);
            assertThat(big(shapes, at + 4)).isEqualTo(big(index, 104 + 8 * i));
            assertThat(shapes.getInt(at + 8)).isEqualTo(3);
            int points = shapes.getInt(at + 8 + 40);
            var row = new byte[table.getShort(10)];
            table.get(table.getShort(8) + i * row.length, row);
            String text = new String(row, StandardCharsets.US_ASCII);
            assertThat(Integer.parseInt(text.substring(1, 11).strip())).isEqualTo(i);
            double level = Double.parseDouble(text.substring(11).strip());
            for (int p = 0; p < points; p++) {
                int place = at + 8 + 48 + 16 * p;
                assertOnCircle(shapes.getDouble(place), shapes.getDouble(place + 8), level);
            }
        }
    }

    private static int big(ByteBuffer bytes, int at) {
        return Integer.reverseBytes(bytes.getInt(at));
    }

    @Test
    void geoPackagesAreDataBasesByTheStandard() throws SQLException {
        Client.Reply reply = made(Map.of("epsg", "32615", "interval", "5"));
        assertThat(reply.header("Content-Type")).isEqualTo("application/geopackage+sqlite3");
        Path file = Background.file(scratch, reply);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            try (ResultSet id = statement.executeQuery("PRAGMA application_id")) {
                assertThat(id.getInt(1)).isEqualTo(0x47504B47);
            }
            try (ResultSet rows =
                    statement.executeQuery(
                            """
                            SELECT c.min_x, c.max_x, g.geometry_type_name, s.organization_coordsys_id
                            FROM gpkg_contents c JOIN gpkg_geometry_columns g USING (table_name)
                            JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
                            """)) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getDouble(1)).isCloseTo(576_010, within(0.02));
                assertThat(rows.getDouble(2)).isCloseTo(576_050, within(0.02));
                assertThat(rows.getString(3)).isEqualTo("LINESTRING");
                assertThat(rows.getInt(4)).isEqualTo(32615);
            }
            int count = 0;
            try (ResultSet rows = statement.executeQuery("SELECT geom, level FROM contour")) {
                while (rows.next()) {
                    count++;
                    ByteBuffer geometry =
                            ByteBuffer.wrap(rows.getBytes(1)).order(ByteOrder.LITTLE_ENDIAN);
                    assertThat(geometry.get(0)).isEqualTo((byte) 'G');
                    assertThat(geometry.getInt(4)).isEqualTo(32615);
                    assertThat(geometry.getInt(41)).isEqualTo(2);
                    for (int p = 0; p < geometry.getInt(45); p++) {
                        assertOnCircle(
                                geometry.getDouble(49 + 16 * p),
                                geometry.getDouble(57 + 16 * p),
                                rows.getDouble(2));
                    }
                }
            }
            assertThat(count).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "layer,orthophoto",
        "layer,mesh",
        "epsg,nowhere",
        "epsg,1",
        "interval,0",
        "interval,-1",
        "interval,NaN",
        "format,PDF",
        "simplify,-1",
        "zfactor,x"
    })
    void whatMakesNoSenseIsAnErrorWith200(String name, String value) {
        JsonNode json = admin.post(plugin + "generate", Map.of(name, value)).expect(200).json();
        assertThat(json.path("error").asText()).isNotEmpty();
    }

    @Test
    void tooManyLinesFailWithAReason() {
        String id = Background.id(admin.post(plugin + "generate", Map.of("interval", "0.000001")));
        assertThat(Background.end(admin, id).path("error").asText()).contains("larger interval");
        admin.anonymous().post(plugin + "generate", Map.of()).expect(404);
    }
}
