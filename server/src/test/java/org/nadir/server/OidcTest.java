package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.identity.OidcProvider;
import org.nadir.server.identity.SignIn;

/// Signing in at a provider, who is real but for the person: two of them on one server, the second with explicit addresses.
@Timeout(60)
class OidcTest {

    @TempDir static Path data;
    static FakeClock clock = new FakeClock();
    static FakeProvider provider;
    static FakeProvider other;
    static TestServer server;

    @BeforeAll
    static void start() {
        provider = new FakeProvider(clock);
        other = new FakeProvider(clock);
        String second =
                """
                [{"name": "Other", "client_id": "nadir", "client_secret": "s3cret & more",
                  "issuer": "%1$s", "authorization_endpoint": "%1$s/authorize",
                  "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys"}]
                """
                        .formatted(other.issuer());
        List<OidcProvider> both = List.of(first(), OidcProvider.list(second).getFirst());
        server = TestServer.start(config(data, both, true));
    }

    private static OidcProvider first() {
        return new OidcProvider(
                "Example", FakeProvider.CLIENT, FakeProvider.SECRET, provider.issuer(), null);
    }

    private static ServerConfig config(Path folder, List<OidcProvider> providers, boolean create) {
        return TestServer.config(folder)
                .withSignIn(SignIn.local().withClock(clock).withProviders(providers, create));
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
        other.close();
    }

    @BeforeEach
    void behave() {
        provider.behave();
        other.behave();
    }

    private static Consumer<ObjectNode> person(String subject, String email, boolean verified) {
        return claims ->
                claims.put("sub", subject).put("email", email).put("email_verified", verified);
    }

    /// Goes all the way to where the browser ends up.
    private static String signIn(Browser browser, FakeProvider at, String login) {
        String there = browser.get(login).expect(302).header("Location");
        return browser.get(at.agree(there)).expect(302).header("Location");
    }

    private static String signIn(Browser browser) {
        return signIn(browser, provider, "/oidc/login/0/");
    }

    @Test
    void theLoginPageIsToldOfTheProviders() {
        JsonNode providers = server.anonymous().get("/api/session/").json().path("providers");
        assertThat(providers.toString())
                .isEqualTo(
                        "[{\"name\":\"Example\",\"url\":\"/oidc/login/0/\"},"
                                + "{\"name\":\"Other\",\"url\":\"/oidc/login/1/\"}]");
    }

