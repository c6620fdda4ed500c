package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets which page, and what a page says of itself before any script runs.
@Timeout(60)
class PageTest {

    @TempDir static Path data;
    static FakeNode node;
    static TestServer server;
    static Browser owner;
    static Browser stranger;
    static Client api;
    static long project;
    static long task;
    static String uuid;

    @BeforeAll
    static void start() {
        node = new FakeNode(new byte[0]);
        server = TestServer.start(data, node.address());
        server.addUser("owner", "pw");
        server.addUser("stranger", "pw");
        api = server.anonymous().login("owner", "pw");
        project = server.project(api, "Quarry \"North\"");
        JsonNode made = server.newTask(api, project, Map.of("name", "May <1>"));
        task = made.path("id").asLong();
        uuid = made.path("public_id").asText();
        owner = Browser.at(server);
        owner.login("owner", "pw").expect(302);
        stranger = Browser.at(server);
        stranger.login("stranger", "pw").expect(302);
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private static String fill(String path) {
        return path.replace("{P}", Long.toString(project))
                .replace("{T}", Long.toString(task))
                .replace("{U}", uuid);
    }

    @Test
    void theFrontPageLeadsOn() {
        assertThat(Browser.at(server).get("/").expect(302).header("Location")).isEqualTo("/login/");
        assertThat(owner.get("/").expect(302).header("Location")).isEqualTo("/dashboard/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/map/project/{P}/",
                "/map/project/{P}/task/{T}/",
                "/map/project/{P}/task/{U}/",
                "/3d/project/{P}/task/{T}/"
            })
    void pagesOfAProjectAreForThoseWhoMaySeeIt(String pattern) {
        String path = fill(pattern);
        Client.Reply page = owner.get(path).expect(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("<div id=\"root\">");
        Client.Reply hidden = stranger.get(path).expect(404);
        assertThat(hidden.header("Content-Type")).startsWith("text/html");
        assertThat(stranger.withCookies().get(path).expect(404).json().path("detail").asText())
                .isEqualTo("Not found.");
        String login = Browser.at(server).get(path + "?t=dsm").expect(302).header("Location");
        assertThat(login).isEqualTo("/login/?next=" + path.replace("/", "%2F") + "%3Ft%3Ddsm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/map/project/999999/",
                "/map/project/x/",
                "/map/project/{P}/task/999999/",
                "/map/project/999999/task/{T}/",
                "/3d/project/{P}/task/nonsense/"
            })
    void whatIsNotThereAnswers404(String pattern) {
        owner.get(fill(pattern)).expect(404);
    }

    @Test
    void theFirstVisitMakesAFirstProjectAndLaterOnesDoNot() {
        server.addUser("newcomer", "pw");
        Client newcomer = server.anonymous().login("newcomer", "pw");
        Browser browser = Browser.at(server);
        browser.login("newcomer", "pw").expect(302);
        assertThat(browser.get("/api/projects/").json().path("count").asInt()).isZero();
        browser.withCookies().head("/dashboard/").expect(200);
        assertThat(browser.get("/api/projects/").json().path("count").asInt()).isZero();
        browser.get("/dashboard/").expect(200);
        browser.get("/dashboard/").expect(200);
        JsonNode list = newcomer.get("/api/projects/").json();
        assertThat(list.path("count").asInt()).isEqualTo(1);
        assertThat(list.path("results").path(0).path("name").asText()).isEqualTo("First Project");
        assertThat(list.path("results").path(0).path("owned").asBoolean()).isTrue();
        assertThat(Browser.at(server).get("/dashboard/").expect(302).header("Location"))
                .isEqualTo("/login/?next=%2Fdashboard%2F");
    }

    @Test
    void publicPagesAreThereForPublicTasksOnly() {
        List<String> paths = List.of("map/", "3d/", "iframe/map/", "iframe/3d/");
        for (String path : paths) {
            Browser.at(server).get("/public/task/" + uuid + "/" + path).expect(404);
            owner.get("/public/task/" + uuid + "/" + path).expect(404);
        }
        share(true);
        for (String path : paths) {
            Client.Reply page =
                    Browser.at(server).get("/public/task/" + uuid + "/" + path).expect(200);
            assertThat(page.text())
                    .contains("<meta property=\"og:title\" content=\"May &lt;1&gt;\">")
                    .contains(
                            "<meta property=\"og:image\" content=\"http://127.0.0.1:"
                                    + server.port()
                                    + "/api/projects/"
                                    + project
                                    + "/tasks/"
                                    + uuid
                                    + "/thumbnail?size=630\">");
            assertThat(page.header("Content-Security-Policy"))
                    .isEqualTo(
                            path.startsWith("iframe")
                                    ? "frame-ancestors *"
                                    : "frame-ancestors 'self'");
            Browser.at(server).get("/public/task/" + task + "/" + path).expect(404);
        }
        share(false);
        Browser.at(server).get("/public/task/" + uuid + "/map/").expect(404);
    }

    private static void share(boolean on) {
        api.patch(TestServer.task(project, task), Map.of("public", on)).expect(200);
    }

    @Test
    void aPublicProjectHasAMapByItsOwnName() {
        String path = "/api/projects/" + project + "/";
        String name =
                api.patch(path, Map.of("public", true))
                        .expect(200)
                        .json()
                        .path("public_id")
                        .asText();
        for (String view : List.of("map/", "iframe/map/")) {
            String page =
                    Browser.at(server)
                            .get("/public/project/" + name + "/" + view)
                            .expect(200)
                            .text();
            assertThat(page)
                    .contains("content=\"Quarry &quot;North&quot;\"")
                    .contains("/thumbnail?size=630");
            Browser.at(server).get("/public/project/" + project + "/" + view).expect(404);
        }
        api.patch(path, Map.of("public", false)).expect(200);
        Browser.at(server).get("/public/project/" + name + "/map/").expect(404);
    }

    @Test
    void theNodePageHasTheNodeAskedAgain() {
        Browser admin = Browser.at(server);
        admin.login(TestServer.ADMIN, TestServer.PASSWORD).expect(302);
        JsonNode known = server.admin().get("/api/processingnodes/").json().path(0);
        String path = "/processingnode/" + known.path("id").asLong() + "/";
        admin.get(path).expect(200);
        String before = known.path("last_refreshed").asText();
        TestServer.until(
                "the node was asked",
                () ->
                        !server.admin()
                                .get("/api/processingnodes/")
                                .json()
                                .path(0)
                                .path("last_refreshed")
                                .asText()
                                .equals(before));
        admin.get("/processingnode/999999/").expect(404);
        admin.get("/processingnode/x/").expect(404);
        Browser.at(server).get(path).expect(302);
    }

    @Test
    void settingsAreReadByAllAndChangedBySuperUsers() {
        JsonNode before = server.anonymous().get("/api/settings/").expect(200).json();
        assertThat(before.path("app_name").asText()).isEqualTo("Nadir");
        Map<String, Object> change =
                Map.of(
                        "app_name", "Survey desk",
                        "organization_website", "https://example.org/",
                        "theme", Map.of("primary", "#112233"));
        server.anonymous().patch("/api/settings/", change).expect(403);
        api.patch("/api/settings/", change).expect(403);
        server.admin().patch("/api/settings/", change).expect(200);
        JsonNode after = server.anonymous().get("/api/settings/").json();
        assertThat(after.path("app_name").asText()).isEqualTo("Survey desk");
        assertThat(after.path("theme").toString()).isEqualTo("{\"primary\":\"#112233\"}");
        Client admin = server.admin();
        admin.patch("/api/settings/", Map.of("app_name", " ")).expect(400);
        admin.patch("/api/settings/", Map.of("organization_website", "javascript:alert(1)"))
                .expect(400);
        admin.patch("/api/settings/", Map.of("theme", Map.of("primary", "red;}"))).expect(400);
        admin.patch("/api/settings/", Map.of("theme", Map.of("unknown", "#112233"))).expect(400);
        admin.patch("/api/settings/", Map.of("theme", List.of())).expect(400);
        assertThat(server.anonymous().get("/api/settings/").json()).isEqualTo(after);
    }
}
