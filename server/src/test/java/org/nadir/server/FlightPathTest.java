package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.Client.FilePart;

/// The path of a drone out of the subtitles of its video: a straight flight at constant speed, ten records a second.
@Timeout(60)
class FlightPathTest {

    @TempDir static Path data;
    static TestServer server;
    static Client admin;
    static String media;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, null);
        admin = server.admin();
        long project = server.project(admin, "Flights");
        long id =
                server.newTask(admin, project, Map.of("auto_processing_node", "false"))
                        .path("id")
                        .asLong();
        media = task(project, id) + "media/";
        upload("dji.mp4", "video");
        upload("dji.srt", flight());
        upload("silent.mp4", "video");
        upload("talk.mp4", "video");
        upload("talk.srt", "1\n00:00:00,000 --> 00:00:09,000\nHello\n");
        upload("photo.jpg", "photo");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void upload(String name, String content) {
        admin.form(
                        media + "upload",
                        Map.of(),
                        new FilePart("f", name, content.getBytes(StandardCharsets.UTF_8)))
                .expect(200);
    }

    private static String flight() {
        var text = new StringBuilder();
        for (int i = 0; i <= 100; i++) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%d\n00:00:%02d,%d00 --> 00:00:%02d,%d99\n"
                                    + "<font size=\"28\">SrtCnt : %d, DiffTime : 100ms\n"
                                    + "2021-05-15 12:00:00,123,456\n"
                                    + "[iso : 100] [focal_len : 240] [latitude: %.6f] [longitude: %.6f]"
                                    + " [rel_alt: %.3f abs_alt: %.3f] </font>\n\n",
                            i + 1,
                            i / 10,
                            i % 10,
                            i / 10,
                            i % 10,
                            i + 1,
                            45 + i * 1e-5,
                            9 - i * 2e-5,
                            10.0,
                            200 + i * 0.5));
        }
        return text.toString();
    }

    @Test
    void givesAPointPerSecond() {
        JsonNode path = admin.get(media + "video/dji.mp4/flightpath.geojson").expect(200).json();
        assertThat(path.path("type").asText()).isEqualTo("Feature");
        assertThat(path.path("geometry").path("type").asText()).isEqualTo("LineString");
        assertThat(path.path("properties").path("filename").asText()).isEqualTo("dji.mp4");
        assertThat(path.path("properties").path("timestamps").toString())
                .isEqualTo("[0.0,1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0,9.0,10.0]");
        assertThat(path.path("geometry").path("coordinates").get(3).toString())
                .isEqualTo("[8.9994,45.0003,215.0]");
    }

    @Test
    void theStepCanBeChosen() {
        String path = media + "video/dji.mp4/flightpath.geojson?t=";
        assertThat(times(path + "4").toString()).isEqualTo("[0.0,4.0,8.0,10.0]");
        assertThat(times(path + "0.5")).hasSize(21);
        // Not closer than a tenth of a second.
        assertThat(times(path + "0")).hasSize(101);
        assertThat(times(path + "1e9")).hasSize(2);
        admin.get(path + "x").expect(400);
        admin.get(path + "NaN").expect(400);
    }

    private static JsonNode times(String path) {
        return admin.get(path).expect(200).json().path("properties").path("timestamps");
    }

    @Test
    void withoutVideoOrPlacesThereIsNoPath() {
        admin.get(media + "video/photo.jpg/flightpath.geojson").expect(400);
        admin.get(media + "video/none.mp4/flightpath.geojson").expect(404);
        admin.get(media + "video/silent.mp4/flightpath.geojson").expect(404);
        admin.get(media + "video/talk.mp4/flightpath.geojson").expect(404);
    }
}
