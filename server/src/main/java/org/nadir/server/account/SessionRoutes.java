package org.nadir.server.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Sessions of browsers, and the first run, as the web UI asks for them. Forms are in [LoginRoutes].
public final class SessionRoutes {

    private final Accounts accounts;
    private final BrowserSessions browsers;
    private final List<Provider> providers;
    private final String version;

    /// Another way to sign in, for a button on the login page.
    public record Provider(String name, String url) {}

    public SessionRoutes(
            Accounts accounts, BrowserSessions browsers, List<Provider> providers, String version) {
        this.accounts = accounts;
        this.browsers = browsers;
        this.providers = List.copyOf(providers);
        this.version = version;
    }

    public void addTo(RouteTable table) {
        table.get("/api/session/", Guard.open(), (request, any) -> describe(request))
                .post("/api/auth/session/", Guard.open(), (request, any) -> open(request))
                .delete("/api/auth/session/", Guard.open(), (request, any) -> close(request))
                .get("/api/welcome/", Guard.open(), (request, any) -> welcome(request))
                .post("/api/welcome/", Guard.open(), (request, any) -> createFirst(request));
    }

    private void describe(Request request) {
        Caller caller = request.caller();
        String csrf = caller == null ? null : browsers.sessionCsrf(request);
        User user = caller == null ? null : accounts.users().find(caller.id()).orElse(null);
        request.reply(describe(user, caller, csrf));
    }

    private ObjectNode describe(User user, String csrf) {
        return describe(user, user.asCaller(), csrf);
    }

    /// @param caller the user, perhaps through a token that carries fewer rights
    private ObjectNode describe(
            @Nullable User user, @Nullable Caller caller, @Nullable String csrf) {
        ObjectNode session = Json.object().put("authenticated", user != null);
        session.put("username", user == null ? null : user.username())
                .put("email", user == null ? "" : user.email())
                .put("first_name", user == null ? "" : user.firstName())
                .put("last_name", user == null ? "" : user.lastName())
                .put("is_staff", caller != null && caller.staff())
                .put("is_superuser", caller != null && caller.superuser());
        session.set(
                "permissions",
                caller == null ? Json.array() : Json.texts(accounts.permissions(caller)));
        ArrayNode others = session.putArray("providers");
        providers.forEach(one -> others.addObject().put("name", one.name()).put("url", one.url()));
        return session.put("csrf", csrf)
                .put("welcome", !accounts.users().hasSuperuser())
                .put("version", version);
    }

    private void open(Request request) {
        User user = AccountRoutes.login(accounts, request);
        request.reply(describe(user, browsers.signIn(request, user)));
    }

    private void close(Request request) {
        browsers.signOut(request);
        request.noContent();
    }

    private void welcome(Request request) {
        request.reply(Json.object().put("needed", !accounts.users().hasSuperuser()));
    }

    private void createFirst(Request request) {
        User user = FirstRun.create(accounts, request);
        request.reply(201, describe(user, browsers.signIn(request, user)));
    }
}
