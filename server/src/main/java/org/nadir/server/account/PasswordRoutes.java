package org.nadir.server.account;

import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Pages;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// The pages on which users change or regain their password. There is no mail server, so that a forgotten password needs the
/// administrator, who sets a new one or hands out a one-time link.
public final class PasswordRoutes {

    private static final String ASK =
            """
            <p>This server sends no mail. Ask your administrator for a new password, or for a link with which
            you set one yourself.</p>
            <p>The administrator runs <code>nadir admin reset-password</code> with your user name on the server's
            machine.</p>
            <p><a href="/login/">Back to the login</a></p>
            """;

    private final Accounts accounts;
    private final BrowserSessions browsers;
    private final Pages pages;

    public PasswordRoutes(Accounts accounts, BrowserSessions browsers, Pages pages) {
        this.accounts = accounts;
        this.browsers = browsers;
        this.pages = pages;
    }

    public void addTo(RouteTable table) {
        String change = "/password_change/";
        String reset = "/reset/{user}/{link}/";
        Guard<Caller> visitor = Guard.orLogin(Guard.inPerson());
        table.get(change, visitor, (request, caller) -> showChange(request, ""))
                .post(change, visitor, this::change)
                .get(change + "done/", visitor, (request, caller) -> changed(request))
                .get("/password_reset/", Guard.open(), (request, any) -> ask(request))
                .post(
                        "/password_reset/",
                        Guard.open(),
                        (request, any) -> request.redirect("/password_reset/done/"))
                .get("/password_reset/done/", Guard.open(), (request, any) -> ask(request))
                .get("/reset/done/", Guard.open(), (request, any) -> resetDone(request))
                .get(reset, Guard.open(), (request, any) -> showReset(request, ""))
                .post(reset, Guard.open(), (request, any) -> reset(request));
    }

    private void ask(Request request) {
        request.html(200, pages.plain("Forgot your password?", ASK));
    }

    private void showChange(Request request, String error) {
        String form =
                Forms.open("/password_change/", browsers.csrfField(request), error)
                        + Forms.text("old_password", "Old password", "password", "current-password")
                        + twice()
                        + Forms.close("Change password");
        request.html(200, pages.plain("Change your password", form));
    }

    private static String twice() {
        return Forms.text("new_password1", "New password", "password", "new-password")
                + Forms.text("new_password2", "New password again", "password", "new-password");
    }

    private void change(Request request, Caller caller) {
        User user = accounts.users().find(caller.id()).orElseThrow(Problem::notFound);
        if (!user.hasPassword()) {
            showChange(request, "Your password is not kept here, but where you signed in.");
            return;
        }
        String old = request.fields().text("old_password");
        try {
            String fresh = Forms.newPassword(request);
            boolean right =
                    old != null
                            && accounts.login(user.username(), old, request.clientAddress())
                                    .filter(same -> same.id() == user.id())
                                    .isPresent();
            if (!right) {
                showChange(request, "The old password is not right.");
                return;
            }
            accounts.changePassword(user.id(), fresh);
        } catch (Problem wrong) {
            if (wrong.status() != 400) {
                throw wrong;
            }
            showChange(request, Forms.sentence(wrong));
            return;
        }
        browsers.signIn(request, user);
        request.redirect("/password_change/done/");
    }

    private void changed(Request request) {
        request.html(
                200,
                pages.plain(
                        "Password changed",
                        "<p>All other browsers were signed out.</p>"
                                + "<p><a href=\"/dashboard/\">To the dashboard</a></p>"));
    }

    private void showReset(Request request, String error) {
        if (!accounts.resets().isGood(request.id("user"), request.path("link"))) {
            voidLink(request);
            return;
        }
        String form =
                Forms.open(request.context().path(), browsers.csrfField(request), error)
                        + twice()
                        + Forms.close("Set password");
        // The address is the secret: it must not travel on with a click.
        request.context().header("Referrer-Policy", "no-referrer");
        request.html(200, pages.plain("Set a new password", form));
    }

    private void voidLink(Request request) {
        request.html(
                404,
                pages.plain(
                        "This link is no longer good",
                        "<p>It was used already, or is older than 24 hours. Ask your administrator for"
                                + " another.</p>"));
    }

    private void reset(Request request) {
        browsers.checkForm(request);
        long user = request.id("user");
        String link = request.path("link");
        if (!accounts.resets().isGood(user, link)) {
            voidLink(request);
            return;
        }
        String fresh;
        try {
            fresh = Forms.newPassword(request);
        } catch (Problem wrong) {
            showReset(request, Forms.sentence(wrong));
            return;
        }
        if (accounts.resetPassword(user, link, fresh)) {
            request.redirect("/reset/done/");
        } else {
            voidLink(request);
        }
    }

    private void resetDone(Request request) {
        request.html(
                200, pages.plain("Password set", "<p><a href=\"/login/\">Sign in with it</a></p>"));
    }
}
