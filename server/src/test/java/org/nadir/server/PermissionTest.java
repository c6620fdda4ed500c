package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sharing of projects and processing nodes with users and groups, and what those then may do.
@Timeout(60)
class PermissionTest {

    @TempDir static Path data;
    static TestServer server;
    static Client admin;
    static Client owner;
    static Client friend;
    static Client member;
    static long group;
    long project;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, null);
        admin = server.admin();
        for (String name : List.of("owner", "friend", "member")) {
            server.addUser(name, "pw");
        }
        owner = server.anonymous().login("owner", "pw");
        friend = server.anonymous().login("friend", "pw");
        member = server.anonymous().login("member", "pw");
        group =
                admin.post("/api/admin/groups/", Map.of("name", "Surveyors"))
                        .expect(201)
                        .json()
                        .path("id")
                        .asLong();
        long id = server.inside().accounts().users().find("member").orElseThrow().id();
        admin.patch("/api/admin/users/" + id + "/", Map.of("groups", List.of(1, group)))
                .expect(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newProject() {
        project =
                owner.post(
                                "/api/projects/",
                                Map.of(
                                        "name",
                                        "Field",
                                        "description",
                                        "north",
                                        "tags",
                                        List.of("corn")))
                        .expect(201)
                        .json()
                        .path("id")
                        .asLong();
    }

    private String path() {
        return "/api/projects/" + project + "/";
    }

    private static Map<String, Object> user(String name, String... rights) {
        return Map.of("username", name, "permissions", List.of(rights));
    }

    private static Map<String, Object> group(String name, String... rights) {
        return Map.of("groupname", name, "permissions", List.of(rights));
    }

    private void share(Object... rows) {
        JsonNode reply =
                owner.post(path() + "edit/", Map.of("name", "Field", "permissions", List.of(rows)))
                        .expect(200)
                        .json();
        assertThat(reply.toString()).isEqualTo("{\"success\":true}");
    }

    private String permissions() {
        return owner.get(path() + "permissions/").expect(200).json().toString();
    }

    @Test
    void thePermissionsOfAProjectNameItsOwnerFirst() {
        share(user("admin", "view"), group("Surveyors", "view", "add"), user("friend", "change"));
        Client.Reply reply = owner.get(path() + "permissions/").expect(200);
        assertThat(reply.json().toString())
                .isEqualTo(
                        """
                        [{"username":"owner","owner":true,"permissions":["add","change","delete","view"]},\
                        {"username":"admin","owner":false,"permissions":["view"]},\
                        {"username":"friend","owner":false,"permissions":["change"]},\
                        {"groupname":"Surveyors","permissions":["add","view"]}]\
                        """);
        assertThat(reply.header("X-Groups-Count")).isEqualTo("2");
    }

    @Test
    void theyAreForThoseWhoMayChangeTheProject() {
        share(user("friend", "view"));
        friend.get(path()).expect(200);
        friend.get(path() + "permissions/").expect(404);
        friend.post(path() + "edit/", Map.of("name", "x")).expect(404);
        member.get(path() + "permissions/").expect(404);
        server.anonymous().get(path() + "permissions/").expect(403);
        server.anonymous().post(path() + "edit/", Map.of()).expect(403);
        share(user("friend", "view", "change"));
        friend.get(path() + "permissions/").expect(200);
        friend.post(path() + "edit/", Map.of("name", "By a friend")).expect(200);
        assertThat(owner.get(path()).json().path("name").asText()).isEqualTo("By a friend");
        admin.get(path() + "permissions/").expect(200);
    }

    @Test
    void whatAnEditLeavesOutBecomesEmptyAndPermissionsStay() {
        share(user("friend", "view"));
        owner.post(path() + "edit/", Map.of()).expect(200);
        JsonNode json = owner.get(path()).json();
        assertThat(json.path("name").asText()).isEmpty();
        assertThat(json.path("description").asText()).isEmpty();
        assertThat(json.path("tags")).isEmpty();
        friend.get(path()).expect(200);
        owner.post(
                        path() + "edit/",
                        Map.of("name", "N", "description", "D", "tags", "[\"a\", \"b\"]"))
                .expect(200);
        json = owner.get(path()).json();
        assertThat(json.path("description").asText()).isEqualTo("D");
        assertThat(json.path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
        owner.post(path() + "edit/", Map.of("permissions", List.of())).expect(200);
        friend.get(path()).expect(404);
        owner.delete(path()).expect(204);
    }

    @Test
    void formsSendThePermissionsAsText() {
        owner.form(
                        path() + "edit/",
                        Map.of(
                                "name",
                                "Form",
                                "tags",
                                "[\"x\"]",
                                "permissions",
                                "[{\"username\":\"friend\",\"permissions\":[\"view_project\"]}]"))
                .expect(200);
        friend.get(path()).expect(200);
        owner.form(path() + "edit/", Map.of("name", "Form", "permissions", "")).expect(400);
        friend.get(path()).expect(200);
    }

    @Test
    void theOwnerCannotBeShutOut() {
        share(user("owner"), user("friend", "view", "change"));
        assertThat(permissions()).startsWith("[{\"username\":\"owner\",\"owner\":true");
        friend.post(
                        path() + "edit/",
                        Map.of("name", "Mine now", "permissions", List.of(user("owner", "view"))))
                .expect(200);
        assertThat(permissions())
                .isEqualTo(
                        """
                        [{"username":"owner","owner":true,"permissions":["add","change","delete","view"]}]\
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"username\":\"nobody\",\"permissions\":[\"view\"]}]",
                "[{\"username\":\"nobody\\u0000\",\"permissions\":[\"view\"]}]",
                "[{\"groupname\":\"nothing\",\"permissions\":[\"view\"]}]",
                "[{\"username\":\"friend\",\"permissions\":[\"own\"]}]",
                "[{\"username\":\"friend\",\"permissions\":[\"view_processingnode\"]}]",
                "[{\"username\":\"friend\",\"permissions\":[7]}]",
                "[{\"username\":\"friend\",\"permissions\":\"view\"}]",
                "[{\"username\":\"friend\"}]",
                "[{\"username\":1,\"permissions\":[]}]",
                "[{\"username\":\"friend\",\"groupname\":\"Surveyors\",\"permissions\":[]}]",
                "[\"friend\"]",
                "{\"username\":\"friend\",\"permissions\":[]}",
                "null",
                "[",
                "\"friend\""
            })
    void aWrongEditSaysSoAndChangesNothing(String rows) {
        share(user("friend", "view"));
        String before = permissions() + owner.get(path()).text();
        String body = "{\"name\":\"Changed\",\"permissions\":" + rows + "}";
        Client.Reply reply =
                owner.send(
                        "POST",
                        path() + "edit/",
                        java.net.http.HttpRequest.BodyPublishers.ofString(body),
                        "Content-Type",
                        "application/json");
        reply.expect(400);
        if (!rows.equals("[")) {
            assertThat(reply.json().path("error").asText()).isNotEmpty();
        }
        assertThat(permissions() + owner.get(path()).text()).isEqualTo(before);
    }

    @Test
    void otherWrongFieldsOfAnEditAreErrorsToo() {
        for (Map<String, ?> body :
                List.of(
                        Map.of("name", "x".repeat(256)),
                        Map.of("name", List.of()),
                        Map.of("tags", "not json"),
                        Map.of("tags", Map.of()),
                        Map.of("permissions", Collections.nCopies(1001, user("friend", "view"))))) {
            JsonNode error = owner.post(path() + "edit/", body).expect(400).json();
            assertThat(error.path("error").isTextual()).as("%s", error).isTrue();
        }
    }

    @Test
    void rightsOfAGroupAreItsMembersOwn() {
        member.get(path()).expect(404);
        share(group("Surveyors", "view"));
        assertThat(member.get(path()).expect(200).json().path("permissions").toString())
                .isEqualTo("[\"view\"]");
        assertThat(member.get("/api/projects/").json().path("count").asInt()).isEqualTo(1);
        member.get(tasks(project)).expect(200);
        member.patch(path(), Map.of("name", "x")).expect(403);
        friend.get(path()).expect(404);
        share(group("Surveyors", "view", "change"));
        member.patch(path(), Map.of("name", "x")).expect(200);
        long task = server.newTask(member, project, Map.of()).path("id").asLong();
        member.post(task(project, task) + "remove/").expect(404);
        share(group("Surveyors", "view", "change", "delete"));
        member.post(task(project, task) + "remove/").expect(200);
        share();
        member.get(path()).expect(404);
    }

    private long newNode(int port) {
        return admin.post(
                        "/api/processingnodes/",
                        Map.of("hostname", "127.0.0.1", "port", port, "token", "very secret"))
                .expect(201)
                .json()
                .path("id")
                .asLong();
    }

    @Test
    void aNodeIsSeenUsedAndChangedByThoseWhoWereGrantedIt() {
        newNode(1);
        String path = "/api/processingnodes/" + newNode(2) + "/";
        friend.get(path).expect(404);
        friend.get(path + "permissions/").expect(404);
        assertThat(admin.get(path + "permissions/").expect(200).json().toString())
                .isEqualTo(
                        """
                        [{"username":"admin","owner":false,"permissions":["change","delete","view"]}]\
                        """);
        admin.post(
                        path + "permissions/",
                        Map.of(
                                "permissions",
                                List.of(
                                        user("friend", "view_processingnode", "change"),
                                        group("Surveyors", "view"))))
                .expect(200);
        Client.Reply reply = admin.get(path + "permissions/").expect(200);
        assertThat(reply.json().toString())
                .isEqualTo(
                        """
                        [{"username":"friend","owner":false,"permissions":["change","view"]},\
                        {"groupname":"Surveyors","permissions":["view"]}]\
                        """);
        assertThat(reply.header("X-Groups-Count")).isEqualTo("2");
        assertThat(member.get(path).expect(200).json().path("token").asText()).isEmpty();
        member.patch(path, Map.of("label", "x")).expect(403);
        member.get(path + "permissions/").expect(403);
        owner.get(path).expect(404);
        friend.patch(path, Map.of("label", "x")).expect(403);
        assertThat(friend.get(path).json().path("token").asText()).isEmpty();
        long id = server.inside().accounts().users().find("friend").orElseThrow().id();
        admin.patch("/api/admin/users/" + id + "/", Map.of("user_permissions", List.of(30)))
                .expect(200);
        assertThat(friend.patch(path, Map.of("label", "Ours")).expect(200).json().path("token"))
                .hasToString("\"very secret\"");
        friend.delete(path).expect(403);
        friend.post(path + "permissions/", Map.of("permissions", List.of())).expect(403);
        admin.post(path + "permissions/", Map.of("permissions", List.of())).expect(200);
        friend.get(path).expect(404);
        admin.delete(path).expect(204);
    }

    @Test
    void wrongGrantsOfANodeChangeNothing() {
        String path = "/api/processingnodes/" + newNode(3) + "/permissions/";
        String before = admin.get(path).text();
        for (Map<String, ?> body :
                List.of(
                        Map.<String, Object>of(),
                        Map.of("permissions", "x"),
                        Map.of("permissions", List.of(user("nobody", "view"))),
                        Map.of("permissions", List.of(group("nothing", "view"))),
                        Map.of("permissions", List.of(user("friend", "view_project"))),
                        Map.of(
                                "permissions",
                                List.of(user("friend", "view"), user("nobody", "view"))))) {
            assertThat(admin.post(path, body).expect(400).json().path("error").isTextual())
                    .isTrue();
            assertThat(admin.get(path).text()).isEqualTo(before);
        }
        admin.get("/api/processingnodes/999999/permissions/").expect(404);
        server.anonymous().get(path).expect(403);
    }

    @Test
    void nodesAreFilteredByTheirFields() {
        long id = newNode(4);
        String nodes = "/api/processingnodes/";
        assertThat(admin.get(nodes + "?port=4").json().findValuesAsText("id"))
                .containsExactly(Long.toString(id));
        assertThat(admin.get(nodes + "?id=" + id + "&hostname=127.0.0.1").json()).hasSize(1);
        assertThat(admin.get(nodes + "?label=127.0.0.1:4").json()).hasSize(1);
        assertThat(admin.get(nodes + "?hostname=elsewhere").json()).isEmpty();
        assertThat(admin.get(nodes + "?id=" + id + "&has_available_options=true").json()).isEmpty();
        assertThat(admin.get(nodes + "?id=" + id + "&has_available_options=0").json()).hasSize(1);
        for (String filter : List.of("id", "port", "queue_count", "max_images")) {
            JsonNode error = admin.get(nodes + "?" + filter + "=abc").expect(400).json();
            assertThat(error.path(filter).path(0).asText()).isEqualTo("Enter a number.");
        }
        List<String> ports = admin.get(nodes + "?ordering=-port").json().findValuesAsText("port");
        assertThat(ports).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void presetsOfOthersAreNotThereAndTheSystemsCannotBeChanged() {
        JsonNode own =
                owner.post(
                                "/api/presets/",
                                Map.of("name", "own", "options", List.of(), "system", true))
                        .expect(201)
                        .json();
        assertThat(own.path("system").asBoolean()).isFalse();
        assertThat(own.has("owner")).isFalse();
        String path = "/api/presets/" + own.path("id").asLong() + "/";
        for (Client other : List.of(friend, admin)) {
            other.get(path).expect(404);
            other.patch(path, Map.of("name", "x")).expect(404);
            other.put(path, Map.of("name", "x", "options", List.of())).expect(404);
            other.delete(path).expect(404);
        }
        server.anonymous().get("/api/presets/").expect(403);
        owner.patch(path, Map.of("options", List.of(Map.of("value", 1)))).expect(400);
        owner.put(path, Map.of("name", "x")).expect(400);
        owner.delete("/api/presets/abc/").expect(404);
        String system = "/api/presets/1/";
        owner.get(system).expect(200);
        owner.patch(system, Map.of("name", "x")).expect(403);
        admin.patch(system, Map.of("name", "x")).expect(403);
        owner.delete(system).expect(404);
        admin.delete(system).expect(403);
        owner.delete(path).expect(204);
        List<String> names = new ArrayList<>();
        for (JsonNode preset : admin.get("/api/presets/?ordering=id").json()) {
            if (preset.path("system").asBoolean()) {
                names.add(preset.path("name").asText());
            }
        }
        assertThat(names)
                .containsExactly(
                        "Default",
                        "High Resolution",
                        "Fast Orthophoto",
                        "Field",
                        "DSM + DTM",
                        "Forest",
                        "Buildings",
                        "3D Model",
                        "Volume Analysis",
                        "Multispectral");
    }
}
