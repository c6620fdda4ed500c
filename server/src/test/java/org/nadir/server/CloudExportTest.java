package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nadir.server.TestServer.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.nadir.pointcloud.ArrayPointSource;
import org.nadir.pointcloud.LasReader;
import org.nadir.pointcloud.LasReference;
import org.nadir.pointcloud.LazWriter;
import org.nadir.pointcloud.PointBatch;

/// Point cloud exports over HTTP. The points are known, their places in other systems come from proj4j, and plain LAS files are
/// read byte by byte as the specification lays them out. (That our LAZ is LAZ is shown with another reader where it is written.)
@Timeout(60)
class CloudExportTest {

    private static final int COUNT = 4000;

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static String path;
    static long task;
    static double[] xyz = new double[3 * COUNT];

    @BeforeAll
    static void start() throws IOException {
        var random = new Random(42);
        var rgb = new byte[3 * COUNT];
        var classes = new byte[COUNT];
        for (int i = 0; i < COUNT; i++) {
            xyz[3 * i] = 576_000 + Math.round(random.nextDouble() * 60_000) / 1000.0;
            xyz[3 * i + 1] = 5_188_020 + Math.round(random.nextDouble() * 40_000) / 1000.0;
            xyz[3 * i + 2] = 180 + Math.round(random.nextDouble() * 3000) / 1000.0;
            rgb[3 * i] = (byte) i;
            rgb[3 * i + 2] = (byte) (i >> 8);
            classes[i] = (byte) (i % 2 == 0 ? 2 : 1);
        }
        Path laz = scratch.resolve("cloud.laz");
        LazWriter.write(
                laz,
                new ArrayPointSource(xyz, rgb, null, classes, null, 0, 0),
                new LasReference(32615, 0.001, 576_000, 5_188_000, 0));
        Map<String, byte[]> results = Results.files(scratch);
        results.put("odm_georeferencing/odm_georeferenced_model.laz", Files.readAllBytes(laz));
        node = new FakeNode(Results.zip(results));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        long project = server.project(admin, "Clouds");
        task = server.newTask(admin, project, Map.of("name", "Cloud")).path("id").asLong();
        path = task(project, task);
        server.awaitStatus(admin, path, 40);
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private static Client.Reply export(Map<String, ?> wish) {
        return admin.post(path + "georeferenced_model/export", wish);
    }

    private static Path made(Map<String, ?> wish) {
        return Background.file(scratch, Background.result(admin, export(wish), ""));
    }

    @Test
    void theCloudAsItIsIsAnAddress() {
        JsonNode json = export(Map.of("resample", "0", "epsg", 32615)).expect(200).json();
        assertThat(json)
                .hasToString(
                        "{\"url\":\""
                                + path
                                + "download/georeferenced_model.laz\",\"filename\":\"Cloud-georeferenced_model.laz\"}");
    }

    @ParameterizedTest
    @CsvSource({"format,gtiff", "epsg,x", "resample,dense", "resample,-1", "resample,NaN"})
    void whatMakesNoSenseIsRefused(String name, String value) {
        assertThat(export(Map.of(name, value)).expect(400).json().isArray()).isTrue();
    }

    private static ByteBuffer las(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// x, y, z of a record, by the offsets of the LAS 1.2 specification.
    private static double[] point(ByteBuffer las, int i) {
        int at = las.getInt(96) + i * las.getShort(105);
        var point = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            point[axis] =
                    las.getInt(at + 4 * axis) * las.getDouble(131 + 8 * axis)
                            + las.getDouble(155 + 8 * axis);
        }
        return point;
    }

    @ParameterizedTest
    @CsvSource({"4326,1.1e-7", "3857,0.0011", "26915,0.0011", "2264,0.0011"})
    void everyPointIsWhereProj4jPutsIt(int epsg, double step) throws IOException {
        ByteBuffer las = las(made(Map.of("format", "las", "epsg", epsg)));
        assertThat(las.getInt(107)).isEqualTo(COUNT);
        assertThat(new LasHead(las).keyOf(epsg == 4326 ? 2048 : 3072)).isEqualTo(epsg);
        var factory = new CRSFactory();
        var transform =
                new CoordinateTransformFactory()
                        .createTransform(
                                factory.createFromName("EPSG:32615"),
                                factory.createFromName("EPSG:" + epsg));
        var place = new ProjCoordinate();
        for (int i = 0; i < COUNT; i++) {
            transform.transform(new ProjCoordinate(xyz[3 * i], xyz[3 * i + 1]), place);
            double[] point = point(las, i);
            assertThat(point[0]).isCloseTo(place.x, within(step));
            assertThat(point[1]).isCloseTo(place.y, within(step));
            assertThat(point[2]).isCloseTo(xyz[3 * i + 2], within(1e-9));
            int at = las.getInt(96) + i * las.getShort(105);
            assertThat(las.get(at + 15) & 31).isEqualTo(i % 2 == 0 ? 2 : 1);
            assertThat(las.getShort(at + 20) & 0xFFFF).isEqualTo(i & 255);
        }
    }

    /// The GeoTIFF keys of a LAS file.
    private record LasHead(ByteBuffer las) {
        int keyOf(int id) {
            int at = las.getShort(94);
            for (int record = 0; record < las.getInt(100); record++) {
                int length = las.getShort(at + 20) & 0xFFFF;
                if ((las.getShort(at + 18) & 0xFFFF) == 34735) {
                    for (int key = at + 54 + 8; key < at + 54 + length; key += 8) {
                        if ((las.getShort(key) & 0xFFFF) == id) {
                            return las.getShort(key + 6) & 0xFFFF;
                        }
                    }
                }
                at += 54 + length;
            }
            return -1;
        }
    }

    @Test
    void aReprojectedLazHoldsAllPoints() throws IOException {
        Path laz = made(Map.of("epsg", 3857));
        try (LasReader reader = LasReader.open(laz)) {
            assertThat(reader.header().compressed()).isTrue();
            assertThat(reader.header().epsg()).isEqualTo(3857);
            var batch = new PointBatch(COUNT + 1);
            assertThat(reader.read(batch)).isEqualTo(COUNT);
        }
    }

    @Test
    void thinnedPointsKeepTheirDistanceAndLeaveNoGap() throws IOException {
        double radius = 1.5;
        Path first = made(Map.of("format", "las", "resample", "" + radius));
        ByteBuffer las = las(first);
        int count = las.getInt(107);
        assertThat(count).isBetween(300, COUNT / 2);
        List<double[]> kept = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            kept.add(point(las, i));
        }
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(distance(kept.get(i), kept.get(j))).isGreaterThan(radius - 1e-6);
            }
        }
        for (int i = 0; i < COUNT; i++) {
            double[] point = {xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]};
            assertThat(kept.stream().anyMatch(k -> distance(k, point) < radius + 1e-6)).isTrue();
        }
        assertThat(made(Map.of("format", "las", "resample", radius))).hasSameBinaryContentAs(first);
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt(
                (a[0] - b[0]) * (a[0] - b[0])
                        + (a[1] - b[1]) * (a[1] - b[1])
                        + (a[2] - b[2]) * (a[2] - b[2]));
    }

    @Test
    void textAndPlyKeepThePrecision() throws IOException {
        List<String> csv = Files.readAllLines(made(Map.of("format", "csv")));
        assertThat(csv).hasSize(COUNT + 1);
        String[] line = csv.get(1).split(",");
        for (int axis = 0; axis < 3; axis++) {
            assertThat(Double.parseDouble(line[axis])).isCloseTo(xyz[axis], within(0.00051));
        }
        byte[] ply = Files.readAllBytes(made(Map.of("format", "ply")));
        String head = new String(ply, 0, 600, StandardCharsets.US_ASCII);
        assertThat(head).contains("element vertex " + COUNT).contains("property double x");
        int body = head.indexOf("end_header\n") + "end_header\n".length();
        ByteBuffer first = ByteBuffer.wrap(ply, body, 24).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(first.getDouble()).isCloseTo(xyz[0], within(1e-6));
        assertThat(first.getDouble()).isCloseTo(xyz[1], within(1e-6));
    }

    @Test
    void theCropOfATaskIsApplied() throws IOException {
        var toLonLat = org.nadir.geo.Crs.ofEpsg(32615);
        double[][] corners = {
            {576_010, 5_188_030}, {576_040, 5_188_030}, {576_040, 5_188_050}, {576_010, 5_188_050}
        };
        var ring = new StringBuilder();
        for (double[] corner : corners) {
            var at = toLonLat.toLonLat(corner[0], corner[1]);
            ring.append("[%s,%s],".formatted(at.x(), at.y()));
        }
        var first = toLonLat.toLonLat(corners[0][0], corners[0][1]);
        ring.append("[%s,%s]".formatted(first.x(), first.y()));
        String crop = "{\"type\":\"Polygon\",\"coordinates\":[[" + ring + "]]}";
        Background.sql(server, "UPDATE tasks SET crop = ? WHERE id = ?", crop, task);
        try {
            ByteBuffer las = las(made(Map.of("format", "las")));
            int expected = 0;
            for (int i = 0; i < COUNT; i++) {
                double x = xyz[3 * i];
                double y = xyz[3 * i + 1];
                expected += x > 576_010 && x < 576_040 && y > 5_188_030 && y < 5_188_050 ? 1 : 0;
            }
            assertThat(las.getInt(107)).isCloseTo(expected, within(2));
            assertThat(las.getDouble(187)).isGreaterThan(576_009.999);
            assertThat(las.getDouble(179)).isLessThan(576_040.001);
        } finally {
            Background.sql(server, "UPDATE tasks SET crop = NULL WHERE id = ?", task);
        }
    }
}
