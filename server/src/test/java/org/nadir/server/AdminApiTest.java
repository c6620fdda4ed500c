package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.admin.Administration;
import org.nadir.server.hook.Webhooks;

/// Users, groups and profiles as administrators and their scripts see them.
@Timeout(60)
class AdminApiTest {

    private static final String USERS = "/api/admin/users/";
    private static final String GROUPS = "/api/admin/groups/";
    private static final String PROFILES = "/api/admin/profiles/";

    @TempDir static Path data;
    static TestServer server;
    static Client admin;
    static Client staff;
    static Client plain;
    static int counter;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, null);
        admin = server.admin();
        create(Map.of("username", "staff", "password", "pw", "is_staff", true));
        create(Map.of("username", "plain", "password", "pw", "email", "plain@example.com"));
        staff = server.anonymous().login("staff", "pw");
        plain = server.anonymous().login("plain", "pw");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode create(Map<String, ?> fields) {
        return admin.post(USERS, fields).expect(201).json();
    }

    private static String fresh() {
        counter++;
        return "user" + counter;
    }

    private static String path(JsonNode user) {
        return USERS + user.path("id").asLong() + "/";
    }

    private static Client.Reply urlEncoded(Client client, String method, String path, String body) {
        return client.send(
                method,
                path,
                BodyPublishers.ofString(body),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users/",
                "users/1/",
                "groups/",
                "groups/1/",
                "profiles/",
                "profiles/1/",
                "profiles/1/used_quota/",
                "permissions/",
                "users/999999/"
            })
    void isForStaffAlone(String path) {
        plain.get("/api/admin/" + path).expect(403);
        Client.Reply anonymous = server.anonymous().get("/api/admin/" + path).expect(403);
        assertThat(anonymous.json().path("detail").asText())
                .isEqualTo("Authentication credentials were not provided.");
        staff.get("/api/admin/" + path).expect(path.contains("999999") ? 404 : 200);
    }

    @Test
    void changesAreForStaffAlone() {
        plain.post(USERS, Map.of("username", "x", "password", "x")).expect(403);
        plain.patch(USERS + "1/", Map.of("is_superuser", true)).expect(403);
        plain.put(USERS + "1/", Map.of("username", "x")).expect(403);
        plain.delete(USERS + "1/").expect(403);
        plain.post(GROUPS, Map.of("name", "x")).expect(403);
        plain.delete(GROUPS + "1/").expect(403);
        plain.patch(PROFILES + "1/", Map.of("quota", 1)).expect(403);
        plain.post(PROFILES + "1/update_quota_deadline/", Map.of("hours", 1)).expect(403);
    }

    @Test
    void aUserHasTheFieldsThatScriptsKnow() {
        JsonNode user = create(Map.of("username", fresh(), "password", "pw one"));
        assertThat(user.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "password",
                        "last_login",
                        "is_superuser",
                        "username",
                        "first_name",
                        "last_name",
                        "email",
                        "is_staff",
                        "is_active",
                        "date_joined",
                        "groups",
                        "user_permissions");
        assertThat(user.path("is_active").asBoolean()).isTrue();
        assertThat(user.path("is_staff").asBoolean()).isFalse();
        assertThat(user.path("last_login").isNull()).isTrue();
        assertThat(user.path("date_joined").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(user.path("groups").toString()).isEqualTo("[1]");
        assertThat(admin.get(path(user)).expect(200).json()).isEqualTo(user);
        Client client = server.anonymous().login(user.path("username").asText(), "pw one");
        client.post("/api/projects/", Map.of("name", "Mine")).expect(201);
        assertThat(admin.get(path(user)).json().path("last_login").isTextual()).isTrue();
    }

    @Test
    void passwordsAreHashedAndNeverShown() throws Exception {
        JsonNode user = create(Map.of("username", fresh(), "password", "secret-one"));
        String name = user.path("username").asText();
        Client.Reply changed = admin.patch(path(user), Map.of("password", "secret-two"));
        assertThat(changed.expect(200).json().path("password").asText()).isEqualTo("********");
        server.anonymous()
                .post("/api/token-auth/", Map.of("username", name, "password", "secret-one"))
                .expect(400);
        server.anonymous().login(name, "secret-two");
        admin.put(path(user), Map.of("username", name, "password", "secret-three")).expect(200);
        server.anonymous().login(name, "secret-three");
        String hash = server.inside().accounts().users().find(name).orElseThrow().passwordHash();
        assertThat(hash).startsWith("pbkdf2_sha256$").doesNotContain("secret");
    }

    @Test
    void whatWasReadCanBePutBack() {
        String name = fresh();
        JsonNode user =
                create(Map.of("username", name, "password", "pw", "email", "a.b+c@example.com"));
        var fields = new HashMap<String, @Nullable Object>();
        ObjectNode read = (ObjectNode) admin.get(path(user)).json();
        read.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        assertThat(admin.put(path(user), fields).expect(200).json()).isEqualTo(user);
        server.anonymous().login(name, "pw");
        server.anonymous()
                .post("/api/token-auth/", Map.of("username", name, "password", "********"))
                .expect(400);
    }

    @Test
    void aFormThatDoesNotSayActiveMakesAnInactiveUser() {
        String name = fresh();
        JsonNode made =
                urlEncoded(admin, "POST", USERS, "username=" + name + "&password=pw")
                        .expect(201)
                        .json();
        assertThat(made.path("is_active").asBoolean()).isFalse();
        server.anonymous()
                .post("/api/token-auth/", Map.of("username", name, "password", "pw"))
                .expect(400);
        JsonNode changed =
                urlEncoded(admin, "PATCH", path(made), "is_active=on&groups=1&user_permissions=20")
                        .expect(200)
                        .json();
        assertThat(changed.path("is_active").asBoolean()).isTrue();
        assertThat(changed.path("user_permissions").toString()).isEqualTo("[20]");
        server.anonymous().login(name, "pw");
        JsonNode active =
                admin.form(
                                USERS,
                                Map.of("username", fresh(), "password", "pw", "is_active", "true"))
                        .expect(201)
                        .json();
        assertThat(active.path("is_active").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "username|''|This field may not be blank.",
                "username|two words|Enter a valid username. It may hold letters, digits and @ . + -"
                        + " _ only.",
                "username|semi;colon|Enter a valid username. It may hold letters, digits and @ . +"
                        + " - _ only.",
                "username|plain|A user with that username already exists.",
                "password|''|This field may not be blank.",
                "password|********|Choose another password.",
                "email|nobody|Enter a valid email address.",
                "email|a b@example.com|Enter a valid email address.",
                "is_staff|perhaps|Must be a valid boolean.",
                "groups|[9999]|'Invalid pk \"9999\" - object does not exist.'",
                "groups|[\"x\"]|Incorrect type. Expected pk value.",
                "groups|{}|Expected a list of items.",
                "user_permissions|[0]|'Invalid pk \"0\" - object does not exist.'",
                "user_permissions|[65]|'Invalid pk \"65\" - object does not exist.'"
            })
    void whatIsWrongIsSaidPerField(String field, String value, String sentence) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("username", fresh());
        fields.put("password", "pw");
        fields.put(field, value);
        JsonNode body = admin.post(USERS, fields).expect(400).json();
        assertThat(body.path(field).path(0).asText()).isEqualTo(sentence);
        JsonNode missing = admin.post(USERS, Map.of()).expect(400).json();
        assertThat(missing.path("username").path(0).asText()).isEqualTo("This field is required.");
        assertThat(missing.path("password").path(0).asText()).isEqualTo("This field is required.");
    }

    @Test
    void namesThatAreTooLongOrHoldNullsAreRefusedAndNothingIsMade() {
        for (Object name : List.of("x".repeat(151), "nul\0l", List.of(1), Map.of())) {
            JsonNode body =
                    admin.post(USERS, Map.of("username", name, "password", "pw"))
                            .expect(400)
                            .json();
            assertThat(body.has("username")).isTrue();
        }
        admin.get(USERS + "?email=%00").expect(400);
        admin.get(GROUPS + "?name=%00").expect(400);
        long before = admin.get(USERS).json().path("count").asLong();
        admin.post(USERS, Map.of("username", fresh(), "password", "pw", "groups", List.of(1, 77)))
                .expect(400);
        assertThat(admin.get(USERS).json().path("count").asLong()).isEqualTo(before);
    }

    @Test
    void usersAreListedInPagesByEmailAndInAnyOrder() {
        String email = fresh() + "@example.com";
        for (int i = 0; i < 12; i++) {
            create(Map.of("username", fresh(), "password", "pw", "email", email));
        }
        JsonNode first = admin.get(USERS + "?ordering=-id&email=" + email).expect(200).json();
        assertThat(first.path("count").asInt()).isEqualTo(12);
        assertThat(first.path("results")).hasSize(10);
        assertThat(first.path("previous").isNull()).isTrue();
        assertThat(first.path("next").asText()).contains("page=2").contains("ordering=-id");
        List<Long> ids =
                first.path("results").findValues("id").stream().map(JsonNode::asLong).toList();
        assertThat(ids).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        JsonNode second = admin.get(USERS + "?page=2&email=" + email).json();
        assertThat(second.path("results")).hasSize(2);
        assertThat(admin.get(USERS + "?page=99").expect(404).json().path("detail").asText())
                .isEqualTo("Invalid page.");
        assertThat(admin.get(USERS + "?email=example.com").json().path("count").asInt()).isZero();
        admin.get(USERS + "?ordering=nonsense,-password;").expect(200);
    }

    @Test
    void staffCannotMakeOrChangeSuperUsers() {
        JsonNode self = admin.get(USERS + "?ordering=id").json().path("results").path(1);
        assertThat(self.path("username").asText()).isEqualTo("staff");
        staff.patch(path(self), Map.of("is_superuser", true)).expect(403);
        staff.post(USERS, Map.of("username", fresh(), "password", "pw", "is_superuser", true))
                .expect(403);
        staff.patch(USERS + "1/", Map.of("password", "taken over")).expect(403);
        staff.delete(USERS + "1/").expect(403);
        staff.patch(PROFILES + "1/", Map.of("oidc_sub", "taken-over")).expect(403);
        server.admin();
        assertThat(admin.get(path(self)).json().path("is_superuser").asBoolean()).isFalse();
        JsonNode made =
                staff.post(USERS, Map.of("username", fresh(), "password", "pw")).expect(201).json();
        staff.patch(path(made), Map.of("first_name", "Ann")).expect(200);
        staff.delete(path(made)).expect(204);
    }

    @Test
    void theLastSuperUserStays() {
        String self = USERS + "1/";
        admin.delete(self).expect(400);
        admin.patch(self, Map.of("is_superuser", false)).expect(400);
        admin.patch(self, Map.of("is_staff", false)).expect(400);
        JsonNode sentence = admin.patch(self, Map.of("is_active", false)).expect(400).json();
        assertThat(sentence.path(0).asText()).contains("last active super user");
        JsonNode second =
                create(
                        Map.of(
                                "username",
                                fresh(),
                                "password",
                                "pw",
                                "is_superuser",
                                true,
                                "is_staff",
                                true));
        admin.patch(path(second), Map.of("is_superuser", false)).expect(200);
        admin.delete(path(second)).expect(204);
    }

    @Test
    void twoSuperUsersWhoDemoteEachOtherLeaveOne(@TempDir Path own) throws Exception {
        try (var pair = TestServer.start(own, null)) {
            Client first = pair.admin();
            first.post(
                            USERS,
                            Map.of(
                                    "username",
                                    "second",
                                    "password",
                                    "pw",
                                    "is_superuser",
                                    true,
                                    "is_staff",
                                    true))
                    .expect(201);
            Client second = pair.anonymous().login("second", "pw");
            List<Integer> answers =
                    atOnce(
                            List.of(
                                    () ->
                                            first.patch(USERS + "2/", Map.of("is_active", false))
                                                    .status(),
                                    () -> second.delete(USERS + "1/").status()));
            assertThat(answers).allMatch(status -> status < 500);
            assertThat(pair.inside().accounts().directory().list(null, "id", 0, 9))
                    .filteredOn(entry -> entry.user().superuser() && entry.user().active())
                    .hasSize(1);
        }
    }

    @Test
    void ofManyWhoWantOneNameOneGetsIt() throws Exception {
        String name = fresh();
        Callable<Integer> attempt =
                () -> admin.post(USERS, Map.of("username", name, "password", "pw")).status();
        assertThat(atOnce(List.of(attempt, attempt, attempt, attempt)))
                .containsExactlyInAnyOrder(201, 400, 400, 400);
        Callable<Integer> group = () -> admin.post(GROUPS, Map.of("name", name)).status();
        assertThat(atOnce(List.of(group, group, group))).containsExactlyInAnyOrder(201, 400, 400);
    }

    private static List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Integer>();
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    @Test
    void aChangedPasswordEndsSessionsAndADisabledUserCannotSignIn() {
        String name = fresh();
        JsonNode user = create(Map.of("username", name, "password", "pw"));
        String cookie =
                server.anonymous()
                        .post("/api/auth/session", Map.of("username", name, "password", "pw"))
                        .expect(200)
                        .header("Set-Cookie")
                        .replaceFirst(";.*", "");
        Client browser = server.anonymous().with("Cookie", cookie);
        browser.get("/api/projects/").expect(200);
        admin.patch(path(user), Map.of("password", "another")).expect(200);
        browser.get("/api/projects/").expect(403);
        server.anonymous().login(name, "another");
        admin.patch(path(user), Map.of("is_active", false)).expect(200);
        server.anonymous()
                .post("/api/token-auth/", Map.of("username", name, "password", "another"))
                .expect(400);
    }

    @Test
    void aDeletedUserTakesProjectsTasksAndFilesAlong() {
        String name = fresh();
        JsonNode user = create(Map.of("username", name, "password", "pw"));
        Client client = server.anonymous().login(name, "pw");
        long project = server.project(client, "Goes");
        long task = server.newTask(client, project, Map.of()).path("id").asLong();
        client.post("/api/presets/", Map.of("name", "own", "options", List.of())).expect(201);
        admin.patch(PROFILES + user.path("id").asLong() + "/", Map.of("quota", 5)).expect(200);
        assertThat(server.taskFolder(project, task)).exists();
        admin.delete(path(user)).expect(204);
        admin.get(path(user)).expect(404);
        admin.get("/api/projects/" + project + "/").expect(404);
        admin.get(task(project, task)).expect(404);
        assertThat(client.get("/api/projects/").expect(403).json().path("detail").asText())
                .isEqualTo("Invalid signature.");
        TestServer.until(
                "files gone", () -> !Files.exists(data.resolve("media/project/" + project)));
        create(Map.of("username", name, "password", "pw"));
        Client namesake = server.anonymous().login(name, "pw");
        assertThat(namesake.get("/api/projects/").json().path("count").asInt()).isZero();
    }

    @Test
    void aDeletionOutlivesTheServer(@TempDir Path own, @TempDir Path scratch) throws Exception {
        try (var node = new FakeNode(Results.zip(Results.files(scratch)));
                var mortal = TestServer.start(own, node.address())) {
            node.holds = true;
            mortal.addUser("leaver", "pw");
            Client leaver = mortal.anonymous().login("leaver", "pw");
            long project = mortal.project(leaver, "Goes");
            long task = mortal.newTask(leaver, project, Map.of()).path("id").asLong();
            mortal.awaitStatus(leaver, task(project, task), 20);
            mortal.admin().delete(USERS + "2/").expect(204);
            mortal.stop();
            mortal.startAgain();
            mortal.admin().get(USERS + "2/").expect(404);
            mortal.admin().get(tasks(project)).expect(404);
            TestServer.until(
                    "files gone", () -> !Files.exists(own.resolve("media/project/" + project)));
            TestServer.until("the node was told", () -> !node.removed.isEmpty());
        }
    }

    @Test
    void groupsAreMadeReadChangedAndDeleted() {
        String name = "Crew " + fresh();
        JsonNode made =
                admin.post(GROUPS, Map.of("name", name, "permissions", List.of(54, 17, 60, 54)))
                        .expect(201)
                        .json();
        assertThat(made.path("permissions").toString()).isEqualTo("[17,54,60]");
        String path = GROUPS + made.path("id").asLong() + "/";
        assertThat(admin.get(path).expect(200).json()).isEqualTo(made);
        JsonNode listed = admin.get(GROUPS + "?name=" + name.replace(" ", "%20")).json();
        assertThat(listed.path("count").asInt()).isEqualTo(1);
        assertThat(listed.path("results").path(0)).isEqualTo(made);
        assertThat(admin.get(GROUPS + "?name=Crew").json().path("count").asInt()).isZero();
        JsonNode patched = admin.patch(path, Map.of("permissions", List.of())).expect(200).json();
        assertThat(patched.path("permissions")).isEmpty();
        assertThat(patched.path("name").asText()).isEqualTo(name);
        admin.put(path, Map.of()).expect(400);
        admin.put(path, Map.of("name", name + "!")).expect(200);
        assertThat(admin.post(GROUPS, Map.of("name", name + "!")).expect(400).json().toString())
                .isEqualTo("{\"name\":[\"group with this name already exists.\"]}");
        admin.post(GROUPS, Map.of("name", "x".repeat(151))).expect(400);
        admin.post(GROUPS, Map.of("name", "g", "permissions", List.of(61_000))).expect(400);
        admin.delete(path).expect(204);
        admin.get(path).expect(404);
        admin.delete(path).expect(404);
    }

    @Test
    void theGroupThatEverybodyJoinsStays() {
        JsonNode refused = admin.delete(GROUPS + "1/").expect(400).json();
        assertThat(refused.path(0).asText()).startsWith("The group Default cannot be deleted");
        admin.patch(GROUPS + "1/", Map.of("name", "Other")).expect(400);
        admin.put(GROUPS + "1/", Map.of("name", "Default")).expect(200);
    }

    /// The ids are promised to clients: the test holds them against the written order, not against the code.
    @Test
    void permissionIdsAreFixed() {
        JsonNode catalog = admin.get("/api/admin/permissions/").expect(200).json();
        assertThat(catalog).hasSizeGreaterThanOrEqualTo(60);
        assertThat(catalog.path(0).toString()).isEqualTo("{\"id\":1,\"name\":\"add_user\"}");
        assertThat(catalog.path(16).toString()).isEqualTo("{\"id\":17,\"name\":\"add_project\"}");
        assertThat(catalog.path(23).toString()).isEqualTo("{\"id\":24,\"name\":\"view_task\"}");
        assertThat(catalog.path(31).toString())
                .isEqualTo("{\"id\":32,\"name\":\"view_processingnode\"}");
        JsonNode standard = admin.get(GROUPS + "1/").json().path("permissions");
        assertThat(standard.toString()).isEqualTo("[17,18,19,20,21,22,23,24,25,26,27,28,32]");
    }

    @Test
    void permissionsOfUsersAndGroupsOpenAndCloseDoors() {
        String name = fresh();
        JsonNode user = create(Map.of("username", name, "password", "pw"));
        Client client = server.anonymous().login(name, "pw");
        client.post("/api/projects/", Map.of("name", "a")).expect(201);
        admin.patch(path(user), Map.of("groups", List.of())).expect(200);
        client.post("/api/projects/", Map.of("name", "b")).expect(403);
        admin.patch(path(user), Map.of("user_permissions", List.of(17))).expect(200);
        client.post("/api/projects/", Map.of("name", "c")).expect(201);
        admin.patch(path(user), Map.of("user_permissions", List.of())).expect(200);
        long group =
                admin.post(GROUPS, Map.of("name", fresh(), "permissions", List.of(17)))
                        .expect(201)
                        .json()
                        .path("id")
                        .asLong();
        admin.patch(path(user), Map.of("groups", List.of(group))).expect(200);
        client.post("/api/projects/", Map.of("name", "d")).expect(201);
        admin.delete(GROUPS + group + "/").expect(204);
        client.post("/api/projects/", Map.of("name", "e")).expect(403);
    }

    @Test
    void profilesAreKeyedByTheirUser() {
        JsonNode user = create(Map.of("username", fresh(), "password", "pw"));
        long id = user.path("id").asLong();
        String path = PROFILES + id + "/";
        assertThat(admin.get(path).expect(200).json().toString())
                .isEqualTo(
                        "{\"user\":"
                                + id
                                + ",\"quota\":-1.0,\"cluster_id\":null,\"oidc_sub\":null}");
        JsonNode changed =
                admin.patch(
                                path,
                                Map.of(
                                        "quota",
                                        12.5,
                                        "cluster_id",
                                        7,
                                        "oidc_sub",
                                        "sub-" + id,
                                        "user",
                                        1))
                        .expect(200)
                        .json();
        assertThat(changed.toString())
                .isEqualTo(
                        "{\"user\":"
                                + id
                                + ",\"quota\":12.5,\"cluster_id\":7,\"oidc_sub\":\"sub-"
                                + id
                                + "\"}");
        JsonNode list = admin.get(PROFILES).expect(200).json();
        assertThat(list.isArray()).isTrue();
        assertThat(list).contains(changed).hasSizeGreaterThan(2);
        JsonNode taken = admin.patch(PROFILES + "1/", Map.of("oidc_sub", "sub-" + id)).json();
        assertThat(taken.toString()).isEqualTo("{\"oidc_sub\":[\"This field must be unique.\"]}");
        var nothing = new HashMap<String, @Nullable Object>();
        nothing.put("oidc_sub", null);
        nothing.put("cluster_id", null);
        JsonNode cleared = admin.put(path, nothing).expect(200).json();
        assertThat(cleared.path("oidc_sub").isNull()).isTrue();
        assertThat(cleared.path("quota").asDouble()).isEqualTo(12.5);
        for (Object quota : List.of("much", "NaN", "1e999", true, List.of(1))) {
            admin.patch(path, Map.of("quota", quota)).expect(400);
        }
        admin.patch(path, Map.of("cluster_id", "x")).expect(400);
        admin.get(PROFILES + "999999/").expect(404);
        admin.post(PROFILES, Map.of("user", 1)).expect(405);
        admin.delete(path).expect(405);
    }

    @Test
    void lookingUpUsersCanBeSwitchedOff(@TempDir Path own) {
        assertThat(plain.get("/api/users/?search=PLAI").expect(200).json().toString())
                .isEqualTo("[{\"username\":\"plain\",\"email\":\"plain@example.com\"}]");
        assertThat(plain.get("/api/users?limit=-2147483648").expect(200).json()).isNotEmpty();
        assertThat(plain.get("/api/users/?limit=-1").expect(200).json()).hasSize(1);
        plain.get("/api/users/?limit=x").expect(400);
        assertThat(plain.get("/api/groups/?search=def").expect(200).json().toString())
                .isEqualTo("[{\"name\":\"Default\",\"id\":1}]");
        ServerConfig config = TestServer.config(own);
        var closed =
                new Administration(false, Administration.normal().quotaGrace(), Webhooks.none());
        try (var quiet =
                TestServer.start(config.withChoices(config.choices().withAdministration(closed)))) {
            quiet.admin().get("/api/users/").expect(404);
            quiet.admin().get("/api/groups/").expect(404);
            quiet.admin().get(USERS).expect(200);
        }
    }
}
