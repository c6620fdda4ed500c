package org.nadir.server.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;
import org.nadir.server.http.Caller;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Tokens, and the lookup of users and groups. Sessions and the first run are in [SessionRoutes].
public final class AccountRoutes {

    private static final int LOOKUP_LIMIT = 1000;

    private final Accounts accounts;
    private final boolean search;

    /// @param search whether users may look up each other and the groups
    public AccountRoutes(Accounts accounts, boolean search) {
        this.accounts = accounts;
        this.search = search;
    }

    public void addTo(RouteTable table) {
        table.post("/api/token-auth/", Guard.open(), (request, any) -> issueToken(request));
        if (search) {
            table.get("/api/users/", Guard.signedIn(), this::searchUsers)
                    .get("/api/groups/", Guard.signedIn(), this::searchGroups);
        }
    }

    private void issueToken(Request request) {
        User user = login(accounts, request);
        accounts.users().signedIn(user.id());
        request.reply(Json.object().put("token", accounts.issueToken(user)));
    }

    /// The user named by the body's `username` and `password`.
    static User login(Accounts accounts, Request request) {
        var credentials = new String[] {"", ""};
        new FieldReader(request.fields())
                .require("username")
                .require("password")
                .name("username", 150, name -> credentials[0] = name)
                .text("password", 4096, password -> credentials[1] = password)
                .check();
        Optional<User> user =
                accounts.login(credentials[0], credentials[1], request.clientAddress());
        if (user.isEmpty()) {
            throw Problem.together("Unable to log in with provided credentials.");
        }
        return user.get();
    }

    private void searchUsers(Request request, Caller caller) {
        List<User> found = accounts.users().search(prefix(request), limit(request));
        ArrayNode reply = Json.array();
        for (User user : found) {
            reply.add(Json.object().put("username", user.username()).put("email", user.email()));
        }
        request.reply(reply);
    }

    private void searchGroups(Request request, Caller caller) {
        ArrayNode reply = Json.array();
        for (Users.Group group : accounts.users().searchGroups(prefix(request), limit(request))) {
            reply.add(Json.object().put("name", group.name()).put("id", group.id()));
        }
        request.reply(reply);
    }

    private static String prefix(Request request) {
        String search = request.query("search");
        return search == null ? "" : search;
    }

    private static int limit(Request request) {
        long limit = Math.abs((long) request.queryInteger("limit", LOOKUP_LIMIT));
        return (int) Math.min(LOOKUP_LIMIT, limit);
    }
}
