package org.nadir.server.account;

import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Pages;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Signing in and out by HTML forms, as browsers without scripts and the scripts of WebODM users do it. In a browser with
/// scripts the same addresses show the web UI.
public final class LoginRoutes {

    private static final String DASHBOARD = "/dashboard/";

    private final Accounts accounts;
    private final BrowserSessions browsers;
    private final Pages pages;

    public LoginRoutes(Accounts accounts, BrowserSessions browsers, Pages pages) {
        this.accounts = accounts;
        this.browsers = browsers;
        this.pages = pages;
    }

    public void addTo(RouteTable table) {
        for (String path : new String[] {"/login/", "/api/auth/login/"}) {
            table.get(path, Guard.open(), (request, any) -> showLogin(request, path))
                    .post(path, Guard.open(), (request, any) -> login(request, path));
        }
        for (String path : new String[] {"/logout/", "/api/auth/logout/"}) {
            table.get(path, Guard.open(), (request, any) -> showLogout(request, path))
                    .post(path, Guard.open(), (request, any) -> logout(request));
        }
        table.get("/welcome/", Guard.open(), (request, any) -> showWelcome(request))
                .post("/welcome/", Guard.open(), (request, any) -> welcome(request));
    }

    /// Where to go after a login: the page that was wanted, when it is one of this very site.
    public static String nextPage(@Nullable String wanted) {
        return Forms.next(wanted, DASHBOARD);
    }

    private void showLogin(Request request, String path) {
        loginPage(request, path, nextPage(request.query("next")), "");
    }

    private void loginPage(Request request, String path, String next, String error) {
        String csrf = browsers.csrfField(request);
        request.html(200, pages.appWithForm(Forms.credentials(path, csrf, next, error, "Sign in")));
    }

    private void login(Request request, String path) {
        browsers.checkForm(request);
        String wanted = request.fields().text("next");
        String next = nextPage(wanted == null ? request.query("next") : wanted);
        User user;
        try {
            user = AccountRoutes.login(accounts, request);
        } catch (Problem wrong) {
            if (wrong.status() != 400) {
                throw wrong;
            }
            loginPage(request, path, next, Forms.sentence(wrong));
            return;
        }
        browsers.signIn(request, user);
        request.redirect(next);
    }

    /// A link alone signs nobody out, since any site can place one; the form does.
    private void showLogout(Request request, String path) {
        if (request.caller() == null) {
            request.redirect("/login/");
            return;
        }
        String form = Forms.open(path, browsers.csrfField(request), "") + Forms.close("Sign out");
        request.html(200, pages.plain("Sign out?", form));
    }

    private void logout(Request request) {
        browsers.signOut(request);
        request.redirect(Forms.next(request.query("next"), "/login/"));
    }

    private void showWelcome(Request request) {
        if (accounts.users().hasSuperuser()) {
            request.redirect("/");
            return;
        }
        welcomePage(request, "");
    }

    private void welcomePage(Request request, String error) {
        String csrf = browsers.csrfField(request);
        request.html(
                200,
                pages.appWithForm(
                        Forms.credentials("/welcome/", csrf, "", error, "Create administrator")));
    }

    private void welcome(Request request) {
        if (accounts.users().hasSuperuser()) {
            request.redirect("/");
            return;
        }
        browsers.checkForm(request);
        try {
            browsers.signIn(request, FirstRun.create(accounts, request));
            request.redirect(DASHBOARD);
        } catch (Problem wrong) {
            if (wrong.status() == 403) {
                request.redirect("/");
            } else {
                welcomePage(request, Forms.sentence(wrong));
            }
        }
    }
}
