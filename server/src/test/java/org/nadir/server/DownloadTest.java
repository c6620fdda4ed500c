package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files on their way out: ranges, tags, names.
@Timeout(60)
class DownloadTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static String path;
    static byte[] ortho;

    @BeforeAll
    static void start() {
        Map<String, byte[]> results = Results.files(scratch);
        ortho = Objects.requireNonNull(results.get("odm_orthophoto/odm_orthophoto.tif"));
        node = new FakeNode(Results.zip(results));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        long project = server.project(admin, "Downloads");
        path =
                task(
                        project,
                        server.newTask(admin, project, Map.of("name", "Field / 7 (new)"))
                                .path("id")
                                .asLong());
        server.awaitStatus(admin, path, 40);
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    @Test
    void servesParts() {
        String url = path + "download/orthophoto.tif";
        Client.Reply part = admin.get(url, "Range", "bytes=10-19").expect(206);
        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(ortho, 10, 20));
        assertThat(part.header("Content-Range")).isEqualTo("bytes 10-19/" + ortho.length);
        assertThat(part.header("Accept-Ranges")).isEqualTo("bytes");
        Client.Reply beyond = admin.get(url, "Range", "bytes=99999999-").expect(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */" + ortho.length);
        Client.Reply raw =
                admin.get(path + "assets/odm_orthophoto/odm_orthophoto.tif", "Range", "bytes=-4");
        assertThat(raw.expect(206).bytes())
                .isEqualTo(Arrays.copyOfRange(ortho, ortho.length - 4, ortho.length));
    }

    @Test
    void rangesHoldOnlyForTheSameFile() {
        String url = path + "download/orthophoto.tif";
        String tag = admin.head(url).header("ETag");
        admin.get(url, "Range", "bytes=0-0", "If-Range", tag).expect(206);
        assertThat(
                        admin.get(url, "Range", "bytes=0-0", "If-Range", "\"other\"")
                                .expect(200)
                                .bytes())
                .isEqualTo(ortho);
    }

    @Test
    void saysThatAKnownFileHasNotChanged() {
        String url = path + "download/orthophoto.tif";
        String tag = admin.get(url).header("ETag");
        assertThat(admin.get(url, "If-None-Match", tag).expect(304).bytes()).isEmpty();
        admin.get(url, "If-None-Match", "\"x\"").expect(200);
    }

    @Test
    void namesCarryTheTaskAndCanBeChosen() {
        assertThat(admin.head(path + "download/dsm.tif").header("Content-Disposition"))
                .isEqualTo("attachment; filename=Field-7-new-dsm.tif");
        assertThat(
                        admin.head(path + "download/dsm.tif?filename=x.tif")
                                .header("Content-Disposition"))
                .isEqualTo("attachment; filename=x.tif");
        assertThat(admin.head(path + "download/dsm.tif?filename=a%0D%0AX:%20y").header("X"))
                .isEmpty();
        assertThat(admin.head(path + "download/dsm.tif?inline=1").header("Content-Disposition"))
                .isEqualTo("inline");
    }

    @Test
    void shortNamesOfEarlyDaysStillWork() {
        assertThat(admin.get(path + "download/geotiff/").expect(200).bytes()).isEqualTo(ortho);
        admin.get(path + "download/all/").expect(200);
    }

    @Test
    void photosCanBeFetchedBack() {
        assertThat(admin.get(path + "images/download/a.jpg").expect(200).text())
                .isEqualTo("photo a.jpg");
        admin.get(path + "images/download/none.jpg").expect(404);
        admin.get(path + "images/download/..%2Fassets").expect(404);
    }

    @Test
    void aLinkInTheResultsLeadsNowhere() throws Exception {
        Path assets = server.taskFolder(1, 1).resolve("assets");
        Files.createSymbolicLink(assets.resolve("link.txt"), data.resolve("secret.key"));
        admin.get(path + "assets/link.txt").expect(404);
    }

    @Test
    void pagesAmongTheResultsCannotActForTheSite() throws Exception {
        Files.writeString(
                server.taskFolder(1, 1).resolve("assets/page.html"), "<script>1</script>");
        Client.Reply page = admin.get(path + "assets/page.html").expect(200);
        assertThat(page.header("Content-Security-Policy")).isEqualTo("sandbox");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
}
