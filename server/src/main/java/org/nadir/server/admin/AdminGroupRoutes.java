package org.nadir.server.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.Groups;
import org.nadir.server.account.PermissionCatalog;
import org.nadir.server.http.Caller;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Ordering;
import org.nadir.server.http.Paging;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Groups and the catalogue of permissions, for staff.
public final class AdminGroupRoutes {

    private static final Map<String, String> ORDERINGS = Map.of("id", "id", "name", "name");

    private final Groups groups;

    public AdminGroupRoutes(Accounts accounts) {
        this.groups = accounts.groups();
    }

    public void addTo(RouteTable table) {
        String one = "/api/admin/groups/{group}/";
        table.get("/api/admin/groups/", Guard.staff(), this::list)
                .post("/api/admin/groups/", Guard.staff(), this::create)
                .get(one, Guard.staff(), this::read)
                .put(one, Guard.staff(), (request, caller) -> update(request, true))
                .patch(one, Guard.staff(), (request, caller) -> update(request, false))
                .delete(one, Guard.staff(), this::delete)
                .get("/api/admin/permissions/", Guard.staff(), this::catalog);
    }

    private void list(Request request, Caller caller) {
        String name = request.query("name");
        Paging page = Paging.of(request, groups.count(name));
        String order = Ordering.sql(request.query("ordering"), ORDERINGS, "id");
        ArrayNode results = Json.array();
        groups.list(name, order, page.offset(), Paging.SIZE)
                .forEach(group -> results.add(json(group)));
        request.reply(page.envelope(request, results));
    }

    /// @param name null when the request leaves it
    /// @param permissions keys; null when the request leaves them
    private record Form(@Nullable String name, @Nullable List<String> permissions) {

        static Form of(Request request, boolean whole) {
            var name = new AtomicReference<@Nullable String>();
            var permissions = new AtomicReference<@Nullable List<String>>();
            var reader = new FieldReader(request.fields());
            if (whole) {
                reader.require("name");
            }
            reader.name("name", 150, name::set);
            UserForm.permissions(reader, "permissions", permissions);
            reader.check();
            return new Form(name.get(), permissions.get());
        }
    }

    private void create(Request request, Caller caller) {
        Form form = Form.of(request, true);
        List<String> permissions = form.permissions();
        request.reply(
                201,
                json(
                        groups.create(
                                Objects.requireNonNull(form.name()),
                                permissions == null ? List.of() : permissions)));
    }

    private void read(Request request, Caller caller) {
        request.reply(json(groups.find(request.id("group")).orElseThrow(Problem::notFound)));
    }

    private void update(Request request, boolean whole) {
        long id = request.id("group");
        if (groups.find(id).isEmpty()) {
            throw Problem.notFound();
        }
        Form form = Form.of(request, whole);
        request.reply(json(groups.update(id, form.name(), form.permissions())));
    }

    private void delete(Request request, Caller caller) {
        groups.delete(request.id("group"));
        request.noContent();
    }

    private void catalog(Request request, Caller caller) {
        ArrayNode reply = Json.array();
        for (long id = 1; id <= PermissionCatalog.size(); id++) {
            reply.addObject().put("id", id).put("name", PermissionCatalog.key(id).orElseThrow());
        }
        request.reply(reply);
    }

    private static ObjectNode json(Groups.Entry group) {
        ObjectNode json = Json.object().put("id", group.id()).put("name", group.name());
        json.set("permissions", Json.ids(group.permissions()));
        return json;
    }
}
