package org.nadir.server.identity;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.BrowserSessions;
import org.nadir.server.account.LoginRoutes;
import org.nadir.server.account.SessionRoutes;
import org.nadir.server.account.User;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing in with an OpenID Connect provider: authorization code flow with state, nonce and PKCE. Whatever goes wrong sends
/// the browser back to the login page with a word for it in `error`; the log has the details.
public final class OidcRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(OidcRoutes.class);
    private static final String COOKIE = "oidc_login";
    private static final String CALLBACK = "/oidc/callback/";

    private final List<OidcClient> clients;
    private final OidcUsers users;
    private final Accounts accounts;
    private final BrowserSessions browsers;
    private final byte[] key;

    public OidcRoutes(SignIn signIn, HttpClient http, Accounts accounts, BrowserSessions browsers) {
        var outside = new OutsideHttp(http);
        this.clients =
                signIn.providers().stream()
                        .map(one -> new OidcClient(one, outside, signIn.clock()))
                        .toList();
        this.users = new OidcUsers(accounts, signIn.createUsers());
        this.accounts = accounts;
        this.browsers = browsers;
        this.key = accounts.key("oidc login");
    }

    /// Names and addresses for the login page.
    public List<SessionRoutes.Provider> buttons() {
        var buttons = new ArrayList<SessionRoutes.Provider>();
        for (OidcClient client : clients) {
            String url = "/oidc/login/" + buttons.size() + "/";
            buttons.add(new SessionRoutes.Provider(client.provider().name(), url));
        }
        return buttons;
    }

    public void addTo(RouteTable table) {
        table.get("/oidc/login/{provider}/", configured(), (request, any) -> begin(request))
                .get(CALLBACK, configured(), (request, any) -> finish(request));
    }

    private Guard<Request> configured() {
        return request -> {
            if (clients.isEmpty()) {
                throw Problem.notFound();
            }
            return request;
        };
    }

    private void begin(Request request) {
        String number = request.path("provider");
        int index = number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : clients.size();
        if (index >= clients.size()) {
            fail(request, "oidc_provider");
            return;
        }
        OidcClient client = clients.get(index);
        OidcLogin login =
                OidcLogin.begin(
                        index,
                        LoginRoutes.nextPage(request.query("next")),
                        accounts.clock().instant());
        try {
            String there = client.authorization(login, redirectAddress(request)).toString();
            keep(request, login.seal(key), (int) OidcLogin.LIFE.toSeconds());
            request.redirect(there);
        } catch (IOException silent) {
            LOG.warn("{} cannot be asked: {}", client.provider(), silent.toString());
            fail(request, "oidc_unreachable");
        }
    }

    private static String redirectAddress(Request request) {
        return request.absoluteUrl(CALLBACK);
    }

    private void finish(Request request) throws IOException {
        Optional<OidcLogin> login =
                OidcLogin.open(
                        request.context().cookie(COOKIE),
                        request.query("state"),
                        key,
                        accounts.clock().instant());
        keep(request, "", 0);
        if (login.isEmpty() || login.get().provider() >= clients.size()) {
            fail(request, "oidc_state");
            return;
        }
        String code = request.query("code");
        if (code == null) {
            LOG.info("A login was given up: {}", request.query("error"));
            fail(request, "oidc_denied");
            return;
        }
        finish(request, login.get(), code);
    }

    private void finish(Request request, OidcLogin login, String code) {
        OidcClient client = clients.get(login.provider());
        IdToken token;
        try {
            token = client.redeem(code, login, redirectAddress(request));
        } catch (IOException silent) {
            LOG.warn("{} gives no token: {}", client.provider(), silent.toString());
            fail(request, "oidc_unreachable");
            return;
        } catch (IdToken.Unbelievable wrong) {
            LOG.warn("A token of {} was refused: {}", client.provider(), wrong.getMessage());
            fail(request, "oidc_token");
            return;
        }
        Optional<User> user = users.find(login.provider(), client.provider(), token);
        if (user.isEmpty() || !user.get().active()) {
            fail(request, "oidc_user");
            return;
        }
        browsers.signIn(request, user.get());
        request.redirect(login.next());
    }

    private static void keep(Request request, String value, int seconds) {
        BrowserSessions.setCookie(request, COOKIE, value, "/oidc/", seconds, true);
    }

    private static void fail(Request request, String why) {
        request.redirect("/login/?error=" + why);
    }
}
