package org.nadir.server.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Caller;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Sessions of browsers, and the first run, in which somebody makes the administrator.
public final class SessionRoutes {

    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}@.+_-]{1,150}");

    private final Accounts accounts;
    private final String version;

    public SessionRoutes(Accounts accounts, String version) {
        this.accounts = accounts;
        this.version = version;
    }

    public void addTo(RouteTable table) {
        table.get("/api/session/", Guard.open(), (request, any) -> describe(request))
                .post("/api/auth/session/", Guard.open(), (request, any) -> open(request))
                .delete("/api/auth/session/", Guard.open(), (request, any) -> close(request))
                .post("/api/auth/login/", Guard.open(), (request, any) -> formLogin(request))
                .get("/api/auth/logout/", Guard.open(), (request, any) -> goTo(request, "/"))
                .post("/api/auth/logout/", Guard.open(), (request, any) -> formLogout(request))
                .get("/api/welcome/", Guard.open(), (request, any) -> welcome(request))
                .post("/api/welcome/", Guard.open(), (request, any) -> createFirst(request));
    }

    private void describe(Request request) {
        Caller caller = request.caller();
        String token = request.context().cookie(Authenticator.SESSION_COOKIE);
        String csrf =
                caller == null || token == null
                        ? null
                        : accounts.sessions().find(token).map(Sessions.Session::csrf).orElse(null);
        request.reply(
                describe(
                        caller == null ? null : accounts.users().find(caller.id()).orElse(null),
                        csrf));
    }

    private ObjectNode describe(@Nullable User user, @Nullable String csrf) {
        ObjectNode session = Json.object().put("authenticated", user != null);
        session.put("username", user == null ? null : user.username())
                .put("email", user == null ? "" : user.email())
                .put("first_name", user == null ? "" : user.firstName())
                .put("last_name", user == null ? "" : user.lastName())
                .put("is_staff", user != null && user.staff())
                .put("is_superuser", user != null && user.superuser());
        session.set(
                "permissions",
                user == null ? Json.array() : Json.texts(accounts.permissions(user.asCaller())));
        return session.put("csrf", csrf)
                .put("welcome", !accounts.users().hasSuperuser())
                .put("version", version);
    }

    private void open(Request request) {
        User user = AccountRoutes.login(accounts, request);
        request.reply(describe(user, signIn(request, user)));
    }

    /// @return the CSRF token of the new session
    private String signIn(Request request, User user) {
        Sessions.Opened opened = accounts.sessions().open(user.id());
        int seconds = (int) Sessions.LIFE.toSeconds();
        setCookie(request, Authenticator.SESSION_COOKIE, opened.token(), seconds, true);
        setCookie(request, Authenticator.CSRF_COOKIE, opened.csrf(), seconds, false);
        return opened.csrf();
    }

    private static void setCookie(
            Request request, String name, String value, int seconds, boolean httpOnly) {
        Context context = request.context();
        boolean secure = request.absoluteUrl("").startsWith("https:");
        context.cookie(new Cookie(name, value, "/", seconds, secure, httpOnly, null, SameSite.LAX));
    }

    private void close(Request request) {
        endSession(request);
        request.noContent();
    }

    private void endSession(Request request) {
        String token = request.context().cookie(Authenticator.SESSION_COOKIE);
        if (token != null) {
            accounts.sessions().close(token);
        }
        setCookie(request, Authenticator.SESSION_COOKIE, "", 0, true);
        setCookie(request, Authenticator.CSRF_COOKIE, "", 0, false);
    }

    private void formLogin(Request request) {
        String next = next(request);
        try {
            signIn(request, AccountRoutes.login(accounts, request));
            goTo(request, next);
        } catch (Problem wrong) {
            goTo(
                    request,
                    "/login/?error=1&next="
                            + java.net.URLEncoder.encode(
                                    next, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private void formLogout(Request request) {
        endSession(request);
        goTo(request, "/login/");
    }

    /// Where to go after a login: only pages of this very site.
    private static String next(Request request) {
        String next = request.fields().text("next");
        if (next == null || !next.matches("/[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*")) {
            return "/dashboard/";
        }
        return next;
    }

    private static void goTo(Request request, String path) {
        request.context().status(302).header("Location", path);
    }

    private void welcome(Request request) {
        request.reply(Json.object().put("needed", !accounts.users().hasSuperuser()));
    }

    private void createFirst(Request request) {
        if (accounts.users().hasSuperuser()) {
            throw Problem.forbidden("The administrator exists already. Please log in.");
        }
        var credentials = new String[] {"", ""};
        var reader =
                new FieldReader(request.fields())
                        .require("username")
                        .require("password")
                        .name("username", 150, name -> credentials[0] = name)
                        .text("password", 4096, password -> credentials[1] = password);
        if (request.fields().has("username") && !USERNAME.matcher(credentials[0]).matches()) {
            reader.error(
                    "username",
                    "Enter a valid username. It may hold letters, digits and @ . + - _ only.");
        }
        if (request.fields().has("password") && credentials[1].isEmpty()) {
            reader.error("password", "This field may not be blank.");
        }
        reader.check();
        User user =
                accounts.createFirstSuperuser(credentials[0], credentials[1])
                        .orElseThrow(() ->
                                Problem.forbidden(
                                        "The administrator exists already. Please log" + " in."));
        request.reply(201, describe(user, signIn(request, user)));
    }
}
