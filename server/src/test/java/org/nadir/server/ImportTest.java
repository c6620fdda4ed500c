package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.Client.FilePart;
import org.nadir.server.work.ImportSources;

/// Archives of results that become tasks: uploaded, fetched, from a folder of the server; hostile ones; and servers that end in
/// the middle.
@Timeout(90)
class ImportTest {

    @TempDir static Path scratch;
    @TempDir Path data;
    @TempDir Path folder;
    TestServer server;
    Client admin;
    long project;

    @BeforeEach
    void start() {
        ServerConfig config = TestServer.config(data);
        server =
                TestServer.start(
                        config.withChoices(
                                config.choices().withImports(new ImportSources(true, folder))));
        admin = server.admin();
        project = server.project(admin, "Imports");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String importPath() {
        return tasks(project) + "import";
    }

    private static Map<String, byte[]> results() {
        Map<String, byte[]> files = new LinkedHashMap<>(Results.files(scratch));
        files.put("images.json", text("[{\"filename\": \"a\"}, {\"filename\": \"b\"}, {}]"));
        return files;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode upload(byte[] archive) {
        return admin.form(importPath(), Map.of(), new FilePart("file", "results.zip", archive))
                .expect(201)
                .json();
    }

    private String path(JsonNode made) {
        return task(project, made.path("id").asLong());
    }

    private JsonNode ended(JsonNode made, int status) {
        JsonNode done = server.awaitImported(admin, path(made), taskFolder(made), status);
        assertThat(taskFolder(made).resolve(".incoming")).doesNotExist();
        return done;
    }

    private Path taskFolder(JsonNode made) {
        return server.taskFolder(project, made.path("id").asLong());
    }

    private Path importFolder(JsonNode made) {
        return taskFolder(made).resolve(".import");
    }

    private void assertIsComplete(JsonNode made) {
        JsonNode done = ended(made, 40);
        assertThat(done.path("running_progress").asDouble()).isEqualTo(1);
        assertThat(done.path("images_count").asInt()).isEqualTo(3);
        assertThat(done.path("auto_processing_node").asBoolean()).isFalse();
        assertThat(done.path("processing_node").isNull()).isTrue();
        assertThat(done.path("epsg").asInt()).isEqualTo(Results.EPSG);
        assertThat(done.path("available_assets").toString())
                .contains("all.zip", "orthophoto.tif", "dsm.tif", "report.pdf");
        assertThat(done.path("extent").size()).isEqualTo(4);
        assertThat(done.path("statistics").path("area").asDouble()).isEqualTo(1234.5);
        assertThat(admin.get(path(made) + "output/").json().asText())
                .isEqualTo("Importing assets...\nDone!");
        admin.get(path(made) + "orthophoto/tiles.json").expect(200);
    }

    @Test
    void anUploadedArchiveBecomesATask() {
        JsonNode made = upload(Results.zip(results()));
        assertThat(made.path("status").asInt()).isEqualTo(20);
        assertThat(made.path("pending_action").asInt()).isEqualTo(5);
        assertThat(made.path("name").asText()).isEqualTo("Imported Task");
        assertThat(made.path("import_url").asText()).isEqualTo("file://all.zip");
        assertIsComplete(made);
    }

    @Test
    void inChunksToo() {
        byte[] archive = Results.zip(results());
        int size = archive.length / 3;
        for (int i = 0; i < 4; i++) {
            byte[] part =
                    Arrays.copyOfRange(archive, i * size, Math.min(archive.length, (i + 1) * size));
            Client.Reply reply =
                    admin.form(
                            importPath(),
                            Map.of(
                                    "dzuuid",
                                    "zip-1",
                                    "dzchunkindex",
                                    Integer.toString(i),
                                    "dztotalchunkcount",
                                    "4",
                                    "dzchunkbyteoffset",
                                    Integer.toString(i * size),
                                    "dztotalfilesize",
                                    Integer.toString(archive.length),
                                    "name",
                                    "In chunks"),
                            new FilePart("file", "all.zip", part));
            if (i < 3) {
                assertThat(reply.expect(200).text()).isEqualTo("{\"uploaded\":true}");
            } else {
                JsonNode made = reply.expect(201).json();
                assertThat(made.path("name").asText()).isEqualTo("In chunks");
                assertIsComplete(made);
            }
        }
    }

    @Test
    void aSingleTopFolderIsTakenAway() {
        Map<String, byte[]> wrapped = new LinkedHashMap<>();
        results().forEach((name, content) -> wrapped.put("my task/" + name, content));
        wrapped.put("__MACOSX/my task/._x", new byte[3]);
        assertIsComplete(upload(Results.zip(wrapped)));
    }

    @Test
    void aFolderOfResultsAloneIsNoTopFolder() {
        Map<String, byte[]> surface = Map.of("odm_dem/dsm.tif", results().get("odm_dem/dsm.tif"));
        JsonNode done = ended(upload(Results.zip(surface)), 40);
        assertThat(done.path("available_assets").toString()).isEqualTo("[\"all.zip\",\"dsm.tif\"]");
    }

    @Test
    void theConsoleThatCameAlongIsKept() {
        Map<String, byte[]> files = results();
        files.put("task_output.txt", text("[INFO] first\n[INFO] last\n"));
        JsonNode made = upload(Results.zip(files));
        ended(made, 40);
        assertThat(admin.get(path(made) + "output/").json().asText())
                .isEqualTo("[INFO] first\n[INFO] last\nDone!");
    }

    @Test
    void exactlyOneSourceIsNeeded() {
        FilePart zip = new FilePart("file", "a.zip", Results.zip(Map.of("a", new byte[1])));
        admin.form(importPath(), Map.of()).expect(400);
        admin.post(importPath(), Map.of("name", "x")).expect(400);
        admin.form(importPath(), Map.of("url", "http://example.org/a.zip"), zip).expect(400);
        admin.form(importPath(), Map.of(), zip, new FilePart("f", "b.zip", new byte[2]))
                .expect(400);
        for (String url : new String[] {"ftp://example.org/a.zip", "nonsense", "http://"}) {
            assertThat(admin.post(importPath(), Map.of("url", url)).expect(400).json().isArray())
                    .isTrue();
        }
        assertThat(admin.get(tasks(project)).json()).isEmpty();
        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void importingNeedsTheRightToChange() {
        server.addUser("eve", "another horse");
        server.anonymous()
                .login("eve", "another horse")
                .post(importPath(), Map.of("url", "http://a.org/"))
                .expect(404);
        server.anonymous().post(importPath(), Map.of("url", "http://a.org/")).expect(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no zip at all", "PK\003\004 cut off"})
    void whatIsNoArchiveFails(String content) {
        JsonNode done = ended(upload(text(content)), 30);
        assertThat(done.path("last_error").asText()).contains("Invalid");
        assertThat(done.path("pending_action").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "a/../../evil",
                "/evil",
                "..\\evil",
                "C:\\evil",
                "a/b/../../../evil"
            })
    void archivesThatClimbOutFail(String name) {
        JsonNode made = upload(Results.zip(Map.of("good.txt", new byte[1], name, new byte[1])));
        assertThat(ended(made, 30).path("last_error").asText())
                .startsWith("Invalid zip file: The archive points outside");
        assertThat(taskFolder(made).resolve("assets")).doesNotExist();
        assertThat(data.resolve("evil")).doesNotExist();
    }

    @Test
    void archivesWithLinksFail() {
        byte[] archive = Results.zip(Map.of("link", text("/etc/passwd")));
        // In the central directory: made on Unix, and of the type of a link.
        int directory = archive.length - 22 - 46 - 4;
        archive[directory + 5] = 3;
        archive[directory + 41] = (byte) 0xa1;
        assertThat(ended(upload(archive), 30).path("last_error").asText())
                .isEqualTo("Invalid zip file: The archive holds a link: link");
    }

    @Test
    void archivesThatLieAboutSizesFail() {
        byte[] archive = Results.zip(Map.of("zeros", new byte[1 << 20]));
        int directory = archive.length - 22 - 46 - 5;
        archive[directory + 24] = 100;
        archive[directory + 25] = 0;
        archive[directory + 26] = 0;
        assertThat(ended(upload(archive), 30).path("last_error").asText()).startsWith("Invalid");
        byte[] whole = Results.zip(Map.of("zeros", new byte[1 << 20]));
        for (int i = 0; i < 4; i++) {
            whole[whole.length - 22 - 46 - 5 + 24 + i] = (byte) (i == 3 ? 0x7f : 0xff);
        }
        assertThat(ended(upload(whole), 30).path("last_error").asText())
                .contains("far more than its size makes likely");
    }

    @Test
    void damagedFilesInArchivesFail() {
        byte[] archive = Results.zip(results());
        archive[200] ^= 0x55;
        assertThat(ended(upload(archive), 30).path("last_error").asText()).startsWith("Invalid");
        byte[] clash =
                Results.zip(new LinkedHashMap<>(Map.of("a", new byte[1], "a/b", new byte[1])));
        assertThat(ended(upload(clash), 30).path("last_error").asText()).startsWith("Invalid");
    }

    @Test
    void filesOfTheServersFolderCanBeImported() throws IOException {
        Files.write(folder.resolve("old results.zip"), Results.zip(results()));
        JsonNode made =
                admin.post(importPath(), Map.of("url", "file://old results.zip"))
                        .expect(201)
                        .json();
        assertThat(made.path("import_url").asText()).isEqualTo("file://old results.zip");
        assertIsComplete(made);
        assertThat(folder.resolve("old results.zip")).exists();
        for (String name : new String[] {"../nadir.db", "/etc/hostname", "none.zip", ""}) {
            JsonNode refused =
                    admin.post(importPath(), Map.of("url", "file://" + name)).expect(201).json();
            assertThat(ended(refused, 30).path("last_error").asText())
                    .startsWith("The file to import is not on the server");
        }
    }

    @Test
    void withoutSuchAFolderFileUrlsAreRefused(@TempDir Path own) {
        try (var plain = TestServer.start(own, null)) {
            Client client = plain.admin();
            String path = tasks(plain.project(client, "Plain")) + "import";
            client.post(path, Map.of("url", "file://a.zip")).expect(400);
            client.post(path, Map.of("url", "http://127.0.0.1/a.zip")).expect(400);
            JsonNode made =
                    client.post(path, Map.of("url", "http://localhost:1/a.zip")).expect(201).json();
            JsonNode done = plain.awaitStatus(client, task(1, made.path("id").asLong()), 30);
            assertThat(done.path("last_error").asText()).contains("not on the public internet");
        }
    }

    @Test
    void aUrlIsFetched() throws IOException {
        byte[] archive = Results.zip(results());
        HttpServer web = SlowWeb.newWeb();
        web.createContext(
                "/moved.zip",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/all.zip");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
        web.createContext(
                "/all.zip",
                exchange -> {
                    exchange.sendResponseHeaders(200, archive.length);
                    exchange.getResponseBody().write(archive);
                    exchange.close();
                });
        web.start();
        String base = "http://127.0.0.1:" + web.getAddress().getPort();
        JsonNode made =
                admin.form(importPath(), Map.of("url", base + "/moved.zip", "name", "Far"))
                        .expect(201)
                        .json();
        assertThat(made.path("import_url").asText()).isEqualTo(base + "/moved.zip");
        assertThat(made.path("name").asText()).isEqualTo("Far");
        assertIsComplete(made);
        JsonNode absent =
                admin.post(importPath(), Map.of("url", base + "/none")).expect(201).json();
        assertThat(ended(absent, 30).path("last_error").asText()).contains("404");
        web.stop(0);
    }

    @Test
    void anImportCanBeCancelledAndRemovedWhileItDownloads() throws Exception {
        try (SlowWeb slow = SlowWeb.start(Results.zip(results()))) {
            JsonNode first = admin.post(importPath(), Map.of("url", slow.url())).json();
            JsonNode second = admin.post(importPath(), Map.of("url", slow.url())).json();
            slow.half().await();
            admin.post(path(first) + "compact/").expect(200);
            admin.post(path(first) + "cancel/").expect(200);
            ended(first, 50);
            admin.post(path(second) + "remove/").expect(200);
            TestServer.until("gone", () -> admin.get(path(second)).status() == 404);
            assertThat(taskFolder(second)).doesNotExist();
            admin.post(path(first) + "restart/").expect(200);
            assertThat(ended(first, 30).path("last_error").asText())
                    .contains("has no processing node");
        }
    }

    @Test
    void anImportThatIsToBeCompactedGoesOn() throws Exception {
        try (SlowWeb slow = SlowWeb.start(Results.zip(results()))) {
            JsonNode made = admin.post(importPath(), Map.of("url", slow.url())).json();
            slow.half().await();
            admin.post(path(made) + "compact/").expect(200);
            server.await(admin, path(made), task -> task.path("pending_action").asInt() == 5);
            slow.goOn().countDown();
            assertIsComplete(made);
        }
    }

    @Test
    void aServerThatEndsDuringTheDownloadBeginsItAgain() throws Exception {
        try (SlowWeb slow = SlowWeb.start(Results.zip(results()))) {
            JsonNode made = admin.post(importPath(), Map.of("url", slow.url())).json();
            slow.half().await();
            server.stop();
            assertThat(importFolder(made).resolve("all.zip.part")).exists();
            slow.goOn().countDown();
            again();
            assertIsComplete(made);
        }
    }

    private void again() {
        server.startAgain();
        admin = server.admin();
    }

    /// The states in which a kill can leave an import, made by hand: each must come to the same end.
    @ParameterizedTest
    @ValueSource(
            strings = {"half unpacked", "laid out", "old aside", "exchanged", "all but the row"})
    void aServerThatWasKilledGoesOn(String state) throws IOException {
        JsonNode made = upload(Results.zip(results()));
        ended(made, 40);
        server.stop();
        Path task = taskFolder(made);
        Files.createDirectories(importFolder(made).resolve("unpacked/odm_dem"));
        Files.write(importFolder(made).resolve("all.zip"), Results.zip(results()));
        execute(
                "UPDATE tasks SET status = 20, pending_action = 5, available_assets = '[]', images_count = 0");
        switch (state) {
            case "half unpacked" -> {
                Files.write(importFolder(made).resolve("unpacked/odm_dem/dsm.tif"), new byte[9]);
                org.nadir.server.storage.Folders.delete(task.resolve("assets"));
            }
            case "laid out" -> {
                org.nadir.server.storage.Folders.delete(importFolder(made).resolve("unpacked"));
                Files.move(task.resolve("assets"), task.resolve(".incoming"));
            }
            case "old aside" -> {
                Files.move(task.resolve("assets"), task.resolve(".outgoing"));
                Files.createDirectories(task.resolve(".incoming/odm_dem"));
            }
            case "exchanged" -> Files.createDirectories(task.resolve(".outgoing"));
            default -> {}
        }
        again();
        assertIsComplete(made);
        try (Stream<Path> left = Files.list(task)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("assets", "data");
        }
    }

    @Test
    void whatAnImportWasMadeFromGoesWhenAKillLeftIt() throws IOException {
        JsonNode made = upload(Results.zip(results()));
        ended(made, 40);
        server.stop();
        Files.createDirectories(importFolder(made));
        Files.write(importFolder(made).resolve("all.zip"), new byte[99]);
        again();
        assertThat(importFolder(made)).doesNotExist();
        assertIsComplete(made);
    }

    @Test
    void rastersAreMadeQuickToRead() throws IOException {
        Map<String, byte[]> files = results();
        byte[] strips = StripTiff.gray(700, 600, Results.EPSG, 576_000, 5_188_600);
        files.put("odm_dem/dsm.tif", strips);
        files.put("odm_dem/dtm.tif", text("II*\0 no raster"));
        JsonNode made = upload(Results.zip(files));
        ended(made, 40);
        Path dsm = taskFolder(made).resolve("assets/odm_dem/dsm.tif");
        try (var reader = org.nadir.geo.tiff.GeoTiffReader.open(dsm)) {
            assertThat(org.nadir.geo.tiff.CogConversion.isOptimised(reader)).isTrue();
            assertThat(reader.epsg()).isEqualTo(Results.EPSG);
            var pixels = new float[700 * 600];
            reader.read(0, 0, 0, 700, 600, pixels);
            for (int i = 0; i < pixels.length; i++) {
                assertThat(pixels[i]).isEqualTo(StripTiff.value(i % 700, i / 700));
            }
        }
        assertThat(taskFolder(made).resolve("assets/odm_dem/dtm.tif"))
                .hasBinaryContent(text("II*\0 no raster"));
        admin.get(path(made) + "dsm/tiles.json").expect(200);
        admin.get(path(made) + "dtm/tiles.json").expect(404);
    }

    @Test
    void aSystemWithoutACodeIsSpelledOut() {
        // Transverse Mercator on GRS 1980 in feet, as the GeoTIFF specification writes a system of
        // one's own.
        int[] keys = {
            1, 1, 0, 10, 1024, 0, 1, 1, 1025, 0, 1, 1, 2048, 0, 1, 4269, 3072, 0, 1, 32767, 3074, 0,
            1, 32767, 3075, 0, 1, 1, 3076, 0, 1, 9003, 3080, 34736, 1, 0, 3081, 34736, 1, 1, 3082,
            34736, 1, 2
        };
        double[] numbers = {-92.5, 46.25, 500_000};
        byte[] own = StripTiff.gray(30, 20, keys, numbers, 1000, 2000);
        JsonNode done =
                ended(upload(Results.zip(Map.of("odm_dem/dsm.tif", own, "x", new byte[1]))), 40);
        assertThat(done.path("epsg").isNull()).isTrue();
        assertThat(done.path("wkt").asText())
                .isEqualTo(
                        "PROJCS[\"unnamed\",GEOGCS[\"GRS 1980\",DATUM[\"unknown\",SPHEROID[\"GRS"
                                + " 1980\",6378137,298.257222101]],PRIMEM[\"Greenwich\",0],"
                                + "UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
                                + "PARAMETER[\"latitude_of_origin\",46.25],PARAMETER[\"central_meridian\",-92.5],"
                                + "PARAMETER[\"scale_factor\",1],PARAMETER[\"false_easting\",500000],"
                                + "PARAMETER[\"false_northing\",0],UNIT[\"US survey foot\",0.3048006096012192]]");
        assertThat(done.path("srs").path("units").asText()).isEqualTo("US survey foot");
        assertThat(done.path("extent").isNull()).isTrue();
    }

    @Test
    void aCloudThatIsNowhereTakesTheCodeAway() throws IOException {
        Map<String, byte[]> files = results();
        for (int epsg : new int[] {Results.EPSG, 0}) {
            Path laz = scratch.resolve("cloud" + epsg + ".laz");
            var points =
                    new org.nadir.pointcloud.ArrayPointSource(
                            new double[] {1, 2, 3, 4, 5, 6}, null, null, null, null, 0, 0);
            org.nadir.pointcloud.LazWriter.write(
                    laz, points, new org.nadir.pointcloud.LasReference(epsg, 0.001, 0, 0, 0));
            files.put("odm_georeferencing/odm_georeferenced_model.laz", Files.readAllBytes(laz));
            JsonNode done = ended(upload(Results.zip(files)), 40);
            assertThat(done.path("epsg").asInt()).isEqualTo(epsg);
            assertThat(done.path("wkt").isNull()).isTrue();
        }
    }

    private void execute(String sql) {
        TestDatabase.execute(data, sql);
    }

    /// 2000 points of format 7 in layers and in three chunks, with the well-known text of UTM 15N, by our own encoder, whose other
    /// files laszip4j reads (see `LayeredLazTest`).
    @Test
    void aCloudOfLas14BecomesTiles() throws IOException {
        byte[] cloud;
        try (var in = Objects.requireNonNull(ImportTest.class.getResourceAsStream("las14.laz"))) {
            cloud = in.readAllBytes();
        }
        JsonNode made =
                upload(
                        Results.zip(
                                Map.of("odm_georeferencing/odm_georeferenced_model.laz", cloud)));
        ended(made, 40);
        JsonNode ept =
                admin.get(path(made) + "assets/entwine_pointcloud/ept.json").expect(200).json();
        assertThat(ept.path("points").asInt()).isEqualTo(2000);
        assertThat(ept.path("srs").path("horizontal").asText()).isEqualTo("32615");
        byte[] tile =
                admin.get(path(made) + "assets/entwine_pointcloud/ept-data/0-0-0-0.laz")
                        .expect(200)
                        .bytes();
        assertThat(new String(tile, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("LASF");
    }
}
