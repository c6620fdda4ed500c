package org.nadir.server.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.ModelPermission;
import org.nadir.server.account.Right;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Caller;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Fields;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Processing nodes over HTTP.
public final class NodeRoutes {

    private static final List<String> FILTERS =
            List.of(
                    "id",
                    "hostname",
                    "port",
                    "api_version",
                    "queue_count",
                    "max_images",
                    "label",
                    "engine",
                    "engine_version");

    private static final List<String> NUMBERS = List.of("id", "port", "queue_count", "max_images");

    private final Nodes nodes;
    private final NodeWatch watch;
    private final Accounts accounts;
    private final NodeAccess access;
    private final Duration onlineLimit;

    public NodeRoutes(Nodes nodes, NodeWatch watch, Accounts accounts, Duration onlineLimit) {
        this.nodes = nodes;
        this.watch = watch;
        this.accounts = accounts;
        this.access = new NodeAccess(nodes, accounts);
        this.onlineLimit = onlineLimit;
    }

    public void addTo(RouteTable table) {
        String one = "/api/processingnodes/{node}/";
        table.get("/api/processingnodes/", Guard.signedIn(), this::list)
                .post(
                        "/api/processingnodes/",
                        accounts.may(ModelPermission.ADD_PROCESSINGNODE),
                        this::create)
                .get("/api/processingnodes/options/", Guard.signedIn(), this::commonOptions)
                .get(one, access.needs(Right.VIEW), this::read)
                .patch(
                        one,
                        access.needs(Right.CHANGE),
                        (request, node) -> update(request, node, false))
                .put(
                        one,
                        access.needs(Right.CHANGE),
                        (request, node) -> update(request, node, true))
                .delete(one, access.needs(Right.DELETE), this::delete);
    }

    private void list(Request request, Caller caller) {
        checkNumbers(request);
        List<ObjectNode> found = new ArrayList<>();
        for (ProcessingNode node : nodes.list(caller, Right.VIEW)) {
            ObjectNode json = json(node, caller);
            if (matches(json, request)) {
                found.add(json);
            }
        }
        String ordering = request.query("ordering");
        if (ordering != null) {
            order(found, ordering);
        }
        ArrayNode reply = Json.array();
        found.forEach(reply::add);
        request.reply(reply);
    }

    private static void checkNumbers(Request request) {
        for (String filter : NUMBERS) {
            String wanted = request.query(filter);
            if (wanted != null && !wanted.matches("-?[0-9]{1,18}")) {
                throw Problem.field(filter, "Enter a number.");
            }
        }
    }

    private static boolean matches(ObjectNode node, Request request) {
        for (String filter : FILTERS) {
            String wanted = request.query(filter);
            if (wanted != null && !node.path(filter).asText().equals(wanted)) {
                return false;
            }
        }
        String hasOptions = request.query("has_available_options");
        if (hasOptions == null) {
            return true;
        }
        boolean wanted = hasOptions.equalsIgnoreCase("true") || hasOptions.equals("1");
        return wanted == !node.path("available_options").isEmpty();
    }

    private static void order(List<ObjectNode> found, String ordering) {
        Comparator<ObjectNode> order = Comparator.comparing(node -> 0);
        for (String field : ordering.split(",")) {
            boolean descending = field.startsWith("-");
            String name = descending ? field.substring(1) : field;
            if (FILTERS.contains(name)) {
                Comparator<ObjectNode> by =
                        Comparator.<ObjectNode>comparingDouble(node -> node.path(name).asDouble())
                                .thenComparing(node -> node.path(name).asText());
                order = order.thenComparing(descending ? by.reversed() : by);
            }
        }
        found.sort(order);
    }

    private void create(Request request, Caller caller) {
        Fields fields = request.fields();
        new FieldReader(fields).require("hostname").require("port").check();
        var form = new NodeForm(fields, null);
        ProcessingNode node = nodes.create(form.address(), form.label(), false);
        boolean first = nodes.listAll().size() == 1;
        if (first) {
            // A single-node installation works for everybody from the start.
            nodes.grantGroup(node.id(), accounts.users().defaultGroup(), Right.VIEW);
        }
        for (Right right : List.of(Right.VIEW, Right.CHANGE, Right.DELETE)) {
            nodes.grantUser(node.id(), caller.id(), right);
        }
        tryRefresh(node);
        request.reply(201, json(nodes.find(node.id()).orElse(node), caller));
    }

