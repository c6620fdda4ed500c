package org.nadir.server.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.ModelPermission;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Caller;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.task.TaskOptions;

/// Presets over HTTP. Everybody sees the system's and their own.
public final class PresetRoutes {

    private static final Map<String, Comparator<Presets.Preset>> ORDERINGS =
            Map.of(
                    "id", Comparator.comparingLong(Presets.Preset::id),
                    "name", Comparator.comparing(Presets.Preset::name),
                    "created_at", Comparator.comparingLong(Presets.Preset::createdAt),
                    "system", Comparator.comparing(Presets.Preset::system));

    private final Presets presets;
    private final Accounts accounts;

    public PresetRoutes(Presets presets, Accounts accounts) {
        this.presets = presets;
        this.accounts = accounts;
    }

    public void addTo(RouteTable table) {
        String one = "/api/presets/{preset}/";
        Guard<Presets.Preset> changeable = accounts.may(ModelPermission.CHANGE_PRESET, own());
        table.get("/api/presets/", Guard.signedIn(), this::list)
                .post("/api/presets/", accounts.may(ModelPermission.ADD_PRESET), this::create)
                .get(one, visible(), this::read)
                .patch(one, changeable, (request, preset) -> update(request, preset, false))
                .put(one, changeable, (request, preset) -> update(request, preset, true))
                .delete(
                        one,
                        accounts.may(ModelPermission.DELETE_PRESET, deletable()),
                        this::delete);
    }

    private Guard<Presets.Preset> visible() {
        return Guard.of(
                "own preset, or one of the system",
                request -> {
                    Caller caller = request.requireCaller();
                    return presets.find(request.id("preset"))
                            .filter(preset -> preset.system() || isOwner(preset, caller))
                            .orElseThrow(Problem::notFound);
                });
    }

    private Guard<Presets.Preset> own() {
        return Guard.of(
                "own preset",
                request -> {
                    Presets.Preset preset = visible().admit(request);
                    if (preset.system()) {
                        throw Problem.forbidden();
                    }
                    return preset;
                });
    }

    private Guard<Presets.Preset> deletable() {
        return Guard.of(
                "own preset",
                request -> {
                    Presets.Preset preset = visible().admit(request);
                    if (preset.system()) {
                        throw request.requireCaller().superuser()
                                ? Problem.forbidden()
                                : Problem.notFound();
                    }
                    return preset;
                });
    }

    private static boolean isOwner(Presets.Preset preset, Caller caller) {
        Long owner = preset.ownerId();
        return owner != null && owner == caller.id();
    }

    private void list(Request request, Caller caller) {
        List<Presets.Preset> found = new ArrayList<>(presets.list(caller.id()));
        Comparator<Presets.Preset> order = ordering(request.query("ordering"));
        if (order != null) {
            found.sort(order);
        }
        ArrayNode reply = Json.array();
        found.forEach(preset -> reply.add(json(preset)));
        request.reply(reply);
    }

    private static @Nullable Comparator<Presets.Preset> ordering(@Nullable String fields) {
        Comparator<Presets.Preset> order = null;
        for (String field : fields == null ? new String[0] : fields.split(",")) {
            boolean descending = field.startsWith("-");
            Comparator<Presets.Preset> by = ORDERINGS.get(descending ? field.substring(1) : field);
            if (by != null) {
                by = descending ? by.reversed() : by;
                order = order == null ? by : order.thenComparing(by);
            }
        }
        return order;
    }

    private void create(Request request, Caller caller) {
        var name = new AtomicReference<>("");
        var options = new AtomicReference<JsonNode>(Json.array());
        read(new FieldReader(request.fields()).require("name").require("options"), name, options);
        request.reply(201, json(presets.create(caller.id(), name.get(), options.get())));
    }

    private void update(Request request, Presets.Preset preset, boolean whole) {
        var name = new AtomicReference<>(preset.name());
        var options = new AtomicReference<>(preset.options());
        var reader = new FieldReader(request.fields());
        if (whole) {
            reader.require("name").require("options");
        }
        read(reader, name, options);
        request.reply(json(presets.update(preset.id(), name.get(), options.get())));
    }

    private static void read(
            FieldReader reader, AtomicReference<String> name, AtomicReference<JsonNode> options) {
        reader.name("name", 255, name::set)
                .json("options", value -> TaskOptions.check(value, reader, options::set))
                .check();
    }

    private void read(Request request, Presets.Preset preset) {
        request.reply(json(preset));
    }

    private void delete(Request request, Presets.Preset preset) {
        presets.delete(preset.id());
        request.noContent();
    }

    private static ObjectNode json(Presets.Preset preset) {
        ObjectNode json = Json.object().put("id", preset.id()).put("name", preset.name());
        json.set("options", preset.options());
        return json.put("created_at", Micros.iso(preset.createdAt()))
                .put("system", preset.system());
    }
}