    @Test
    void theBrowserIsSentToTheProviderWithAllThatTheStandardAsks() {
        Browser browser = Browser.at(server);
        String there = browser.get("/oidc/login/0/").expect(302).header("Location");
        assertThat(there).startsWith(provider.issuer() + "/authorize?tenant=a&");
        Map<String, String> query = FakeProvider.decode(there.substring(there.indexOf('?') + 1));
        assertThat(query)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "nadir")
                .containsEntry("scope", "openid email")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry(
                        "redirect_uri", "http://127.0.0.1:" + server.port() + "/oidc/callback/");
        assertThat(query.get("state")).hasSizeGreaterThan(30);
        assertThat(query.get("nonce")).hasSizeGreaterThan(30).isNotEqualTo(query.get("state"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void somebodyNewGetsAnAccountAndKeepsIt(String algorithm) {
        provider.algorithm = algorithm;
        String email = "new-" + algorithm + "@example.org";
        provider.claims = person("new-" + algorithm, email, true);
        Browser browser = Browser.at(server);
        assertThat(signIn(browser)).isEqualTo("/dashboard/");
        assertThat(browser.username()).isEqualTo(email);
        provider.claims = person("new-" + algorithm, "changed@example.org", true);
        Browser again = Browser.at(server);
        signIn(again);
        assertThat(again.username()).isEqualTo(email);
        var users = server.inside().accounts().users();
        var user = users.find(email).orElseThrow();
        assertThat(user.staff() || user.superuser() || user.hasPassword()).isFalse();
        assertThat(user.email()).isEqualTo(email);
        Browser.at(server).login(email, "!").expect(200);
        assertThat(browser.submit("/password_change/", Map.of("old_password", "!")).text())
                .contains("Your password is not kept here");
    }

    @Test
    void theWantedPageSurvivesTheRoundTrip() {
        provider.claims = person("traveller", "", false);
        assertThat(
                        signIn(
                                Browser.at(server),
                                provider,
                                "/oidc/login/0/?next=%2Fmap%2Fproject%2F1%2F%3Ft%3Ddsm"))
                .isEqualTo("/map/project/1/?t=dsm");
        assertThat(
                        signIn(
                                Browser.at(server),
                                provider,
                                "/oidc/login/0/?next=https%3A%2F%2Fevil.example"))
                .isEqualTo("/dashboard/");
    }

    @Test
    void aVerifiedAddressFindsTheUserWhoHasIt() {
        server.addUser("local", "pw");
        var users = server.inside().accounts().users();
        setEmail("local", "Local@example.org");
        provider.claims = person("local-sub", "local@EXAMPLE.org", false);
        Browser unverified = Browser.at(server);
        signIn(unverified);
        assertThat(unverified.username()).isNotEqualTo("local").isNotEmpty();
        provider.claims = person("local-sub-2", "local@EXAMPLE.org", true);
        Browser verified = Browser.at(server);
        signIn(verified);
        assertThat(verified.username()).isEqualTo("local");
        long id = users.find("local").orElseThrow().id();
        assertThat(server.inside().accounts().profiles().find(id).orElseThrow().oidcSub())
                .isEqualTo("local-sub-2");
        provider.claims = person("somebody-else", "local@example.org", true);
        Browser second = Browser.at(server);
        signIn(second);
        assertThat(second.username()).isNotEqualTo("local");
    }

    private static void setEmail(String user, String email) {
        TestDatabase.execute(
                data, "UPDATE users SET email = '" + email + "' WHERE username = '" + user + "'");
    }

    @Test
    void theSameSubjectOfTwoProvidersIsTwoPeople() {
        provider.claims = person("shared", "one@example.org", true);
        other.claims = person("shared", "two@example.org", true);
        Browser one = Browser.at(server);
        signIn(one);
        Browser two = Browser.at(server);
        signIn(two, other, "/oidc/login/1/");
        assertThat(one.username()).isEqualTo("one@example.org");
        assertThat(two.username()).isEqualTo("two@example.org");
        Browser twoAgain = Browser.at(server);
        signIn(twoAgain, other, "/oidc/login/1/");
        assertThat(twoAgain.username()).isEqualTo("two@example.org");
    }

    @Test
    void aStateThatIsNotThisBrowsersIsRefused() {
        Browser browser = Browser.at(server);
        String there = browser.get("/oidc/login/0/").header("Location");
        String callback = provider.agree(there);
        Browser victim = Browser.at(server);
        assertRefused(victim, callback, "oidc_state");
        victim.get("/oidc/login/0/");
        assertRefused(victim, callback, "oidc_state");
        assertRefused(browser, "/oidc/callback/?code=x&state=wrong", "oidc_state");
        assertRefused(browser, "/oidc/callback/", "oidc_state");
        assertRefused(browser, callback, "oidc_state");
        browser.cookies().put("oidc_login", "garbage.garbage");
        assertRefused(browser, callback, "oidc_state");
    }

    private static void assertRefused(Browser browser, String callback, String word) {
        Client.Reply reply = browser.get(callback).expect(302);
        assertThat(reply.header("Location")).isEqualTo("/login/?error=" + word);
        assertThat(browser.cookies()).doesNotContainKey("sessionid");
    }

    @Test
    void aLoginMustBeFinishedInTenMinutes() {
        Browser browser = Browser.at(server);
        String callback = provider.agree(browser.get("/oidc/login/0/").header("Location"));
        clock.forward(Duration.ofMinutes(10));
        assertRefused(browser, callback, "oidc_state");
    }

    @Test
    void aCodeWorksOnce() {
        Browser browser = Browser.at(server);
        String callback = provider.agree(browser.get("/oidc/login/0/").header("Location"));
        String login = browser.cookies().get("oidc_login");
        browser.get(callback).expect(302);
        Browser replay = Browser.at(server);
        replay.cookies().put("oidc_login", login);
        assertRefused(replay, callback, "oidc_unreachable");
    }

    @Test
    void givingUpAtTheProviderLeadsBackToTheLogin() {
        Browser browser = Browser.at(server);
        String there = browser.get("/oidc/login/0/").header("Location");
        String state = FakeProvider.decode(there.substring(there.indexOf('?') + 1)).get("state");
        assertRefused(browser, "/oidc/callback/?error=access_denied&state=" + state, "oidc_denied");
    }

    /// The claims of a token that was signed by the right key all the same.
    private static void assertUnbelievable(Consumer<ObjectNode> claims) {
        provider.claims = claims;
        Browser browser = Browser.at(server);
        assertThat(signIn(browser)).isEqualTo("/login/?error=oidc_token");
        assertThat(browser.cookies()).doesNotContainKey("sessionid");
    }

    @Test
    void tokensThatAreNotForThisLoginAreRefused() {
        long now = clock.instant().getEpochSecond();
        assertUnbelievable(claims -> claims.put("nonce", "another"));
        assertUnbelievable(claims -> claims.remove("nonce"));
        assertUnbelievable(claims -> claims.put("aud", "another client"));
        assertUnbelievable(claims -> claims.remove("aud"));
        assertUnbelievable(claims -> claims.putArray("aud").add("nadir").add("another"));
        assertUnbelievable(claims -> claims.put("iss", "https://evil.example"));
        assertUnbelievable(claims -> claims.put("iss", provider.issuer() + "/"));
        assertUnbelievable(claims -> claims.put("exp", now - 61));
        assertUnbelievable(claims -> claims.put("exp", "soon"));
        assertUnbelievable(claims -> claims.remove("exp"));
        assertUnbelievable(claims -> claims.put("iat", now + 100_000));
        assertUnbelievable(claims -> claims.put("nbf", now + 100_000));
        assertUnbelievable(claims -> claims.remove("sub"));
        assertUnbelievable(claims -> claims.put("sub", "x".repeat(256)));
        provider.claims =
                claims -> claims.put("azp", "nadir").putArray("aud").add("nadir").add("another");
        assertThat(signIn(Browser.at(server))).isEqualTo("/dashboard/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "RS512", ""})
    void tokensSignedInAnotherWayAreRefused(String algorithm) {
        provider.algorithm = algorithm;
        assertThat(signIn(Browser.at(server))).isEqualTo("/login/?error=oidc_token");
    }

    @Test
    void tokensSignedByAnotherKeyAreRefused() {
        provider.forged = true;
        assertThat(signIn(Browser.at(server))).isEqualTo("/login/?error=oidc_token");
        provider.algorithm = "ES256";
        assertThat(signIn(Browser.at(server))).isEqualTo("/login/?error=oidc_token");
    }

    @Test
    void aNewKeyOfTheProviderIsFoundAfterAWhile() {
        signIn(Browser.at(server));
        provider.changeKey();
        clock.forward(Duration.ofSeconds(31));
        assertThat(signIn(Browser.at(server))).isEqualTo("/dashboard/");
    }

    @Test
    void aProviderThatRefusesIsNoError() {
        provider.silent = true;
        assertThat(signIn(Browser.at(server))).isEqualTo("/login/?error=oidc_unreachable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "99999999999", "x", "-1"})
    void anUnknownProviderLeadsBackToTheLogin(String number) {
        assertThat(
                        Browser.at(server)
                                .get("/oidc/login/" + number + "/")
                                .expect(302)
                                .header("Location"))
                .isEqualTo("/login/?error=oidc_provider");
    }

    @Test
    void disabledUsersStayOut() {
        provider.claims = person("sleeper", "sleeper@example.org", true);
        Browser browser = Browser.at(server);
        signIn(browser);
        var users = server.inside().accounts().users();
        users.setActive(users.find("sleeper@example.org").orElseThrow().id(), false);
        assertThat(signIn(Browser.at(server))).isEqualTo("/login/?error=oidc_user");
        assertThat(browser.username()).isEmpty();
    }

    @Test
    void withoutProvidersThereIsNothing(@TempDir Path own) {
        try (var plain = TestServer.start(own, null)) {
            plain.anonymous().get("/oidc/login/0/").expect(404);
            plain.anonymous().get("/oidc/callback/?code=x&state=y").expect(404);
            assertThat(plain.anonymous().get("/api/session/").json().path("providers")).isEmpty();
        }
    }

    @Test
    void strangersStayOutWhereNoAccountsAreMade(@TempDir Path own) {
        try (var closed = TestServer.start(config(own, List.of(first()), false))) {
            provider.claims = person("stranger", "stranger@example.org", true);
            Browser browser = Browser.at(closed);
            assertThat(signIn(browser)).isEqualTo("/login/?error=oidc_user");
            assertThat(closed.inside().accounts().users().find("stranger@example.org")).isEmpty();
        }
    }

    @Test
    void aProviderWithoutEncryptionIsRefusedAtStart() {
        assertThatThrownBy(() -> new OidcProvider("n", "c", "s", "http://example.org", null))
                .hasMessageContaining("https");
        assertThatThrownBy(() -> OidcProvider.list("[{\"name\": \"n\"}]"))
                .hasMessageContaining("client_id");
        assertThatThrownBy(() -> OidcProvider.list("{}")).hasMessageContaining("array");
    }
}