    private void tryRefresh(ProcessingNode node) {
        try {
            watch.refresh(node);
        } catch (IOException notReachable) {
            // The reply shows it as offline; the watch goes on asking.
            return;
        }
    }

    private void read(Request request, ProcessingNode node) {
        request.reply(json(node, request.requireCaller()));
    }

    private void update(Request request, ProcessingNode node, boolean whole) {
        if (whole) {
            new FieldReader(request.fields()).require("hostname").require("port").check();
        }
        var form = new NodeForm(request.fields(), node);
        ProcessingNode saved = nodes.update(node.id(), form.address(), form.label());
        tryRefresh(saved);
        request.reply(json(nodes.find(node.id()).orElse(saved), request.requireCaller()));
    }

    private void delete(Request request, ProcessingNode node) {
        nodes.delete(node.id());
        request.noContent();
    }

    /// Options that every online node of the caller has, as the first of them describes them.
    private void commonOptions(Request request, Caller caller) {
        List<ProcessingNode> online =
                nodes.list(caller, Right.VIEW).stream()
                        .filter(node -> node.isOnline(onlineLimit))
                        .toList();
        ArrayNode common = Json.array();
        if (!online.isEmpty()) {
            for (JsonNode option : online.getFirst().facts().options()) {
                String name = option.path("name").asText();
                if (online.stream().allMatch(node -> names(node).contains(name))) {
                    common.add(option);
                }
            }
        }
        request.reply(common);
    }

    private static Set<String> names(ProcessingNode node) {
        var names = new HashSet<String>();
        node.facts().options().forEach(option -> names.add(option.path("name").asText()));
        return names;
    }

    private ObjectNode json(ProcessingNode node, Caller caller) {
        boolean manages = access.may(caller, node.id(), Right.CHANGE);
        ProcessingNode.Facts facts = node.facts();
        ObjectNode json =
                Json.object()
                        .put("id", node.id())
                        .put("hostname", node.hostname())
                        .put("port", node.port())
                        .put("online", node.isOnline(onlineLimit))
                        .put("api_version", facts.apiVersion())
                        .put("last_refreshed", Micros.isoOrNull(facts.lastRefreshed()))
                        .put("queue_count", facts.queueCount());
        json.set("available_options", facts.options());
        return json.put("label", node.label())
                .put("token", manages ? node.token() : "")
                .put("max_images", facts.maxImages())
                .put("engine", facts.engine())
                .put("engine_version", facts.engineVersion())
                .put("is_local", node.local());
    }

    /// The writable fields of a request, those left out taken from the node as it is.
    private static final class NodeForm {
        private final Map<String, Object> values = new java.util.HashMap<>();

        NodeForm(Fields fields, @Nullable ProcessingNode now) {
            values.put("hostname", now == null ? "" : now.hostname());
            values.put("port", now == null ? 0L : (long) now.port());
            values.put("token", now == null ? "" : now.token());
            values.put("label", now == null ? "" : now.storedLabel());
            var reader = new FieldReader(fields);
            reader.name("hostname", 255, host -> values.put("hostname", host))
                    .integerOrNull("port", port -> values.put("port", port == null ? 0L : port))
                    .text("token", 1024, token -> values.put("token", token))
                    .text("label", 255, label -> values.put("label", label));
            if (fields.has("port") && (port() < 1 || port() > 65535)) {
                reader.error("port", "Ensure this value is between 1 and 65535.");
            }
            if (!text("hostname").matches("[0-9A-Za-z._:\\[\\]-]*")) {
                reader.error("hostname", "Enter a host name or address.");
            }
            reader.check();
        }

        private long port() {
            return (long) Objects.requireNonNull(values.get("port"));
        }

        private String text(String name) {
            return (String) Objects.requireNonNull(values.get(name));
        }

        NodeAddress address() {
            return new NodeAddress(text("hostname"), (int) port(), text("token"));
        }

        String label() {
            return text("label");
        }
    }
}
