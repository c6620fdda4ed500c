package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.account.Right;

/// Who may do what: tasks have the rights of their project, and what one may not see is not there.
@Timeout(60)
class AccessTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client owner;
    static Client viewer;
    static Client stranger;
    static long project;
    static long task;
    static String uuid;

    @BeforeAll
    static void start() {
        node = new FakeNode(Results.zip(Results.files(scratch)));
        server = TestServer.start(data, node.address());
        for (String name : List.of("owner", "viewer", "stranger")) {
            server.addUser(name, "pw");
        }
        owner = server.anonymous().login("owner", "pw");
        viewer = server.anonymous().login("viewer", "pw");
        stranger = server.anonymous().login("stranger", "pw");
        project = server.project(owner, "Mine");
        JsonNode json = server.newTask(owner, project, Map.of("name", "t"));
        task = json.path("id").asLong();
        uuid = json.path("public_id").asText();
        server.awaitStatus(owner, task(project, task), 40);
        grant(project, "viewer", EnumSet.of(Right.VIEW));
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private static void grant(long id, String user, EnumSet<Right> rights) {
        server.inside()
                .projects()
                .grant(
                        id,
                        server.inside().accounts().users().find(user).orElseThrow().id(),
                        rights);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "output/",
                "download/orthophoto.tif",
                "assets/cameras.json",
                "images/download/a.jpg"
            })
    void whatAStrangerMayNotSeeIsNotThere(String path) {
        viewer.get(task(project, task) + path).expect(200);
        stranger.get(task(project, task) + path).expect(404);
        stranger.get(task(project, 999_999) + path).expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel/", "restart/", "remove/", "compact/", "commit/", "upload/"})
    void actionsNeedMoreThanTheRightToSee(String action) {
        viewer.post(task(project, task) + action).expect(404);
        stranger.post(task(project, task) + action).expect(404);
        Client.Reply anonymous = server.anonymous().post(task(project, task) + action).expect(403);
        assertThat(anonymous.json().path("detail").asText())
                .isEqualTo("Authentication credentials were not provided.");
    }

    @Test
    void aProjectThatOneOnlySeesCannotBeChanged() {
        String path = "/api/projects/" + project + "/";
        assertThat(viewer.get(path).expect(200).json().path("permissions").toString())
                .isEqualTo("[\"view\"]");
        assertThat(viewer.get(path).json().path("owned").asBoolean()).isFalse();
        viewer.patch(path, Map.of("name", "x")).expect(403);
        stranger.patch(path, Map.of("name", "x")).expect(404);
        stranger.get(path).expect(404);
        stranger.get(tasks(project)).expect(404);
        viewer.form(tasks(project), Map.of(), Client.FilePart.image("a.jpg")).expect(404);
        viewer.patch(task(project, task), Map.of("name", "x")).expect(404);
    }

    @Test
    void listsShowOnlyWhatOneMaySee() {
        assertThat(viewer.get("/api/projects/").json().path("count").asInt()).isEqualTo(1);
        assertThat(stranger.get("/api/projects/").json().path("count").asInt()).isZero();
        assertThat(server.admin().get("/api/projects/").json().path("count").asInt()).isPositive();
    }

    @Test
    void aSharedProjectIsLeftAndNotDeletedByOthers() {
        long shared = server.project(owner, "Shared");
        grant(shared, "viewer", EnumSet.allOf(Right.class));
        viewer.delete("/api/projects/" + shared + "/").expect(204);
        viewer.get("/api/projects/" + shared + "/").expect(404);
        owner.get("/api/projects/" + shared + "/").expect(200);
    }

    @Test
    void theIdInThePathMustBeOfTheProject() {
        long other = server.project(owner, "Other");
        owner.get(task(other, task)).expect(404);
        owner.get(task(other, task) + "download/orthophoto.tif").expect(404);
        owner.get(tasks(other) + uuid + "/").expect(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/projects/abc/",
                "/api/projects/0/",
                "/api/projects/-1/",
                "/api/projects/1/tasks/abc/",
                "/api/projects/1/tasks/0/",
                "/api/projects/99999999999999999999/",
                "/api/projects/1/tasks/4338d684-91b4-49a2-b907-8ba171894393/",
                "/api/nothing/"
            })
    void malformedAndUnknownIdsAreNotFound(String path) {
        Client.Reply reply = owner.get(path).expect(404);
        assertThat(reply.json().path("detail").asText()).isEqualTo("Not found.");
    }

    @Test
    void bothIdsOfATaskWorkAndTheSlashMayBeLeftOut() {
        assertThat(owner.get(tasks(project) + uuid + "/").expect(200).json().path("id").asLong())
                .isEqualTo(task);
        assertThat(owner.get(tasks(project) + uuid).expect(200).json().path("id").asLong())
                .isEqualTo(task);
        owner.get("/api/projects").expect(200);
        owner.post("/api/projects", Map.of("name", "no slash")).expect(201);
        owner.get(tasks(project) + task + "/download/orthophoto.tif/").expect(200);
    }

    @Test
    void aPublicTaskIsOpenToAllWhoKnowItsUuid() {
        Client anybody = server.anonymous();
        anybody.get(tasks(project) + uuid + "/").expect(404);
        anybody.get("/public/task/" + uuid + "/json/").expect(404);
        owner.patch(task(project, task), Map.of("public", true)).expect(200);
        try {
            anybody.get(tasks(project) + uuid + "/").expect(200);
            anybody.get(tasks(project) + uuid + "/download/orthophoto.tif").expect(200);
            anybody.get(task(project, task)).expect(404);
            anybody.get(tasks(project) + uuid + "/output/").expect(403);
            stranger.get(tasks(project) + uuid + "/").expect(200);
            anybody.get("/public/task/" + uuid + "/json/").expect(200);
            anybody.get("/public/task/" + task + "/json/").expect(404);
        } finally {
            owner.patch(task(project, task), Map.of("public", false)).expect(200);
        }
    }

    @Test
    void rightsOnAProjectAreOfNoUseWithoutTheGlobalPermission() {
        server.addUser("bare", "pw");
        Client bare = server.anonymous().login("bare", "pw");
        long shared = server.project(owner, "Shared");
        long own = server.newTask(owner, shared, Map.of()).path("id").asLong();
        grant(shared, "bare", EnumSet.allOf(Right.class));
        bare.patch("/api/projects/" + shared + "/", Map.of("name", "Mine now")).expect(200);
        TestDatabase.execute(
                data,
                "DELETE FROM group_members WHERE user_id ="
                        + " (SELECT id FROM users WHERE username = 'bare')");
        bare.get("/api/projects/" + shared + "/").expect(200);
        bare.get(task(shared, own)).expect(200);
        bare.patch("/api/projects/" + shared + "/", Map.of("name", "x")).expect(403);
        bare.post("/api/projects/" + shared + "/edit/", Map.of("name", "x")).expect(403);
        bare.delete("/api/projects/" + shared + "/").expect(403);
        bare.post(tasks(shared), Map.of("partial", true)).expect(403);
        bare.post(tasks(shared) + "import", Map.of("url", "http://example.com/")).expect(403);
        bare.patch(task(shared, own), Map.of("name", "x")).expect(403);
        bare.post(task(shared, own) + "cancel/", Map.of()).expect(403);
        bare.post(task(shared, own) + "remove/", Map.of()).expect(403);
        bare.post("/api/presets/", Map.of("name", "x", "options", List.of())).expect(403);
        owner.get(task(shared, own)).expect(200);
    }

    @Test
    void aPublicProjectShowsItsTasksToAllWhoKnowItsPublicId() {
        Client anybody = server.anonymous();
        JsonNode shared =
                owner.patch("/api/projects/" + project + "/", Map.of("public", true))
                        .expect(200)
                        .json();
        String path = "/public/project/" + shared.path("public_id").asText() + "/json/";
        try {
            JsonNode json = anybody.get(path).expect(200).json();
            assertThat(json.path("name").asText()).isEqualTo("Mine");
            assertThat(json.path("tasks").findValuesAsText("public_id")).contains(uuid);
            anybody.get("/public/project/" + project + "/json/").expect(404);
            anybody.get("/api/projects/" + project + "/").expect(403);
        } finally {
            owner.patch("/api/projects/" + project + "/", Map.of("public", false)).expect(200);
        }
        anybody.get(path).expect(404);
    }

    @Test
    void aTaskMovesOnlyWhereOneMayPutIt() {
        long from = server.project(owner, "From");
        long to = server.project(owner, "To");
        long moved = server.newTask(owner, from, Map.of("name", "m")).path("id").asLong();
        server.awaitStatus(owner, task(from, moved), 40);
        long foreign = server.project(stranger, "Foreign");
        owner.patch(task(from, moved), Map.of("project", foreign)).expect(403);
        owner.patch(task(from, moved), Map.of("project", 999_999)).expect(403);
        JsonNode json = owner.patch(task(from, moved), Map.of("project", to)).expect(200).json();
        assertThat(json.path("project").asLong()).isEqualTo(to);
        owner.get(task(from, moved)).expect(404);
        owner.get(task(to, moved) + "download/orthophoto.tif").expect(200);
        assertThat(server.taskFolder(to, moved).resolve("a.jpg")).exists();
        assertThat(server.taskFolder(from, moved)).doesNotExist();
    }

    @Test
    void unknownMethodsAreRefusedInWords() {
        Client.Reply reply = owner.delete(task(project, task)).expect(405);
        assertThat(reply.json().path("detail").asText())
                .isEqualTo("Method \"DELETE\" not allowed.");
    }

    @Test
    void headAndOptionsWorkWhereGetDoes() {
        Client.Reply head = owner.head(task(project, task) + "download/orthophoto.tif");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bytes()).isEmpty();
        assertThat(Long.parseLong(head.header("Content-Length"))).isPositive();
        Client.Reply options =
                server.anonymous()
                        .with("Origin", "http://elsewhere.example")
                        .send(
                                "OPTIONS",
                                "/api/projects/",
                                java.net.http.HttpRequest.BodyPublishers.noBody(),
                                "Access-Control-Request-Headers",
                                "authorization");
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Access-Control-Allow-Origin"))
                .isEqualTo("http://elsewhere.example");
        assertThat(options.header("Access-Control-Allow-Headers")).isEqualTo("authorization");
    }

    @Test
    void nodesAreSeenByThoseWhoMayUseThemAndMadeByAdministrators() {
        JsonNode nodes = viewer.get("/api/processingnodes/").expect(200).json();
        assertThat(nodes).hasSize(1);
        assertThat(nodes.path(0).path("online").asBoolean()).isTrue();
        assertThat(nodes.path(0).path("api_version").asText()).isEqualTo("2.2.4");
        assertThat(nodes.path(0).path("token").asText()).isEmpty();
        viewer.post("/api/processingnodes/", Map.of("hostname", "h", "port", 1)).expect(403);
        server.anonymous().get("/api/processingnodes/").expect(403);
        JsonNode options = viewer.get("/api/processingnodes/options/").expect(200).json();
        assertThat(options.findValuesAsText("name")).contains("dsm", "rerun-from");
    }

    @Test
    void administratorsAddAndRemoveNodes() {
        Client admin = server.admin();
        JsonNode made =
                admin.post(
                                "/api/processingnodes/",
                                Map.of(
                                        "hostname",
                                        "127.0.0.1",
                                        "port",
                                        node.port(),
                                        "label",
                                        "second"))
                        .expect(201)
                        .json();
        assertThat(made.path("online").asBoolean()).isTrue();
        assertThat(made.path("engine").asText()).isEqualTo("odm");
        String path = "/api/processingnodes/" + made.path("id").asLong() + "/";
        viewer.get(path).expect(404);
        assertThat(
                        admin.patch(path, Map.of("label", "renamed"))
                                .expect(200)
                                .json()
                                .path("label")
                                .asText())
                .isEqualTo("renamed");
        admin.post("/api/processingnodes/", Map.of("hostname", "h", "port", 0)).expect(400);
        admin.delete(path).expect(204);
        admin.get(path).expect(404);
    }

    @Test
    void presetsAreOwnOrOfTheSystem() {
        JsonNode list = viewer.get("/api/presets/?ordering=-system,-created_at").expect(200).json();
        assertThat(list).hasSizeGreaterThanOrEqualTo(10);
        assertThat(list.findValuesAsText("name")).contains("Fast Orthophoto", "Default");
        JsonNode made =
                viewer.post(
                                "/api/presets/",
                                Map.of(
                                        "name",
                                        "My Preset",
                                        "options",
                                        List.of(Map.of("name", "dsm", "value", true)),
                                        "system",
                                        true))
                        .expect(201)
                        .json();
        assertThat(made.path("system").asBoolean()).isFalse();
        String path = "/api/presets/" + made.path("id").asLong() + "/";
        stranger.get(path).expect(404);
        server.admin().delete(path).expect(404);
        viewer.patch(path, Map.of("options", List.of(Map.of("name", "")))).expect(400);
        assertThat(viewer.patch(path, Map.of("name", "n")).expect(200).json().path("name").asText())
                .isEqualTo("n");
        viewer.delete(path).expect(204);
        String system = "/api/presets/" + list.path(0).path("id").asLong() + "/";
        viewer.patch(system, Map.of("name", "x")).expect(403);
        viewer.delete(system).expect(404);
        server.admin().delete(system).expect(403);
    }

    @Test
    void usersAreFoundByTheStartOfTheirName() {
        JsonNode found = viewer.get("/api/users/?search=OWN").expect(200).json();
        assertThat(found.toString()).isEqualTo("[{\"username\":\"owner\",\"email\":\"\"}]");
        assertThat(viewer.get("/api/users?limit=1").json()).hasSize(1);
        viewer.get("/api/users/?limit=x").expect(400);
        server.anonymous().get("/api/users/").expect(403);
        assertThat(viewer.get("/api/groups/?search=def").json().path(0).path("name").asText())
                .isEqualTo("Default");
    }

    @Test
    void theIndexNamesTheCollections() {
        JsonNode index = server.anonymous().get("/api/").expect(200).json();
        assertThat(index.path("projects").asText())
                .isEqualTo("http://127.0.0.1:" + server.port() + "/api/projects/");
        assertThat(index.has("processingnodes")).isTrue();
        assertThat(index.has("presets")).isTrue();
    }

    @Test
    void searchFindsByWordsTagsAndOwner() {
        long tagged =
                owner.post(
                                "/api/projects/",
                                Map.of("name", "North field", "tags", List.of("corn", ".secret")))
                        .expect(201)
                        .json()
                        .path("id")
                        .asLong();
        for (String search :
                List.of("north", "field%20NORTH", "%23corn", ":secret", "%40owner%20north")) {
            JsonNode found = owner.get("/api/projects/?search=" + search).expect(200).json();
            assertThat(found.isArray()).as(search).isTrue();
            assertThat(found.findValuesAsText("name")).as(search).containsExactly("North field");
        }
        assertThat(owner.get("/api/projects/?search=north%20south").json()).isEmpty();
        assertThat(owner.get("/api/projects/?search=north&page=1").json().path("count").asInt())
                .isEqualTo(1);
        assertThat(owner.get("/api/projects/" + tagged + "/").json().path("tags").toString())
                .isEqualTo("[\"corn\",\".secret\"]");
    }

    @Test
    void searchFindsWholeWordsInAnyCaseAndAlphabet() {
        project("Alder-grove_7 (spring)");
        project("Alders grown");
        project("Ärger im ÖSTLICHEN Straßenbau – Фаза 2");
        project("北京试验田");
        for (String found :
                List.of("alder", "ALDER", "grove", "7", "spring", "alder-grove", "(spring)")) {
            assertThat(found(found)).as(found).containsExactly("Alder-grove_7 (spring)");
        }
        for (String found : List.of("ärger", "östlichen", "straßenbau", "straßenbau–фаза", "2")) {
            assertThat(found(found))
                    .as(found)
                    .containsExactly("Ärger im ÖSTLICHEN Straßenbau – Фаза 2");
        }
        assertThat(found("试验")).containsExactly("北京试验田");
        assertThat(found("alde*"))
                .containsExactlyInAnyOrder("Alder-grove_7 (spring)", "Alders grown");
        assertThat(found("ALDERS*")).containsExactly("Alders grown");
        assertThat(found("str*")).containsExactly("Ärger im ÖSTLICHEN Straßenbau – Фаза 2");
        assertThat(found("ÄRG*")).containsExactly("Ärger im ÖSTLICHEN Straßenbau – Фаза 2");
        assertThat(found("lder*")).isEmpty();
        assertThat(found("al*de")).isEmpty();
        assertThat(found("[a]lde.")).isEmpty();
        for (String nothing :
                List.of("alde", "lder", "grow", "rove", "rger", "straßen", "фаз", "a_der")) {
            assertThat(found(nothing)).as(nothing).isEmpty();
        }
    }

    @Test
    void searchFindsWordsInTheNamesOfTasks() {
        long site = project("Site");
        server.newTask(owner, site, Map.of("name", "West wall"));
        assertThat(found("wall site")).containsExactly("Site");
        assertThat(found("WEST")).containsExactly("Site");
        assertThat(found("walls")).isEmpty();
        assertThat(found("wes")).isEmpty();
    }

    private long project(String name) {
        return owner.post("/api/projects/", Map.of("name", name))
                .expect(201)
                .json()
                .path("id")
                .asLong();
    }

    private List<String> found(String search) {
        JsonNode found =
                owner.get(
                                "/api/projects/?search="
                                        + URLEncoder.encode(search, StandardCharsets.UTF_8))
                        .expect(200)
                        .json();
        var names = new ArrayList<String>();
        found.forEach(one -> names.add(one.path("name").asText()));
        return names;
    }
}
