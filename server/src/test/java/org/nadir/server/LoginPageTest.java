package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.identity.SignIn;

/// Signing in, signing out and changing passwords by HTML forms, as scripts written for WebODM do it.
@Timeout(60)
class LoginPageTest {

    private static final Map<String, String> RIGHT =
            Map.of("username", TestServer.ADMIN, "password", TestServer.PASSWORD);

    @TempDir static Path data;
    static FakeClock clock = new FakeClock();
    static TestServer server;

    @BeforeAll
    static void start() {
        server =
                TestServer.start(
                        TestServer.config(data).withSignIn(SignIn.local().withClock(clock)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static long idOf(String user) {
        return server.inside().accounts().users().find(user).orElseThrow().id();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login/", "/api/auth/login/"})
    void aFormWithItsHiddenFieldSignsIn(String path) {
        Browser browser = Browser.at(server);
        Client.Reply page = browser.get(path).expect(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(Browser.hidden(page)).isEqualTo(browser.cookies().get("csrftoken"));
        Client.Reply reply = browser.submit(path, RIGHT).expect(302);
        assertThat(reply.header("Location")).isEqualTo("/dashboard/");
        assertThat(browser.cookies()).containsKeys("sessionid", "csrftoken");
        assertThat(browser.username()).isEqualTo(TestServer.ADMIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login/", "/api/auth/login/"})
    void aFormFromElsewhereIsRefused(String path) {
        Browser browser = Browser.at(server);
        assertThat(browser.post(path, RIGHT).expect(403).json().path("detail").asText())
                .startsWith("CSRF Failed: ");
        browser.get(path);
        assertThat(browser.post(path, RIGHT).expect(403).json().path("detail").asText())
                .startsWith("CSRF Failed: ");
        var forged = new LinkedHashMap<>(RIGHT);
        forged.put("csrfmiddlewaretoken", "0".repeat(64));
        browser.post(path, forged).expect(403);
        assertThat(browser.cookies()).doesNotContainKey("sessionid");
    }

    @Test
    void theTokenMayComeAsAHeaderToo() {
        Browser browser = Browser.at(server);
        String token = Browser.hidden(browser.get("/login/"));
        Client.Reply reply =
                browser.withCookies().with("X-CSRFToken", token).form("/login/", RIGHT);
        assertThat(reply.expect(302).header("Set-Cookie")).startsWith("sessionid=");
    }

    @Test
    void multipartFormsSignInAsWell() {
        Browser browser = Browser.at(server);
        var fields = new LinkedHashMap<>(RIGHT);
        fields.put("csrfmiddlewaretoken", Browser.hidden(browser.get("/login/")));
        browser.withCookies().form("/login/", fields).expect(302);
    }

    @Test
    void aWrongPasswordShowsTheFormAgain() {
        Browser browser = Browser.at(server);
        Client.Reply reply = browser.login(TestServer.ADMIN, "<b>").expect(200);
        assertThat(reply.text()).contains("Unable to log in with provided credentials.");
        assertThat(browser.cookies()).doesNotContainKey("sessionid");
        reply = browser.submit("/login/", Map.of()).expect(200);
        assertThat(reply.text()).contains("This field is required.");
    }

    @Test
    void loginGoesOnlyToPagesOfThisSite() {
        for (String next :
                List.of("//evil.example/", "https://evil.example/", "/\\evil", "", "/\t/e")) {
            Browser browser = Browser.at(server);
            var fields = new LinkedHashMap<>(RIGHT);
            fields.put("next", next);
            assertThat(browser.submit("/login/", fields).expect(302).header("Location"))
                    .isEqualTo("/dashboard/");
        }
        Browser browser = Browser.at(server);
        String page = browser.get("/login/?next=/map/project/1/%22%3E%3Cscript%3E").text();
        assertThat(page).contains("value=\"/map/project/1/&quot;&gt;&lt;script&gt;\"");
        var fields = new LinkedHashMap<>(RIGHT);
        fields.put("next", "/map/project/1/?t=dsm");
        assertThat(browser.submit("/login/", fields).header("Location"))
                .isEqualTo("/map/project/1/?t=dsm");
    }

    @Test
    void aSessionChangesThingsWithTheFieldOfAForm() {
        Browser browser = Browser.at(server);
        browser.login(TestServer.ADMIN, TestServer.PASSWORD).expect(302);
        browser.post("/api/projects/", Map.of("name", "no token")).expect(403);
        String token = browser.cookies().get("csrftoken");
        Client.Reply made =
                browser.post(
                        "/api/projects/",
                        Map.of("name", "with token", "csrfmiddlewaretoken", token));
        assertThat(made.expect(201).json().path("name").asText()).isEqualTo("with token");
    }

    @Test
    void aLoginGivesANewSessionAndEndsTheOld() {
        server.addUser("twice", "pw");
        Browser browser = Browser.at(server);
        browser.login("twice", "pw").expect(302);
        String first = browser.cookies().get("sessionid");
        browser.login("twice", "pw").expect(302);
        assertThat(browser.cookies().get("sessionid")).isNotEqualTo(first);
        server.anonymous().with("Cookie", "sessionid=" + first).get("/api/projects/").expect(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logout/", "/api/auth/logout/"})
    void aFormSignsOutAndALinkDoesNot(String path) {
        Browser browser = Browser.at(server);
        browser.login(TestServer.ADMIN, TestServer.PASSWORD).expect(302);
        String session = browser.cookies().get("sessionid");
        browser.get(path).expect(200);
        assertThat(browser.username()).isEqualTo(TestServer.ADMIN);
        browser.post(path, Map.of()).expect(403);
        assertThat(browser.submit(path, Map.of()).expect(302).header("Location"))
                .isEqualTo("/login/");
        server.anonymous().with("Cookie", "sessionid=" + session).get("/api/projects/").expect(403);
        assertThat(browser.get(path).expect(302).header("Location")).isEqualTo("/login/");
    }

    @Test
    void theFirstVisitorMakesTheAdministratorByAForm(@TempDir Path own) {
        var config =
                ServerConfig.of("127.0.0.1", 0, own).withChoices(TestServer.config(own).choices());
        try (var fresh = TestServer.start(config)) {
            Browser browser = Browser.at(fresh);
            assertThat(browser.get("/").expect(302).header("Location")).isEqualTo("/welcome/");
            browser.post("/welcome/", Map.of("username", "boss", "password", "x")).expect(403);
            Client.Reply empty =
                    browser.submit("/welcome/", Map.of("username", "boss", "password", ""));
            assertThat(empty.expect(200).text()).contains("password: This field may not be blank.");
            Client.Reply made =
                    browser.submit("/welcome/", Map.of("username", "boss", "password", "pw"));
            assertThat(made.expect(302).header("Location")).isEqualTo("/dashboard/");
            assertThat(browser.username()).isEqualTo("boss");
            var boss = fresh.inside().accounts().users().find("boss").orElseThrow();
            assertThat(boss.superuser()).isTrue();
            assertThat(boss.staff()).isTrue();
            Browser late = Browser.at(fresh);
            assertThat(late.get("/welcome/").expect(302).header("Location")).isEqualTo("/");
            Client.Reply refused =
                    late.post("/welcome/", Map.of("username", "second", "password", "pw"));
            assertThat(refused.expect(302).header("Location")).isEqualTo("/");
            assertThat(fresh.inside().accounts().users().find("second")).isEmpty();
        }
    }

    @Test
    void aPasswordIsChangedWithTheOldOne() {
        server.addUser("careful", "old");
        Browser browser = Browser.at(server);
        assertThat(browser.get("/password_change/").expect(302).header("Location"))
                .isEqualTo("/login/?next=%2Fpassword_change%2F");
        browser.login("careful", "old").expect(302);
        Browser other = Browser.at(server);
        other.login("careful", "old").expect(302);
        String page = "/password_change/";
        assertThat(browser.submit(page, passwords("no", "new", "new")).expect(200).text())
                .contains("The old password is not right.");
        assertThat(browser.submit(page, passwords("old", "new", "nev")).expect(200).text())
                .contains("The two passwords differ.");
        assertThat(browser.submit(page, passwords("old", " ", " ")).expect(200).text())
                .contains("may not be blank");
        browser.post(page, passwords("old", "new", "new")).expect(403);
        assertThat(other.username()).isEqualTo("careful");
        assertThat(
                        browser.submit(page, passwords("old", "new", "new"))
                                .expect(302)
                                .header("Location"))
                .isEqualTo("/password_change/done/");
        browser.get("/password_change/done/").expect(200);
        assertThat(browser.username()).isEqualTo("careful");
        assertThat(other.username()).isEmpty();
        Browser.at(server).login("careful", "old").expect(200);
        Browser.at(server).login("careful", "new").expect(302);
    }

    private static Map<String, String> passwords(String old, String fresh, String again) {
        return Map.of("old_password", old, "new_password1", fresh, "new_password2", again);
    }

    @Test
    void aForgottenPasswordIsAMatterForTheAdministrator() {
        Browser browser = Browser.at(server);
        assertThat(browser.get("/password_reset/").expect(200).text())
                .contains("nadir admin reset-password");
        assertThat(browser.post("/password_reset/", Map.of()).expect(302).header("Location"))
                .isEqualTo("/password_reset/done/");
        browser.get("/password_reset/done/").expect(200);
    }

    @Test
    void aResetLinkWorksOnceAndEndsSessions() {
        server.addUser("forgetful", "lost");
        Browser elsewhere = Browser.at(server);
        elsewhere.login("forgetful", "lost").expect(302);
        String old = server.inside().accounts().resets().open(idOf("forgetful"));
        String link = server.inside().accounts().resets().open(idOf("forgetful"));
        Browser browser = Browser.at(server);
        browser.get(old).expect(404);
        assertThat(browser.get(link).expect(200).header("Referrer-Policy"))
                .isEqualTo("no-referrer");
        Map<String, String> fresh = Map.of("new_password1", "found", "new_password2", "found");
        browser.post(link, fresh).expect(403);
        assertThat(
                        browser.submit(link, Map.of("new_password1", "a", "new_password2", "b"))
                                .expect(200)
                                .text())
                .contains("The two passwords differ.");
        assertThat(browser.submit(link, fresh).expect(302).header("Location"))
                .isEqualTo("/reset/done/");
        browser.get("/reset/done/").expect(200);
        browser.get(link).expect(404);
        assertThat(elsewhere.username()).isEmpty();
        Browser.at(server).login("forgetful", "found").expect(302);
        Browser.at(server).login("forgetful", "lost").expect(200);
    }

    @Test
    void aResetLinkIsOfOneUserAndForOneDay() {
        server.addUser("mine", "pw");
        server.addUser("other", "pw");
        String link = server.inside().accounts().resets().open(idOf("mine"));
        String token = link.split("/")[3];
        Browser browser = Browser.at(server);
        browser.get("/reset/" + idOf("other") + "/" + token + "/").expect(404);
        browser.get("/reset/" + idOf("mine") + "/" + "0".repeat(64) + "/").expect(404);
        browser.get("/reset/x/y/").expect(404);
        browser.get(link).expect(200);
        clock.forward(Duration.ofHours(24));
        browser.get(link).expect(404);
    }
}
