package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.Client.FilePart;

/// Photos, panoramas and videos beside the results of a task.
@Timeout(60)
class MediaTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static long project;
    long id;
    String path;
    String uuidPath;

    @BeforeAll
    static void start() {
        node = new FakeNode(Results.zip(Results.files(scratch)));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        project = server.project(admin, "Media");
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    @BeforeEach
    void newTask() {
        node.behave(Results.zip(Results.files(scratch)));
        JsonNode json = server.newTask(admin, project, Map.of("name", "Field"));
        id = json.path("id").asLong();
        path = task(project, id);
        uuidPath = tasks(project) + json.path("public_id").asText() + "/";
        server.awaitStatus(admin, path, 40);
    }

    private JsonNode upload(FilePart... files) {
        return admin.form(path + "media/upload", Map.of(), files).expect(200).json();
    }

    private static FilePart part(String name, byte[] content) {
        return new FilePart("file", name, content);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Path folder() {
        return server.taskFolder(project, id).resolve("assets/media");
    }

    @Test
    void filesAreListedByKindAndNameWithTheirFacts() {
        byte[] photo = MediaSamples.photo(40, 30, MediaSamples.place(-92.0124, 46.8431, 198.5));
        JsonNode reply =
                upload(
                        part("z.mp4", MediaSamples.video("+46.8432-092.0125+201.250/")),
                        part("b.jpg", photo),
                        part("a.png", text("no picture at all")),
                        part("wide.jpeg", MediaSamples.photo(200, 100, "")),
                        part("notes.txt", text("skipped")));
        assertThat(reply.path("success").asBoolean()).isTrue();
        assertThat(reply.path("uploaded").path("b.jpg").asInt()).isEqualTo(photo.length);
        assertThat(reply.path("uploaded").has("notes.txt")).isFalse();
        assertThat(reply.path("added")).hasSize(4);

        JsonNode list = admin.get(path + "media/").expect(200).json();
        assertThat(list.findValuesAsText("filename"))
                .containsExactly("a.png", "b.jpg", "wide.jpeg", "z.mp4");
        assertThat(list.findValuesAsText("type"))
                .containsExactly("photo", "photo", "pano", "video");
        assertThat(list.get(0).path("geolocation").isNull()).isTrue();
        assertThat(list.get(1).toString())
                .isEqualTo(
                        "{\"type\":\"photo\",\"filename\":\"b.jpg\",\"description\":\"\",\"size\":"
                                + photo.length
                                + ",\"geolocation\":[-92.0124,46.8431,198.5]}");
        assertThat(list.get(2).path("width").asInt()).isEqualTo(200);
        assertThat(list.get(2).path("height").asInt()).isEqualTo(100);
        assertThat(list.get(3).path("geolocation").toString())
                .isEqualTo("[-92.0125,46.8432,201.25]");
        assertThat(admin.get(path).json().path("media").asInt()).isEqualTo(4);

        JsonNode geo = admin.get(path + "media.geojson").expect(200).json();
        assertThat(geo.path("features")).hasSize(2);
        JsonNode feature = geo.path("features").get(0);
        assertThat(feature.path("geometry").toString())
                .isEqualTo("{\"type\":\"Point\",\"coordinates\":[-92.0124,46.8431,198.5]}");
        assertThat(feature.path("properties").has("geolocation")).isFalse();
        assertThat(feature.path("properties").path("filename").asText()).isEqualTo("b.jpg");
    }

    @Test
    void taggedPanoramasAreKnownWhateverTheirShape() {
        upload(
                part(
                        "tall.jpg",
                        MediaSamples.photo(90, 60, "GPano:ProjectionType=\"equirectangular\"")),
                part(
                        "tube.jpg",
                        MediaSamples.photo(90, 60, "GPano:ProjectionType=\"cylindrical\"")),
                part(
                        "flat.jpg",
                        MediaSamples.photo(90, 60, "GPano:ProjectionType=\"rectilinear\"")));
        JsonNode list = admin.get(path + "media/").json();
        assertThat(list.findValuesAsText("filename"))
                .containsExactly("flat.jpg", "tall.jpg", "tube.jpg");
        assertThat(list.findValuesAsText("type")).containsExactly("photo", "pano", "pano");
    }

    @Test
    void namesAreCleanedAndHarmless() {
        JsonNode reply =
                upload(
                        part("Flug über$ den; Hof.jpg", text("x")),
                        part("..hidden.png", text("x")),
                        part("$.jpg", text("x")));
        assertThat(reply.path("uploaded").has("Flug über$ den; Hof.jpg")).isTrue();
        assertThat(reply.path("added").findValuesAsText("filename"))
                .containsExactly("Flug über den Hof.jpg", "hidden.png");
        admin.form(path + "media/upload", Map.of(), part("../../evil.jpg", text("x"))).expect(400);
        admin.form(path + "media/upload", Map.of("a", "b")).expect(400);
        assertThat(upload(part("only.txt", text("x"))).path("added")).isEmpty();
        for (String name :
                new String[] {"..%2f..%2fimages.json", "%2e%2e", "..%5cx.jpg", "none.jpg"}) {
            for (String call : new String[] {"download/", "manage/", "thumbnail/"}) {
                assertThat(admin.get(path + "media/" + call + name).status())
                        .as(call + name)
                        .isIn(400, 404);
            }
        }
    }

    @Test
    void descriptionsAreKeptAndCut() {
        upload(part("a.jpg", MediaSamples.photo(40, 30, "")));
        String one = path + "media/manage/a.jpg";
        assertThat(
                        admin.patch(one, Map.of("description", "Gate \"3\""))
                                .expect(200)
                                .json()
                                .toString())
                .isEqualTo("{\"success\":true}");
        assertThat(admin.get(one).expect(200).json().path("description").asText())
                .isEqualTo("Gate \"3\"");
        admin.patch(one, Map.of("description", "x".repeat(5000))).expect(200);
        assertThat(admin.get(one).json().path("description").asText()).hasSize(4096);
        admin.patch(path + "media/manage/none.jpg", Map.of("description", "x")).expect(404);
        // The same name again: a new picture, the same description.
        upload(part("a.jpg", MediaSamples.photo(400, 100, "")));
        JsonNode again = admin.get(one).json();
        assertThat(again.path("type").asText()).isEqualTo("pano");
        assertThat(again.path("description").asText()).hasSize(4096);
    }

    @Test
    void deletingAVideoDeletesItsSubtitles() {
        upload(
                part("flight.MP4", MediaSamples.video("")),
                part("flight.SRT", text("1\n00:00:00,000 --> 00:00:01,000\nGPS(9.5,45.5,100)\n")),
                part("other.srt", text("x")));
        JsonNode entry = admin.get(path + "media/manage/flight.MP4").expect(200).json();
        assertThat(entry.path("srt").asBoolean()).isTrue();
        assertThat(entry.path("geolocation").toString()).isEqualTo("[9.5,45.5,100.0]");
        assertThat(admin.get(path + "media/").json()).hasSize(1);
        assertThat(admin.get(path).json().path("media").asInt()).isEqualTo(1);
        admin.get(path + "media/manage/flight.SRT").expect(404);
        assertThat(admin.get(path + "media/download/flight.SRT").expect(200).text())
                .contains("GPS");
        assertThat(admin.delete(path + "media/manage/flight.MP4").expect(200).json().toString())
                .isEqualTo("{\"success\":true}");
        assertThat(folder()).isDirectoryNotContaining("glob:**flight*");
        assertThat(folder().resolve("other.srt")).exists();
        admin.delete(path + "media/manage/flight.MP4").expect(404);
        assertThat(admin.get(path).json().path("media").asInt()).isZero();
    }

    @Test
    void downloadsServeRanges() {
        var content = new byte[10_000];
        new Random(3).nextBytes(content);
        upload(part("v.webm", content));
        String file = path + "media/download/v.webm";
        Client.Reply whole = admin.get(file).expect(200);
        assertThat(whole.bytes()).isEqualTo(content);
        assertThat(whole.header("Content-Type")).startsWith("video/webm");
        assertThat(whole.header("Content-Disposition")).startsWith("inline");
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        Client.Reply part = admin.get(file, "Range", "bytes=100-199").expect(206);
        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(content, 100, 200));
        assertThat(part.header("Content-Range")).isEqualTo("bytes 100-199/10000");
        admin.get(file, "Range", "bytes=10000-").expect(416);
    }

    @Test
    void chunksMakeOneFile() {
        var content = new byte[2500];
        new Random(4).nextBytes(content);
        for (int i = 0; i < 3; i++) {
            JsonNode reply =
                    admin.form(
                                    path + "media/upload",
                                    Map.of(
                                            "dzuuid",
                                            "c-1",
                                            "dzchunkindex",
                                            "" + i,
                                            "dztotalchunkcount",
                                            "3",
                                            "dzchunkbyteoffset",
                                            "" + 1000 * i),
                                    part(
                                            "c.mov",
                                            Arrays.copyOfRange(
                                                    content,
                                                    1000 * i,
                                                    Math.min(2500, 1000 * i + 1000))))
                            .expect(200)
                            .json();
            assertThat(reply.path("added")).hasSize(i == 2 ? 1 : 0);
            assertThat(reply.path("uploaded").path("c.mov").asInt()).isEqualTo(i == 2 ? 2500 : 0);
        }
        assertThat(folder().resolve("c.mov")).hasBinaryContent(content);
        Map<String, String> beyond =
                Map.of(
                        "dzuuid", "c-2",
                        "dzchunkindex", "1",
                        "dztotalchunkcount", "3",
                        "dzchunkbyteoffset", "" + (128L << 30));
        admin.form(path + "media/upload", beyond, part("c.mov", content)).expect(400);
    }

    @Test
    void thumbnailsKeepTheProportions() throws IOException {
        upload(
                part("p.jpg", MediaSamples.photo(400, 300, "")),
                part("broken.jpg", text("no picture")),
                part("empty.mp4", MediaSamples.video("")));
        Client.Reply reply = admin.get(path + "media/thumbnail/p.jpg?size=100").expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("image/jpeg");
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(reply.bytes()));
        assertThat(small.getWidth()).isEqualTo(100);
        assertThat(small.getHeight()).isEqualTo(75);
        admin.get(path + "media/thumbnail/p.jpg?size=big").expect(400);
        admin.get(path + "media/thumbnail/p.jpg?size=99999").expect(200);
        admin.get(path + "media/thumbnail/broken.jpg").expect(400);
        admin.get(path + "media/thumbnail/empty.mp4").expect(400);
        admin.get(path + "media/thumbnail/none.jpg").expect(404);
    }

    /// A picture whose header claims a profile of two gigabytes, and one with endless sides.
    @Test
    void hostilePicturesAreListedAndNotShown() {
        byte[] start = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        byte[] header =
                MediaSamples.join(
                        new byte[] {0, 0, 0, 13},
                        text("IHDR"),
                        new byte[] {0x7F, -1, -1, -1, 0x7F, -1, -1, -1, 8, 2, 0, 0, 0},
                        new byte[4]);
        byte[] profile =
                MediaSamples.join(new byte[] {0x7F, -1, -1, -1}, text("iCCP"), new byte[50]);
        upload(
                part("huge.png", MediaSamples.join(start, header, new byte[100])),
                part("tag.png", MediaSamples.join(start, header, profile)));
        assertThat(admin.get(path + "media/").expect(200).json()).hasSize(2);
        admin.get(path + "media/thumbnail/huge.png").expect(400);
        admin.get(path + "media/thumbnail/tag.png").expect(400);
        admin.get(path + "media/panorama/tag.png/tiles/1/f/0/0.jpg").expect(404);
    }

    @Test
    void strangersSeeMediaOfPublicTasksAndChangeNothing() {
        upload(part("a.jpg", MediaSamples.photo(40, 30, "")));
        Client anonymous = server.anonymous();
        anonymous.get(uuidPath + "media/").expect(404);
        admin.patch(path, Map.of("public", true)).expect(200);
        assertThat(anonymous.get(uuidPath + "media/").expect(200).json()).hasSize(1);
        anonymous.get(uuidPath + "media/download/a.jpg").expect(200);
        anonymous.get(uuidPath + "media.geojson").expect(200);
        anonymous.form(uuidPath + "media/upload", Map.of(), part("b.jpg", text("x"))).expect(403);
        anonymous.delete(uuidPath + "media/manage/a.jpg").expect(403);
        server.addUser("stranger" + id, "pass word 1");
        Client stranger = server.anonymous().login("stranger" + id, "pass word 1");
        stranger.delete(uuidPath + "media/manage/a.jpg").expect(404);
        stranger.patch(uuidPath + "media/manage/a.jpg", Map.of("description", "x")).expect(404);
        assertThat(admin.get(path + "media/").json()).hasSize(1);
    }

    /// WebODM deletes them: results are exchanged as a whole.
    @Test
    void mediaSurviveARestartThatCompletes() {
        upload(
                part("mine.jpg", MediaSamples.photo(40, 30, "")),
                part("both.jpg", text("of the user")));
        admin.patch(path + "media/manage/mine.jpg", Map.of("description", "kept")).expect(200);
        Map<String, byte[]> results = Results.files(scratch);
        results.put("media/both.jpg", text("of the node"));
        results.put("media/new.jpg", text("new"));
        results.put("second.txt", text("run"));
        node.archive = Results.zip(results);
        admin.post(path + "restart/").expect(200);
        server.await(
                admin,
                path,
                task ->
                        task.path("status").asInt() == 40
                                && task.path("pending_action").isNull()
                                && Files.exists(
                                        server.taskFolder(project, id)
                                                .resolve("assets/second.txt")));
        JsonNode list = admin.get(path + "media/").json();
        assertThat(list.findValuesAsText("filename"))
                .containsExactly("both.jpg", "mine.jpg", "new.jpg");
        assertThat(list.get(1).path("description").asText()).isEqualTo("kept");
        assertThat(folder().resolve("both.jpg")).hasContent("of the user");
        assertThat(admin.get(path).json().path("media").asInt()).isEqualTo(3);
    }

    /// A kill between the exchange of the results and the move of the media files.
    @Test
    void mediaSurviveAnExchangeThatIsCutOff() throws IOException {
        upload(part("a.jpg", text("a")), part("b.jpg", text("b")));
        server.stop();
        Path task = server.taskFolder(project, id);
        Files.createDirectories(task.resolve(".outgoing/media"));
        Files.move(folder().resolve("b.jpg"), task.resolve(".outgoing/media/b.jpg"));
        server.startAgain();
        admin = server.admin();
        assertThat(admin.get(path + "media/").json().findValuesAsText("filename"))
                .containsExactly("a.jpg", "b.jpg");
        assertThat(task.resolve(".outgoing")).doesNotExist();
    }

    @Test
    void factsAreFoundAgainWhenTheirNoteIsLostOrBroken() throws IOException {
        upload(
                part("a.jpg", MediaSamples.photo(40, 30, MediaSamples.place(9, 45, 100))),
                part("b.jpg", MediaSamples.photo(40, 30, MediaSamples.place(8, 44, 90))));
        JsonNode before = admin.get(path + "media/").json();
        Path notes = server.taskFolder(project, id).resolve("data/media");
        Files.delete(notes.resolve("a.jpg.json"));
        Files.write(notes.resolve("b.jpg.json"), new byte[] {(byte) 0xFF, '{'});
        assertThat(admin.get(path + "media/").expect(200).json()).isEqualTo(before);
        assertThat(notes.resolve("a.jpg.json")).exists();
    }
}
