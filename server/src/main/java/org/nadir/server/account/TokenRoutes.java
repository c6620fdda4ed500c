package org.nadir.server.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Caller;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.Scope;

/// API tokens over HTTP; for users in person, so that a token can never make another.
public final class TokenRoutes {

    private static final int MAX_TOKENS = 200;

    /// Tells whether a user may view a project.
    @FunctionalInterface
    public interface ProjectView {
        boolean mayView(Caller caller, long project);
    }

    private final ApiTokens tokens;
    private final ProjectView view;
    private final Clock clock;

    public TokenRoutes(ApiTokens tokens, ProjectView view, Clock clock) {
        this.tokens = tokens;
        this.view = view;
        this.clock = clock;
    }

    public void addTo(RouteTable table) {
        table.get("/api/tokens/", Guard.inPerson(), this::list)
                .post("/api/tokens/", Guard.inPerson(), this::create)
                .get("/api/tokens/{token}/", own(), (request, token) -> request.reply(json(token)))
                .delete("/api/tokens/{token}/", own(), this::delete);
    }

    private Guard<ApiTokens.Token> own() {
        return request -> {
            Caller caller = Guard.inPerson().admit(request);
            return tokens.find(caller.id(), request.id("token")).orElseThrow(Problem::notFound);
        };
    }

    private void list(Request request, Caller caller) {
        ArrayNode reply = Json.array();
        tokens.list(caller.id()).forEach(token -> reply.add(json(token)));
        request.reply(reply);
    }

    private void create(Request request, Caller caller) {
        if (tokens.list(caller.id()).size() >= MAX_TOKENS) {
            throw Problem.together("You have " + MAX_TOKENS + " tokens. Delete one first.");
        }
        var wish = new Wish();
        var reader = new FieldReader(request.fields()).require("name").require("scopes");
        reader.name("name", 150, name -> wish.name = name)
                .json("scopes", scopes -> wish.scopes(scopes, reader))
                .integerOrNull("project", project -> wish.project = project)
                .text("expires_at", 64, moment -> wish.expires(moment, clock, reader));
        Long project = wish.project;
        if (project != null && !view.mayView(caller, project)) {
            reader.error("project", "Invalid pk \"" + project + "\" - object does not exist.");
        }
        reader.check();
        ApiTokens.Issued issued =
                tokens.create(
                        caller.id(), wish.name, new Scope(wish.write, project), wish.expiresAt);
        request.context().header("Cache-Control", "no-store");
        request.reply(201, json(issued.token()).put("token", issued.secret()));
    }

    /// What a request asks for, as far as it was read.
    private static final class Wish {
        private static final Set<String> SCOPES = Set.of("read", "write");

        private String name = "";
        private boolean write;
        private @Nullable Long project;
        private @Nullable Long expiresAt;

        void scopes(JsonNode scopes, FieldReader reader) {
            var named = new HashSet<String>();
            scopes.forEach(scope -> named.add(scope.asText()));
            if (!scopes.isArray() || named.isEmpty() || !SCOPES.containsAll(named)) {
                reader.error("scopes", "Expected a list of \"read\" and \"write\".");
            }
            write = named.contains("write");
        }

        void expires(String moment, Clock clock, FieldReader reader) {
            if (moment.isBlank()) {
                return;
            }
            try {
                expiresAt = Micros.parse(moment);
            } catch (IllegalArgumentException broken) {
                reader.error("expires_at", "Enter a valid date/time.");
                return;
            }
            if (expiresAt <= Micros.of(clock.instant())) {
                reader.error("expires_at", "This moment has passed.");
            }
        }
    }

    private void delete(Request request, ApiTokens.Token token) {
        tokens.delete(token.userId(), token.id());
        request.noContent();
    }

    private static ObjectNode json(ApiTokens.Token token) {
        ArrayNode scopes = Json.array().add("read");
        if (token.scope().write()) {
            scopes.add("write");
        }
        ObjectNode json = Json.object().put("id", token.id()).put("name", token.name());
        json.set("scopes", scopes);
        return json.put("project", token.scope().project())
                .put("created_at", Micros.iso(token.createdAt()))
                .put("expires_at", Micros.isoOrNull(token.expiresAt()))
                .put("last_used_at", Micros.isoOrNull(token.lastUsedAt()));
    }
}
