package org.nadir.server.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.User;
import org.nadir.server.account.UserDirectory;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Ordering;
import org.nadir.server.http.Paging;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Users, for staff.
public final class AdminUserRoutes {

    private static final Map<String, String> ORDERINGS =
            Map.ofEntries(
                    Map.entry("id", "id"),
                    Map.entry("username", "username"),
                    Map.entry("email", "email"),
                    Map.entry("first_name", "first_name"),
                    Map.entry("last_name", "last_name"),
                    Map.entry("is_superuser", "is_superuser"),
                    Map.entry("is_staff", "is_staff"),
                    Map.entry("is_active", "is_active"),
                    Map.entry("date_joined", "date_joined"),
                    Map.entry("last_login", "last_login"));

    private final Accounts accounts;
    private final UserRemoval removal;

    public AdminUserRoutes(Accounts accounts, UserRemoval removal) {
        this.accounts = accounts;
        this.removal = removal;
    }

    public void addTo(RouteTable table) {
        String one = "/api/admin/users/{user}/";
        table.get("/api/admin/users/", Guard.staff(), this::list)
                .post("/api/admin/users/", Guard.staff(), this::create)
                .get(one, Guard.staff(), this::read)
                .put(one, Guard.staff(), (request, caller) -> update(request, caller, true))
                .patch(one, Guard.staff(), (request, caller) -> update(request, caller, false))
                .delete(one, Guard.staff(), this::delete);
    }

    private void list(Request request, Caller caller) {
        UserDirectory directory = accounts.directory();
        String email = request.query("email");
        Paging page = Paging.of(request, directory.count(email));
        String order = Ordering.sql(request.query("ordering"), ORDERINGS, "id");
        ArrayNode results = Json.array();
        directory
                .list(email, order, page.offset(), Paging.SIZE)
                .forEach(entry -> results.add(json(entry)));
        request.reply(page.envelope(request, results));
    }

    private void create(Request request, Caller caller) {
        var change = UserForm.created(request.fields(), accounts);
        request.reply(201, json(accounts.directory().create(caller, change)));
    }

    private void read(Request request, Caller caller) {
        request.reply(
                json(accounts.directory().find(request.id("user")).orElseThrow(Problem::notFound)));
    }

    private void update(Request request, Caller caller, boolean whole) {
        long id = request.id("user");
        if (accounts.directory().find(id).isEmpty()) {
            throw Problem.notFound();
        }
        var change = UserForm.changed(request.fields(), whole, accounts);
        request.reply(json(accounts.directory().update(caller, id, change)));
    }

    private void delete(Request request, Caller caller) {
        removal.remove(caller, request.id("user"));
        request.noContent();
    }

    private static ObjectNode json(UserDirectory.Entry entry) {
        User user = entry.user();
        ObjectNode json =
                Json.object()
                        .put("id", user.id())
                        .put("password", UserForm.HIDDEN_PASSWORD)
                        .put("last_login", Micros.isoOrNull(user.lastLogin()))
                        .put("is_superuser", user.superuser())
                        .put("username", user.username())
                        .put("first_name", user.firstName())
                        .put("last_name", user.lastName())
                        .put("email", user.email())
                        .put("is_staff", user.staff())
                        .put("is_active", user.active())
                        .put("date_joined", Micros.iso(user.dateJoined()));
        json.set("groups", Json.ids(entry.groups()));
        json.set("user_permissions", Json.ids(entry.permissions()));
        return json;
    }
}
